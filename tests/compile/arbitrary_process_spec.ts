/**
 * Sound specs of kind `process`, of every form, as plain data.
 *
 * @module
 */
import fc from "../properties.ts";
import { budget, words } from "./arbitrary_spec.ts";
import type { PlainSpec } from "./arbitrary_spec.ts";

const MODELS = {
  small: { use: "scripted/small", replies: ["a"], roles: ["executor", "extractor"], tier: 1 },
  strong: { use: "openai/gpt-5.2", price: { input: 0.5, output: 2 }, roles: ["executor", "planner"], tier: 2 },
  judge: { use: "scripted/judge", replies: ["1"], roles: "verifier" },
};

const TOOLS = {
  look: {
    run: ["git", "log", "${{ default(with.day, inputs.seed) }}"],
    parameters: { "day?": "date", "most?": { type: "int(1..9)", description: "How many" } },
    stdin: "${{ json(with) }}",
    read: "text",
    timeout: "9s",
  },
  post: {
    http: { url: "https://example.com/${{ with.text }}", headers: { authorization: { env: "TOKEN" } }, body: "json" },
    parameters: { text: "text" },
  },
  score: { script: "./score.ts#rhythm", parameters: { text: { type: ["a", "b"] } } },
};

const n = fc.integer({ min: 1, max: 4 });

const text = fc.oneof(
  words.filter((text) => text.trim() !== "").map((text) => `${text} \${{ inputs.seed }}`),
  fc.constantFrom("${{ goal }} ${{ attempt }}", "${{ tasks.first.stdout }}", "${{ run.name }}"),
);

const words_ = fc.oneof(text, fc.constant({ file: "ask.md" }));

const settings = {
  model: fc.constantFrom("small", "strong", "executor", "executor@2"),
  system: words_,
  tools: fc.constantFrom([], ["reading", "look"], ["all"], ["read_file", "writing", "calculator"]),
  turns: n,
  max_tokens: fc.integer({ min: 1, max: 900 }),
  sampling: fc.record({ temperature: n.map((i) => i / 4), min_p: fc.constant(0.1) }, { requiredKeys: [] }),
  context: fc.constantFrom(2_000, "8k"),
  approve: fc.constantFrom("always", "never", { policy: "risky", timeout: "1m" }, { policy: "always" }),
  escalate: fc.constantFrom("strong", ["small", "strong"]),
  depth: fc.nat(2),
};

const command = fc.oneof(
  fc.constant(["git", "log", "${{ tasks.first.stdout }}"]),
  fc.record({
    run: fc.constant(["./check.sh", "${{ inputs.seed }}"]),
    stdin: text,
    accept: fc.constantFrom("code < 2", "stdout != stderr"),
  }, { requiredKeys: ["run"] }),
);

const { model, system, max_tokens, sampling, escalate } = settings;

const asked = { model, system, max_tokens, sampling, escalate };

const work = fc.oneof(
  fc.record({
    agent: fc.oneof(text, fc.record({ prompt: words_, ...settings }, { requiredKeys: ["prompt"] })),
    returns: fc.constantFrom("text", { good: "bool", "why?": "text" }, ["a", "b"]),
    criteria: words,
  }, { requiredKeys: ["agent"] }),
  fc.record({ generate: fc.oneof(text, fc.record({ prompt: words_, ...asked }, { requiredKeys: ["prompt"] })) }),
  fc.record({
    tool: fc.constant("look"),
    with: fc.constantFrom({}, { day: "2026-03-01", most: 3 }, { most: "${{ size(inputs.seed) }}" }),
  }),
  fc.record({ tool: fc.constant("read_file"), with: fc.record({ path: text }) }),
  fc.record({ tool: fc.constant("post"), with: fc.record({ text }) }),
  fc.record({ command, deliverables: fc.constantFrom(["a.md"], ["out/b.md"]) }, { requiredKeys: ["command"] }),
  fc.record({
    script: fc.constantFrom("./score.ts", "score.ts#rhythm"),
    with: fc.record({ a: text, list: fc.array(text, { maxLength: 2 }), deep: fc.record({ x: n, y: text }) }, {
      requiredKeys: [],
    }),
    returns: fc.constantFrom("any", "list(int)", { x: "number" }),
  }, { requiredKeys: ["script"] }),
  fc.record({
    run: fc.constant("polish"),
    with: fc.record({ draft: text, tone: fc.constantFrom("calm", "dry"), rounds: n }, { requiredKeys: ["draft"] }),
  }),
  fc.record({
    ask: text,
    choices: fc.constant(["yes", "no"]),
    timeout: fc.constant("2h"),
    otherwise: fc.constant("no"),
  }, {
    requiredKeys: ["ask"],
  }),
);

const verify = fc.oneof(
  fc.constant(true),
  fc.record({
    files: fc.boolean(),
    check: fc.constantFrom("size(changed) < 9", "string(out) != goal"),
    command,
    rules: fc.constantFrom([{ name: "open", check: "OPEN", type: "regex" }], [
      { name: "a b", check: "\\bx", type: "regex", severity: "warning", target: "deliverables", description: "c" },
    ]),
    llm: fc.constantFrom(true, "judge", { model: "judge", ask: "Is ${{ inputs.seed }} in it?", max_tokens: 9 }, {
      max_tokens: 9,
    }),
    votes: n,
    attempts: n,
    pause: fc.constantFrom(0.5, 0),
  }, { requiredKeys: ["llm"] }),
);

const when = fc.record({
  description: words,
  needs: fc.constantFrom(["early"], ["early?"], []),
  if: fc.constantFrom("size(goal) > 3", "inputs.heat > 1"),
  on_error: fc.constantFrom("fail", "skip", "ask"),
  critical: fc.boolean(),
}, { requiredKeys: [] });

const each = fc.record({
  each: fc.constantFrom("[1, 2]", "inputs.seed.split(',')"),
  as: fc.constantFrom("part", "one"),
  concurrency: n,
}, { requiredKeys: ["each"] });

const tried = fc.record({ attempts: n, pause: fc.constant("2s"), timeout: fc.constantFrom("90s", "1h30m"), verify }, {
  requiredKeys: [],
});

const task = fc.tuple(work, when, fc.oneof(each, fc.constant({})), tried).map(([work, when, each, tried]) =>
  "ask" in work ? { ...when, ...each, ...work } : { ...when, ...each, ...tried, ...work }
);

const plan = fc.oneof(
  fc.constantFrom("strict", "guided"),
  fc.record({
    mode: fc.constantFrom("guided", "suggestive"),
    model: fc.constantFrom("strong", "planner"),
    max_tasks: n,
    max_tokens: n,
    scan: fc.constantFrom([{ files: "*.md" }], [{ files: ["a", "b"], about: "c" }]),
    guidance: words_,
    examples: fc.constant([{ goal: "A", tasks: [{ id: "a", needs: [] }] }]),
  }, { requiredKeys: ["mode"] }),
);

/** A spec of kind `process` without a fault. */
export const soundProcessSpec: fc.Arbitrary<PlainSpec> = fc.record({
  name: fc.constantFrom("a", "changelog", "x-1"),
  goal: fc.oneof(words.map((text) => `${text} of \${{ inputs.seed }}`), fc.constant({ file: "ask.md" })),
  workspace: fc.constantFrom("work", ".", "a/b/"),
  width: n,
  inputs: fc.constant({ heat: { type: "number", default: 0.5 }, seed: { type: "text", default: "It" } }),
  models: fc.constant(MODELS),
  import: fc.constant({ polish: "./polish.yaml" }),
  permissions: fc.constant({ run: ["git", "./check.sh"], net: ["example.com"] }),
  tools: fc.constant(TOOLS),
  servers: fc.constant({ notes: { run: ["git"], env: { A: "b", KEY: { env: "KEY" } } } }),
  agent: fc.record({ ...settings, system: fc.constantFrom("For ${{ inputs.seed }}", { file: "ask.md" }) }, {
    requiredKeys: [],
  }),
  tasks: fc.tuple(task, task).map(([a, b]) => ({
    early: { ask: "Ok?" },
    first: { command: ["git", "log"] },
    a,
    "b-2": withoutFiles(b),
  })),
  plan,
  replan: fc.record({
    max: n,
    when: fc.constant("failed"),
    may: fc.constantFrom(["add"], ["add", "replace"]),
    guidance: words_,
    max_tokens: n,
  }, {
    requiredKeys: [],
  }),
  memory: fc.record({ types: fc.constant({ style: "How it sounds" }), guidance: words_, max_tokens: n }, {
    requiredKeys: [],
  }),
  budget,
  outputs: fc.record({ code: fc.constant("tasks.first.code"), all: fc.constant("json(tasks)") }, { requiredKeys: [] }),
}, { requiredKeys: ["goal", "inputs", "models", "import", "permissions", "tools", "tasks"] })
  .map((rest) => ({ loom: 1, kind: "process", ...rest }));

/** Two tasks do not promise the same file. */
function withoutFiles<T extends object>(task: T): object {
  const { deliverables: _, ...rest } = task as T & { readonly deliverables?: unknown };
  return rest;
}
