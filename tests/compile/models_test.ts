import assert from "node:assert/strict";
import type { ModelAsked } from "../../lib/compile/world.ts";
import { renderHuman } from "../../lib/text/render_human.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import { findIn, found, planOf, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

const SETTINGS = {
  name: "loom.toml",
  text: '[models.base]\nuse = "ngram/builtin"\norder = 4\n[models.bad]\nuse = "ngram/builtin"\nordr = 4\n',
};

Deno.test("a model is the spec's own, else the nearest loom.toml's, else a provider's", async () => {
  const user = {
    name: "config.toml",
    text: 'models = {base = "ngram/builtin", far = {use = "ngram/builtin", order = 7}}',
  };
  const world = memoryWorld({ defaults: [SETTINGS, user] }), expand = "expand: {model: [base, far, ngram/builtin]}";
  const { models } = await planOf({ expand }, world);
  assert.deepEqual(Object.entries(models).map(([name, { options }]) => [name, options]), [
    ["base", { order: 4 }],
    ["far", { order: 7 }],
    ["ngram/builtin", {}],
  ]);
  const own = await planOf(
    { expand: "expand: {model: base}", more: "models: {base: {use: ngram/builtin, order: 2}}" },
    world,
  );
  assert.deepEqual(own.models["base"]!.options, { order: 2 });
});

Deno.test("what is wrong in a loom.toml is told there, and only where a spec uses it", async () => {
  const world = memoryWorld({ defaults: [SETTINGS] });
  assert.deepEqual(await found({ expand: "expand: {model: base}" }, world), []);
  const [problem, ...rest] = await findIn(spec({ expand: "expand: {model: bad}" }), world);
  assert.deepEqual([problem!.source.name, ...shown(problem!), rest.length], ["loom.toml", "bad-model", "ordr", 0]);
  const broken = memoryWorld({ defaults: [{ name: "loom.toml", text: "[models.base]\nuse = 3\nfoo = 1\n" }] });
  assert.deepEqual(await found({ expand: "expand: {model: base}" }, broken), [["wrong-value", "3"]]);
  const empty = memoryWorld({ defaults: [{ name: "loom.toml", text: "# nothing\n" }] });
  assert.deepEqual(await found({}, empty), []);
  const strange = memoryWorld({ defaults: [{ name: "loom.toml", text: "modles = 1\n" }] });
  assert.deepEqual(await found({}, strange), [["unknown-key", "modles"]]);
});

Deno.test("an unknown model is told with what it may have been", async () => {
  const world = memoryWorld({ defaults: [SETTINGS] });
  const [problem] = await findIn(spec({ expand: "expand: {model: bass}" }), world);
  assert.equal(problem!.hint, "did you mean `base`?");
  const [none] = await findIn(spec({ expand: "expand: {model: xyzzy}" }));
  assert.match(none!.hint!, /provider\/model/);
  assert.deepEqual(await found({ expand: "expand: {model: [a, {model: b}]}" }), [["unknown-model", "a"], [
    "unknown-model",
    "b",
  ]]);
});

Deno.test("a fault of a model stands at the setting it speaks of", async () => {
  const at = async (entry: string) => await found({ more: `models: {m: ${entry}}`, expand: "expand: {model: m}" });
  assert.deepEqual(await at("{use: ngarm/builtin}"), [["bad-model", "ngarm/builtin"]]);
  assert.deepEqual(await at("ngarm/builtin"), [["bad-model", "ngarm/builtin"]]);
  assert.deepEqual(await at("{use: ngram/builtin, order: x}"), [["bad-model", "order"]]);
  assert.deepEqual(await at("{use: ngram/builtin, depth: 4}"), [["bad-model", "depth"]]);
  assert.deepEqual(await at("builtin"), [["wrong-value", "builtin"]]);
  assert.deepEqual(await found({ expand: "expand: {model: ngarm/builtin}" }), [["bad-model", "ngarm/builtin"]]);
});

Deno.test("every setting of a model that is wrong is told, also of a model that nothing names", async () => {
  const more = `models:
  m: {use: ngram/builtin, order: x, depth: 4, height: 5}
  spare: {use: ngram/builtin, files: [nope.txt], temperature: 0.5}
  other: {use: ngarm/builtin}`;
  assert.deepEqual(await found({ more, expand: "expand: {model: m}" }), [
    ["bad-model", "order"],
    ["bad-model", "depth"],
    ["bad-model", "height"],
    ["missing-file", "nope.txt"],
    ["bad-model", "ngarm/builtin"],
  ]);
  const { models } = await planOf({ more: "models: {spare: ngram/builtin}" });
  assert.deepEqual(Object.keys(models), ["ngram/builtin"]);
});

Deno.test("what a spec says of a model is truer than what is known of it", async () => {
  const { models: { m } } = await planOf({
    more: `models:
  m:
    use: openai/gpt-5.2
    price: {input: 0.5, output: 2}
    context: 32k
    abilities: {complete: true, logprobs: true}
    temperature: 0.7
    concurrency: 4
    extra: {reasoning: {effort: low}}`,
    expand: "expand: {model: m}",
  });
  assert.deepEqual(m!.facts.price, { input: 5e8, output: 2e9, source: "spec" });
  assert.equal(m!.facts.context, 32_000);
  assert.deepEqual([m!.facts.supports.complete, m!.facts.supports.logprobs, m!.facts.supports.chat], [
    true,
    true,
    true,
  ]);
  assert.deepEqual([m!.sampling, m!.concurrency, m!.extra], [{ temperature: 0.7 }, 4, {
    reasoning: { effort: "low" },
  }]);
  assert.deepEqual(m!.options, {});
});

Deno.test("models are asked for what they can do", async () => {
  const off = "models: {m: {use: openai/gpt-5.2, emulate: off}}";
  assert.deepEqual(await found({ more: off, expand: "expand: {model: m}" }), [["cannot-continue", "m"]]);
  assert.deepEqual(await found({ grade: "grade: {model: ngram/builtin, mode: score}" }), [[
    "cannot-judge",
    "ngram/builtin",
  ]]);
  assert.deepEqual(await found({ grade: "grade: {model: openai/gpt-5.2, mode: logprob}" }), [[
    "cannot-score",
    "openai/gpt-5.2",
  ]]);
  assert.deepEqual(await found({ grade: "grade: {model: ngram/builtin, mode: logprob}" }), []);
});

Deno.test("a budget in dollars needs every price, and any other budget none", async () => {
  const parts = { expand: "expand: {model: openai/unpriced-base}", grade: "grade: {model: openai/unpriced-chat}" };
  assert.deepEqual(await found({ ...parts, more: "budget: {usd: 1}" }), [
    ["unpriced", "openai/unpriced-base"],
    ["unpriced", "openai/unpriced-chat"],
  ]);
  assert.deepEqual(await found({ ...parts, more: "budget: {calls: 99}" }), []);
  assert.deepEqual(await found({ more: "budget: {usd: 1}" }), []);
});

Deno.test("a price may tell what tokens from a cache cost", async () => {
  const price = async (price: string) =>
    (await planOf({
      more: `models: {m: {use: openai/davinci, price: ${price}}}`,
      expand: "expand: {model: m}",
    })).models["m"]!.facts.price;
  assert.deepEqual(await price("{input: 1.75, output: 14, cached: 0.175}"), {
    input: 1.75e9,
    output: 14e9,
    cached: 0.175e9,
    source: "spec",
  });
  assert.deepEqual(await price("{input: 1, output: 2}"), { input: 1e9, output: 2e9, source: "spec" });
});

Deno.test("processing that is billed apart has no known price until the spec gives one", async () => {
  const of = async (entry: string, sampling = "") => {
    const more = `models: {m: {use: openai/davinci, ${entry}}}`;
    return (await planOf({ more, expand: `expand: {model: m${sampling}}` })).models["m"]!.facts.price;
  };
  assert.equal((await of("extra: {user: me}"))!.source, "table of 2026-01");
  assert.equal(await of("extra: {service_tier: priority}"), undefined);
  assert.equal(await of("temperature: 0.7", ", sampling: {extra: {service_tier: flex}}"), undefined);
  assert.equal((await of("extra: {service_tier: priority}, price: {input: 4, output: 4}"))!.input, 4e9);
  const more = "models: {m: {use: openai/davinci, extra: {speed: fast}}}\nbudget: {usd: 1}";
  assert.deepEqual(await found({ more, expand: "expand: {model: m}" }), [["unpriced", "m"]]);
});

Deno.test("a counter that a spec names bounds and cuts, unless the model counts its tokens itself", async () => {
  const facts = async (entry: string) =>
    (await planOf({ more: `models: {m: {${entry}}}`, expand: "expand: {model: m}" })).models["m"]!.facts;
  const { counter, estimate, maxOutput } = await facts("use: openai/picky-base, counter: cl100k, max_output: 4k");
  assert.deepEqual([counter, estimate, maxOutput], ["cl100k", undefined, 4_000]);
  assert.equal((await facts("use: openai/picky-base")).estimate, "o200k+10%");
  assert.equal((await facts("use: ngram/builtin, counter: o200k")).counter, "ngram");
  const more = "models: {m: {use: ngram/builtin, counter: o200k}}";
  assert.deepEqual(await found({ more, expand: "expand: {model: m}" }), [["no-effect", "counter"]]);
  const unknown = "models: {m: {use: openai/davinci, counter: o200}}";
  assert.deepEqual(await found({ more: unknown, expand: "expand: {model: m}" }), [["wrong-value", "o200"]]);
});

Deno.test("a plan is as durable as its calls are dear", async () => {
  assert.equal((await planOf({})).durability, "normal");
  assert.equal((await planOf({ grade: "grade: {model: ollama/qwen3}" })).durability, "normal");
  assert.equal((await planOf({ grade: "grade: {model: openai/gpt-5.2}" })).durability, "full");
  assert.equal((await planOf({ grade: "grade: {model: openai/unpriced}" })).durability, "full");
  const priced = "models: {m: {use: ollama/qwen3, price: {input: 0, output: 0.1}}}";
  assert.equal((await planOf({ more: priced, grade: "grade: {model: m}" })).durability, "full");
});

Deno.test("texts of a model's settings may be files: the plan holds what they say", async () => {
  const asked: ModelAsked[] = [],
    files = { "a.txt": "First corpus", "b/c.txt": "Second corpus" },
    world = memoryWorld({ files });
  const noting = { ...world, model: (one: ModelAsked) => (asked.push(one), world.model(one)) };
  const { models } = await planOf({
    more: "models: {m: {use: ngram/builtin, files: [a.txt, ./b/c.txt]}}",
    expand: "expand: {model: m}",
  }, noting);
  assert.deepEqual(models["m"]!.options, { files: ["First corpus", "Second corpus"] });
  assert.deepEqual(asked[0]!.options, models["m"]!.options);
  const scripted = await planOf({
    more: "models: {m: {use: scripted/x, replies: [{text: {file: a.txt}}, b]}}",
    expand: "expand: {model: m}",
  }, world);
  assert.deepEqual(scripted.models["m"]!.options, { replies: [{ text: "First corpus" }, "b"] });
  const missing = "models: {m: {use: ngram/builtin, files: [a.txt, d.txt]}}";
  assert.deepEqual(await found({ more: missing, expand: "expand: {model: m}" }, world), [["missing-file", "d.txt"]]);
});

const KEY = "sk-proj-0123456789abcdefABCDEF";

Deno.test("secrets go into a plan by name, and have no place but keys, headers and URLs", async () => {
  const { models } = await planOf({
    more:
      "models: {m: {use: openai/davinci, key: {env: MY_KEY}, base_url: {env: URL}, headers: {x-team: a, auth: {key: team}}}}",
    expand: "expand: {model: m}",
  });
  assert.deepEqual(models["m"]!.options, {
    key: { env: "MY_KEY" },
    base_url: { env: "URL" },
    headers: { "x-team": "a", auth: { key: "team" } },
  });
  const at = async (parts: Parameters<typeof found>[0]) =>
    (await found(parts)).filter(([code]) => code === "misplaced-secret");
  assert.deepEqual(await at({ start: "start: {env: X}" }), [["misplaced-secret", "{env: X}"]]);
  assert.deepEqual(await at({ expand: "expand: {model: ngram/builtin, context: {key: x}}" }), [[
    "misplaced-secret",
    "{key: x}",
  ]]);
  const option = "models: {m: {use: openai/davinci, organization: {env: X}, extra: {a: [{env: Y}]}}}";
  assert.deepEqual(await at({ more: option, expand: "expand: {model: m}" }), [
    ["misplaced-secret", "{env: X}"],
    ["misplaced-secret", "{env: Y}"],
  ]);
});

Deno.test("a secret that is written down is an error, and no report repeats it", async () => {
  const entries = [
    `{use: openai/davinci, key: ${KEY}}`,
    `{use: openai/davinci, headers: {authorization: Bearer ${KEY}}}`,
    `{use: openai/davinci, headers: {authorization: "Basic dXNlcjpwYXNzd29yZA=="}}`,
    `{use: openai/davinci, base_url: "https://me:hunter22@example.com/v1"}`,
  ];
  for (const entry of entries) {
    const diagnostics = await findIn(spec({ more: `models: {m: ${entry}, n: 5}`, expand: "expand: {model: m}" }));
    assert.ok(diagnostics.some(({ code }) => code === "literal-secret"), entry);
    const said = renderHuman(diagnostics, { colour: false, width: 200 });
    assert.doesNotMatch(said, /sk-proj|ABCDEF|dXNlcjp|hunter22/, entry);
    assert.match(said, /••••/);
  }
  const elsewhere = await findIn(
    spec({ more: `models: {m: {use: openai/davinci, api_key: ${KEY}}}`, expand: "expand: {model: m}" }),
  );
  assert.doesNotMatch(renderHuman(elsewhere, { colour: false, width: 200 }), /sk-proj/);
});

/** Places where secrets belong, and whether what stands there is one that is written down. */
const WRITTEN: readonly (readonly [place: string, isSecret: boolean])[] = [
  ..."x-api-key api-key authorization X-Auth-Token x-goog-api-key apiKey cookie x-client-secret".split(" ")
    .flatMap((name) =>
      ["Qz7/Wm3+xT9=", "hunter22", '"Bearer Qz7Wm3"', "$MY_KEY"].map((value) => [name, value] as const)
    )
    .map(([name, value]) => [`headers: {${name}: ${value}}`, true] as const),
  ..."key api_key apikey api-key token access_token sig password".split(" ")
    .map((name) => [`base_url: "https://h.example/v1?v=1&${name}=hunter22"`, true] as const),
  ['base_url: "https://Qz7Wm3xT9vRb2Ln8@h.example/v1"', true],
  ['base_url: "h.example/v1?token=hunter22"', true],
  ["api_key: hunter22", true],
  [`headers: {x-more: ${KEY}+Qz7/hunter22}`, true],
  ...["x-api-version: 2024-01-01", "accept-language: en", "x-title: A tale of a key", 'x-api-key: ""', "api-key: none"]
    .concat("x-idempotency-key: hunter22", "x-cache-key: hunter22", "authorization: Bearer EMPTY", "key-id: hunter22")
    .concat('x-api-key: "${{ inputs.k }}"', "x-api-key: {env: K}", "x-api-key: {key: k}", "x-monkey: hunter22")
    .map((header) => [`headers: {${header}, x-a: b}`, false] as const),
  ...["?key=", "?key", "?api-version=2024-01-01", "?page_token=hunter22", "?cache-key=hunter22", "?key=none", "#key=x"]
    .map((search) => [`base_url: "https://h.example/v1${search}"`, false] as const),
  ['base_url: "https://router.h.example/hf-inference/models/some/thing-of-2024"', false],
  ["base_url: {key: k}", false],
];

Deno.test("a literal where a key belongs is a secret that is written down, whatever it looks like", async () => {
  for (const [place, isSecret] of WRITTEN) {
    const more = `models: {m: {use: openai/davinci, ${place}}}`;
    const diagnostics = await findIn(spec({ more, expand: "expand: {model: m}" }));
    assert.equal(diagnostics.some(({ code }) => code === "literal-secret"), isSecret, place);
    if (isSecret) {
      assert.doesNotMatch(renderHuman(diagnostics, { colour: false, width: 200 }), /hunter22|Qz7|MY_KEY/, place);
    }
  }
});
