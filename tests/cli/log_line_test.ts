import assert from "node:assert/strict";
import { paintFor } from "../../lib/cli/ansi.ts";
import { logLine, logLines } from "../../lib/cli/log_line.ts";
import { widthOf } from "../../lib/text/visible.ts";
import { memorySink } from "./fake_host.ts";

const paint = paintFor(memorySink());
const WARNING =
  "what somebody else may have made of it is kept, `loom undo r --taken-back` brings it back: `a.txt`, `" +
  "deep/".repeat(20) + "東京.txt` and \x1b[2J more";

Deno.test("what has to be read whole is told in as many lines as it takes, none of them too long", () => {
  for (const width of [49, 79]) {
    const lines = logLines({ at: 0, text: WARNING, isWhole: true }, { paint, width });
    for (const line of lines) assert.ok(widthOf(line) <= width, line);
    const said = lines.map((line) => line.slice(9)).join("").replaceAll(" ", "");
    assert.ok(said.includes("bringsitback:`a.txt`,"), said);
    assert.ok(said.includes(`${"deep/".repeat(20)}東京.txt`), said);
    assert.doesNotMatch(lines.join(""), /[\p{Cc}]/u);
    assert.ok(lines.some((line) => line.includes("`loom undo r --taken-back`")), "a command stands whole on its line");
  }
});

Deno.test("everything else is one line, cut where that ends", () => {
  const line = logLine({ at: 0, seq: 7, text: WARNING, isWhole: true }, { paint, width: 49 });
  assert.ok(widthOf(line) <= 49 && line.endsWith("…"), line);
  assert.deepEqual(logLines({ at: 0, seq: 7, text: WARNING }, { paint, width: 49 }), [line]);
});
