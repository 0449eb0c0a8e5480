import assert from "node:assert/strict";
import { paintFor } from "../../lib/cli/ansi.ts";
import { memoryLines, processJson, processLines } from "../../lib/cli/process_lines.ts";
import type { ProcessView } from "../../lib/views/process_view.ts";
import type { TaskState } from "../../lib/views/task_view.ts";
import { widthOf } from "../../lib/text/visible.ts";
import fc from "../properties.ts";
import { cost } from "../views/rows.ts";
import { processView, taskView } from "./processes.ts";

const paint = paintFor({ ansi: false });

const lines = (view: ProcessView, more: { readonly width?: number; readonly all?: boolean } = {}) =>
  processLines(view, { paint, all: false, ...more });

const MIXED = processView([
  taskView("look", { text: "There is a clock.", cost: cost(2e7), began: 0, at: 1_200, worked: 1_200 }),
  taskView("write", {
    state: "running",
    attempts: 2,
    most: 3,
    failures: [{ attempt: 1, why: "step `task/write/verify` failed: too long" }],
  }),
  taskView("check", { state: "asks", questions: [{ key: "k", question: "The agent of the task check wants to see" }] }),
  taskView("bad", {
    state: "failed",
    attempts: 3,
    most: 3,
    why: "it is broken",
    confidence: 0.25,
    changed: ["a", "b"],
  }),
  taskView("after", { state: "stuck", attempts: 0, needs: ["bad"] }),
  taskView("unwanted", { state: "skipped", attempts: 0, why: "`if` is false: false" }),
], { goal: "A clock that is right", status: "running" });

Deno.test("a process is a row for each task: how it stands, its tries, trust, cost, time and files, and what there is to say", () => {
  assert.deepEqual(lines(MIXED), [
    "goal: A clock that is right",
    "1 of 6 tasks done, 1 failed, 1 asks, 1 running, 1 skipped, 1 never began",
    "",
    "TASK      STATE         TRIES  SURE     COST  TIME  FILES  NOTE",
    "look      done                       $0.0200  1.2s         There is a clock.",
    "write     running      2 of 3                              attempt 2 after: too long",
    "check     asks                                             wants to see",
    "bad       failed       3 of 3  0.25                     2  it is broken",
    "after     never began                                      needs bad",
    "unwanted  skipped                                          `if` is false: false",
  ]);
});

Deno.test("a task of a run that nobody drives has begun, and does not run", () => {
  const [, sums, , , , row] = lines({ ...MIXED, status: "paused" });
  assert.match(sums!, /1 begun/);
  assert.match(row!, /^write +begun /);
});

Deno.test("how a graph was made anew is told, with what came and went, and rows of tasks that are gone stay", () => {
  const replan = { version: 2, why: "`bad` failed", at: 0, made: true, added: ["c"], dropped: ["bad"] };
  const said = lines(processView([taskView("c")], {
    former: [taskView("bad", { state: "failed", why: "no" })],
    replans: [replan, { ...replan, version: 3, made: false, added: [], dropped: [] }],
    guidance: ["be short"],
    memories: [{ type: "decision", summary: "x", detail: "x", tags: [], relevant: [], task: "c" }],
  }));
  assert.deepEqual(said.slice(3), [
    "c     done",
    "bad   dropped      1  failed: no",
    "",
    "graph 2: with c and without bad, because `bad` failed",
    "graph 3: it was to be made, and its planner gave none that can be used, because `bad` failed",
    "",
    "told: be short",
    "",
    "1 memory: `--memory` lists what was found out",
  ]);
});

Deno.test("on a terminal a large graph is listed without what is done or waits in its middle, and whole with --all", () => {
  const tasks = Array.from(
    { length: 500 },
    (_, i) => taskView(`t${i}`, { state: i === 250 ? "failed" : i < 250 ? "done" : "waiting" }),
  );
  const said = lines(processView(tasks), { width: 80 });
  assert.ok(said.length < 40 && said.some((line) => line.startsWith("t250 ")));
  assert.ok(
    said.some((line) => /^… +240 more \(240 of 240 tasks done\): --all shows them$/.test(line)),
    said.join("\n"),
  );
  assert.equal(lines(processView(tasks), { width: 80, all: true }).length, 500 + 3);
  assert.equal(lines(processView(tasks)).length, 500 + 3);
});

Deno.test("a process without tasks says so, and one whose planner is at work says that", () => {
  assert.equal(lines(processView([])).at(-1), "No tasks.");
  assert.deepEqual(lines(processView([], { planning: "" })).slice(-3), [
    "a planner makes the graph",
    "",
    "No tasks yet.",
  ]);
});

Deno.test("tasks are data as well, those of earlier graphs last", () => {
  const data = processJson({ ...MIXED, former: [taskView("old")] }) as readonly Record<string, unknown>[];
  assert.deepEqual(data.map(({ task, state, dropped }) => [task, state, dropped]), [
    ["look", "done", false],
    ["write", "running", false],
    ["check", "asks", false],
    ["bad", "failed", false],
    ["after", "stuck", false],
    ["unwanted", "skipped", false],
    ["old", "done", true],
  ]);
  assert.deepEqual([data[0]!["cost"], data[0]!["at"]], [
    { usd: 0.02, tokens: 0, calls: 1 },
    "1970-01-01T00:00:01.200Z",
  ]);
});

Deno.test("what was found out is listed by its type, with the task that found it", () => {
  const memory = { type: "decision", summary: "YAML it is", detail: "", tags: [], relevant: [], task: "look" };
  assert.deepEqual(memoryLines(processView([], { memories: [memory] }), { paint }), [
    "TYPE      TASK  WHAT",
    "decision  look  YAML it is",
  ]);
  assert.deepEqual(memoryLines(processView([]), { paint }), ["Nothing was found worth remembering."]);
});

Deno.test("whatever models and people have written, no line of a process is too wide or steers a terminal", () => {
  const words = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constant("\u202E\x1b[31m\r\n\t東京 שלום"));
  const states: readonly TaskState[] = ["waiting", "running", "asks", "done", "failed", "skipped", "stuck"];
  fc.assert(
    fc.property(
      words,
      words,
      fc.constantFrom(...states),
      fc.integer({ min: 20, max: 120 }),
      (said, name, state, width) => {
        const task = taskView(name, {
          state,
          why: said,
          text: said,
          needs: [name],
          questions: [{ key: said, question: said }],
        });
        const replan = { version: 2, why: said, at: 0, made: true, added: [name], dropped: [said] };
        const view = processView([task], { goal: said, guidance: [said], replans: [replan], former: [task] });
        for (const line of lines(view, { width })) {
          assert.ok(widthOf(line) <= width, JSON.stringify(line));
          assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        }
      },
    ),
    { numRuns: 200 },
  );
});
