import assert from "node:assert/strict";
import type { TextDiff } from "../../lib/views/text_diff.ts";
import { textDiff } from "../../lib/views/text_diff.ts";
import fc from "../properties.ts";

/** What a diff makes of the first text. */
function applied(before: string, diff: TextDiff): string {
  if (diff.is !== "changed") return before;
  const old = pieces(before), made: string[] = [];
  let at = 0;
  for (const { from, lines, body } of diff.hunks) {
    const begin = lines === 0 ? from : from - 1;
    made.push(...old.slice(at, begin));
    at = begin;
    for (const [i, line] of body.entries()) {
      if (line.startsWith("\\")) continue;
      const piece = line.slice(1) + (body[i + 1]?.startsWith("\\") ? "" : "\n");
      if (line[0] !== "+") assert.equal(old[at++], piece);
      if (line[0] !== "-") made.push(piece);
    }
  }
  return [...made, ...old.slice(at)].join("");
}

function pieces(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

Deno.test("a difference leads from one text to the other, whatever they are made of", () => {
  const line = fc.constantFrom("a", "b", "", " c", "-d", "\\ e", "f\r", "\u2028", "7");
  const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, ended]) =>
    lines.join("\n") + (ended ? "\n" : "")
  );
  fc.assert(fc.property(text, text, (before, after) => {
    const diff = textDiff(before, after);
    assert.equal(diff.is, before === after ? "same" : "changed");
    assert.equal(applied(before, diff), after);
  }));
});

Deno.test("lines are counted that one text has and the other has not, with three lines around them", () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}\n`), after = [...before];
  after[10] = "changed\n";
  const diff = textDiff(before.join(""), after.join(""));
  assert.ok(diff.is === "changed");
  assert.deepEqual([diff.removed, diff.added, diff.hunks.length], [1, 1, 1]);
  const { from, lines, to, newLines, body } = diff.hunks[0]!;
  assert.deepEqual([from, lines, to, newLines], [8, 7, 8, 7]);
  assert.deepEqual(body.slice(3, 5), ["-line 10", "+changed"]);
});

Deno.test("a line end at the end is a difference of its own", () => {
  const diff = textDiff("a\nb", "a\nb\n");
  assert.ok(diff.is === "changed");
  assert.deepEqual(diff.hunks[0]!.body, [" a", "-b", "\\ No newline at end of file", "+b"]);
});

Deno.test("texts of ten million characters are compared, and those that share nothing are said to share nothing", () => {
  const long = (from: number) => Array.from({ length: 100_000 }, (_, i) => `${from + i}${"x".repeat(94)}\n`).join("");
  const one = long(0), other = textDiff(one, long(500_000));
  assert.deepEqual(other, { is: "other", before: 100_000, after: 100_000 });
  const near = textDiff(one, one.replace("\n77777x", "\n77777y"));
  assert.ok(near.is === "changed");
  assert.deepEqual([near.removed, near.added], [1, 1]);
  const single = textDiff("a".repeat(1e7), "b".repeat(1e7));
  assert.ok(single.is === "changed" && single.removed === 1 && single.added === 1);
});
