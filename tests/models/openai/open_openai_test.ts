import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { openOpenai } from "../../../lib/models/openai/open_openai.ts";
import { collect, request } from "../collect.ts";
import { factsOf } from "../faults/subject.ts";
import { chat, seenOf, withHost } from "./hosts.ts";

Deno.test("public hosts want a key when a model is opened, and say how to give one", async () => {
  const hosts = { openai: "OPENAI_API_KEY", openrouter: "OPENROUTER_API_KEY", deepseek: "DEEPSEEK_API_KEY" };
  for (const [host, name] of Object.entries(hosts)) {
    await assert.rejects(openOpenai(factsOf("openai/m"), { host }), (error) => {
      assert.ok(error instanceof ModelError && error.failure === "auth");
      assert.equal(
        error.message,
        `Cannot open \`openai/m\`: it has no key; give the model \`key: {env: ${name}}\` in the spec or in \`loom.toml\``,
      );
      return true;
    });
  }
  await openOpenai(factsOf("openai/m"), { headers: { Authorization: "Bearer k" } });
  await openOpenai(factsOf("openai/m"), { base_url: "http://127.0.0.1:8080/v1" });
});

Deno.test("the key and the headers of the model are sent, and nothing that tells of this machine", async () => {
  const { headers } = await seenOf(request("x"), { options: { key: "k-123", headers: { "X-Title": "Tale" } } });
  assert.deepEqual([headers["authorization"], headers["x-title"]], ["Bearer k-123", "Tale"]);
  assert.deepEqual(Object.keys(headers).filter((name) => name.startsWith("x-stainless")), []);
});

Deno.test("without a key none is sent, and a header of one's own takes the key's place", async () => {
  assert.equal((await seenOf(request("x"))).headers["authorization"], undefined);
  const { headers } = await seenOf(request("x"), { options: { key: "k", headers: { authorization: "Token t" } } });
  assert.equal(headers["authorization"], "Token t");
});

Deno.test("nothing is taken from the environment, where keys of others may lie", async () => {
  const names = {
    OPENAI_API_KEY: "leaked-key",
    OPENAI_ORG_ID: "leaked-organization",
    OPENAI_PROJECT_ID: "leaked-project",
    OPENAI_CUSTOM_HEADERS: "x-leaked: leaked-header",
    OPENAI_BASE_URL: "http://leaked.example",
    OPENAI_LOG: "debug",
  };
  for (const [name, value] of Object.entries(names)) Deno.env.set(name, value);
  try {
    const { headers } = await seenOf(request("x"));
    assert.ok(!JSON.stringify(headers).includes("leaked"), JSON.stringify(headers));
  } finally {
    for (const name of Object.keys(names)) Deno.env.delete(name);
  }
});

Deno.test("a key in the address is sent there and told nowhere", async () => {
  await withHost({}, async (model, seen) => {
    await collect(model, request("x"));
    const { url } = { url: seen[0]!.headers["host"]! };
    const keyed = await openOpenai(factsOf("openai/m"), { base_url: `http://${url}/v1?key=sk-secret`, host: "other" });
    await collect(keyed, request("x"));
    const wrong = await openOpenai(factsOf("openai/m"), {
      base_url: `http://${url}/sk-secret?key=sk-secret`,
      host: "other",
    });
    await assert.rejects(collect(wrong, request("x")), (error) => !Deno.inspect(error).includes("sk-secret"));
  });
});

Deno.test("a repeat can be told by its key, whatever the run is called", async () => {
  assert.equal((await seenOf(request("x", { idempotencyKey: "tale/ask/0" }))).headers["idempotency-key"], "tale/ask/0");
  assert.match(
    (await seenOf(request("x", { idempotencyKey: "Märchen/ask/0" }))).headers["idempotency-key"]!,
    /^[0-9a-f]{64}$/,
  );
  assert.equal((await seenOf(request("x"))).headers["idempotency-key"], undefined);
});

Deno.test("a model offers what its facts say it can do", async () => {
  const able = await openOpenai(factsOf("openai/m"), { base_url: "http://127.0.0.1:1/v1" });
  assert.deepEqual([typeof able.score, typeof able.embed], ["function", "function"]);
  const plain = factsOf("openai/m", { score: false, embed: false });
  const unable = await openOpenai(plain, { base_url: "http://127.0.0.1:1/v1" });
  assert.deepEqual([unable.score, unable.embed, unable.facts], [undefined, undefined, plain]);
});

Deno.test("tokens are counted by the counter of the facts", async () => {
  const model = await openOpenai(factsOf("openai/m"), { base_url: "http://127.0.0.1:1/v1" });
  assert.equal(model.count("abc"), 4, "a byte each, and one for the beginning");
});

Deno.test("the name of a model is all that comes after the provider", async () => {
  assert.equal((await seenOf(chat("x"))).body["model"], "maker/gauge");
});
