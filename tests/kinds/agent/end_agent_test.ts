import assert from "node:assert/strict";
import { allOf, calls, lastOf, messages, runIn } from "./by_hand.ts";

Deno.test("[V4] turns that are used up are no success: in the last one there are no tools, and it must answer", () => {
  const { result, asked } = runIn({
    settings: { turns: 2 },
    says: [calls(["look", {}]), calls(["read_file", { path: "b" }])],
  });
  assert.ok(!result.ok);
  assert.deepEqual([result.code, result.turns], ["turns", 2]);
  assert.match(result.why, /^2 turns were not enough: in the last it still asked for `read_file`$/);
  assert.deepEqual(asked.map(({ tools }) => tools?.length), [4, undefined]);
  assert.match(lastOf(asked[1]!), /This is your last turn, and there are no tools in it/);
  assert.ok(messages(asked[1]!).every(({ role, calls }) => role !== "tool" && calls === undefined));
  assert.match(allOf(asked[1]!), /\(I called look with \{\}\)/);
});

Deno.test("[V4] an agent that says it is blocked has not succeeded, in words, in a fence or as a call", () => {
  const ways = [
    '{"status": "blocked", "reason": "no key"}',
    '```json\n{"status": "Blocked", "reason": "no key"}\n```',
    'I am sorry.\n{"status": "blocked", "reason": "no key"}',
    calls(["blocked", { reason: "no key" }]),
  ];
  for (const says of ways) {
    const { result } = runIn({ says: [says] });
    assert.ok(!result.ok);
    assert.deepEqual([result.code, result.why], ["blocked", "it cannot go on: no key"]);
  }
});

Deno.test("an answer is held to its shape, and the model is told where it is not of it", () => {
  const { result, asked } = runIn({
    task: { returns: { count: "int", note: "string?" } },
    says: ["Three files.", '{"count": "three"}', 'Here it is:\n```json\n{"count": 3}\n```'],
  });
  assert.ok(result.ok);
  assert.deepEqual([result.value, result.turns], [{ count: 3, note: null }, 3]);
  assert.match(lastOf(asked[1]!), /could not be taken: it holds no JSON that can be read/);
  assert.match(lastOf(asked[2]!), /could not be taken: at \$\.count: expected int, found "three"/);
  assert.ok(asked.every(({ returns }) => returns === undefined));
});

Deno.test("an agent without tools is asked in the shape itself, and its last answer counts", () => {
  const ok = runIn({
    settings: { tools: [] },
    task: { returns: { count: "int" } },
    says: [
      { type: "unparsed", text: "three", problem: "no JSON" },
      { text: '{"count": 3}', value: { count: 3 } },
    ],
  });
  assert.deepEqual(ok.asked[0]!.returns, { as: "json", shape: { count: "int" } });
  assert.ok(ok.result.ok);
  assert.deepEqual(ok.result.value, { count: 3 });
  const no = runIn({ settings: { tools: [], turns: 1 }, task: { returns: { count: "int" } }, says: ["three"] });
  assert.ok(!no.result.ok);
  assert.deepEqual([no.result.code, no.result.text], ["answer", "three"]);
});

Deno.test("an answer that was cut off is never taken for a whole one", () => {
  const { result, asked } = runIn({
    says: [{ text: "The files are a, b and", finish: "length" }, "a, b and c."],
  });
  assert.equal(result.text, "a, b and c.");
  assert.match(lastOf(asked[1]!), /cut off at 500 tokens/);
  const last = runIn({ settings: { turns: 1 }, says: [{ text: "The files are", finish: "length" }] });
  assert.ok(!last.result.ok);
  assert.equal(last.result.code, "answer");
});

Deno.test("an empty answer is asked again, and leaves no empty message behind", () => {
  const { result, asked } = runIn({
    says: ["", { text: "<think>hm", finish: "length" }, "<think>done</think>", "Three."],
  });
  assert.equal(result.text, "Three.");
  assert.match(lastOf(asked[1]!), /Your last answer was empty/);
  assert.match(lastOf(asked[2]!), /thoughts alone/);
  assert.equal(messages(asked[3]!).length, 2);
});

Deno.test("what a host keeps back ends the attempt", () => {
  const { result } = runIn({ says: [{ text: "I", finish: "filter" }] });
  assert.ok(!result.ok);
  assert.equal(result.code, "answer");
});
