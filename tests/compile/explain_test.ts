import assert from "node:assert/strict";
import { explain } from "../../lib/compile/explain.ts";
import { explainedMermaid, explainedText } from "../../lib/compile/render_explained.ts";
import type { Parts } from "./compiling.ts";
import { planOf } from "./compiling.ts";

async function textOf(parts: Parts): Promise<string> {
  return explainedText(explain(await planOf(parts)));
}

Deno.test("an explanation shows every step and every default", async () => {
  assert.equal(
    await textOf({}),
    `spec: autoloom (autoloom@1)
 1. begin with the text \`It began with\`
 2. make 5 candidates side by side
      5 with ngram/builtin: ngram/builtin, runs here, free
      each of 128 tokens at most, seeing the last 8k tokens of the text
 3. grade every candidate by \`novelty(candidate.text)\`
 4. keep the best candidate
 5. stop when 8 rounds are done, or 3 rounds in a row had no word in any candidate
      there is no budget
 6. give what it is worth
      text: the best text
`,
  );
});

Deno.test("an explanation tells what a plan does in each of its forms", async () => {
  const said = await textOf({
    more: `inputs: {n: {type: int, default: 3}, seed: text}
select: {keep: 2, veto: 1h}
save: a.txt
budget: {usd: 0.5, calls: 9}
outputs: {all: text}
models: {w: {use: openai/davinci, key: {env: MY_KEY}, organization: lab, temperature: 0.7, concurrency: 2}}`,
    start: "start: ${{ inputs.seed }}",
    expand:
      'expand: {model: [w, ngram/builtin], stop: "\\n", context: {head: 1k, tail: 2k}, sampling: {min_p: t, extra: {dry: 1}}, max_tokens: inputs.n}',
    grade: "grade: {model: scripted/x, mode: score, samples: 3}",
    stop: "stop: {all: [{depth: 1}, {not: {done: score > 1}}], blank: never}",
  });
  for (
    const part of [
      "input n: int, `3` unless given",
      "input seed: string, must be given",
      "for every path that is kept",
      "3 with w: openai/davinci, remote, $2 in and $2 out a million tokens (table of 2026-01), key from the environment (MY_KEY), organization `lab`, temperature 0.7 unless said, 2 calls at a time",
      "seeing the first 1k and the last 2k tokens of the text",
      'ended before "\\n"',
      "dry: 1, passed through",
      "min_p: t",
      "ask scripted/x for a number for each candidate",
      "3 times for each candidate; the median counts",
      "keep the 2 best paths",
      "a person may choose otherwise for 1h",
      "saved to `a.txt`",
      "stop when 1 round is done and it is not so that `score > 1` holds",
      "the budget ends it in any case: $0.50, 9 calls",
      "all: text",
    ]
  ) assert.ok(said.includes(part), `${part}\n\n${said}`);
  const files = await textOf({
    start: "start: {document: a@b}",
    stop: "stop: never",
    grade: "grade: {model: ngram/builtin, mode: logprob}",
  });
  assert.match(files, /go on from node `b` of document `a`/);
  assert.match(files, /how likely ngram\/builtin finds it/);
  assert.match(files, /never stop/);
});

Deno.test("which paths of a beam are kept is told as each way of grading decides it", async () => {
  const told = async (grade: string, keep = 2) => {
    const explained = explain(await planOf({ grade: `grade: ${grade}`, more: `select: {keep: ${keep}}` }));
    return explained.steps.filter(({ id }) => id === "grade" || id === "select").map(({ says }) => says);
  };
  const mean = "keep the 2 best paths, by the mean grade along each";
  assert.deepEqual(await told("{by: novelty(candidate.text)}"), [
    "grade every candidate by `novelty(candidate.text)`",
    mean,
  ]);
  assert.deepEqual(await told("{model: scripted/x, mode: score}"), [
    "ask scripted/x for a number for each candidate",
    mean,
  ]);
  assert.deepEqual(await told("{model: ngram/builtin, mode: logprob}"), [
    "grade every candidate by how likely ngram/builtin finds it",
    mean,
  ]);
  assert.deepEqual(await told("{model: scripted/x}"), [
    "ask scripted/x which 2 candidates of all paths are the best, in order",
    "keep the 2 best paths, in the order scripted/x names them",
  ]);
  assert.deepEqual(await told("{model: scripted/x}", 1), [
    "ask scripted/x which candidate is the best",
    "keep the best candidate",
  ]);
});

Deno.test("a flow chart has a box for every step and an arrow for every way on, and no letter that Mermaid would take for its own", async () => {
  const explained = explain(await planOf({ start: 'start: "a\\"b[c] ${{ spec.name }} # <i> | é"' }));
  const chart = explainedMermaid(explained), lines = chart.trimEnd().split("\n");
  assert.equal(lines[0], "flowchart TD");
  assert.equal(lines.filter((line) => line.includes("-->")).length, explained.steps.flatMap(({ next }) => next).length);
  for (const { id, next } of explained.steps) {
    assert.ok(lines.some((line) => line.startsWith(`  ${id}`)), id);
    for (const { to } of next) assert.ok(explained.steps.some((step) => step.id === to));
  }
  for (const label of chart.matchAll(/"([^\n]*)"/g)) {
    assert.match(label[1]!, /^(?:[\p{L}\p{N} .,:;_/()+=*%$-]|#\d+;)*$/u);
  }
  assert.doesNotMatch(chart, /^ {2}end\b/m);
});
