import assert from "node:assert/strict";
import type { Ask } from "../../../lib/plan/mod.ts";
import { allOf, calls, keysOf, lastOf, runIn } from "./by_hand.ts";

Deno.test("an agent keeps its list of tasks without a step", () => {
  const { effects, asked } = runIn({
    settings: { tools: ["task_tracker"] },
    says: [
      calls(["task_tracker", { action: "add", content: "count" }]),
      calls(["task_tracker", { action: "list" }]),
      "Done.",
    ],
  });
  assert.deepEqual(keysOf(effects, "tool"), []);
  assert.match(lastOf(asked[2]!), /\[ \].*count/);
});

Deno.test("a person is asked what an agent asks, and the answer is no data to be distrusted", () => {
  const { effects, asked } = runIn({
    settings: { tools: ["ask_user"], approve: { policy: "always" } },
    says: [calls(["ask_user", { question: "Which\u001b[2J one?", options: ["a", "b", "a"] }]), "b it is."],
    person: () => "b",
  });
  const ask = effects.find((effect): effect is Ask => effect.do === "ask")!;
  assert.deepEqual([ask.key, ask.choices], ["task/a/turn/1/call/1/ask", ["a", "b"]]);
  assert.equal(ask.question, "The agent of the task a asks: Which\\u{1b}[2J one?");
  assert.match(lastOf(asked[1]!), /^A person answers: b\n\nTurn 2/);
});

Deno.test("work that is handed on has steps below its call, turns of its own, and no one to hand on to in the end", () => {
  const { result, effects, asked } = runIn({
    settings: { tools: ["delegate_task", "write_file"], depth: 1, turns: 3 },
    task: {
      sections: [
        { title: "Goal", text: "A tidy folder", weight: "constraint", place: "goal" },
        { title: "Criteria", text: "All of it", weight: "constraint", place: "task" },
      ],
    },
    says: [
      calls(["delegate_task", { goal: "Write b.", context: "It is short." }]),
      calls(["write_file", { path: "b", content: "x" }]),
      "Wrote b.",
      "All done.",
    ],
    tool: () => ({ ok: true, output: "wrote", changed: ["b"] }),
  });
  assert.deepEqual(keysOf(effects, "generate"), [
    "task/a/turn/1",
    "task/a/turn/1/call/1/agent/turn/1",
    "task/a/turn/1/call/1/agent/turn/2",
    "task/a/turn/2",
  ]);
  assert.ok(result.ok);
  assert.deepEqual(result.changed, ["b"]);
  assert.deepEqual(result.calls.map(({ tool }) => tool), ["write_file", "delegate_task"]);
  assert.deepEqual(asked[1]!.tools!.map(({ name }) => name), ["write_file"]);
  const inner = allOf(asked[1]!);
  assert.match(inner, /A tidy folder[\s\S]*Write b\.[\s\S]*It is short\./);
  assert.doesNotMatch(inner, /All of it/);
  assert.match(lastOf(asked[3]!), /<result tool="delegate_task">\nWrote b\.\n\nChanged: b\n<\/result>/);
});

Deno.test("an agent that comes to nothing is an error to the one that handed it work", () => {
  const { result, asked } = runIn({
    settings: { tools: ["delegate_task"], depth: 1 },
    says: [calls(["delegate_task", { goal: "Do it." }]), '{"status": "blocked", "reason": "no way"}', "Done without."],
  });
  assert.ok(result.ok);
  assert.match(lastOf(asked[2]!), /Error: The agent that this was handed to came to nothing: it cannot go on: no way/);
});

Deno.test("handing work on is asked about by nobody, what is done with it is, and a no holds for all who share the work", () => {
  const write = ["write_file", { path: "b", content: "x" }] as const, asked: string[] = [];
  const { effects, result } = runIn({
    settings: { tools: ["delegate_task", "write_file"], depth: 1, approve: { policy: "always" } },
    says: [calls(["delegate_task", { goal: "Write b." }]), calls(write), "I may not.", calls(write), "Not done."],
    person: ({ key }) => (asked.push(key), "no"),
  });
  assert.deepEqual(asked, ["task/a/turn/1/call/1/agent/turn/1/call/1/approve"]);
  assert.deepEqual(keysOf(effects, "tool"), []);
  assert.deepEqual(result.calls.map(({ tool, came }) => `${tool} ${came}`), [
    "write_file refused",
    "delegate_task ok",
    "write_file refused",
  ]);
});

Deno.test("work is handed on 20 times in an attempt, whoever of its agents does, and then it is told that this was all", () => {
  const hand = (goal: string) =>
    calls(...Array.from({ length: 7 }, (_, i) => ["delegate_task", { goal: goal + i }] as const));
  const { effects, asked } = runIn({
    settings: { tools: ["delegate_task", "look"], depth: 1 },
    says: [
      hand("a"),
      ...Array(7).fill("Done."),
      hand("b"),
      ...Array(7).fill("Done."),
      hand("c"),
      ...Array(6).fill("Done."),
      "End.",
    ],
  });
  const inner = keysOf(effects, "generate").filter((key) => key.includes("/agent/"));
  assert.equal(inner.length, 20);
  assert.match(allOf(asked.at(-1)!), /Error: Cannot hand this on: work was handed on 20 times already/);
});
