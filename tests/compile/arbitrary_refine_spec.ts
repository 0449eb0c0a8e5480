/**
 * Sound specs of kind `refine`, of every form, as plain data.
 *
 * @module
 */
import fc from "../properties.ts";
import { budget, words } from "./arbitrary_spec.ts";
import type { PlainSpec } from "./arbitrary_spec.ts";

const MODELS = {
  writer: { use: "scripted/writer", replies: ["a"], temperature: 0.7 },
  strong: { use: "openai/gpt-5.2", price: { input: 0.5, output: 2 } },
  judge: { use: "scripted/judge", replies: ["1"], context: "32k" },
  vectors: "ngram/builtin",
};

const text = fc.oneof(
  words.filter((text) => text.trim() !== "").map((text) => `${text} \${{ best.text }}`),
  fc.constantFrom("${{ last.error }} ${{ round }} ${{ current.total }}", "${{ inputs.seed }}"),
);

const prompt = fc.oneof(text, fc.constantFrom("${{ text }}", "${{ guidance }} ${{ i }} of ${{ n }}"));

const n = fc.integer({ min: 1, max: 4 });

const quantity = fc.oneof(
  fc.integer({ min: 1, max: 1 }),
  fc.constantFrom("t + 0.5", "lerp(0.1, 1, t)", "1 / (1 + round)"),
);

const command = fc.oneof(
  fc.constant(["deno", "fmt", "${{ inputs.seed }}"]),
  fc.record({
    run: fc.constant(["./run.sh", "--round", "${{ round }}"]),
    file: fc.constantFrom("draft.md", "src/draft.md"),
    files: fc.constantFrom([], ["seed.txt"]),
    timeout: fc.constantFrom("30s", "2m"),
  }, { requiredKeys: ["run"] }),
);

const propose = fc.oneof(
  fc.record({
    model: fc.constantFrom("writer", ["writer", "strong"], ["writer"]),
    n,
    system: prompt,
    prompt: fc.oneof(prompt, fc.constant({ file: "seed.txt" })),
    max_tokens: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constantFrom("64 + 8 * round", "128")),
    sampling: fc.record({ temperature: quantity, min_p: quantity, extra: fc.constant({ mirostat: 2 }) }, {
      requiredKeys: [],
    }),
  }, { requiredKeys: ["model", "prompt"] }),
  fc.record({ script: fc.constantFrom("./score.ts", "score.ts#rhythm"), n }, { requiredKeys: ["script"] }),
  fc.record({ command, n }, { requiredKeys: ["command"] }),
  fc.record({
    run: fc.constant("polish"),
    n,
    with: fc.record({
      draft: text,
      tone: fc.constantFrom("calm", "dry"),
      rounds: fc.oneof(n, fc.constant("${{ size(best.text) }}")),
    }, { requiredKeys: ["draft"] }),
    text: fc.constantFrom("outputs.text", "string(outputs.score)"),
  }, { requiredKeys: ["run", "with"] }),
);

const asked = { samples: n, attempts: n, max_tokens: fc.integer({ min: 1, max: 900 }) };

const judge = fc.oneof(
  fc.record({ model: fc.constant("judge"), ask: text, system: text, ...asked }, { requiredKeys: ["model", "ask"] }),
  fc.record({
    model: fc.constant("judge"),
    prompt: fc.constantFrom({ file: "judge.md" }, "${{ candidate.text }}"),
    returns: fc.constantFrom(
      { score: "number(0..10)", "note?": "string" },
      { score: "int", mood: ["calm", "dry"] },
      { score: "number", by: { style: "number" } },
    ),
    ...asked,
  }, { requiredKeys: ["model", "prompt"] }),
);

const score = fc.oneof(
  fc.constantFrom("size(candidate.text)", "0 - repetition(candidate.text)"),
  fc.record({
    gates: fc.constant({ short: "size(candidate.text) < 99 || round > 3" }),
    script: fc.constantFrom("./score.ts#rhythm", { script: "./score.ts" }, {
      script: "./score.ts",
      returns: { beats: "number" },
    }),
    command: fc.oneof(
      command,
      fc.record({
        run: fc.constant(["deno", "test"]),
        file: fc.constant("a.ts"),
        read: fc.constantFrom("exit", "number", "$.a.b[0]", '$["x y"]'),
      }),
    ),
    judge,
    compare: fc.record({ model: fc.constant("judge"), ask: words.filter((one) => one !== ""), ...asked }, {
      requiredKeys: ["model"],
    }),
    total: fc.constantFrom("size(candidate.text) + round", "0 - words(candidate.text)"),
    start: fc.integer(),
  }, { requiredKeys: ["total"] }),
);

const leaf = fc.oneof(
  fc.record({ depth: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ done: fc.constantFrom("total > 0.5", "depth >= 3", "size(history) > 4", "words(text) > inputs.heat") }),
  fc.record({ converged: fc.constantFrom("best.total >= 9.0", "budget.spent.calls > 3 && best.valid") }),
  fc.record({ plateau: fc.oneof(n, fc.record({ patience: n, min_delta: fc.constant(0.01) }, { requiredKeys: [] })) }),
  fc.record({
    similar: fc.oneof(
      fc.constant(0.05),
      fc.record({ threshold: fc.constant(0.1), model: fc.constant("vectors") }, { requiredKeys: [] }),
    ),
  }),
  fc.record({
    judge: fc.record(
      { model: fc.constant("judge"), ask: text, attempts: n },
      {
        requiredKeys: ["model", "ask"],
      },
    ),
  }),
);

const conditions = fc.oneof(
  leaf,
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 3 }), depth: fc.constant(7) }),
  fc.record({ any: fc.array(fc.record({ not: leaf }), { minLength: 1, maxLength: 2 }) }),
);

const rung = fc.constantFrom("ask", "fail", { use: "strong" }, { heat: 0.2 }, { ask: "What now, ${{ best.total }}?" });

/** A spec of kind `refine` without a fault. */
export const soundRefineSpec: fc.Arbitrary<PlainSpec> = fc.record({
  name: fc.constantFrom("a", "polish", "x-1"),
  inputs: fc.constant({ heat: { type: "number", default: 0.5 }, seed: { type: "text", default: "It" } }),
  models: fc.constant(MODELS),
  import: fc.constant({ polish: "./polish.yaml" }),
  permissions: fc.constant({ run: ["deno", "run.sh", "./run.sh"] }),
  start: fc.oneof(words, fc.constant({ file: "seed.txt" }), fc.constant({ document: "a@${{ run.name }}" })),
  propose,
  score,
  goal: fc.constantFrom("max", "min"),
  accept: fc.constantFrom("total > best.total", "candidate.text != best.text", "total + last.total > 0"),
  backtrack: fc.constantFrom("best_score", "last_good"),
  on_error: fc.record({
    attempts: n,
    pause: fc.constant("2s"),
    then: fc.constantFrom("backtrack", "fail"),
    most: n,
  }, { requiredKeys: [] }),
  stall: fc.record({
    after: n,
    min_delta: fc.constant(0.1),
    then: fc.array(rung, { minLength: 1, maxLength: 4 }),
  }, { requiredKeys: ["after"] }),
  stop: fc.oneof(conditions, fc.constant("never")),
  budget,
  outputs: fc.record({
    text: fc.constant("best.text"),
    score: fc.constant("total"),
    rounds: fc.constant("size(history)"),
  }, { requiredKeys: [] }),
  save: fc.constantFrom("out/${{ run.date }}.txt", "a.md"),
}, { requiredKeys: ["inputs", "models", "import", "permissions", "start", "propose", "score", "stop"] })
  .map((rest) => ({ loom: 1, kind: "refine", ...rest }));
