import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { collect, request } from "../collect.ts";
import { event } from "../faults/openai_wire.ts";
import { chat, delta, told, withHost } from "./hosts.ts";

Deno.test("text arrives as it comes, and the end tells why, how much and who", async () => {
  const { events } = await told([
    { model: "gauge-2026", ...delta({ role: "assistant", content: "" }) },
    delta({ content: "One" }),
    delta({ content: " two" }),
    delta({}, "stop"),
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, cost: 0.001 } },
  ]);
  assert.deepEqual(events, [
    { type: "text", text: "One" },
    { type: "text", text: " two" },
    { type: "end", finish: "end", usage: { input: 3, output: 2 }, cost: 1_000_000, model: "gauge-2026" },
  ]);
});

Deno.test("texts arrive in their own form", async () => {
  const { text, end } = await told([
    { choices: [{ index: 0, text: " a" }] },
    { choices: [{ index: 0, text: " b", finish_reason: null }] },
    { choices: [{ index: 0, text: "", finish_reason: "length" }] },
  ], request("Once"));
  assert.deepEqual([text, end], [" a b", { type: "end", finish: "length" }]);
});

Deno.test("every host's reason to stop has its meaning", async () => {
  const meanings = {
    stop: "end",
    length: "length",
    content_filter: "filter",
    tool_calls: "tools",
    eos: "end",
    stop_sequence: "stop",
  };
  for (const [reason, finish] of Object.entries(meanings)) {
    assert.equal((await told([delta({ content: "x" }, reason)])).end.finish, finish, reason);
  }
  const met = { choices: [{ index: 0, delta: { content: "x" }, finish_reason: "stop", stop_reason: "\n" }] };
  assert.equal((await told([met])).end.finish, "stop", "a host that tells which stop text it met");
  const token = { choices: [{ index: 0, delta: { content: "x" }, finish_reason: "stop", stop_reason: 128001 }] };
  assert.equal((await told([token])).end.finish, "end", "a token is no stop text");
});

Deno.test("reasoning is told apart from the answer, by whichever name a host has for it", async () => {
  for (const name of ["reasoning_content", "reasoning"]) {
    const { text, reasoning, events } = await told([
      delta({ [name]: "hm, " }),
      delta({ [name]: "four" }),
      delta({ content: "4" }),
      delta({}, "stop"),
    ]);
    assert.deepEqual([text, reasoning], ["4", "hm, four"], name);
    assert.deepEqual(events.map(({ type }) => type), ["reasoning", "reasoning", "text", "end"]);
  }
  const both = await told([delta({ reasoning: "hm", reasoning_content: "hm" }), delta({ content: "4" }, "stop")]);
  assert.equal(both.reasoning, "hm", "a host that tells it twice");
  const parts = await told([
    delta({
      content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }, { type: "text", text: "4" }] as never,
    }, "stop"),
  ]);
  assert.deepEqual([parts.text, parts.reasoning], ["4", "hm"]);
});

Deno.test("reasoning inline is told apart, in conversations and not in texts", async () => {
  const talk = await told([delta({ content: "<think>hm" }), delta({ content: "</think>\n\n4" }), delta({}, "stop")]);
  assert.deepEqual([talk.text, talk.reasoning], ["4", "hm"]);
  const text = await told(
    [{ choices: [{ index: 0, text: "<think>hm</think>", finish_reason: "stop" }] }],
    request("Once"),
  );
  assert.deepEqual([text.text, text.reasoning], ["<think>hm</think>", ""]);
});

Deno.test("tokens that are reasoning are counted as the host tells them", async () => {
  const usage = { prompt_tokens: 3, completion_tokens: 50, completion_tokens_details: { reasoning_tokens: 40 } };
  const { end } = await told([delta({ content: "4" }, "stop"), { choices: [], usage }]);
  assert.deepEqual(end.usage, { input: 3, output: 50, reasoning: 40 });
});

Deno.test("calls for tools are told whole, after the text, and are why it ends", async () => {
  const call = (index: number, id: string | undefined, name: string | undefined, written: string) =>
    delta({
      tool_calls: [{
        index,
        ...(id ? { id } : {}),
        function: { ...(name ? { name } : {}), arguments: written },
      }] as never,
    });
  const { events } = await told([
    delta({ content: "Let me see." }),
    call(0, "c1", "find", ""),
    call(0, undefined, undefined, '{"q":'),
    call(0, undefined, undefined, '"x"}'),
    call(1, "c2", "read", "{}"),
    delta({}, "stop"),
  ]);
  assert.deepEqual(events, [
    { type: "text", text: "Let me see." },
    { type: "call", call: { id: "c1", name: "find", arguments: '{"q":"x"}' } },
    { type: "call", call: { id: "c2", name: "read", arguments: "{}" } },
    { type: "end", finish: "tools" },
  ]);
});

Deno.test("a refusal is what the model says", async () => {
  assert.equal(
    (await told([delta({ refusal: "I would " }), delta({ refusal: "rather not" }), delta({}, "stop")])).text,
    "I would rather not",
  );
});

Deno.test("log-probabilities come with their text, and a stop text takes its own away", async () => {
  const token = (text: string, logprob: number) => ({ token: text, logprob, top_logprobs: [{ token: text, logprob }] });
  const chunk = {
    choices: [{
      index: 0,
      delta: { content: "a b#c" },
      logprobs: { content: [token("a", -1), token(" b", -2), token("#c", -3)] },
    }],
  };
  const { text, logprobs, end } = await told([chunk, delta({}, "stop")], chat("x", { logprobs: 1, stop: ["#"] }));
  assert.deepEqual([text, end.finish], ["a b", "stop"]);
  assert.deepEqual(logprobs.map(({ token, logprob }) => [token, logprob]), [["a", -1], [" b", -2]]);
  assert.deepEqual(logprobs[0]!.top, [{ token: "a", logprob: -1 }]);
});

Deno.test("a host that repeats the stop text is read to its end, for the end tells the tokens", async () => {
  const { text, end } = await told(
    [delta({ content: "one\n" }), delta({ content: "two" }), delta({}, "stop"), {
      choices: [],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    }],
    chat("x", { stop: ["\n"] }),
  );
  assert.deepEqual([text, end.finish, end.usage], ["one", "stop", { input: 1, output: 2 }]);
});

Deno.test("a stop text that the host was not told of ends the call: nobody pays for what is cut off", async () => {
  const stop = ["1", "2", "3", "4", "#"], frames = [event(JSON.stringify(delta({ content: "one#two" })))];
  // No end ever comes: only whoever stops reading gets one.
  const endless = { do: "answer", frames: [...frames, ...frames] } as const;
  await withHost({ host: "openai", behave: endless }, async (model) => {
    const { text, end } = await collect(model, chat("x", { stop }));
    assert.deepEqual([text, end], ["one", { type: "end", finish: "stop" }]);
  });
});

Deno.test("a wrapped answer comes out of its wrapper", async () => {
  const schema = { type: "array", items: { type: "integer" } };
  const { text } = await told(
    [delta({ content: '{"answer":' }), delta({ content: " [1, 2]}" }), delta({}, "stop")],
    chat("x", { schema }),
    {
      host: "openai",
    },
  );
  assert.equal(text, "[1,2]");
});

Deno.test("a host that does not stream is read all the same", async () => {
  const body = {
    model: "gauge",
    choices: [{
      index: 0,
      message: { role: "assistant", content: "four", reasoning_content: "hm" },
      finish_reason: "stop",
    }],
    usage: { prompt_tokens: 3, completion_tokens: 2 },
  };
  await withHost({ behave: { do: "answer", body } }, async (model) => {
    const { text, reasoning, end } = await collect(model, chat("x"));
    assert.deepEqual([text, reasoning], ["four", "hm"]);
    assert.deepEqual(end, { type: "end", finish: "end", usage: { input: 3, output: 2 }, model: "gauge" });
  });
});

Deno.test("an answer is whole once its end is told, whatever breaks after that", async () => {
  const whole = [event(JSON.stringify(delta({ content: "four" }, "stop")))];
  for (
    const after of [
      event('{"usage": {"prom'),
      event(JSON.stringify({ error: { message: "late" } })),
      ": nothing more\n\n",
    ]
  ) {
    await withHost({ behave: { do: "answer", frames: [...whole, after] } }, async (model) => {
      const { text, end } = await collect(model, chat("x"));
      assert.deepEqual([text, end], ["four", { type: "end", finish: "end" }], after);
    });
  }
});

async function failing(chunks: readonly unknown[]): Promise<ModelError> {
  const error = await told(chunks).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ModelError, String(error));
  return error;
}

Deno.test("errors told in the place of chunks are classed by what they say", async () => {
  const begun = delta({ content: "fo" });
  const kinds: readonly (readonly [unknown, ModelError["failure"]])[] = [
    [{ error: { message: "slow down", code: 429 } }, "rate"],
    [{ error: "the wheels came off" }, "server"],
    [{ object: "error", message: "no such model", code: 404 }, "model"],
    [{ choices: [{ index: 0, delta: {}, finish_reason: "error", error: { code: 502, message: "gone" } }] }, "server"],
    [{ error: { message: "Insufficient credits", code: 402 } }, "money"],
  ];
  for (const [chunk, kind] of kinds) {
    const { failure, mayBill } = await failing([begun, chunk]);
    assert.deepEqual([failure, mayBill], [kind, true], JSON.stringify(chunk));
  }
});

Deno.test("chunks that make no sense are harmless, and what is no chunk is malformed", async () => {
  const odd = [
    {},
    { choices: null },
    { choices: [] },
    { choices: [{ delta: null }] },
    delta({ content: null }),
  ];
  assert.equal((await told([...odd, delta({ content: "x" }, "stop")])).text, "x");
  for (const chunk of [7, "text", [], null, { choices: [null] }]) {
    assert.equal((await failing([chunk])).failure, "malformed");
  }
});

Deno.test("the reason of an abort is thrown, whenever it comes", async () => {
  const reason = new Error("enough");
  await withHost({ behave: { do: "stall" } }, async (model) => {
    const abort = new AbortController(), events = model.generate(chat("x"), abort.signal)[Symbol.asyncIterator]();
    assert.equal((await events.next()).value?.type, "text");
    const next = events.next();
    abort.abort(reason);
    await assert.rejects(next, (error) => error === reason);
  });
  await withHost({ behave: { do: "hang" } }, async (model) => {
    const abort = new AbortController(), first = model.generate(chat("x"), abort.signal)[Symbol.asyncIterator]().next();
    abort.abort(reason);
    await assert.rejects(first, (error) => error === reason);
  });
  await withHost({}, async (model, seen) => {
    const events = model.generate(chat("x"), AbortSignal.abort(reason));
    await assert.rejects(Array.fromAsync(events), (error) => error === reason);
    assert.equal(seen.length, 0);
  });
});
