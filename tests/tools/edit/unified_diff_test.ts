import assert from "node:assert/strict";
import { applyPatch } from "diff";
import fc from "../../properties.ts";
import { boundedDiff, keptDiff, unifiedDiff } from "../../../lib/tools/edit/unified_diff.ts";
import { anyText } from "./texts.ts";

Deno.test("a diff makes the new text of the old one, whatever its line ends", () => {
  fc.assert(fc.property(anyText(), anyText(), (before, after) => {
    if (before === after) return;
    const diff = unifiedDiff({ path: "a.txt", before, after });
    assert.equal(applyPatch(before, diff!, { autoConvertLineEndings: false }), after);
  }));
});

Deno.test("texts that have too little in common are not compared", () => {
  const lines = (name: string) => Array.from({ length: 2_000 }, (_, i) => `${name} ${i}\n`).join("");
  assert.equal(unifiedDiff({ path: "a.txt", before: lines("a"), after: lines("b") }), undefined);
});

Deno.test("a bounded diff says how much it leaves out", () => {
  assert.equal(boundedDiff("a\nb\nc\n", 3), "a\nb\nc");
  assert.equal(boundedDiff("a\nb\nc\n", 2), "a\nb\n… 1 more line of the diff is left out");
});

Deno.test("a line of a shown diff is never long, and a diff that is long is not kept", () => {
  const diff = unifiedDiff({ path: "a.txt", before: "x".repeat(400_000), after: "y".repeat(400_000) })!;
  assert.ok(boundedDiff(diff, 40).length < 2_000);
  assert.deepEqual(keptDiff(diff), {
    note: `The diff has ${diff.length.toLocaleString("en-US")} characters and is left out`,
  });
  assert.deepEqual(keptDiff("short"), { diff: "short" });
});
