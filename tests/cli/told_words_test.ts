import assert from "node:assert/strict";
import { describeEntry } from "../../lib/cli/describe_entry.ts";
import { plainWhy, tallyOf, tallyWords, taskFacts, taskNote, triesWords } from "../../lib/cli/task_words.ts";
import { toldLine } from "../../lib/cli/told_words.ts";
import type { Json } from "../../lib/base/json.ts";
import type { ToldProcess } from "../../lib/plan/mod.ts";
import { taskView } from "./processes.ts";

const CHECKS = [
  { name: "files", passed: true, severity: "error" },
  { name: "rule", passed: false, severity: "error", detail: "[LATER] is left" },
  { name: "tone", passed: false, severity: "warning", detail: "dry" },
] as const;

const SAID: readonly (readonly [ToldProcess, string])[] = [
  [{ told: "planning", version: 1 }, "a planner makes the graph"],
  [{ told: "planning", version: 2, why: "`a` failed" }, "a planner makes the graph anew: `a` failed"],
  [{ told: "planned", version: 1, tasks: [{ name: "a", needs: [], by: "agent" }] }, "1 task is planned: a"],
  [{ told: "attempt", task: "a", attempt: 2, model: "m" }, "a: attempt 2 with m"],
  [{ told: "prompt", task: "a", system: "", text: "" }, "a is told what to do"],
  [
    { told: "verified", task: "a", attempt: 1, tier: 1, passed: false, confidence: 0.2, checks: CHECKS },
    "a is not taken: rule: [LATER] is left",
  ],
  [
    { told: "verified", task: "a", attempt: 1, tier: 2, passed: true, confidence: 0.875, checks: [] },
    "a is verified: confidence 0.88",
  ],
  [{ told: "retrying", task: "a", attempt: 1, why: "no" }, "a is tried again after: no"],
  [{ told: "task", task: "a", is: "failed", why: "step `task/a` failed: no" }, "a failed: no"],
  [{ told: "task", task: "a", is: "skipped", why: "no" }, "a is skipped: no"],
  [
    { told: "task", task: "a", is: "done", confidence: 1, changed: ["x"], text: "ok" },
    "a is done · confidence 1 · 1 file · ok",
  ],
  [{ told: "stuck", tasks: [{ task: "b", needs: ["a"] }] }, "never begin: b"],
  [{ told: "approval", task: "a", tool: "git", why: "it may push" }, "a wants to call git: it may push"],
  [{ told: "memory", task: "a", entries: [] }, "a found out nothing new"],
  [{ told: "memory", task: "a", entries: [], why: "no answer" }, "what a found out is not known: no answer"],
  [{ told: "guidance", words: ["be short"] }, "is told by a person: be short"],
];

Deno.test("everything that a process tells is a line of its log", () => {
  for (const [told, line] of SAID) {
    assert.equal(toldLine(told).text, line);
    const value = { type: "value", value: told as unknown as Json };
    const key = told.told === "stuck"
      ? "stuck"
      : told.told === "planning" || told.told === "planned"
      ? "plan/1/told"
      : "task/a/told";
    assert.equal(describeEntry({ seq: 1, at: 0, type: "done", key, value }).text, line);
  }
});

Deno.test("tasks are counted by how they stand, those that are done against all", () => {
  const tally = tallyOf([taskView("a"), taskView("b", { state: "stuck" }), taskView("c", { state: "running" })]);
  assert.equal(tallyWords(tally, { driven: true }), "1 of 3 tasks done, 1 running, 1 never began");
  assert.equal(tallyWords(tally, { driven: false }), "1 of 3 tasks done, 1 begun, 1 never began");
  assert.equal(tallyWords(tallyOf([taskView("a")]), { driven: true }), "1 of 1 task done");
});

Deno.test("tries are told where there was more than one, or the only one failed", () => {
  assert.deepEqual(
    [
      taskView("a"),
      taskView("a", { attempts: 2, most: 3 }),
      taskView("a", { attempts: 6, most: 3 }),
      taskView("a", { state: "failed" }),
      taskView("a", { state: "failed", most: 1 }),
      taskView("a", { state: "failed", attempts: 0 }),
    ].map(triesWords),
    ["", "2 of 3", "6", "1", "1 of 1", ""],
  );
});

Deno.test("a note says why without the name of the step that stands beside it", () => {
  assert.equal(plainWhy("step `task/a/again/2` failed: it is broken"), "it is broken");
  assert.equal(plainWhy("the step failed"), "the step failed");
  assert.equal(
    taskNote(taskView("a", { state: "done", why: "step `task/a` failed: no" })),
    "it failed, and another value stands in: no",
  );
  assert.equal(
    taskNote(
      taskView("a", { state: "asks", questions: [{ key: "k", question: "Fine?" }, { key: "l", question: "" }] }),
    ),
    "asks: Fine? (and 1 more)",
  );
  assert.deepEqual(taskFacts(taskView("a", { confidence: 0.5, changed: ["x", "y"], worked: 65_000 })), [
    "confidence 0.50",
    "2 files",
    "1m05s",
  ]);
});
