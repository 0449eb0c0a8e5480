import assert from "node:assert/strict";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { render } from "../../lib/text/render.ts";

function github(found: Diagnostic): string {
  return render([found], { format: "github", colour: true, width: 10 });
}

const source = { name: "specs/story.yaml", text: "a: 1\nb: {\n  c: 1}\n" };

Deno.test("a diagnostic is a workflow command with its file, place, title and words", () => {
  const found = diagnostic(source, "syntax", { start: 3, end: 4 }, { reason: "no" });
  assert.equal(github(found), "::error file=specs/story.yaml,line=1,col=4,endColumn=5,title=L0101 syntax::no\n");
  assert.match(github({ ...found, severity: "warning" }), /^::warning file=/);
});

Deno.test("a span of several lines has its last line instead of columns", () => {
  const found = diagnostic(source, "syntax", { start: 8, end: 18 }, { reason: "no" });
  assert.match(github(found), /^::error file=specs\/story\.yaml,line=2,endLine=4,title=/);
});

Deno.test("a hint is a second line of the message", () => {
  const found = diagnostic(source, "unknown-key", { start: 5, end: 6 }, { key: "b", near: "c", allowed: [] });
  assert.match(github(found), /::unknown key `b`%0Adid you mean `c`\?\n$/);
});

Deno.test("no name can end the command, start another or add a property", () => {
  const name = "50%,a:b\r\n::error::hacked\x1b[31m";
  const found = diagnostic({ ...source, name }, "unknown-key", { start: 0, end: 1 }, { key: name, allowed: ["z"] });
  assert.equal(
    github(found),
    "::error file=50%25%2Ca%3Ab%0A%3A%3Aerror%3A%3Ahacked␛[31m,line=1,col=1,endColumn=2,title=L0201 unknown-key::" +
      "unknown key `50%25,a:b%0A::error::hacked␛[31m`%0Aknown here: z\n",
  );
});
