import assert from "node:assert/strict";
import type { JudgeCall } from "../../lib/plan/mod.ts";
import { refinePlanOf, told } from "./refining.ts";

async function judged(judge: string): Promise<JudgeCall> {
  return (await refinePlanOf({ score: `score: {judge: {model: ollama/x, ${judge}}}` })).score.judge!;
}

async function found(judge: string): Promise<readonly string[]> {
  return await told({ score: `score: {judge: {model: ollama/x, ${judge}}}` });
}

Deno.test("a judge is asked a question or given a whole prompt, and answers with a grade and a word unless said", async () => {
  assert.deepEqual(await judged("ask: 'Is round ${{ round }} clear?'"), {
    model: "ollama/x",
    prompt: "Is round ${{ round }} clear?",
    returns: "{score: number(0..10), feedback: string}",
    samples: 1,
    attempts: 2,
    maxTokens: 1_024,
  });
  const whole = "system: Be strict, prompt: {file: judge.md}, samples: 3, attempts: 4, max_tokens: 99";
  assert.deepEqual(
    await judged(`${whole}, returns: {score: int, mood: [calm, dry], "note?": string, by: {a: number}}`),
    {
      model: "ollama/x",
      prompt: "Grade ${{ candidate.text }}\n",
      system: "Be strict",
      returns: '{score: int, mood: "calm" | "dry", note?: string, by: {a: number}}',
      samples: 3,
      attempts: 4,
      maxTokens: 99,
    },
  );
});

Deno.test("a judge is asked in one way", async () => {
  assert.deepEqual(await found("ask: a, prompt: b"), ["keys-apart prompt"]);
  assert.deepEqual(await told({ score: "score: {judge: {model: ollama/x}}" }), ["wrong-value {model: ollama/x}"]);
  assert.deepEqual(await found("ask: '${{ candidate.txt }}'"), ["unknown-field txt"]);
  assert.deepEqual(await found("prompt: {file: gone.md}"), ["missing-file gone.md"]);
});

Deno.test("the fields of an answer have names and types", async () => {
  assert.deepEqual(await found("ask: a, returns: {score: numbr}"), ["bad-shape numbr"]);
  assert.deepEqual(await found("ask: a, returns: {score: number, by: {x: txt}}"), ["bad-shape txt"]);
  assert.deepEqual(await found("ask: a, returns: {'a b': number}"), ["bad-name 'a b'"]);
  assert.deepEqual(await found("ask: a, returns: {}"), ["wrong-value {}"]);
  assert.deepEqual(await found("ask: a, returns: number"), ["wrong-value number"]);
});

Deno.test("no two things that rounds are remembered by have one name", async () => {
  for (const name of ["text", "total", "round", "model", "valid", "accepted", "error", "node", "judge", "compare"]) {
    assert.deepEqual(await found(`ask: a, returns: {score: number, ${name}: string}`), [`field-clash ${name}`], name);
  }
  assert.deepEqual(await found("ask: a, returns: {score: number, 'text?': string}"), ["field-clash 'text?'"]);
  const both = (returns: string, more = "") =>
    told({
      more: "permissions: {run: [deno]}",
      score: `score: {judge: {model: ollama/x, ask: a, returns: {score: number, output: string}}, ${more}
  script: {script: ./score.ts, returns: {${returns}}}, total: judge.score}`,
    });
  assert.deepEqual(await both("beats: number"), []);
  assert.deepEqual(await both("score: number"), ["field-clash score"]);
  assert.deepEqual(await both("beats: number", "command: [deno],"), ["field-clash output"]);
});

Deno.test("what scorers say is known of every round, by its type", async () => {
  const prompt = async (hole: string, score: string) =>
    await told({ score: `score: ${score}`, propose: `propose: {model: openai/gpt-5.2, prompt: "\${{ ${hole} }}"}` });
  const judge = "{judge: {model: ollama/x, ask: a, returns: {score: number, note: string, 'why?': string}}}";
  assert.deepEqual(await prompt("last.note + best.note + current.note", judge), []);
  assert.deepEqual(await prompt("last.why", judge), ["maybe-null last.why"]);
  assert.deepEqual(await prompt("last.feedback", judge), ["unknown-field feedback"]);
  assert.deepEqual(await prompt("best.beats + 1", "{script: {script: ./score.ts, returns: {beats: number}}}"), []);
  assert.deepEqual(await prompt("best.script", "{script: ./score.ts}"), ["unknown-field script"]);
});

Deno.test("a comparison has a question of its own unless said", async () => {
  const { score: { compare } } = await refinePlanOf({ score: "score: {compare: {model: ollama/x, samples: 2}}" });
  assert.deepEqual(compare, {
    model: "ollama/x",
    ask: "Which of the two texts is better?",
    samples: 2,
    attempts: 2,
    maxTokens: 1_024,
  });
  assert.deepEqual(await told({ score: "score: {compare: {model: ollama/x, ask: '${{ candidate.text }}'}}" }), [
    "unknown-name candidate",
  ]);
});

Deno.test("a script gives a number or a map of fields", async () => {
  const returns = async (shape: string) =>
    await told({ score: `score: {script: {script: ./score.ts, returns: ${shape}}}` });
  assert.deepEqual(await returns("number(0..1)"), []);
  assert.deepEqual(await returns("{a: number}"), []);
  assert.deepEqual(await returns("string"), ["wrong-value string"]);
  assert.deepEqual(await returns("[a, b]"), ["wrong-value [a, b]"]);
  assert.deepEqual(await returns("nmber"), ["bad-shape nmber"]);
});
