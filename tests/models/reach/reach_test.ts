import assert from "node:assert/strict";
import type { ModelOptions } from "../../../lib/models/model.ts";
import { reach } from "../../../lib/models/reach/reach.ts";
import type { Reach } from "../../../lib/models/reach/told.ts";
import { modelFacts } from "../../../lib/models/registry.ts";
import { nobody, serving, SILENCE } from "./serving.ts";

const KEY = "sk-proj-0123456789abcdef";

/** Asks for a model with these settings. */
async function reached(use: string, options: ModelOptions, patience?: number): Promise<Reach> {
  const known = modelFacts(use, options as never);
  assert.ok(known.ok, JSON.stringify(known));
  return await reach(known.facts, options, patience === undefined ? {} : { patience });
}

/** Why a model cannot be had. */
function whyOf(found: Reach): string {
  assert.ok("why" in found, JSON.stringify(found));
  return found.why;
}

const list = (...ids: readonly string[]) => ({ object: "list", data: ids.map((id) => ({ id, object: "model" })) });

Deno.test("a model on the list of its host is there, and one that is not is told with what it may have been", async () => {
  await using server = serving({ "GET /v1/models": list("alpha-7b", "beta-7b") });
  const at = { base_url: `${server.url}/v1`, key: KEY };
  assert.deepEqual(await reached("openai/alpha-7b", at), { state: "reachable", told: { supports: {} } });
  assert.deepEqual(server.asked.map(({ what, headers }) => [what, headers["authorization"]]), [
    ["GET /v1/models", `Bearer ${KEY}`],
  ]);
  const missing = await reached("openai/alhpa-7b", at);
  assert.equal(missing.state, "model-missing");
  assert.equal(whyOf(missing), `${server.host} has no model \`alhpa-7b\`: did you mean \`alpha-7b\`?`);
  assert.match(whyOf(await reached("openai/zzz", at)), /it has `alpha-7b`, `beta-7b`$/);
});

Deno.test("names are known on lists with what everybody leaves out", async () => {
  await using server = serving({ "GET /v1/models": list("qwen3:latest", "models/gem") });
  for (const name of ["qwen3", "gem"]) {
    assert.equal((await reached(`openai/${name}`, { base_url: server.url })).state, "reachable", name);
  }
});

Deno.test("a host without a list of models is not reachable, whatever it says in its place", async () => {
  for (const answers of [{}, { "GET /v1/models": { hello: 1 } }, { "GET /v1/models": [1].length }]) {
    await using server = serving(answers);
    const found = await reached("openai/m", { base_url: server.url });
    assert.equal(found.state, "unreachable");
    assert.equal(
      whyOf(found),
      `Cannot look for \`openai/m\`: ${server.host} gives no list of models; check \`base_url\` of the model`,
    );
  }
  await using page = serving({
    "GET /v1/models": new Response("<html>", { headers: { "content-type": "text/html" } }),
  });
  assert.match(whyOf(await reached("openai/m", { base_url: page.url })), /`text\/html`, not JSON/);
  await using broken = serving({
    "GET /v1/models": new Response("{", { headers: { "content-type": "application/json" } }),
  });
  assert.match(whyOf(await reached("openai/m", { base_url: broken.url })), /it is not JSON; check `base_url`/);
});

Deno.test("a server that is not there, is silent, is in trouble or points elsewhere is not reachable, and says why", async () => {
  const gone = await reached("openai/m", { base_url: nobody() });
  assert.equal(gone.state, "unreachable");
  assert.match(whyOf(gone), /^Cannot reach `openai\/m` at 127\.0\.0\.1:\d+: .*refused/i);
  await using silent = serving({ "GET /v1/models": SILENCE });
  assert.deepEqual(await reached("openai/m", { base_url: silent.url }, 50), {
    state: "unreachable",
    why: "Cannot wait for `openai/m` any longer: no answer within 50ms",
  });
  await using down = serving({ "GET /v1/models": new Response("", { status: 503 }) });
  assert.match(whyOf(await reached("openai/m", { base_url: down.url })), /answers 503$/);
  await using elsewhere = serving({
    "GET /v1/models": new Response(null, { status: 307, headers: { location: "https://example.com/" } }),
  });
  assert.match(whyOf(await reached("openai/m", { base_url: elsewhere.url, key: KEY })), /to https:\/\/example\.com/);
  for (const { asked } of [silent, down, elsewhere]) assert.equal(asked.length, 1);
});

Deno.test("nobody who asks once says that it is asked again", async () => {
  for (const status of [429, 500, 502, 529]) {
    await using server = serving({ "GET /v1/models": Response.json({ error: "busy" }, { status }) });
    assert.doesNotMatch(whyOf(await reached("openai/m", { base_url: server.url })), /again/, String(status));
  }
  assert.doesNotMatch(whyOf(await reached("openai/m", { base_url: nobody() })), /again/);
});

Deno.test("a key that is refused is told and never shown", async () => {
  await using server = serving({ "GET /v1/models": list("m") }, { authorization: "Bearer another" });
  const found = await reached("openai/m", { base_url: server.url, key: KEY });
  assert.equal(found.state, "key-refused");
  assert.match(whyOf(found), /answers 401 and says: that key is not known here; check that the `key`/);
  assert.doesNotMatch(JSON.stringify(found), /0123456789/);
});

Deno.test("where a key is missing nobody is asked", async () => {
  for (
    const [use, options] of [
      ["openai/gpt-5.2", {}],
      ["anthropic/claude-haiku-4-5", {}],
      ["openai/a/b", { base_url: "https://openrouter.ai/api/v1" }],
    ] as const
  ) {
    const found = await reached(use, options);
    assert.equal(found.state, "key-missing", use);
    assert.match(whyOf(found), /it has no key; give the model `key: \{env: \w+_API_KEY\}`/);
  }
});

Deno.test("a model that runs in this process is there", async () => {
  assert.deepEqual(await reached("ngram/builtin", {}), { state: "here" });
  assert.deepEqual(await reached("scripted/x", { replies: ["1"] }), { state: "here" });
});

Deno.test("vLLM tells the window of its models, and that it is vLLM", async () => {
  const data = [{ id: "Qwen/Qwen3-8B-Base", owned_by: "vllm", max_model_len: 40_960 }];
  await using server = serving({ "GET /v1/models": { object: "list", data } });
  assert.deepEqual(await reached("openai/Qwen/Qwen3-8B-Base", { base_url: server.url }), {
    state: "reachable",
    told: { host: "vllm", context: 40_960, supports: {} },
  });
  assert.deepEqual(await reached("openai/Qwen/Qwen3-8B-Base", { base_url: server.url, host: "vllm" }), {
    state: "reachable",
    told: { context: 40_960, supports: {} },
  });
});

const LLAMA = {
  models: [],
  object: "list",
  data: [{ id: "qwen3.gguf", owned_by: "llamacpp", meta: { n_ctx_train: 40_960 } }],
};

Deno.test("llama.cpp serves its one model under any name, and tells what it was started with", async () => {
  await using server = serving({
    "GET /v1/models": LLAMA,
    "GET /props?model=mine&autoload=false": {
      default_generation_settings: { n_ctx: 8_192 },
      modalities: { vision: true, audio: false },
      chat_template_caps: { supports_tools: false },
    },
  });
  const told = { serves: "qwen3.gguf", host: "llama.cpp", context: 8_192, supports: { images: true, tools: false } };
  assert.deepEqual(await reached("openai/mine", { base_url: server.url }), { state: "reachable", told });
  const { host: _, ...same } = told, known = { base_url: server.url, host: "llama.cpp" };
  assert.deepEqual(await reached("openai/mine", known), { state: "reachable", told: same });
});

Deno.test("a llama.cpp that tells nothing of itself is there all the same, one that wants a key for it is not", async () => {
  await using server = serving({ "GET /v1/models": LLAMA });
  const bare = { serves: "qwen3.gguf", host: "llama.cpp", supports: {} };
  assert.deepEqual(await reached("openai/mine", { base_url: server.url }), { state: "reachable", told: bare });
  await using locked = serving({
    "GET /v1/models": LLAMA,
    "GET /props?model=mine&autoload=false": Response.json({ error: "Invalid API Key" }, { status: 401 }),
  });
  assert.equal((await reached("openai/mine", { base_url: locked.url })).state, "key-refused");
});

Deno.test("a llama.cpp of several models has those of its list and no others", async () => {
  const data = [{ id: "one", owned_by: "llamacpp", status: { value: "unloaded" } }];
  await using server = serving({ "GET /v1/models": { object: "list", data } });
  assert.equal((await reached("openai/one", { base_url: server.url })).state, "reachable");
  assert.equal((await reached("openai/two", { base_url: server.url })).state, "model-missing");
});

const endpoint = (more: object) => ({
  context_length: 32_768,
  max_completion_tokens: 8_192,
  pricing: { prompt: "0.0000005", completion: "0.000002" },
  supported_parameters: ["temperature", "tools"],
  ...more,
});

const onRouter = (host: string, more: object = {}) => ({
  base_url: `${host}/api/v1`,
  host: "openrouter",
  key: KEY,
  ...more,
});

Deno.test("OpenRouter tells the dearest price, the widest window and what all who serve a model can do", async () => {
  const cheap = endpoint({
    pricing: { prompt: "0.0000001", completion: "0.000003" },
    supported_parameters: ["tools", "seed"],
  });
  await using server = serving({
    "GET /api/v1/models/maker/base/endpoints": {
      data: { architecture: { input_modalities: ["text"] }, endpoints: [endpoint({ context_length: 65_536 }), cheap] },
    },
    "GET /api/v1/key": { data: { limit_remaining: null } },
  });
  assert.deepEqual(await reached("openai/maker/base:nitro", onRouter(server.url)), {
    state: "reachable",
    told: {
      context: 65_536,
      maxOutput: 8_192,
      price: { input: 5e8, output: 3e9 },
      supports: { images: false, tools: true, structured: false, logprobs: false },
    },
  });
  assert.deepEqual(await reached("openai/maker/other", onRouter(server.url)), {
    state: "model-missing",
    why: `${server.host} has no model \`maker/other\``,
  });
});

Deno.test("OpenRouter shows its models to anybody: whether it takes the key is asked beside it", async () => {
  const served = {
    data: {
      architecture: {},
      endpoints: [endpoint({ pricing: { prompt: "-1", completion: "-1" }, max_completion_tokens: null })],
    },
  };
  const path = "GET /api/v1/models/maker/base/endpoints";
  const at = async (answers: object) => {
    await using server = serving(answers as never);
    return await reached("openai/maker/base", onRouter(server.url));
  };
  const refused = Response.json({ error: { message: "No auth credentials found", code: 401 } }, { status: 401 });
  assert.equal((await at({ [path]: served, "GET /api/v1/key": refused })).state, "key-refused");
  const used = await at({ [path]: served, "GET /api/v1/key": { data: { limit_remaining: 0 } } });
  assert.deepEqual([used.state, whyOf(used)], [
    "key-refused",
    "the limit of the key is used up: raise it where the key was made",
  ]);
  const fine = await at({ [path]: served, "GET /api/v1/key": { data: { limit_remaining: 1.5 } } });
  assert.deepEqual(fine, {
    state: "reachable",
    told: { context: 32_768, supports: { tools: true, structured: false, logprobs: false, seed: false } },
  });
  const none = await at({ [path]: { data: { endpoints: [] } }, "GET /api/v1/key": {} });
  assert.deepEqual([none.state, whyOf(none)], ["model-missing", "nobody serves `maker/base` at present"]);
});

Deno.test("Ollama tells what a model can do and holds, and what it has in place of one that it has not", async () => {
  await using server = serving({
    "POST /api/show": {
      capabilities: ["completion", "tools", "thinking"],
      model_info: { "general.architecture": "qwen3", "qwen3.context_length": 40_960 },
      parameters: "temperature 0.6\nnum_ctx                        16384\n",
    },
  });
  const supports = { complete: true, embed: false, tools: true, images: false, reasoning: true };
  assert.deepEqual(await reached("ollama/qwen3:8b", { base_url: `${server.url}/v1` }), {
    state: "reachable",
    told: { holds: 40_960, gives: 16_384, supports },
  });
  assert.deepEqual(JSON.parse(server.asked[0]!.body), { model: "qwen3:8b" });
  const quiet = await reached("ollama/qwen3:8b", { base_url: server.url, think: false });
  assert.ok(quiet.state === "reachable" && !("reasoning" in quiet.told.supports));
  await using other = serving({ "GET /api/tags": { models: [{ name: "qwen3:latest" }, { name: "llama3.2:1b" }] } });
  assert.deepEqual(await reached("ollama/qwen4", { base_url: other.url }), {
    state: "model-missing",
    why: `${other.host} has no model \`qwen4\`: did you mean \`qwen3\`?`,
  });
});

Deno.test("an old Ollama that tells no abilities is there all the same", async () => {
  await using server = serving({ "POST /api/show": { details: {} } });
  assert.deepEqual(await reached("ollama/m", { base_url: server.url }), { state: "reachable", told: { supports: {} } });
});

Deno.test("Anthropic is asked for the one model, and one that is retired is not there", async () => {
  const capabilities = {
    image_input: { supported: true },
    structured_outputs: { supported: false },
    thinking: { supported: true },
  };
  await using server = serving({
    "GET /v1/models/claude-x": {
      type: "model",
      id: "claude-x-20260101",
      max_input_tokens: 1_000_000,
      max_tokens: 64_000,
      capabilities,
    },
    "GET /v1/models/claude-old": { type: "model", id: "claude-old", lifecycle: "retired" },
  }, { "x-api-key": KEY, "anthropic-version": "2023-06-01" });
  const at = { base_url: `${server.url}/v1`, key: KEY };
  assert.deepEqual(await reached("anthropic/claude-x", at), {
    state: "reachable",
    told: { context: 1_000_000, maxOutput: 64_000, supports: { images: true, structured: false } },
  });
  assert.match(whyOf(await reached("anthropic/claude-old", at)), /`claude-old` is retired/);
  assert.equal((await reached("anthropic/claude-y", at)).state, "model-missing");
  assert.equal((await reached("anthropic/claude-x", { ...at, key: "sk-another-key" })).state, "key-refused");
});
