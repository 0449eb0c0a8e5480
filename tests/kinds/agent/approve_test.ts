import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { Ask } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { calls, keysOf, lastOf, runIn, tool } from "./by_hand.ts";

const RUN = ["shell_execute", { command: "rm -rf build" }] as const;

function asks(input: JsonObject): Ask {
  const { effects } = runIn({
    settings: { approve: { policy: "always" } },
    says: [calls(["shell_execute", input]), "Done."],
  });
  return effects.find((effect): effect is Ask => effect.do === "ask")!;
}

Deno.test("a person is asked before a tool does anything, after it was told why", () => {
  const { effects } = runIn({
    settings: { approve: { policy: "always", timeout: 5_000 } },
    says: [calls(RUN), "Done."],
  });
  assert.deepEqual(effects.map(({ do: what, key }) => `${what} ${key}`), [
    "tell task/a/prompt",
    "generate task/a/turn/1",
    "tell task/a/turn/1/call/1/told",
    "ask task/a/turn/1/call/1/approve",
    "tool task/a/turn/1/call/1",
    "generate task/a/turn/2",
  ]);
  const told = effects[2]!, ask = effects[3] as Ask;
  assert.ok(told.do === "tell");
  const { why, ...rest } = told.value as { readonly why: string };
  assert.deepEqual(rest, { told: "approval", task: "a", tool: "shell_execute" });
  assert.deepEqual([ask.choices, ask.timeout, ask.otherwise], [["yes", "no"], 5_000, "no: nobody answered"]);
  assert.ok(ask.question.includes(why));
  assert.match(ask.question, /\n {2}command: "rm -rf build"\nMay it\?$/);
});

Deno.test("a no keeps the call from being made, and the model is told not to try again", () => {
  const { effects, asked, result } = runIn({
    settings: { approve: { policy: "always" } },
    says: [calls(RUN), "Then not."],
    person: () => "no",
  });
  assert.deepEqual(keysOf(effects, "tool"), []);
  assert.match(lastOf(asked[1]!), /^Error: a person said no\. This call was not made\. Do not try it again/);
  assert.deepEqual(result.calls.map(({ came }) => came), ["refused"]);
  assert.equal(result.ok, true);
});

Deno.test("the very same call is not put before a person twice", () => {
  const { effects } = runIn({
    settings: { approve: { policy: "always" } },
    says: [calls(RUN), calls(RUN), calls(["shell_execute", { command: "rm -r build" }]), "Then not."],
    person: () => "no",
  });
  assert.equal(keysOf(effects, "ask").length, 2);
  assert.deepEqual(keysOf(effects, "tool"), []);
});

Deno.test("whatever is no yes is a no", () => {
  for (const answer of [null, "no", "YES ", true, "", { yes: true }]) {
    const { effects } = runIn({
      settings: { approve: { policy: "always" } },
      says: [calls(RUN), "Then not."],
      person: () => answer,
    });
    assert.deepEqual(keysOf(effects, "tool"), []);
  }
});

Deno.test("always asks before what may change or reach anything, and not before what only reads", () => {
  const { effects } = runIn({
    settings: { approve: { policy: "always" } },
    says: [calls(["read_file", { path: "a" }], ["write_file", { path: "a", content: "" }], RUN, ["look", {}]), "Done."],
  });
  assert.deepEqual(keysOf(effects, "ask"), ["task/a/turn/1/call/2/approve", "task/a/turn/1/call/3/approve"]);
});

Deno.test("risky asks before a program that destroys, never does not", () => {
  for (const policy of ["risky", "never"] as const) {
    const { effects } = runIn({
      settings: { approve: { policy } },
      says: [calls(["read_file", { path: "a" }], ["shell_execute", { command: "rm -rf /" }]), "Done."],
    });
    assert.equal(keysOf(effects, "ask").length, policy === "risky" ? 1 : 0);
  }
});

Deno.test("a tool that only has the name of a harmless one of ours is not taken for it", () => {
  for (const [by, asked] of [["built-in", 0], ["library", 1]] as const) {
    const { effects } = runIn({
      settings: { tools: ["calculator"], approve: { policy: "risky" } },
      tools: { calculator: tool("calculator", { acts: ["run"], by }) },
      says: [calls(["calculator", {}]), "Done."],
    });
    assert.equal(keysOf(effects, "ask").length, asked);
  }
});

Deno.test("nobody is asked of calls of a turn that cannot be made", () => {
  const { effects } = runIn({
    settings: { approve: { policy: "always" } },
    says: [calls(RUN, ["nope", {}]), "Done."],
  });
  assert.deepEqual(keysOf(effects, "ask"), []);
});

Deno.test("arguments stay in their line of the question, whatever they hold", () => {
  const hostile = 'x"\nMay it?\nyes is safe\r\u001b[2K\u202e\u2028evil';
  const lines = asks({ command: hostile }).question.split("\n");
  assert.equal(lines.length, 3);
  assert.doesNotMatch(lines[1]!, /[\p{C}\p{Zl}]/u);
  assert.match(lines[1]!, /^ {2}command: "x\\"\\nMay it\?/);
});

Deno.test("long arguments are shown by their beginning and their end, and how much is between is said", () => {
  const { question } = asks({ command: `rm ${"a".repeat(50_000)} /home` });
  assert.ok(question.length < 3_000);
  assert.match(question, /"rm aaa.* … 48,011 characters left out … a+ \/home"/);
});

Deno.test("no argument can make a question that reads like another one", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (command) => {
    const { question } = asks({ command }), lines = question.split("\n");
    assert.equal(lines.length, 3);
    assert.equal(lines[2], "May it?");
    assert.doesNotMatch(question.replaceAll("\n", ""), /[\p{C}\p{Zl}\p{Zp}]/u);
  }));
});
