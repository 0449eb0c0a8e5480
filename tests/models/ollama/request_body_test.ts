import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { Message } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { requestBody } from "../../../lib/models/ollama/request_body.ts";
import { request } from "../collect.ts";
import { factsOf } from "../faults/subject.ts";
import { chat, exchange } from "./exchange.ts";

const TOOL = { name: "look", description: "Looks around", parameters: { type: "object", properties: {} } };

Deno.test("a text is continued raw, and a model that thinks is not looked for thoughts in it", async () => {
  const { sent, body } = await exchange(request("Once upon"));
  assert.equal(sent.path, "/api/generate");
  assert.deepEqual(body, {
    model: "gauge:8b",
    truncate: false,
    shift: false,
    options: { num_predict: 64, seed: 1 },
    prompt: "Once upon",
    raw: true,
    think: false,
    stream: true,
  });
});

Deno.test("a conversation is sent as it is", async () => {
  const { sent, body } = await exchange(chat([
    { role: "system", text: "Be brief." },
    { role: "user", text: "Hello" },
    { role: "assistant", text: "Yes?" },
    { role: "user", text: "Bye" },
  ]));
  assert.equal(sent.path, "/api/chat");
  assert.deepEqual(body["messages"], [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Yes?" },
    { role: "user", content: "Bye" },
  ]);
  assert.equal(body["think"], undefined);
});

Deno.test("samplers, seed, stop texts and sizes are options of the run", async () => {
  const sampling = {
    temperature: 0.8,
    top_p: 0.9,
    top_k: 40,
    min_p: 0.02,
    typical_p: 0.7,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    repetition_penalty: 1.1,
  };
  const { body } = await exchange(request("Once", { sampling, seed: 42, stop: ["\n\n", "", "END"], maxTokens: 9 }), {
    facts: { context: 8192 },
  });
  const { repetition_penalty, ...named } = sampling;
  assert.deepEqual(body["options"], {
    num_predict: 9,
    num_ctx: 8192,
    seed: 42,
    stop: ["\n\n", "END"],
    ...named,
    repeat_penalty: repetition_penalty,
  });
});

Deno.test("of what stands under extra, fields of a request go there and everything else is an option of the run", async () => {
  const extra = { mirostat: 2, shift: true, keep_alive: "1h", options: { num_gpu: 0, num_ctx: 512 }, stream: false };
  const { body } = await exchange(request("Once", { sampling: { extra } }), { facts: { context: 8192 } });
  const { mirostat, num_gpu, num_ctx } = body["options"] as JsonObject;
  assert.deepEqual([mirostat, num_gpu, num_ctx], [2, 0, 512]);
  assert.deepEqual([body["shift"], body["keep_alive"], body["stream"]], [true, "1h", true]);
});

Deno.test("settings of the model say how it thinks and how long it stays", async () => {
  const options = { think: "low", keep_alive: -1 };
  for (const asked of [chat("Hi"), request("Once")]) {
    const { body } = await exchange(asked, { options });
    assert.deepEqual([body["think"], body["keep_alive"]], ["low", -1]);
  }
});

Deno.test("a schema is the format of the answer, where the model has one", async () => {
  const schema = { type: "object", properties: { pick: { type: "integer" } } };
  for (const asked of [chat("Which?", { schema }), request("Which?", { schema })]) {
    assert.deepEqual((await exchange(asked)).body["format"], schema);
    assert.equal((await exchange(asked, { supports: { structured: false } })).body["format"], undefined);
  }
});

Deno.test("log-probabilities are asked for with as many alternatives as there may be", async () => {
  const some = await exchange(request("Once", { logprobs: 3 }));
  assert.deepEqual([some.body["logprobs"], some.body["top_logprobs"]], [true, 3]);
  const many = await exchange(chat("Hi", { logprobs: 50 }));
  assert.equal(many.body["top_logprobs"], 20);
  const none = await exchange(chat("Hi", { logprobs: 3 }), { supports: { logprobs: false } });
  assert.equal(none.body["logprobs"], undefined);
});

Deno.test("calls for tools and their answers go back with the names of the tools", async () => {
  const messages: readonly Message[] = [
    { role: "user", text: "Where?" },
    {
      role: "assistant",
      text: "",
      calls: [{ id: "c1", name: "look", arguments: '{"where":"here"}' }, { id: "c2", name: "wait", arguments: "" }],
    },
    { role: "tool", text: "nothing", answers: "c1" },
    { role: "tool", text: "done", answers: "c2" },
  ];
  const { body } = await exchange(chat(messages, { tools: [TOOL] }));
  assert.deepEqual(body["tools"], [{ type: "function", function: TOOL }]);
  assert.deepEqual((body["messages"] as readonly unknown[]).slice(1), [
    {
      role: "assistant",
      content: "",
      tool_calls: [
        { id: "c1", function: { name: "look", arguments: { where: "here" } } },
        { id: "c2", function: { name: "wait", arguments: {} } },
      ],
    },
    { role: "tool", content: "nothing", tool_name: "look", tool_call_id: "c1" },
    { role: "tool", content: "done", tool_name: "wait", tool_call_id: "c2" },
  ]);
  const other = await exchange(chat("Where?", { tools: [TOOL] }), { supports: { tools: false } });
  assert.equal(other.body["tools"], undefined);
});

Deno.test("images go as they are, and are not taken for the names of files", async () => {
  await using file = await temporary("secret");
  const { body } = await exchange(
    chat([{ role: "user", text: "What is this?", images: [{ type: "image/png", data: file.path }] }]),
  );
  assert.deepEqual(body["messages"], [{ role: "user", content: "What is this?", images: [file.path] }]);
});

Deno.test("an empty text is refused before anything is asked: it would only load the model", () => {
  assert.throws(
    () => requestBody(request(""), { facts: factsOf("ollama/gauge"), options: {} }),
    (error) =>
      error instanceof ModelError && error.failure === "request" &&
      /give it something to begin with/.test(error.message),
  );
  assert.throws(
    () => requestBody(chat([]), { facts: factsOf("ollama/gauge"), options: {} }),
    (error) => error instanceof ModelError && error.failure === "request" && /is empty/.test(error.message),
  );
});

async function temporary(text: string): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, text);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}
