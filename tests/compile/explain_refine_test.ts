import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import { explain } from "../../lib/compile/explain.ts";
import { explainedMermaid, explainedText } from "../../lib/compile/render_explained.ts";
import { refineSpec } from "../project/gen/diagnostic_example.ts";
import { FILES } from "./arbitrary_spec.ts";
import { memoryWorld } from "./memory_world.ts";
import { BY_MODELS, BY_RUN } from "./refine_specs.ts";
import type { RefineParts } from "./refining.ts";
import { refinePlanOf, refinePlanOfText } from "./refining.ts";

async function textOf(parts: RefineParts): Promise<string> {
  return explainedText(explain(await refinePlanOf(parts)));
}

Deno.test("an explanation of a refine plan shows every step and every default", async () => {
  assert.equal(
    await textOf({}),
    `spec: refine (refine@1)
 1. begin with the text \`It began with\`
      it is scored as every candidate is
 2. make a candidate
      openai/gpt-5.2: openai/gpt-5.2, remote, $1.25 in and $10 out a million tokens (table of 2026-01)
      asked: \`Shorten: \${{ best.text }}\`
      each of 2048 tokens at most
 3. score each by \`0 - size(candidate.text)\`: higher is better
 4. go on from the best candidate when \`total >= best.total\`
      otherwise go back to the best text
      each step is tried once
      a round that comes to nothing is counted and gone back from; 3 of them in a row end the run
 5. stop when 8 rounds are done
      there is no budget
 6. give what it is worth
      text: the best text
      score: its total
`,
  );
});

Deno.test("an explanation tells what a refine plan does in each of its forms", async () => {
  const said = explainedText(explain(await refinePlanOfText(BY_MODELS)));
  for (
    const part of [
      "make 3 candidates side by side",
      "they take turns: writer, strong",
      "told to be: `You write for a ${{ inputs.readers }} reader`",
      "temperature: lerp(0.5, 1, t)",
      "let pass what passes all 2 gates",
      "short: `size(candidate.text) <= 1200`",
      "the script score.ts#rhythm gives beats: number, note: string?",
      "running `deno fmt --check draft.md` gives 1 when it ends well, else 0",
      "the text is in `draft.md`",
      "beside it: `seed.txt`",
      "it may take 30s",
      "it answers with score: number(0..10), feedback: string, 3 times; medians count",
      "it is asked: `Which is clearer?`",
      "each step is tried 3 times, 2s before the second time and twice as long with each",
      "the text is saved to `out/${{ spec.name }}.md`",
      "after 3 rounds in a row that made nothing better by 0.1, take the next of 5 steps",
      "1. strong makes all candidates: anthropic/claude-opus-4-6",
      "2. temperatures rise by 0.2",
      "3. ask a person: `Best is ${{ best.total }}`",
      "or judge says yes to `Is the task complete?`",
      "by embeddings of vectors and it is not so that 2 rounds are done",
      "the budget ends it in any case: $1.00, 25 rounds, 20m of work",
    ]
  ) assert.ok(said.includes(part), `${part}\n\n${said}`);
  const run = explainedText(explain(await refinePlanOfText(BY_RUN, "spec.toml")));
  for (
    const part of [
      "make 2 candidates side by side, a run of polish each",
      "with rounds: `${{ 3 }}`",
      "the candidate is `outputs.text`",
      "lower is better",
      "otherwise go back to the text it was made from",
    ]
  ) assert.ok(run.includes(part), `${part}\n\n${run}`);
});

Deno.test("programs and scripts that make candidates are named", async () => {
  const command = "propose: {command: {run: [deno, fmt, a.md], file: a.md}}";
  const said = await textOf({ more: "permissions: {run: [deno]}\nbacktrack: none", propose: command });
  assert.match(said, /make a candidate by running `deno fmt a.md`\n +the text is in `a.md`/);
  assert.match(
    said,
    /go on from the best candidate\n +each step is tried once\n +a round that comes to nothing ends the run/,
  );
  assert.match(await textOf({ propose: "propose: {script: ./score.ts}" }), /by the script score.ts#default/);
  const piped = "score: {command: {run: [deno], read: '$.a[0]'}, start: 2}";
  const scored = await textOf({ more: "permissions: {run: [deno]}", score: piped });
  assert.match(scored, /its total is 2/);
  assert.match(
    scored,
    /gives the number at `\$\.a\.0` in the JSON it prints\n +it reads the text on its standard input/,
  );
});

Deno.test("a chart of a refine plan has an arrow for every way", async () => {
  const parts = { score: "score: {gates: {a: size(candidate.text) < 9}}", more: "stall: {after: 2, then: [ask]}" };
  const chart = explainedMermaid(explain(await refinePlanOf(parts)));
  assert.deepEqual(chart.split("\n").filter((line) => line.includes("-->")).map((line) => line.trim()), [
    "start --> propose",
    "propose --> gate",
    "gate --> score",
    "gate -->|none passes| accept",
    "score --> accept",
    "accept --> stall",
    "stall --> stop",
    "stall -->|no step is left| finish",
    "stop -->|go on| propose",
    "stop -->|stop| finish",
  ]);
});

Deno.test("an explanation says where the models of a refine plan come from, with each step they have a part in", async () => {
  const settings =
    '[models.gpt]\nuse = "openai/gpt-5.2"\n[models.small]\nuse = "ollama/x"\n[defaults]\nsave = "a.txt"\n';
  const world = memoryWorld({ files: FILES, defaults: [{ name: "loom.toml", text: settings }] });
  const text = refineSpec({
    propose: 'propose: {model: gpt, prompt: "a ${{ text }}"}',
    score: "score: {judge: {model: small, ask: a}}",
    stop: "stop: {depth: 3, judge: {model: small, ask: Done?}}",
    more: "stall: {after: 2, then: [{use: gpt}]}",
  });
  const { plan, origins } = await compile({ name: "spec.yaml", text }, world);
  const said = explain(plan!, origins).steps.flatMap(({ id, details }) =>
    details.filter((line) => line.includes("loom.toml")).map((line) => `${id}: ${line}`)
  );
  assert.deepEqual(said, [
    "propose: gpt stands in loom.toml",
    "score: small stands in loom.toml",
    "accept: where it is saved is said in loom.toml, for the spec does not say it",
    "stall: gpt stands in loom.toml",
    "stop: small stands in loom.toml",
  ]);
});
