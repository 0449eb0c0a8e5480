/**
 * Sound specs of every form, as plain data, for property tests.
 *
 * @module
 */
import fc from "../properties.ts";
import { stringify as toToml } from "smol-toml";
import { stringify as toYaml } from "yaml";

/** A spec as plain data. */
export type PlainSpec = { readonly [key: string]: unknown };

/** Texts that YAML and TOML both have trouble with. */
export const words: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "a",
    "yes",
    "null",
    "1",
    "0.5",
    "# no",
    "a: b",
    "- x",
    "'",
    '"',
    "\\",
    "é",
    "🜁",
    "a\nb",
    " a ",
    "",
    "~",
    "true",
  ),
  fc.string({ maxLength: 12 }).filter((text) => !/[\p{Cc}\p{Cs}]|\$\{\{/u.test(text)),
);

const ratio = fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0);

const size = fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.constantFrom("8k", "1.5k", "200"));

const context = fc.oneof(size, fc.record({ head: size, tail: size }), fc.record({ tail: size }));

const quantity = fc.oneof(
  ratio,
  fc.constantFrom("t", "lerp(0.7, 1.3, t)", "i / n", "clamp(depth, 0, 1)", "inputs.heat"),
);

const sampling = fc.record({ temperature: quantity, top_p: quantity, top_k: fc.nat(50), min_p: quantity }, {
  requiredKeys: [],
});

const BASES = ["base", "near", "ngram/builtin"] as const;

const model = fc.oneof(
  fc.constantFrom(...BASES),
  fc.uniqueArray(fc.constantFrom(...BASES), { minLength: 1 }),
  fc.array(fc.record({ model: fc.constantFrom(...BASES), width: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
);

const expand = fc.record({
  model,
  max_tokens: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constantFrom("64 + 8 * depth", "128")),
  sampling,
  context,
  stop: fc.oneof(fc.constant("\n\n"), fc.array(fc.constantFrom("\n", ". ", "END"), { minLength: 1, maxLength: 3 })),
}, { requiredKeys: ["model"] });

const grade = fc.oneof(
  fc.constantFrom("novelty(candidate.text)", "words(candidate.text) - depth", "candidate.tokens / (1 + round)").map((
    by,
  ) => ({ by })),
  fc.constant({ by: { script: "./score.ts#rhythm" } }),
  fc.record({ model: fc.constant("judge"), ask: words, context, attempts: fc.integer({ min: 1, max: 5 }) }, {
    requiredKeys: ["model"],
  }),
  fc.record({ model: fc.constant("base"), mode: fc.constant("logprob"), context }, { requiredKeys: ["model", "mode"] }),
);

const leaf = fc.oneof(
  fc.record({ depth: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ done: fc.constantFrom("score > 0.5", "depth >= 3", "size(history) > 4", "words(text) > inputs.heat") }),
  fc.record({ repeats: fc.integer({ min: 1, max: 9 }), blank: fc.integer({ min: 1, max: 9 }) }),
);

const conditions = fc.oneof(
  leaf,
  leaf,
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 3 }), depth: fc.constant(7) }),
  fc.record({ any: fc.array(fc.record({ not: leaf }), { minLength: 1, maxLength: 2 }) }),
);

/** Limits of every sort. */
export const budget: fc.Arbitrary<PlainSpec> = fc.record({
  tokens: size,
  calls: fc.integer({ min: 1, max: 500 }),
  iterations: fc.integer({ min: 1, max: 500 }),
  wall: fc.constantFrom("90s", "1h30m", "2d"),
  deadline: fc.constant("2031-03-01T18:00:00Z"),
}, { requiredKeys: [] });

const MODELS = {
  base: "ngram/builtin",
  near: { use: "ngram/builtin", order: 3, temperature: 0.9, extra: { a: [1, "b"] } },
  judge: { use: "scripted/judge", replies: ["1"], price: { input: 0.5, output: 2 }, context: "32k", concurrency: 4 },
};

/** A spec without a fault. */
export const soundSpec: fc.Arbitrary<PlainSpec> = fc.record({
  name: fc.constantFrom("a", "lighthouse", "x-1"),
  description: words,
  inputs: fc.record({
    heat: fc.constant({ type: "number", default: 0.5 }),
    seed: fc.record({ type: fc.constant("text"), default: words }),
  }),
  models: fc.constant(MODELS),
  start: fc.oneof(
    words,
    words.map((text) => `${text}\${{ inputs.seed }}`),
    fc.constant({ file: "seed.txt" }),
    fc.constant({ document: "a@${{ run.name }}" }),
  ),
  expand,
  grade,
  select: fc.record({ keep: fc.integer({ min: 1, max: 2 }), veto: fc.constant("10s") }, { requiredKeys: [] }),
  stop: fc.oneof(conditions, fc.constant("never")),
  budget,
  outputs: fc.record({
    text: fc.constant("best.text"),
    score: fc.constant("best.score"),
    words: fc.constant("words(text)"),
  }, { requiredKeys: [] }),
  save: fc.constantFrom("out/${{ run.date }}.txt", "a.md"),
}, { requiredKeys: ["inputs", "models", "start", "expand", "grade", "stop"] })
  .filter(({ select, expand }) => (select?.keep ?? 1) === 1 || widthOf(expand.model) > 1)
  .map((rest) => ({ loom: 1, kind: "autoloom", ...rest }));

function widthOf(model: string | readonly (string | { readonly width: number })[]): number {
  if (typeof model === "string") return 5;
  return model.reduce((sum, one) => sum + (typeof one === "string" ? 5 : one.width), 0);
}

/** The files beside such a spec. */
export const FILES: { readonly [path: string]: string } = {
  "seed.txt": "It began\nwith ${{ inputs.seed }}",
  "score.ts": "export const rhythm = () => 1;\n",
  "judge.md": "Grade ${{ candidate.text }}\n",
  "ask.md": "Keep it short\n",
  "polish.yaml": `loom: 1
kind: refine
inputs: {draft: text, tone: {type: [calm, dry], default: calm}, rounds: {type: int(1..9), default: 2}}
models: {writer: {use: scripted/writer, replies: [a]}}
start: \${{ inputs.draft }}
propose: {model: writer, prompt: "\${{ inputs.tone }}: \${{ best.text }}"}
stop: {done: depth >= inputs.rounds}
`,
};

/** A spec written as YAML. */
export function yamlOf(spec: PlainSpec): string {
  return toYaml(spec, { aliasDuplicateObjects: false });
}

/** The same spec written as TOML. */
export function tomlOf(spec: PlainSpec): string {
  return toToml(spec);
}
