import "../../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { indexTurns } from "../../../lib/app/turns/index_turns.ts";
import type { Json } from "../../../lib/base/json.ts";
import type { Entry } from "../../../lib/plan/mod.ts";
import { drive, row } from "../../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";

const value = (of: Json): Json => ({ type: "value", value: of });
const done = (seq: number, key: string, of: Json | undefined, type: Entry["type"] = "done") =>
  row(seq, { type, key, ...(of === undefined ? {} : { value: of }) });

/** A model's answer as it is journaled. */
function answer(seq: number, key: string, text: string, calls: readonly (readonly [string, string])[] = []) {
  const asked = calls.map(([name, args], i) => ({ id: `${i}`, name, arguments: args }));
  return done(
    seq,
    key,
    value({ text, finish: "end", tokens: { input: 1, output: 1 }, ...(asked.length > 0 ? { calls: asked } : {}) }),
    "result",
  );
}

async function all(store: Store, run: number): Promise<readonly unknown[]> {
  const turns = await store.turns.range(run, { from: 0, to: 1e9 });
  return turns.map(({ seq, task, n, role, tool, text }) => [seq, task, n, role, ...(tool ? [tool] : []), text]);
}

Deno.test("a conversation is what was told, answered and returned, word for word, under the task it belongs to", async () => {
  const store = memoryStore(), { run, epoch } = await drive(store, "talks");
  await store.append(run.id, epoch, [
    row(1, { type: "begin" }),
    done(2, "task/fix/prompt", value({ told: "prompt", task: "fix", system: "You fix", text: "Fix “a”\n" })),
    answer(3, "task/fix/turn/1", "I look\n", [["read_file", '{"path":"a"}'], ["shell_execute", '{"command"']]),
    done(4, "task/fix/turn/1/call/1", value({ ok: true, output: "one\n", data: { lines: 1 } })),
    done(5, "task/fix/turn/1/call/2", value({ ok: false, code: "invalid", message: "Cannot run it" })),
    answer(6, "task/fix/turn/2", "", [["ask_user", '{"question":"Sure?"}']]),
    done(7, "task/fix/turn/2/call/1/ask", value("yes")),
    answer(8, "task/each/3/again/2/turn/1", "done"),
    done(9, "task/fix/turn/2/call/2", { type: "failed", failure: { code: "tool", message: "it broke" } }),
    answer(10, "task/fix/turn/3/call/1/agent/turn/4", "inner", [["glob_find", "{}"]]),
    done(11, "task/fix/turn/3/call/1/agent/turn/4/call/1", value({ ok: true, output: "found" })),
  ]);
  await indexTurns(store, run);
  assert.deepEqual(await all(store, run.id), [
    [2, "fix", 0, "system", "You fix"],
    [2, "fix", 0, "user", "Fix “a”\n"],
    [3, "fix", 1, "assistant", 'I look\n\nread_file {"path":"a"}\nshell_execute {"command"'],
    [4, "fix", 1, "tool", "read_file", "one\n"],
    [5, "fix", 1, "tool", "shell_execute", "invalid: Cannot run it"],
    [6, "fix", 2, "assistant", 'ask_user {"question":"Sure?"}'],
    [7, "fix", 2, "tool", "ask_user", "yes"],
    [8, "each", 1, "assistant", "done"],
    [9, "fix", 2, "tool", "it broke"],
    [10, "fix", 4, "assistant", "inner\nglob_find {}"],
    [11, "fix", 4, "tool", "glob_find", "found"],
  ]);
  assert.deepEqual((await store.turns.calls(run.id, { tool: "read_file" })).map(({ text }) => text), ["one\n"]);
});

Deno.test("a journal is read on from where it was read to, and names tools that were asked for before", async () => {
  const store = memoryStore(), { run, epoch } = await drive(store, "goes on");
  await store.append(run.id, epoch, [
    answer(1, "task/fix/again/2/turn/1", "other attempt", [["write_file", "{}"]]),
    answer(2, "task/fix/turn/1", "", [["read_file", "{}"], ["glob_find", "{}"]]),
  ]);
  await indexTurns(store, run);
  await store.append(run.id, epoch, [done(3, "task/fix/turn/1/call/2", value({ ok: true, output: "found" }))]);
  let read = 0;
  const counting: Store = {
    ...store,
    entries: async (...asked) => {
      const found = await store.entries(...asked);
      read += found.length;
      return found;
    },
  };
  await indexTurns(counting, run);
  assert.equal(read, 1);
  assert.deepEqual((await all(store, run.id)).at(-1), [3, "fix", 1, "tool", "glob_find", "found"]);
  await indexTurns(counting, run);
  assert.equal(read, 1);
});

Deno.test("rows that are about anything else, or hold anything else, are passed over", async () => {
  const store = memoryStore(), { run, epoch } = await drive(store, "odd");
  const odd: readonly (Json | undefined)[] = [
    undefined,
    null,
    1,
    "text",
    [],
    {},
    { type: "value" },
    value(null),
    value([]),
  ];
  const keys = [
    "task/a/turn/1",
    "task/a/prompt",
    "turn/1",
    "task/turn/1",
    "plan/1",
    "task/a/turn/x",
    "task/a/turn/1/call/",
  ];
  let seq = 0;
  for (const key of keys) for (const one of odd) await store.append(run.id, epoch, [done(++seq, key, one)]);
  await store.append(run.id, epoch, [
    done(++seq, "task/a/turn/1/call/1", { type: "unknown" }),
    done(++seq, "task/a/turn/2/call/1", value({ tool: "named", deep: 1 })),
    done(++seq, "task/a/turn/2/call/2", value([1])),
    answer(++seq, "task/a/turn/2", "late", [["other", "{}"]]),
    done(++seq, "task/a/turn/3", value({ text: "t", calls: [null, { name: 4 }, { name: "n", arguments: { a: 1 } }] })),
    row(++seq, { type: "intent", key: "task/a/turn/4", value: "model" }),
    row(++seq, { type: "failure", key: "task/a/turn/4", value: { failure: { code: "x", message: "y" } } }),
    done(++seq, "task/a/turn/5", { type: "unparsed", text: "no JSON", problem: "it is none" }, "result"),
  ]);
  await indexTurns(store, run);
  assert.deepEqual((await all(store, run.id)).map((turn) => (turn as unknown[]).slice(1)), [
    ["a", 2, "tool", "named", '{"tool":"named","deep":1}'],
    ["a", 2, "tool", "[1]"],
    ["a", 2, "assistant", "late\nother {}"],
    ["a", 3, "assistant", 't\nn {"a":1}'],
    ["a", 5, "assistant", "no JSON"],
  ]);
});

Deno.test("[P56] a long journal is read in pieces, by several at once, and runs are kept apart", async () => {
  const store = memoryStore(), one = await drive(store, "one"), two = await drive(store, "two");
  const talk = (word: string, many: number) =>
    Array.from({ length: many }, (_, i) => answer(i + 1, `task/a/turn/${i + 1}`, `${word} ${i + 1}`));
  await store.append(one.run.id, one.epoch, talk("word", 1_203));
  await store.append(two.run.id, two.epoch, talk("other", 3));
  await Promise.all([indexTurns(store, one.run), indexTurns(store, one.run), indexTurns(store, two.run)]);
  assert.equal((await all(store, one.run.id)).length, 1_203);
  assert.deepEqual((await store.turns.search(one.run.id, "word 1203")).map(({ n }) => n), [1_203]);
  assert.deepEqual(await store.turns.search(two.run.id, "word"), []);
});

Deno.test("calls that are written as text have the names of their tools, and what is recalled is not found again", async () => {
  const store = memoryStore(), { run, epoch } = await drive(store, "written");
  const block = (tool: string, given: Json) => `\`\`\`tool\n${JSON.stringify({ tool, arguments: given })}\n\`\`\``;
  await store.append(run.id, epoch, [
    answer(1, "task/a/turn/1", `I look.\n\n${block("read_file", { path: "a" })}\n${block("glob_find", {})}`),
    done(2, "task/a/turn/1/call/1", value({ ok: true, output: "one" })),
    done(3, "task/a/turn/1/call/2", value({ ok: true, output: "two" })),
    answer(4, "task/a/turn/2", `What was it?\n${block("conversation_recall", { action: "search", query: "needle" })}`),
    done(5, "task/a/turn/2/call/1", value({ ok: true, output: "[a, turn 1] needle" })),
    answer(6, "task/a/turn/3", "", [["conversation_recall", '{"query":"needle"}'], ["read_file", '{"path":"b"}']]),
    done(7, "task/a/turn/3/call/1", value({ ok: true, output: "needle" })),
    done(8, "task/a/turn/3/call/2", value({ ok: true, output: "three" })),
    answer(9, "task/a/turn/4", "", [["conversation_recall", "{}"]]),
    answer(10, "task/a/turn/5", '{"name": "an answer"}'),
  ]);
  await indexTurns(store, run);
  assert.deepEqual((await all(store, run.id)).slice(1), [
    [2, "a", 1, "tool", "read_file", "one"],
    [3, "a", 1, "tool", "glob_find", "two"],
    [4, "a", 2, "assistant", "What was it?"],
    [6, "a", 3, "assistant", 'read_file {"path":"b"}'],
    [8, "a", 3, "tool", "read_file", "three"],
    [10, "a", 5, "assistant", '{"name": "an answer"}'],
  ]);
  assert.deepEqual(await store.turns.search(run.id, "needle"), []);
  assert.deepEqual((await store.turns.calls(run.id, { tool: "read_file" })).map(({ text }) => text), ["three", "one"]);
});
