import assert from "node:assert/strict";
import type { Proposing } from "../../lib/plan/mod.ts";
import { memoryWorld } from "./memory_world.ts";
import { refinePlanOf, told } from "./refining.ts";

async function proposed(propose: string, more = ""): Promise<Proposing> {
  return (await refinePlanOf({ propose: `propose: {${propose}}`, more })).propose;
}

const MODELS = "models: {a: openai/gpt-5.2, b: {use: scripted/b, replies: [x]}}";

Deno.test("models write candidates from a prompt, with samplers and sizes as expressions", async () => {
  const written =
    'model: [a, b, a], n: 4, system: "You are ${{ inputs.who }}", prompt: {file: judge2.md}, max_tokens: 64 + i, ' +
    'sampling: {temperature: 0.70, min_p: "t / 10", extra: {dry: [1, {x: null}]}}';
  const plan = await refinePlanOf({
    more: `${MODELS}\ninputs: {who: {type: text, default: x}}`,
    propose: `propose: {${written}}`,
  }, memoryWorld({ files: { "judge2.md": "Round ${{ round }}: ${{ text }}" } }));
  assert.equal(plan.n, 4);
  assert.deepEqual(plan.propose, {
    by: "model",
    models: ["a", "b", "a"],
    system: "You are ${{ inputs.who }}",
    prompt: "Round ${{ round }}: ${{ text }}",
    maxTokens: "64 + i",
    sampling: { temperature: "0.7", min_p: "t / 10" },
    extra: { dry: [1, { x: null }] },
  });
});

Deno.test("a prompt may speak of the newest rounds, of what people said and of the candidate's place", async () => {
  const prompt = "${{ best.total }} ${{ last.error }} ${{ current.node }} ${{ round }} ${{ depth }} ${{ guidance }} " +
    "${{ i }} ${{ n }} ${{ t }} ${{ text }} ${{ spec.name }} ${{ last.accepted }}";
  assert.deepEqual(await told({ propose: `propose: {model: openai/gpt-5.2, prompt: "${prompt}"}` }), []);
  for (const name of ["candidate", "history", "total", "run", "budget", "judge"]) {
    assert.deepEqual(await told({ propose: `propose: {model: openai/gpt-5.2, prompt: "\${{ ${name} }}"}` }), [
      `unknown-name ${name}`,
    ]);
  }
});

Deno.test("numbers of a proposal are held to their bounds, as expressions as well", async () => {
  const found = async (more: string) =>
    await told({ propose: `propose: {model: openai/gpt-5.2, prompt: "a \${{ text }}", ${more}}` });
  assert.deepEqual(await found("n: 0"), ["wrong-value 0"]);
  assert.deepEqual(await found("n: 1001"), ["wrong-value 1001"]);
  assert.deepEqual(await found("max_tokens: 1 - 2"), ["wrong-value 1 - 2"]);
  assert.deepEqual(await found("max_tokens: best.total"), ["unknown-name best"]);
  assert.deepEqual(await found("sampling: {top_p: 1.5}"), ["wrong-value 1.5"]);
  assert.deepEqual(await found("sampling: {temperature: 4}"), ["unusual-sampler 4"]);
  assert.deepEqual(
    await told({
      more: "models: {m: {use: scripted/m, replies: [x], max_output: 1k}}",
      propose: 'propose: {model: m, prompt: "a ${{ text }}", max_tokens: 2000}',
    }),
    ["small-output 2000"],
  );
});

Deno.test("the ways to make candidates exclude each other", async () => {
  assert.deepEqual(await told({ propose: "propose: {script: ./score.ts, command: [deno]}", score: "" }), [
    "keys-apart command",
  ]);
  assert.deepEqual(await told({ propose: "propose: {n: 2}" }), ["wrong-value {n: 2}"]);
  assert.deepEqual(await told({ propose: "propose: {model: openai/gpt-5.2}" }), ["missing-key propose"]);
  assert.deepEqual(await told({ propose: "" }), ["missing-key loom"]);
});

Deno.test("a script or a program makes candidates", async () => {
  assert.deepEqual(await proposed("script: ./score.ts#rhythm"), { by: "script", script: "score.ts#rhythm" });
  assert.deepEqual(await proposed("command: [deno, fmt]", "permissions: {run: [deno]}"), {
    by: "command",
    command: { run: ["deno", "fmt"], files: [] },
  });
  assert.deepEqual(await told({ propose: "propose: {script: ./nothing.ts}" }), ["bad-script ./nothing.ts"]);
});
