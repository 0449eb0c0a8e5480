import assert from "node:assert/strict";
import { paintFor } from "../../../lib/cli/ansi.ts";
import type { Size } from "../../../lib/cli/host.ts";
import { chosenTasks } from "../../../lib/cli/live/chosen_tasks.ts";
import { taskFrame } from "../../../lib/cli/live/task_frame.ts";
import { widthOf } from "../../../lib/text/visible.ts";
import { agent, generate, needs, task } from "../../kinds/processing.ts";
import fc from "../../properties.ts";
import type { Followed } from "./tasks.ts";
import { asked, follow, planOf, rowsOf, started, tells } from "./tasks.ts";

const bare = paintFor({ ansi: false });

function frameOf({ progress }: Followed, size: Size, { now = 1_000, blocks = true } = {}): readonly string[] {
  return taskFrame(progress, { paint: bare, size, now, blocks });
}

/** Tasks in every state. */
function mixed(goal = "A changelog that a user of the program understands"): Followed {
  const plan = planOf([
    task("look", generate("x")),
    task("write", agent("x"), { ...needs("look"), attempts: 3 }),
    task("check", agent("x"), needs("look")),
    task("bad", generate("x"), { ...needs("look"), attempts: 2 }),
    task("after", generate("x"), needs("bad")),
    task("unwanted", generate("x"), needs("look")),
    task("last", generate("x"), needs("write", "check")),
  ], { budget: { usd: 5e9 } });
  const known = follow(plan, { goal }), entry = rowsOf(), { take } = known;
  take(asked("task/look"));
  take(entry({ type: "intent", key: "task/look", value: "m" }));
  take(entry({
    type: "result",
    key: "task/look",
    ref: 1,
    booking: { usd: 12e6, tokens: 90, calls: 1 },
    value: { type: "value", value: { text: "x" } },
  }));
  take(
    entry(tells("task/unwanted/ended", { told: "task", task: "unwanted", is: "skipped", why: "`if` is false: false" })),
  );
  take(entry(tells("task/write/attempt", { told: "attempt", task: "write", attempt: 2, model: "m" })));
  take(entry(tells("task/check/attempt", { told: "attempt", task: "check", attempt: 1, model: "m" })));
  take(entry(tells("task/bad/ended", { told: "task", task: "bad", is: "failed", attempts: 2, why: "it is broken" })));
  take(
    started({ do: "tool", key: "task/write/again/2/turn/3/call/1", tool: "edit_file", input: { path: "src/a.ts" } }),
  );
  const key = "task/check/turn/1/call/1/approve",
    question = "The agent of the task check wants to call the tool git_command";
  take(started({ do: "ask", key, question, choices: ["yes", "no"] }));
  take(entry({ type: "wait", key, value: { due: null, question } }));
  return known;
}

Deno.test("a frame shows goal, sums, every task with a mark and what it does, and the command that answers", () => {
  const lines = frameOf(mixed(), { columns: 80, rows: 24 });
  assert.deepEqual(lines.slice(0, 1), ["g · A changelog that a user of the program understands"]);
  assert.match(
    lines.slice(1, 3).join(" · "),
    /^1\.0s · \$0\.0120 of \$5\.00 · 1 of 7 tasks done, 1 failed, 1 asks, 1 running, 1 skipped · 1 call$/,
  );
  assert.deepEqual(lines.slice(3), [
    "✓ look     $0.0120 · 10ms",
    "⠦ write    edit_file src/a.ts · attempt 2 of 3",
    "? check    wants to call the tool git_command",
    "✗ bad      it is broken",
    "· after    needs bad",
    "– unwanted `if` is false: false",
    "· last     needs write, check",
    "",
    "`loom answer g yes` or `no` answers check",
  ]);
});

Deno.test("where no blocks can be drawn the marks are of ASCII", () => {
  const lines = frameOf(mixed("plain"), { columns: 80, rows: 24 }, { blocks: false });
  assert.deepEqual(lines.slice(3, 10).map((line) => line[0]), ["+", "-", "?", "x", ".", "-", "."]);
  for (const line of lines) assert.ok(!/[✓✗–⠋▸]/.test(line), line);
});

Deno.test("a question of a run that asks several things is answered by its key, and many are only counted", () => {
  const known = follow(planOf([task("a", agent("x")), task("b", agent("x"))]));
  for (const i of [1, 2, 3, 4]) known.take(started({ do: "ask", key: `task/a/turn/${i}/ask`, question: "Which?" }));
  assert.deepEqual(frameOf(known, { columns: 80, rows: 24 }).slice(-4), [
    "`loom answer g task/a/turn/1/ask VALUE` answers a",
    "`loom answer g task/a/turn/2/ask VALUE` answers a",
    "`loom answer g task/a/turn/3/ask VALUE` answers a",
    "… 1 more: `loom inbox` lists them",
  ]);
});

Deno.test("a question that has no room beside its task is followed by where all of it stands", () => {
  const at = (question: string) => {
    const known = follow(planOf([task("a", agent("x"))]));
    known.take(started({ do: "ask", key: "task/a", question }));
    return frameOf(known, { columns: 60, rows: 24 }).at(-1);
  };
  assert.equal(at("Which?"), "`loom answer g VALUE` answers a");
  for (const long of ["It would be given:\nx: 1", "Which? ".repeat(20)]) {
    assert.equal(at(long), "`loom inbox` tells all of what is asked");
  }
});

Deno.test("what a model writes is shown by its end, in one line, under the name of its task", () => {
  const known = follow(planOf([task("write", generate("x"))]));
  known.take(asked("task/write"), {
    type: "text",
    run: "g",
    key: "task/write",
    text: `one\ntwo ${"three ".repeat(30)}end`,
  });
  const last = frameOf(known, { columns: 60, rows: 24 }).at(-1)!;
  assert.match(last, /^write: ….*three end$/);
  assert.ok(widthOf(last) <= 57);
});

Deno.test("of five hundred tasks those that matter are shown, and the others counted", () => {
  const tasks = Array.from({ length: 500 }, (_, i) => task(`t${i}`, generate("x"), i === 0 ? {} : needs(`t${i - 1}`)));
  const known = follow(planOf(tasks)), entry = rowsOf();
  for (let i = 0; i < 300; i++) {
    known.take(entry({ type: "result", key: `task/t${i}`, value: { type: "value", value: { text: "x" } } }));
  }
  known.take(entry({ type: "intent", key: "task/t300", value: "m" }), asked("task/t300"));
  const lines = frameOf(known, { columns: 80, rows: 24 }), shown = lines.filter((line) => / t\d/.test(line));
  assert.equal(lines.length, 21);
  assert.ok(lines.some((line) => / t300 +m answers$/.test(line)) && lines.some((line) => line.includes("t301")));
  assert.match(lines.at(-1)!, new RegExp(`^… ${500 - shown.length} more: \\d+ done, \\d+ waiting$`));
});

Deno.test("what asks, runs or failed is chosen before what waits and what is done, and in the order of the graph", () => {
  const { progress } = mixed(), tasks = progress.tasks();
  const names = (room: number) => chosenTasks(tasks, room).shown.map(({ name }) => name);
  assert.deepEqual(names(7), tasks.map(({ name }) => name));
  assert.deepEqual([names(4), names(3), names(2)], [["write", "check", "bad"], ["write", "check"], ["check"]]);
  for (let room = 1; room < 8; room++) {
    const { shown, hidden } = chosenTasks(tasks, room);
    assert.equal(shown.length + hidden.length, 7);
  }
});

Deno.test("whatever stands in a process, no line is too wide for its terminal, steers it, or is one too many", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constant("\u202E\u2067\x1b[31m\x1b[2J\x9b5A\r\n\t\x07 שלום 東京 😀"),
    fc.nat(9).map((n) => "x".repeat(n * 800)),
  );
  fc.assert(
    fc.property(
      words,
      words,
      fc.record({ columns: fc.integer({ min: 1, max: 130 }), rows: fc.integer({ min: 1, max: 50 }) }),
      fc.boolean(),
      (said, name, size, blocks) => {
        const known = follow(planOf([task("a", agent("x")), task("b", generate("y"), needs("a"))]), { goal: said });
        const entry = rowsOf(), { take } = known;
        take(entry(tells("plan/1/graph/told", {
          told: "planned",
          version: 1,
          tasks: [{ name: "a", needs: [], by: "agent", about: said }, {
            name: name.replaceAll("/", ""),
            needs: ["a"],
            by: said,
          }],
        })));
        take(entry(tells("task/a/retrying", { told: "retrying", task: "a", attempt: 1, why: said })));
        take(started({ do: "tool", key: "task/a/turn/1/call/1", tool: said, input: { path: name } }));
        take(started({ do: "ask", key: "task/a/turn/2/ask", question: said, choices: [name, said] }));
        take({ type: "text", run: "g", key: "task/a/turn/3", text: said });
        const lines = frameOf(known, size, { blocks });
        for (const line of lines) {
          assert.ok(widthOf(line) < Math.max(11, size.columns), JSON.stringify(line));
          assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        }
        assert.ok(lines.length <= Math.max(6, size.rows - 1), `${lines.length} lines on ${size.rows} rows`);
        for (const { text } of known.told) assert.equal(typeof text, "string");
      },
    ),
    { numRuns: 150 },
  );
});
