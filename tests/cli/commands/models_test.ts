import assert from "node:assert/strict";
import { withEnv } from "../../app/folders.ts";
import { nobody, serving } from "../../models/reach/serving.ts";
import { loom, scratch } from "../fake_host.ts";

const KEY = "sk-proj-0123456789abcdef";

Deno.test("models are listed with what they cost and who says so, their roles and their place among them", async () => {
  await using folder = await scratch({
    "loom.toml": `[models.judge]
use = "openai/gpt-5.2"
[models.cheap]
use = "openai/mine"
base_url = "https://example.com/v1"
price = { input = 0.5, output = 2 }
roles = ["judge", "planner"]
tier = 1
`,
  });
  const { code, out, err } = await loom(folder.path, ["models"]);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^NAME +MODEL +ROLES +TIER +PRICE +PRICED BY /);
  assert.match(out, /\njudge +openai\/gpt-5\.2 +\$1\.75 \/ \$14 +built-in table of \d{4}-\d\d-\d\d /);
  assert.match(out, /\ncheap +openai\/mine +judge planner +1 +\$0\.5 \/ \$2 +loom\.toml /);
  assert.match(out, /\nngram\/builtin +ngram\/builtin +free .* built in\n$/);
  const json = (await loom(folder.path, ["models", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  const { name, id, price, roles, tier, concurrency, rate, from } = json[1];
  assert.deepEqual({ name, id, price, roles, tier, concurrency, rate, from }, {
    name: "cheap",
    id: "openai/mine",
    price: { input: 0.5, output: 2, source: "loom.toml" },
    roles: ["judge", "planner"],
    tier: 1,
    concurrency: null,
    rate: null,
    from: `${folder.path}/loom.toml`,
  });
  assert.equal("check" in json[1], false);
});

Deno.test("a check tells of every model whether it can be had, why not, and what its entry should say", async () => {
  await using server = serving({
    "GET /v1/models": { data: [{ id: "base.gguf", owned_by: "llamacpp" }] },
    "GET /props?model=base&autoload=false": {
      default_generation_settings: { n_ctx: 8_192 },
      modalities: { vision: true },
    },
  });
  await using folder = await scratch({
    "loom.toml": `[models.base]
use = "openai/base"
base_url = "${server.url}/v1"
[models.judge]
use = "openai/gpt-5.2"
key = { env = "LOOM_TEST_NO_SUCH_KEY" }
[models.gone]
use = "ollama/qwen3"
base_url = "${nobody()}"
`,
  });
  const { code, out, err } = await loom(folder.path, ["models", "--check"]);
  assert.deepEqual([code, err], [1, ""]);
  assert.match(out, /^NAME +MODEL +CHECK +PRICE /);
  assert.match(out, /\nbase +openai\/base +reachable /);
  assert.match(out, /\njudge +openai\/gpt-5\.2 +key missing /);
  assert.match(out, /\ngone +ollama\/qwen3 +not reachable /);
  assert.match(out, /\nngram\/builtin +ngram\/builtin +runs here /);
  assert.ok(
    out.includes(
      "\nbase: its server serves base.gguf and says more than " +
        `${folder.path}/loom.toml, which should have\n` +
        '  [models.base]\n  host = "llama.cpp"\n  context = 8192\n  abilities = { images = true }\n',
    ),
    out,
  );
  assert.match(out, /\njudge: Cannot find the secret: the environment variable `LOOM_TEST_NO_SUCH_KEY` is not set\n/);
  assert.match(out, /\ngone: Cannot reach `ollama\/qwen3` at 127\.0\.0\.1:\d+: /);
  const json = (await loom(folder.path, ["models", "--check", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line).check
  );
  assert.deepEqual(json[0], {
    state: "reachable",
    told: { serves: "base.gguf", host: "llama.cpp", context: 8_192, supports: { images: true } },
    settings: ['host = "llama.cpp"', "context = 8192", "abilities = { images = true }"],
  });
  assert.deepEqual(json.map(({ state }) => state), ["reachable", "key-missing", "unreachable", "here"]);
  assert.match(json[2].why, /^Cannot reach/);
});

Deno.test("what a check says to write makes the next one silent", async () => {
  await using server = serving({
    "GET /v1/models": { data: [{ id: "base", owned_by: "vllm", max_model_len: 4_096 }] },
  });
  const entry = `[models.base]\nuse = "openai/base"\nbase_url = "${server.url}/v1"\n`;
  await using folder = await scratch({ "loom.toml": entry });
  const first = await loom(folder.path, ["models", "--check"]);
  assert.equal(first.code, 0);
  const lines = first.out.split("\n").filter((line) => /^ {2}[^[]/.test(line));
  assert.deepEqual(lines, ['  host = "vllm"', "  context = 4096"]);
  await Deno.writeTextFile(`${folder.path}/loom.toml`, `${entry}${lines.join("\n")}\n`);
  const second = await loom(folder.path, ["models", "--check"]);
  assert.equal(second.code, 0);
  assert.doesNotMatch(second.out, /says more|context = /);
});

Deno.test("no key is ever shown, whatever a server answers", async () => {
  const echoing = Response.json({ error: { message: `the key ${KEY} is not known` } }, { status: 403 });
  await using server = serving({ "GET /v1/models": echoing });
  await using listing = serving({ "GET /v1/models": { data: [{ id: `alpha-${KEY}` }] } });
  await using folder = await scratch({
    "loom.toml": [server.url, listing.url, `${server.url}/v1/`].map((url, i) =>
      `[models.m${i}]\nuse = "openai/alpha"\nbase_url = "${url}"\nkey = { env = "LOOM_TEST_KEY" }\n`
    ).join(""),
  });
  for (const more of [[], ["--json"]]) {
    const { code, out, err } = await withEnv(
      { LOOM_TEST_KEY: KEY },
      () => loom(folder.path, ["models", "--check", ...more]),
    );
    assert.equal(code, 1);
    assert.doesNotMatch(out + err, /0123456789/);
    assert.match(out, /refused/);
  }
  assert.equal(server.asked[0]!.headers["authorization"], `Bearer ${KEY}`);
});

Deno.test("a secret that stands in a loom.toml is an error that does not repeat it", async () => {
  await using folder = await scratch({ "loom.toml": `[models.m]\nuse = "openai/m"\nkey = "${KEY}"\n` });
  const { code, out, err } = await loom(folder.path, ["models"]);
  assert.equal(code, 2);
  assert.match(err, /L0215/);
  assert.doesNotMatch(out + err, /0123456789/);
});

Deno.test("a loom.toml that is no text is an error, and the others hold", async () => {
  await using folder = await scratch({ "story.yaml": "loom: 1\nkind: autoloom\n" });
  await Deno.writeFile(`${folder.path}/loom.toml`, new Uint8Array([0x61, 0xff, 0xfe]));
  const { code, out, err } = await loom(folder.path, ["models"]);
  assert.equal(code, 2);
  assert.match(out, /ngram\/builtin/);
  assert.match(err, /loom\.toml/);
  const checked = await loom(folder.path, ["check", "story.yaml"]);
  assert.match(checked.out + checked.err, /loom\.toml/);
});
