import assert from "node:assert/strict";
import { calls, facts, keysOf, lastOf, messages, runIn, wordsOf } from "./by_hand.ts";

Deno.test("[P27] what a tool returns is told to the model, and its answer is the agent's", () => {
  const { result, effects, asked } = runIn({
    says: [calls(["read_file", { path: "a.txt" }]), "There are 3 files."],
    tool: ({ input }) => ({ ok: true, output: `read ${(input as { path: string }).path}: 3 files` }),
  });
  assert.equal(result.ok, true);
  assert.deepEqual([result.text, result.turns, result.changed], ["There are 3 files.", 2, []]);
  assert.deepEqual(result.calls, [{
    key: "task/a/turn/1/call/1",
    tool: "read_file",
    input: { path: "a.txt" },
    came: "ok",
  }]);
  assert.deepEqual(effects.map(({ key }) => key), [
    "task/a/prompt",
    "task/a/turn/1",
    "task/a/turn/1/call/1",
    "task/a/turn/2",
  ]);
  const [, , assistant, tool] = messages(asked[1]!);
  assert.deepEqual([assistant!.role, assistant!.calls?.length, tool!.role], ["assistant", 1, "tool"]);
  assert.equal(tool!.answers, assistant!.calls![0]!.id);
  assert.match(wordsOf(tool!), /^<result tool="read_file">\nread a\.txt: 3 files\n<\/result>\n\nTurn 2 of 8 begins\.$/);
});

Deno.test("the prompt is told first, verbatim as the model is shown it", () => {
  const { effects, asked } = runIn({ says: ["Done."] });
  const [system, user] = messages(asked[0]!).map(wordsOf);
  assert.deepEqual(effects[0], {
    do: "tell",
    key: "task/a/prompt",
    value: { told: "prompt", task: "a", system, text: user },
  });
  assert.match(system!, /^You are careful\.\n\n# Tools/);
  assert.match(user!, /# Task\n\nCount the files\./);
});

Deno.test("calls of a turn are made one after the other, in their order", () => {
  const { effects, result } = runIn({
    says: [calls(["read_file", { path: "1" }], ["write_file", { path: "2", content: "x" }]), "Done."],
    tool: ({ tool, input }) =>
      tool === "write_file"
        ? { ok: true, output: "wrote", changed: [(input as { path: string }).path] }
        : { ok: false, code: "missing", message: "there is no file 1" },
  });
  assert.deepEqual(keysOf(effects, "tool"), ["task/a/turn/1/call/1", "task/a/turn/1/call/2"]);
  assert.deepEqual(result.changed, ["2"]);
  assert.deepEqual(result.calls.map(({ came, problem }) => [came, problem]), [
    ["failed", "there is no file 1"],
    ["ok", undefined],
  ]);
});

Deno.test("[P26] a call of a tool that there is not runs nothing, and the model is told what there is", () => {
  const { result, effects, asked } = runIn({
    says: [calls(["reed_file", { path: "a" }], ["look", {}]), calls(["read_file", { path: "a" }]), "Done."],
  });
  assert.equal(result.ok, true);
  assert.deepEqual(keysOf(effects, "tool"), ["task/a/turn/2/call/1"]);
  const [unknown, beside] = messages(asked[1]!).filter(({ role }) => role === "tool").map(wordsOf);
  assert.match(unknown!, /there is no tool `reed_file`, did you mean `read_file`\? these are the tools: read_file, /);
  assert.match(beside!, /was not run, because another one/);
  assert.deepEqual(result.calls.map(({ tool, came }) => [tool, came]), [["reed_file", "invalid"], ["read_file", "ok"]]);
});

Deno.test("[P26] arguments that cannot be taken run nothing, and each call is told its own problem", () => {
  const { effects, asked } = runIn({
    says: [calls(["read_file", { file: "a" }], ["look", "{broken"], ["look", {}]), "Done."],
  });
  assert.deepEqual(keysOf(effects, "tool"), []);
  const told = messages(asked[1]!).filter(({ role }) => role === "tool").map(wordsOf);
  assert.match(told[0]!, /^Error: cannot call `read_file`: .*`path`/);
  assert.match(told[1]!, /^Error: cannot call `look`: the JSON cannot be read: expected `:`/);
  assert.match(told[2]!, /was not run/);
});

Deno.test("names that objects have of themselves are no tools", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", ""]) {
    const { effects, asked, result } = runIn({ says: [calls([name, {}]), "Done."] });
    assert.deepEqual(keysOf(effects, "tool"), []);
    assert.match(lastOf(asked[1]!), /there is no tool/);
    assert.equal(result.ok, true);
  }
});

Deno.test("a field named __proto__ is an argument like any other", () => {
  const { asked, effects } = runIn({ says: [calls(["look", '{"__proto__": {"a": 1}}']), "Done."] });
  assert.deepEqual(keysOf(effects, "tool"), []);
  assert.match(lastOf(asked[1]!), /__proto__/);
  assert.equal(({} as { a?: number }).a, undefined);
});

Deno.test("a host's ids are kept where they can be, and others made where they are empty or come twice", () => {
  const { asked } = runIn({
    says: [calls(["look", {}, "x"], ["look", {}, "x"], ["look", {}, ""], ["look", {}, "no good\n"]), "Done."],
  });
  const all = messages(asked[1]!), ids = all.find(({ role }) => role === "assistant")!.calls!.map(({ id }) => id);
  assert.deepEqual([ids[0], new Set(ids).size], ["x", 4]);
  for (const id of ids.slice(1)) assert.match(id, /^[a-z0-9]{9}$/);
  assert.deepEqual(all.filter(({ role }) => role === "tool").map(({ answers }) => answers), ids);
});

Deno.test("thousands of calls in a turn are not all looked at, and the model is told so", () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ["read_file", { path: `${i}` }] as const);
  const { effects, asked } = runIn({ says: [calls(...many), "Done."] });
  assert.equal(keysOf(effects, "tool").length, 32);
  assert.match(lastOf(asked[1]!), /You asked for 5,000 calls in one turn\. Only the first 32/);
});

Deno.test("arguments past all measure are refused, and the conversation does not keep them", () => {
  const { effects, asked } = runIn({
    says: [calls(["read_file", `{"path": "${"a".repeat(2_000_000)}"}`]), "Done."],
  });
  assert.deepEqual(keysOf(effects, "tool"), []);
  assert.match(lastOf(asked[1]!), /2,000,012 characters: give at most 1,000,000/);
  assert.ok(JSON.stringify(asked[1]).length < 20_000);
});

Deno.test("a tool that breaks is told as an error, and the agent goes on", () => {
  const { result, asked } = runIn({
    says: [calls(["look", {}]), "Without it, then."],
    tool: () => ({ type: "failed", failure: { code: "tool", message: "the disk is gone" } }),
  });
  assert.equal(result.ok, true);
  assert.match(lastOf(asked[1]!), /<result tool="look">\nError: the disk is gone\n<\/result>/);
});

Deno.test("a model that fails ends the attempt with the failure's words and the step", () => {
  const { result } = runIn({
    says: [calls(["look", {}]), { type: "failed", failure: { code: "auth", message: "the key is refused" } }],
  });
  assert.ok(!result.ok);
  assert.deepEqual([result.code, result.why, result.step], ["model", "the key is refused", "task/a/turn/2"]);
  assert.equal(result.calls.length, 1);
});

Deno.test("the reminder stands behind the newest results alone", () => {
  const { asked } = runIn({
    task: { reminder: "count the files" },
    says: [calls(["look", {}]), calls(["read_file", { path: "a" }]), "Done."],
  });
  for (const [i, request] of asked.entries()) {
    const reminded = messages(request).filter((turn) => wordsOf(turn).includes("count the files"));
    assert.equal(reminded.length, i === 0 ? 0 : 1);
  }
  assert.match(lastOf(asked[2]!), /Remember what you are here for: count the files\n.* Turn 3 of 8 begins\.$/);
});

Deno.test("images are shown to models that look at them, and the others are told", () => {
  const image = { type: "image/png", data: "aGk=" };
  const world = {
    says: [calls(["read_file", { path: "a.png" }]), "A cat."],
    tool: () => ({ ok: true, output: "a PNG image", data: { image } }),
  } as const;
  const sees = runIn({ ...world, facts: facts({ images: true }) }).asked[1]!;
  assert.deepEqual(messages(sees).at(-1)!.images, [image]);
  assert.equal(messages(sees).at(-1)!.role, "user");
  const blind = runIn(world).asked[1]!;
  assert.ok(messages(blind).every(({ images }) => images === undefined));
  assert.match(lastOf(blind), /you cannot look at images/);
});

Deno.test("the agent's sampling wins over its model's, and every turn has a seed of its own", () => {
  const { asked } = runIn({ settings: { sampling: { temperature: 0.1 } }, says: [calls(["look", {}]), "Done."] });
  assert.deepEqual(asked.map(({ sampling }) => sampling), [{ temperature: 0.1 }, { temperature: 0.1 }]);
  assert.notEqual(asked[0]!.seed, asked[1]!.seed);
});

Deno.test("the same outcomes make the same conversation, to the last letter", () => {
  const world = {
    says: [
      calls(["look", {}, "1"]),
      "",
      calls(["nope", {}, "2"]),
      calls(["shell_execute", { command: "x" }, "3"]),
      "Done.",
    ],
  };
  assert.deepEqual(runIn(world).effects, runIn(world).effects);
});

Deno.test("a reminder is short, however long it is given: it is told in every turn", () => {
  const { asked } = runIn({ task: { reminder: `count ${"x".repeat(50_000)}` }, says: [calls(["look", {}]), "Done."] });
  assert.ok(lastOf(asked[1]!).length < 2_000);
});
