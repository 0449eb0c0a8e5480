import assert from "node:assert/strict";
import { emptyMarks } from "../../../lib/kinds/refine/empty_marks.ts";
import type { Scoring } from "../../../lib/plan/mod.ts";

Deno.test("what nobody scored has empty values of the right types", () => {
  const judge = { model: "j", prompt: "", samples: 1, attempts: 1, maxTokens: 1 };
  const scoring: Scoring = {
    gates: {},
    total: "0",
    judge: {
      ...judge,
      returns: {
        score: "number(2..10)",
        note: "string",
        ok: "bool",
        all: "list(int)",
        by: "map",
        mood: "good | bad",
        "may?": "int",
      },
    },
    script: { script: "s", returns: "number(..-1)" },
    command: { command: { run: ["x"], files: [] }, reads: { as: "exit" } },
    compare: { model: "j", ask: "", samples: 1, attempts: 1, maxTokens: 1 },
  };
  assert.deepEqual(emptyMarks(scoring), {
    judge: { score: 2, note: "", ok: false, all: [], by: {}, mood: "good", may: null },
    script: -1,
    command: 0,
    code: 0,
    stdout: "",
    stderr: "",
    compare: 0,
  });
  assert.deepEqual(emptyMarks({ gates: {}, total: "0" }), {});
});
