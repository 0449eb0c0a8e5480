import assert from "node:assert/strict";
import type { Host } from "../../../lib/models/openai/options.ts";
import { HOSTS } from "../../../lib/models/openai/options.ts";
import { samplersOf } from "../../../lib/models/openai/samplers.ts";
import type { ModelFacts, Sampling } from "../../../lib/plan/mod.ts";
import { SAMPLERS } from "../../../lib/plan/mod.ts";
import { factsOf } from "../faults/subject.ts";

const of = (sampling: Sampling, host: Host, facts: Partial<ModelFacts> = {}) =>
  samplersOf(sampling, { facts: factsOf("openai/m", {}, facts), host });

const ALL = {
  temperature: 0.9,
  top_p: 0.95,
  top_k: 40,
  min_p: 0.02,
  typical_p: 0.9,
  frequency_penalty: 0.1,
  presence_penalty: 0.2,
  repetition_penalty: 1.1,
};

Deno.test("every sampler reaches a host of open models, spelled as the host does", () => {
  for (const host of HOSTS) {
    if (host === "openai") continue;
    const { repetition_penalty, ...rest } = ALL;
    const name = host === "llama.cpp" || host === "lmstudio" ? "repeat_penalty" : "repetition_penalty";
    assert.deepEqual(of(ALL, host), { ...rest, [name]: repetition_penalty }, host);
  }
});

Deno.test("what only the host understands is passed through as it is, and wins", () => {
  const extra = { dry_multiplier: 0.8, dry_sequence_breakers: ["\n"], xtc_probability: 0.5, temperature: 2, top_k: 5 };
  assert.deepEqual(of({ temperature: 1, extra }, "llama.cpp"), extra);
  assert.deepEqual(of({ extra: { reasoning_effort: "low" } }, "openai"), { reasoning_effort: "low" });
});

Deno.test("a sampler that the official API has not is refused before anything is asked", () => {
  for (const name of ["top_k", "min_p", "typical_p", "repetition_penalty"] as const) {
    assert.throws(
      () => of({ [name]: ALL[name] }, "openai"),
      new RegExp(`Cannot ask \`openai/m\` with \`${name}: ${ALL[name]}\`: its host has no such sampler; leave it out`),
    );
  }
  assert.throws(() => of({ top_k: 5 }, "other", { refuses: ["top_k"] }), /`top_k: 5`/);
});

Deno.test("a sampler that is refused and changes nothing is left out", () => {
  assert.deepEqual(of({ temperature: 0.5, top_k: 0, min_p: 0, typical_p: 1, repetition_penalty: 1 }, "openai"), {
    temperature: 0.5,
  });
});

Deno.test("samplers that a model ignores are left out", () => {
  const four = { temperature: 0, top_p: 0.9, frequency_penalty: 1, presence_penalty: 1 };
  const { supports } = factsOf("openai/m", { reasoning: true });
  assert.deepEqual(of(four, "openai", { supports }), {}, "the official models that think");
  assert.deepEqual(of(four, "vllm", { supports }), four, "those of others draw like any model");
  assert.deepEqual(of(four, "openai", { supports, ignores: ["frequency_penalty", "presence_penalty"] }), {
    temperature: 0,
    top_p: 0.9,
  });
});

Deno.test("what nobody set is not sent", () => {
  for (const host of HOSTS) assert.deepEqual(of({}, host), {}, host);
  assert.equal(Object.keys(ALL).length, SAMPLERS.length, "this test knows every sampler");
});
