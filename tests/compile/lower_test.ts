import assert from "node:assert/strict";
import { found, planOf } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

const MODELS =
  "models: {a: {use: ngram/builtin}, b: {use: ngram/builtin, order: 3}, c: {use: ngram/builtin, order: 2}}";

async function widths(expand: string): Promise<readonly (readonly [string, number])[]> {
  const { expand: { by } } = await planOf({ more: MODELS, expand: `expand: {${expand}}` });
  return by.map(({ model, width }) => [model, width]);
}

Deno.test("the candidates of a round are shared among its models", async () => {
  assert.deepEqual(await widths("model: a"), [["a", 5]]);
  assert.deepEqual(await widths("model: a, width: 3"), [["a", 3]]);
  assert.deepEqual(await widths("model: [a, b], width: 5"), [["a", 3], ["b", 2]]);
  assert.deepEqual(await widths("model: [a, b, c]"), [["a", 2], ["b", 2], ["c", 1]]);
  assert.deepEqual(await widths("model: [{model: a, width: 4}, b], width: 6"), [["a", 4], ["b", 2]]);
  assert.deepEqual(await widths("model: [{model: a, width: 4}, {model: b, width: 2}]"), [["a", 4], ["b", 2]]);
  assert.deepEqual(await widths("model: [{model: a, width: 9}, b, c]"), [["a", 9], ["b", 1], ["c", 1]]);
});

Deno.test("widths that contradict each other are told at the one that can be changed", async () => {
  const at = async (expand: string) =>
    await found({ expand: `expand: {${expand}}`, more: MODELS.replace(/, c:.*}}/, "}") });
  assert.deepEqual(await at("model: [a, b], width: 1"), [["bad-width", "1"]]);
  assert.deepEqual(await at("model: [{model: a, width: 3}, b], width: 3"), [["bad-width", "3"]]);
  assert.deepEqual(await at("model: [{model: a, width: 3}, {model: b, width: 1}], width: 5"), [["bad-width", "5"]]);
  assert.deepEqual(await found({ expand: "expand: {model: ngram/builtin, width: 1}", more: "select: {keep: 2}" }), [[
    "bad-width",
    "2",
  ]]);
  assert.deepEqual(await found({ more: "select: {keep: 5}" }), []);
});

Deno.test("a single candidate needs no grade, several do", async () => {
  const { grade } = await planOf({ grade: "", expand: "expand: {model: ngram/builtin, width: 1}" });
  assert.deepEqual(grade, { by: "expression", expression: "0" });
  assert.deepEqual(await found({ grade: "" }), [["no-grade", "expand"]]);
});

Deno.test("windows, sizes, samplers and stop texts come through as numbers and expressions", async () => {
  const { expand } = await planOf({
    expand: `expand:
  model: ngram/builtin
  max_tokens: 64 + i
  context: {head: 1k, tail: 1.5k}
  stop: "\\n\\n"
  sampling: {temperature: 0.70, top_k: 40, min_p: "t / 10", extra: {dry: [1, {a: null}]}}`,
  });
  assert.deepEqual(expand, {
    by: [{ model: "ngram/builtin", width: 5 }],
    maxTokens: "64 + i",
    context: { head: 1_000, tail: 1_500 },
    stop: ["\n\n"],
    sampling: { temperature: "0.7", top_k: "40", min_p: "t / 10" },
    extra: { dry: [1, { a: null }] },
  });
});

async function stopOf(stop: string): Promise<unknown> {
  return (await planOf({ stop: `stop: ${stop}` })).stop;
}

const BLANK = { stop: "blank", rounds: 3 };

Deno.test("conditions in one map are any of them, and rounds without a word end a run unless it is said otherwise", async () => {
  const depth = { stop: "depth", depth: 4 };
  assert.deepEqual(await stopOf("{depth: 4}"), { stop: "any", of: [depth, BLANK] });
  assert.deepEqual(await stopOf("{depth: 4, blank: never}"), depth);
  assert.deepEqual(await stopOf("{blank: 7}"), { stop: "blank", rounds: 7 });
  assert.deepEqual(await stopOf("never"), undefined);
  assert.deepEqual(await stopOf("{all: [{depth: 4}, {done: score > 1, repeats: 2}]}"), {
    stop: "any",
    of: [{
      stop: "all",
      of: [depth, { stop: "any", of: [{ stop: "done", when: "score > 1" }, { stop: "repeats", rounds: 2 }] }],
    }, BLANK],
  });
  assert.deepEqual(await stopOf("{depth: 4, any: [{not: {blank: 2}}, {repeats: 1}]}"), {
    stop: "any",
    of: [depth, { stop: "not", of: { stop: "blank", rounds: 2 } }, { stop: "repeats", rounds: 1 }],
  });
  assert.deepEqual((await planOf({ stop: "", more: "budget: {wall: 1m}" })).stop, BLANK);
});

Deno.test("a run that nothing would end is an error unless it is meant", async () => {
  assert.deepEqual(await found({ stop: "" }), [["endless", "kind"]]);
  assert.deepEqual(await found({ stop: "stop: {blank: never}" }), [["endless", "stop"]]);
  assert.deepEqual(await found({ stop: "", more: "budget: {}" }), [["endless", "budget"]]);
  assert.deepEqual(await found({ stop: "stop: never" }), []);
  assert.deepEqual(await found({ stop: "", more: "budget: {iterations: 5}" }), []);
});

Deno.test("what spends and has no sure end is a warning; what is free and what has an end is not", async () => {
  const paid = "expand: {model: openai/davinci}", done = "stop: {done: score > 2}";
  assert.deepEqual(await found({ expand: paid, stop: done }), [["may-not-end", "stop"]]);
  assert.deepEqual(await found({ expand: paid, stop: "stop: {all: [{depth: 3}, {done: score > 2}]}" }), [[
    "may-not-end",
    "stop",
  ]]);
  assert.deepEqual(await found({ expand: paid, stop: "stop: {all: [{depth: 3}, {depth: 5}]}" }), []);
  assert.deepEqual(await found({ expand: paid, stop: done, more: "budget: {usd: 9}" }), []);
  assert.deepEqual(await found({ expand: paid, stop: done, more: "budget: {wall: 1h}" }), []);
  assert.deepEqual(await found({ stop: done }), []);
  assert.deepEqual(await found({ stop: "", more: "budget: {usd: 1}" }), [["may-not-end", "budget"]]);
});

Deno.test("limits come through in the units of plans", async () => {
  const { budget } = await planOf({
    more:
      'budget: {usd: 0.5, tokens: 20k, calls: 9, iterations: 3, wall: 1h30m, deadline: "2031-03-01T18:00:00+01:00"}',
  });
  assert.deepEqual(budget, {
    usd: 5e8,
    tokens: 20_000,
    calls: 9,
    iterations: 3,
    wall: 5_400_000,
    deadline: Date.UTC(2031, 2, 1, 17),
  });
});

Deno.test("a first round that may not fit its budget is a warning at the limit", async () => {
  assert.deepEqual(await found({ more: "budget: {calls: 4}" }), [["small-budget", "4"]]);
  assert.deepEqual(await found({ more: "budget: {calls: 5}" }), []);
  assert.deepEqual(await found({ more: "budget: {tokens: 1k}" }), [["small-budget", "1k"]]);
  assert.deepEqual(await found({ expand: "expand: {model: openai/davinci}", more: "budget: {usd: 0.05}" }), [[
    "small-budget",
    "0.05",
  ]]);
});

Deno.test("a text is saved inside the project folder or not at all", async () => {
  const save = async (path: string) => (await found({ more: `save: ${path}` })).map(([code]) => code);
  for (const path of ["a.txt", "./a.txt", "out/${{ run.date }}-${{ spec.name }}.txt", '"${{ run.name }}"', "a/.b"]) {
    assert.deepEqual(await save(path), [], path);
  }
  for (
    const path of ["/a.txt", "../a", "a/../../b", "'a\\..\\b'", "C:/a", "~/a", "out/", '""', '"a\\u0007b"', "out/."]
  ) {
    assert.deepEqual(await save(path), ["bad-save-path"], path);
  }
  assert.deepEqual(await save("${{ candidate.text }}.txt"), ["unknown-name"]);
});

Deno.test("a text may go on from a node of a document", async () => {
  const start = async (document: string) => (await planOf({ start: `start: {document: "${document}"}` })).start;
  assert.deepEqual(await start("lighthouse@k3v9"), { from: "node", document: "lighthouse", node: "k3v9" });
  assert.deepEqual(await start("a@b@c"), { from: "node", document: "a@b", node: "c" });
  assert.deepEqual(await start("${{ run.name }}@${{ run.date }}"), {
    from: "node",
    document: "${{ run.name }}",
    node: "${{ run.date }}",
  });
  for (const document of ["lighthouse", "@k3v9", "lighthouse@", "${{ spec.name + '@x' }}"]) {
    assert.deepEqual(await found({ start: `start: {document: "${document}"}` }), [["bad-document", document]]);
  }
});

Deno.test("a grader is a model with every default, an expression or a script", async () => {
  const judge = "models: {judge: {use: scripted/judge, replies: [a]}}";
  assert.deepEqual((await planOf({ more: judge, grade: "grade: {model: judge}" })).grade, {
    by: "model",
    model: "judge",
    mode: "choose",
    ask: "Which continuation is the most interesting?",
    context: { tail: 4_000 },
    samples: 1,
    attempts: 2,
    maxTokens: 512,
  });
  const scored = await planOf({
    more: judge,
    grade: "grade: {model: judge, mode: score, samples: 3, max_tokens: 9, context: 1k}",
  });
  assert.deepEqual(scored.grade, {
    by: "model",
    model: "judge",
    mode: "score",
    ask: "How interesting is this continuation?",
    context: { tail: 1_000 },
    samples: 3,
    attempts: 2,
    maxTokens: 9,
  });
  const files = { "score.ts": "export const rhythm = 1" };
  const scripted = await planOf({ grade: "grade: {by: {script: ./score.ts#rhythm}}" }, memoryWorld({ files }));
  assert.deepEqual(scripted.grade, { by: "script", script: "score.ts#rhythm" });
  assert.deepEqual(scripted.scripts, {
    "score.ts#rhythm": { entry: "score.ts", name: "rhythm", modules: { "score.ts": files["score.ts"] }, npm: [] },
  });
  const whole = await planOf({ grade: "grade: {by: {script: score.ts}}" }, memoryWorld({ files }));
  assert.equal(whole.scripts["score.ts#default"]?.name, "default");
});

Deno.test("settings that the mode of a grade does not look at are warnings", async () => {
  const keys = async (grade: string) =>
    (await found({ grade: `grade: {${grade}}` })).map(([code, at]) => `${code} ${at}`);
  assert.deepEqual(await keys("model: ngram/builtin, mode: logprob, ask: x, attempts: 3, samples: 2, max_tokens: 9"), [
    "no-effect ask",
    "no-effect attempts",
    "no-effect samples",
    "no-effect max_tokens",
  ]);
  assert.deepEqual(await keys("model: scripted/x, samples: 2"), ["no-effect samples"]);
  assert.deepEqual(await keys("model: scripted/x, mode: score, samples: 2"), []);
});

Deno.test("plans say which costly things their expressions look at", async () => {
  const uses = async (parts: Parameters<typeof planOf>[0]) => (await planOf(parts)).uses;
  assert.deepEqual(await uses({}), []);
  assert.deepEqual(await uses({ stop: "stop: {done: best.score > 1 && last.node != ''}" }), []);
  assert.deepEqual(await uses({ stop: "stop: {done: size(best.text) > 100}" }), ["text"]);
  assert.deepEqual(await uses({ stop: "stop: {done: size(json(last)) > 100}" }), ["text"]);
  assert.deepEqual(await uses({ stop: "stop: {done: 'budget.spent.usd > 1 || history.exists(h, h.score > 2)'}" }), [
    "history",
    "budget",
  ]);
  assert.deepEqual(await uses({ more: "outputs: {all: text}" }), ["text"]);
  assert.deepEqual(await uses({ grade: "grade: {by: 0 - perplexity(candidate.text)}" }), ["perplexity"]);
  assert.deepEqual(await uses({ grade: "grade: {by: 'novelty(candidate.text, [text])'}" }), ["text"]);
});

Deno.test("only what sound expressions leave out is called unused", async () => {
  const inputs = "inputs: {a: {type: text, default: x}, b: {type: text, default: x}}";
  assert.deepEqual(await found({ more: inputs, start: "start: ${{ inputs.a }}" }), [["unused-input", "b"]]);
  assert.deepEqual(await found({ more: inputs, start: "start: ${{ json(inputs) }}" }), []);
  assert.deepEqual(await found({ more: inputs, start: "start: ${{ inputs.c }}" }), [["unknown-field", "c"]]);
  const files = { "score.ts": "" };
  assert.deepEqual(await found({ more: inputs, grade: "grade: {by: {script: score.ts}}" }, memoryWorld({ files })), []);
});

Deno.test("names are in scope where they have a meaning, and nowhere else", async () => {
  const codes = async (parts: Parameters<typeof found>[0]) => (await found(parts)).map(([code, at]) => `${code} ${at}`);
  assert.deepEqual(await codes({ start: "start: ${{ round }}" }), ["unknown-name round"]);
  assert.deepEqual(
    await codes({ expand: "expand: {model: ngram/builtin, max_tokens: i + n + t + round + depth}" }),
    [],
  );
  assert.deepEqual(await codes({ expand: "expand: {model: ngram/builtin, max_tokens: run.seed}" }), [
    "unknown-name run",
  ]);
  assert.deepEqual(
    await codes({ grade: "grade: {by: i + n + t + round + depth + score + size(text) + candidate.index}" }),
    [],
  );
  assert.deepEqual(await codes({ grade: "grade: {by: best.score}" }), ["unknown-name best"]);
  assert.deepEqual(await codes({ stop: "stop: {done: round > 1 && depth > 1 && score > 1 && last.score > 1}" }), []);
  assert.deepEqual(await codes({ stop: "stop: {done: budget.left.usd < 1}" }), ["maybe-null budget.left.usd"]);
  assert.deepEqual(await codes({ stop: "stop: {done: i > 1}" }), ["unknown-name i"]);
  assert.deepEqual(await codes({ more: "outputs: {n: size(history), b: best, t: text, s: spec.name}" }), []);
  assert.deepEqual(await codes({ more: "outputs: {n: budget.spent.usd}" }), ["unknown-name budget"]);
  assert.deepEqual(
    await codes({ grade: "grade: {model: scripted/x, ask: '${{ n }} of ${{ round }} at ${{ depth }}'}" }),
    [],
  );
  assert.deepEqual(await codes({ grade: "grade: {model: scripted/x, ask: '${{ candidate.text }}'}" }), [
    "unknown-name candidate",
  ]);
});

Deno.test("samplers out of the usual are warnings, out of all sense errors", async () => {
  const at = async (sampler: string) =>
    await found({ expand: `expand: {model: ngram/builtin, sampling: {${sampler}}}` });
  assert.deepEqual(await at("temperature: 2"), []);
  assert.deepEqual(await at("temperature: 2.5"), [["unusual-sampler", "2.5"]]);
  assert.deepEqual(await at("temperature: -1"), [["wrong-value", "-1"]]);
  assert.deepEqual(await at("top_p: 1.2"), [["wrong-value", "1.2"]]);
  assert.deepEqual(await at("frequency_penalty: -3"), [["unusual-sampler", "-3"]]);
  assert.deepEqual(await at("repetition_penalty: 9"), [["unusual-sampler", "9"]]);
  assert.deepEqual(
    await found({ more: "models: {m: {use: ngram/builtin, temperature: 3}}", expand: "expand: {model: m}" }),
    [
      ["unusual-sampler", "3"],
    ],
  );
});
