import assert from "node:assert/strict";
import { ModelError } from "../../lib/models/model.ts";
import { addProvider, modelFacts, openModel, providers } from "../../lib/models/registry.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";
import { collect, request } from "./collect.ts";

Deno.test("an unknown provider is a problem that lists those there are and what may have been meant", () => {
  const known = modelFacts("opnai/gpt", {});
  assert.ok(!known.ok);
  assert.equal(known.problems[0]!.near, "openai");
  assert.match(known.problems[0]!.problem, /no provider `opnai`.*ngram/);
  for (const use of ["ngram/", "ngram", "__proto__/x", "constructor/x", ""]) assert.ok(!modelFacts(use, {}).ok, use);
});

Deno.test("facts are known without loading anything, and a loopback host is local", () => {
  const facts = (use: string, options = {}) => {
    const known = modelFacts(use, options);
    assert.ok(known.ok);
    return known.facts;
  };
  assert.equal(facts("openai/gpt-5.2").local, false);
  assert.equal(facts("openai/llama", { base_url: "http://127.0.0.1:8080/v1" }).local, true);
  assert.equal(facts("openai/llama", { base_url: "http://localhost:8080/v1" }).local, true);
  assert.equal(facts("openai/llama", { base_url: "http://127.0.0.1.example.com/v1" }).local, false);
  assert.equal(facts("ngram/builtin").supports.instructs, false);
});

Deno.test("settings are held against those of the provider, and so are their values", () => {
  const problem = (use: string, options = {}) => {
    const known = modelFacts(use, options);
    return known.ok ? undefined : known.problems[0];
  };
  assert.equal(problem("openai/gpt-4o", { base_urll: "https://example.net" })!.near, "base_url");
  assert.match(problem("openai/gpt-4o", { timeout: "soon" })!.problem, /`timeout`/);
  assert.match(problem("anthropic/claude-opus-5-5", { base_url: "nonsense" })!.problem, /`base_url`/);
  assert.match(problem("ollama/gemma3", { base_url: 3 })!.problem, /`base_url`/);
  for (const use of ["openai/gpt-4o", "anthropic/claude-opus-5-5", "ollama/gemma3"]) {
    assert.equal(problem(use, { key: { env: "KEY" }, base_url: "http://localhost:1/v1", timeout: "90s" }), undefined);
  }
});

Deno.test("each provider opens models, and tells facts of them that hold", async () => {
  const uses = ["openai/gpt-4o", "anthropic/claude-opus-5-5", "ollama/gemma3", "scripted/x", "ngram/builtin"];
  assert.deepEqual(uses.map((use) => use.split("/")[0]).sort(), Object.keys(providers()).sort());
  for (const use of uses) {
    const known = modelFacts(use, {});
    assert.ok(known.ok);
    const model = await openModel(known.facts, { key: "none" });
    assert.deepEqual(model.facts, known.facts);
    assert.equal(model.embed !== undefined, known.facts.supports.embed, use);
    assert.equal(model.score !== undefined, known.facts.supports.score, use);
    assert.ok(model.count("the lamp went out") > 0);
  }
});

Deno.test("a model that no provider here opens says so, and what to do instead", async () => {
  const known = modelFacts("ngram/builtin", {});
  assert.ok(known.ok);
  await assert.rejects(
    openModel({ ...known.facts, provider: "parrot" }, {}),
    (error) => error instanceof ModelError && error.failure === "model" && /addProvider/.test(error.message),
  );
});

Deno.test("an n-gram model of one's own files learns those and nothing else", async () => {
  assert.ok(!modelFacts("ngram/mine", {}).ok, "it needs files");
  assert.ok(!modelFacts("ngram/builtin", { files: ["x"] }).ok, "the built-in one has its own");
  assert.ok(!modelFacts("ngram/builtin", { order: 9 }).ok);
  const known = modelFacts("ngram/mine", { files: ["red green blue. red green blue."], order: 2 });
  assert.ok(known.ok);
  const model = await openModel(known.facts, { files: ["red green blue. red green blue."], order: 2 });
  assert.equal(
    (await collect(model, request("red", { sampling: { temperature: 0 }, maxTokens: 2 }))).text,
    " green blue",
  );
});

Deno.test("a provider of one's own is used like any other, once under a name", async () => {
  addProvider("mine", {
    about: "a test's own",
    supports: providers()["scripted"]!.supports,
    local: true,
    counter: "pieces",
    open: () => Promise.resolve(scripted({ reply: () => "own" })),
  });
  const known = modelFacts("mine/anything", {});
  assert.ok(known.ok);
  assert.equal((await collect(await openModel(known.facts, {}), request("x"))).text, "own");
  assert.throws(() => addProvider("mine", providers()["scripted"]!), /there is one of that name/);
});
