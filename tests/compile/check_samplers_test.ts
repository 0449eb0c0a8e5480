import assert from "node:assert/strict";
import { spec } from "../project/gen/diagnostic_example.ts";
import { findIn, found, planOf } from "./compiling.ts";

const PICKY = "expand: {model: openai/picky-base, sampling: ";

Deno.test("a sampler that a host does not have is an error, one that a model does not take a warning", async () => {
  assert.deepEqual(await found({ expand: `${PICKY}{min_p: 0.02, top_p: 0.9, temperature: 0.7}}` }), [
    ["refused-sampler", "min_p"],
    ["ignored-sampler", "temperature"],
  ]);
  assert.deepEqual(await found({ expand: `${PICKY}{temperature: "lerp(0.7, 1.2, t)"}}` }), [[
    "ignored-sampler",
    "temperature",
  ]]);
});

Deno.test("what changes nothing, and what stands under `extra`, is let through", async () => {
  assert.deepEqual(await found({ expand: `${PICKY}{temperature: 1, min_p: 0, top_k: 0}}` }), []);
  const plan = await planOf({ expand: `${PICKY}{extra: {min_p: 0.02}}}` });
  assert.deepEqual(plan.expand.extra, { min_p: 0.02 });
});

Deno.test("samplers of a model are held against it alone, where they are written", async () => {
  const more = "models: {p: {use: openai/picky-base, top_k: 40}, n: {use: ngram/builtin, top_k: 40}}";
  assert.deepEqual(await found({ more, expand: "expand: {model: [p, n]}" }), [["refused-sampler", "top_k"]]);
  const both =
    "expand: {model: [ngram/builtin, openai/picky-base, {model: openai/picky-base, width: 2}], sampling: {min_p: 0.1}}";
  assert.deepEqual(await found({ expand: both }), [["refused-sampler", "min_p"]]);
});

Deno.test("the message names the model as the spec does, and says where a sampler can stand instead", async () => {
  const more = "models: {p: {use: openai/picky-base, top_k: 40}}";
  const [problem] = await findIn(spec({ more, expand: "expand: {model: p}" }));
  assert.equal(
    problem!.message,
    "the host of model `p` (openai/picky-base) has no `top_k`, and answers what sets it with an error",
  );
  assert.match(problem!.hint!, /`extra`/);
});
