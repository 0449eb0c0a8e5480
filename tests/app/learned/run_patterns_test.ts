import assert from "node:assert/strict";
import { runPatterns, templateOf } from "../../../lib/app/learned/run_patterns.ts";
import type { ProcessView } from "../../../lib/views/process_view.ts";
import { processView, taskView } from "../../cli/processes.ts";

const SHOWN = { models: { m: "openai/small", big: "openai/big" }, planned: true };

const DONE = { end: { kind: "done", cause: "tasks", reason: "all" } } as const;

const keys = (view: ProcessView, shown = SHOWN) => runPatterns(view, shown).map(({ kind, key }) => `${kind}: ${key}`);

Deno.test("a run shows what work was done, what had to be tried again and why, and which models failed how", () => {
  const view = processView([
    taskView("write-tests", {
      attempts: 3,
      model: "big",
      failures: [
        { attempt: 1, why: "Verification failed: no file", model: "m" },
        { attempt: 2, why: "it timed out", model: "m" },
      ],
    }),
    taskView("look", { by: "command" }),
    taskView("fix", { state: "failed", why: "it timed out", model: "big", failures: [] }),
    taskView("after", { state: "stuck" }),
  ]);
  assert.deepEqual(keys(view), [
    "success: agent tests write",
    "success: command look",
    "retry: tests write",
    "model-failure: openai/small validation_error",
    "model-failure: openai/small timeout",
    "model-failure: openai/big timeout",
  ]);
  const retry = runPatterns(view, SHOWN).find(({ kind }) => kind === "retry")!;
  assert.deepEqual(retry.value, { attempts: 3, because: ["validation_error", "timeout"], done: true });
});

Deno.test("a graph that a planner has made and that came to its end is kept by the words of its goal", () => {
  const tasks = [taskView("look"), taskView("write", { needs: ["look"] })];
  const view = processView(tasks, { goal: "Write release notes for version 2.4", ...DONE });
  const [graph] = runPatterns(view, SHOWN).filter(({ kind }) => kind === "graph");
  assert.deepEqual([graph!.key, graph!.value], ["notes release version write", {
    tasks: [{ name: "look", needs: [] }, { name: "write", needs: ["look"] }],
  }]);
  const none = (more: Partial<ProcessView>, shown = SHOWN) =>
    assert.ok(!keys({ ...view, ...more }, shown).some((key) => key.startsWith("graph")));
  none({}, { ...SHOWN, planned: false });
  none({ end: { kind: "failed", cause: "x", reason: "x" } });
  none({ goal: "" });
  none({ tasks: tasks.slice(0, 1) });
});

Deno.test("nothing of a run's texts is kept but short words", () => {
  const secret = "hunter2-sk-9f8e7d6c5b4a3210 /home/me/notes.md";
  const view = processView([
    taskView("write-notes", { text: secret, about: secret, changed: [secret], why: secret }),
    taskView("fix", { state: "failed", why: secret, model: "m", failures: [{ attempt: 1, why: secret, model: "m" }] }),
  ], { goal: `Write the notes about ${secret}`, ...DONE });
  const kept = JSON.stringify(runPatterns(view, SHOWN));
  for (const part of ["hunter2", "9f8e", "/home", "notes.md"]) assert.ok(!kept.includes(part), kept);
});

Deno.test("a template of work is the words of its name, however that is written", () => {
  assert.deepEqual(["write-tests", "writeTests", "tests_write", "t1", "42"].map(templateOf), [
    "tests write",
    "tests write",
    "tests write",
    undefined,
    undefined,
  ]);
});
