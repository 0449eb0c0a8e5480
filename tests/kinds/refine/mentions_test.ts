import assert from "node:assert/strict";
import { speaksOf } from "../../../lib/kinds/refine/mentions.ts";

Deno.test("a template speaks of a name when a hole reads it, not when its words do", () => {
  assert.ok(speaksOf("do ${{ default(guidance, 'x') }}", "guidance"));
  assert.ok(speaksOf("${{ candidate.text }}", "candidate"));
  assert.ok(!speaksOf("heed all guidance", "guidance"));
  assert.ok(!speaksOf("${{ last.guidance }}", "guidance"));
  assert.ok(
    !speaksOf("${{ ['a'].map(guidance, guidance) }}", "guidance"),
    "a name that the expression binds is its own",
  );
  assert.ok(!speaksOf("${{ guidance", "guidance"));
});
