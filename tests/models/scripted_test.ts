import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import { ModelError } from "../../lib/models/model.ts";
import { modelFacts, openModel } from "../../lib/models/registry.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";
import { collect, request } from "./collect.ts";

async function open(options: { readonly [key: string]: Json }) {
  const known = modelFacts("scripted/test", options);
  assert.ok(known.ok, JSON.stringify(known));
  return await openModel(known.facts, options);
}

const said = async (model: Awaited<ReturnType<typeof open>>, prompt: string) =>
  (await collect(model, request(prompt))).text;

Deno.test("replies come in turn and begin again, or the last one stays", async () => {
  const cycling = await open({ replies: ["a", "b"] }), staying = await open({ replies: ["a", "b"], then: "repeat" });
  assert.deepEqual([await said(cycling, "x"), await said(cycling, "x"), await said(cycling, "x")], ["a", "b", "a"]);
  assert.deepEqual([await said(staying, "x"), await said(staying, "x"), await said(staying, "x")], ["a", "b", "b"]);
});

Deno.test("by prompt, the same prompt and seed get the same reply from another process's model", async () => {
  const options = { replies: ["a", "b", "c", "d"], by: "prompt" };
  const one = await open(options), two = await open(options);
  await said(two, "something else");
  for (const prompt of ["p", "q", "r", "s", "t"]) assert.equal(await said(one, prompt), await said(two, prompt));
});

Deno.test("the first rule that fits answers; an echo or the replies answer the rest; nothing is an error", async () => {
  const model = await open({
    rules: [{ match: "lamp", reply: "light" }, { match: "two*", reply: "dos" }],
    replies: ["other"],
  });
  assert.deepEqual([
    await said(model, "the lamp"),
    await said(model, "two lamps of"),
    await said(model, "two of"),
    await said(model, "x"),
  ], ["light", "light", "dos", "other"]);
  assert.equal(await said(await open({ echo: true }), "hello"), "hello");
  await assert.rejects(said(await open({ rules: [{ match: "a", reply: "b" }] }), "zzz"), /no rule fits/);
});

Deno.test("a rule that answers nothing is told before anything is asked", () => {
  const known = modelFacts("scripted/test", { rules: [{ match: "a", reply: "b" }, { match: "c" }] });
  assert.ok(!known.ok);
  assert.deepEqual(known.problems.map(({ problem }) => problem), [
    "`rules[1]` answers nothing: give it `reply` or `replies`",
  ]);
});

Deno.test("a failure fails as often as it says, with its policy, and then the answer comes", async () => {
  const model = await open({
    replies: [{ text: "fine", fail: { failure: "rate", times: 2, retry_after: 50, status: 429 } }],
  });
  for (let i = 0; i < 2; i++) {
    await assert.rejects(
      said(model, "x"),
      (error) =>
        error instanceof ModelError && error.failure === "rate" && error.retryAfter === 50 && error.status === 429,
    );
  }
  assert.equal(await said(model, "x"), "fine");
});

Deno.test("limits, stops, reasoning, usage and cost are told as the script says", async () => {
  const model = await open({
    replies: [{ text: "one two three", reasoning: "hm", usage: { input: 9, output: 4 }, cost: 0.25 }],
  });
  const whole = await collect(model, request("x"));
  assert.deepEqual([whole.text, whole.reasoning, whole.end.usage, whole.end.cost, whole.end.finish], [
    "one two three",
    "hm",
    { input: 9, output: 4 },
    250_000_000,
    "end",
  ]);
  const short = await collect(model, request("x", { maxTokens: 2 }));
  assert.deepEqual([short.text, short.end.finish], ["one two", "length"]);
  const stopped = await collect(model, request("x", { stop: ["tw"] }));
  assert.deepEqual([stopped.text, stopped.end.finish], ["one ", "stop"]);
});

Deno.test("an abort cuts a delay short", async () => {
  const model = await open({ replies: [{ text: "late", delay_ms: 600_000 }] }), abort = new AbortController();
  const waiting = collect(model, request("x"), abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});

Deno.test("settings that are not as they should be are named with their place", () => {
  const problem = (options: { readonly [key: string]: Json }) => {
    const known = modelFacts("scripted/test", options);
    return known.ok ? "" : known.problems[0]!.problem;
  };
  assert.match(problem({ replys: ["a"] }), /`replys` is not known here/);
  assert.match(problem({ replies: [] }), /`replies` is \[\]: expected a list that is not empty/);
  assert.match(problem({ replies: [{ txt: "a" }] }), /replies\[0\]/);
  assert.match(problem({ rules: [{ reply: "x" }] }), /has no `match`/);
});

Deno.test("a function makes a model too", async () => {
  const model = scripted({
    reply: (request, index) => `${index}:${request.maxTokens}`,
    price: { input: 1, output: 2 },
  });
  assert.equal(await said(model, "x"), "0:64");
  assert.deepEqual(model.facts.price, { input: 1e9, output: 2e9, source: "own" });
});
