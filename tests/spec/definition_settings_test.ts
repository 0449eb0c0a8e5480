import assert from "node:assert/strict";
import { readDefaults } from "../../lib/spec/read_spec.ts";
import type { DefaultsSpec } from "../../lib/spec/spec.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

interface Read {
  readonly value: DefaultsSpec | undefined;
  /** Severity, code and the text pointed at. */
  readonly found: readonly string[];
  readonly said: readonly string[];
  readonly hints: readonly (string | undefined)[];
}

async function read(text: string): Promise<Read> {
  const found: Diagnostic[] = [], source = { name: "loom.toml", text };
  const read = await readDefaults(source, reportInto(found, source));
  return {
    value: read && JSON.parse(JSON.stringify(read.value)),
    found: found.map(({ severity, code, span }) => `${severity} ${code} ${text.slice(span.start, span.end)}`),
    said: found.map(({ message }) => message),
    hints: found.map(({ hint }) => hint),
  };
}

Deno.test("models that name their provider, and a table of execution, are read without a change", async () => {
  const { value, found } = await read(`
[models.thinker]
provider = "ollama"                    # or "openai_compatible" or "anthropic"
base_url = "http://localhost:11434"
model = "gemma3:27b"
max_tokens = 2000
temperature = 0.2
roles = ["planner", "executor"]

[models.checker]
provider = "openai_compatible"
base_url = "http://localhost:1234/v1"
model = "phi-4"
max_tokens = 1000
temperature = 0.0
roles = ["extractor", "verifier"]

[execution]
max_subtask_retries = 2
max_parallel_subtasks = 4
`);
  assert.deepEqual(found, []);
  assert.deepEqual(value, {
    models: {
      thinker: {
        use: "ollama/gemma3:27b",
        base_url: "http://localhost:11434",
        temperature: 0.2,
        max_output: 2000,
        roles: ["planner", "executor"],
      },
      checker: {
        use: "openai/phi-4",
        base_url: "http://localhost:1234/v1",
        temperature: 0,
        max_output: 1000,
        roles: ["extractor", "verifier"],
      },
    },
    execution: { max_subtask_retries: 2, max_parallel_subtasks: 4 },
  });
});

Deno.test("roles, tiers, keys and abilities of such models are what a spec would say", async () => {
  const { value, found } = await read(`
[models.a]
provider = "anthropic"
model = "claude-haiku-4-5"
api_key = { env = "ANTHROPIC_API_KEY" }
tier = 3
[models.a.capabilities]
vision = false
thinking = true
[models.b]
provider = "openai_compatible"
model = "local"
api_key = ""
tier = 0
roles = "planner"
[models.c]
use = "ollama/qwen3:8b"
roles = "judge"
`);
  assert.deepEqual(found, []);
  assert.deepEqual(value!.models, {
    a: {
      use: "anthropic/claude-haiku-4-5",
      key: { env: "ANTHROPIC_API_KEY" },
      roles: ["executor"],
      tier: 3,
      abilities: { images: false, reasoning: true },
    },
    b: { use: "openai/local", roles: "planner" },
    c: { use: "ollama/qwen3:8b", roles: "judge" },
  });
});

Deno.test("a key that is written down is an error, in this form too, and is not told", async () => {
  const { value, found, said } = await read(
    '[models.a]\nprovider = "anthropic"\nmodel = "m"\napi_key = "abc-123-secret"\n',
  );
  assert.deepEqual(found, ['error literal-secret "abc-123-secret"']);
  assert.doesNotMatch(said.join(), /abc-123/);
  assert.deepEqual(value!.models, { a: { use: "anthropic/m", roles: ["executor"] } });
});

Deno.test("what means nothing here is named once, each with its reason", async () => {
  const { found, said } = await read(`
[server]
host = "127.0.0.1"
port = 9000
[workspace]
default_path = "~/projects"
scratch_dir = "~/.loom/scratch"
[execution]
max_loop_iterations = 50
enable_streaming = true
[memory]
database_path = "~/.loom/loom.db"
[logging]
level = "INFO"
event_log_path = "~/.loom/logs"
[process]
default = "research-report"
search_paths = ["~/processes"]
[models.a]
provider = "ollama"
model = "m"
capabilities = { native_pdf = true, citations = false, audio_input = true, audio_output = true }
`);
  const keys = found.map((one) => one.replace("warning not-needed ", ""));
  assert.deepEqual(keys, [
    "max_loop_iterations",
    "enable_streaming",
    "scratch_dir",
    "database_path",
    "host",
    "port",
    "level",
    "event_log_path",
    "native_pdf",
    "citations",
    "audio_input",
    "audio_output",
  ]);
  for (const one of said) assert.match(one, /^not needed: `[\w.]+`, \w.+[^.]$/);
});

Deno.test("unknown keys of these tables are passed over with a word; what is known is held to its type", async () => {
  const { found } = await read(`
[execution]
max_subtask_retrys = 3
max_parallel_subtasks = 0
[verification]
tier3_vote_count = "three"
[models.a]
provider = "ollama"
model = "m"
top_k = 5
[models.b]
use = "ollama/m"
providr = 1
[strange]
x = 1
`);
  assert.deepEqual(found.toSorted(), [
    'error wrong-value "three"',
    "error wrong-value 0",
    "warning ignored-key max_subtask_retrys",
    "warning ignored-key strange",
    "warning ignored-key top_k",
  ]);
});

Deno.test("what is wrong with a model that names its provider is told of that form", async () => {
  const { found, said } = await read('[models.a]\nprovider = "mistral"\n[models.b]\nprovider = "ollama"\nmodel = 5\n');
  assert.deepEqual(found, ['error wrong-value "mistral"', "error missing-key a", "error wrong-value 5"]);
  assert.equal(said[0], "`provider` must be `ollama`, `openai_compatible`, `openai` or `anthropic`, not `mistral`");
});

Deno.test("tables that nobody here knows are passed over, each named with where it belongs, and a key outside of tables is not", async () => {
  const { value, found, hints } = await read(`
verbosity = 3
[limits]
max_turns = 3
[mcp.servers.files]
command = "files"
[telemetry]
on = true
[execution]
max_replans = 1
`);
  assert.deepEqual(found, [
    "error unknown-key verbosity",
    "warning ignored-key limits",
    "warning ignored-key mcp",
    "warning ignored-key telemetry",
  ]);
  assert.match(hints[1]!, /`defaults\.budget`/);
  assert.match(hints[2]!, /`servers` of a spec/);
  assert.match(hints[3]!, /^known here: models, /);
  assert.deepEqual(value, { execution: { max_replans: 1 } });
});

Deno.test("a table that is nearly a known one is an error that names it, and so is a budget outside of `defaults`", async () => {
  const { found, hints } = await read("[exectuion]\nmax_replans = 1\n[budget]\nusd = 1\n");
  assert.deepEqual(found, ["error unknown-key exectuion", "error unknown-key budget"]);
  assert.deepEqual(hints, ["did you mean `execution`?", "did you mean `defaults.budget`?"]);
});
