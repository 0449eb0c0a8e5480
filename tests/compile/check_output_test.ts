import assert from "node:assert/strict";
import { found } from "./compiling.ts";

const MODELS = "models: {short: {use: scripted/x, max_output: 500}, long: {use: scripted/y}}";

Deno.test("answers longer than a model gives are a warning where they are asked for, whoever asks", async () => {
  const expand = async (tokens: string) =>
    await found({
      more: MODELS,
      expand: `expand: {model: [{model: short, width: 1}, {model: long, width: 1}], max_tokens: ${tokens}}`,
    });
  assert.deepEqual(await expand("500"), []);
  assert.deepEqual(await expand("501"), [["small-output", "501"]]);
  assert.deepEqual(await expand("400 + 100 * i"), []);
  assert.deepEqual(await expand("600 - 100 * i"), [["small-output", "600 - 100 * i"]]);
  const grade = "grade: {model: short, max_tokens: 2000}", narrow = "expand: {model: long, max_tokens: 2000}";
  assert.deepEqual(await found({ more: MODELS, expand: narrow, grade }), [["small-output", "2000"]]);
});
