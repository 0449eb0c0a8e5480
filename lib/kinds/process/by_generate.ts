import { seedFor } from "../../base/seeded.ts";
import { grouped } from "../../base/shorten.ts";
import type { GenerateCall, Program } from "../../plan/mod.ts";
import { demand, EffectFailed } from "../../plan/mod.ts";
import { feedbackOf } from "./failure_kind_feedback.ts";
import { modelOfAttempt } from "./failure_kind_ladder.ts";
import { wordsFrom } from "./given.ts";
import type { ProcessRun } from "./run.ts";
import { taskValues } from "./run.ts";
import type { Did, Trying } from "./work.ts";

/** Asks a model once. An answer that was cut off, or is none, has failed. */
export function* byGenerate(run: ProcessRun, { task, place, failures }: Trying, call: GenerateCall): Program<Did> {
  const { key, attempt } = place, values = taskValues(run, place), field = `tasks.${task.name}.generate`;
  const system = call.system ? wordsFrom(run, { field: `${field}.system`, given: call.system }, values) : "";
  const asked = wordsFrom(run, { field: `${field}.prompt`, given: call.prompt }, values);
  const before = feedbackOf(failures),
    name = modelOfAttempt(call, attempt),
    { sampling, extra } = run.plan.models[name]!;
  const answer = yield* demand({
    do: "generate",
    key,
    model: name,
    prompt: {
      form: "chat",
      messages: [
        ...(system === "" ? [] : [{ role: "system" as const, parts: [{ text: system }] }]),
        { role: "user", parts: [{ text: asked }, ...(before === "" ? [] : [{ text: `\n\n${before}` }])] },
      ],
    },
    maxTokens: call.maxTokens,
    sampling: { ...sampling, ...call.sampling, ...(extra ? { extra } : {}) },
    seed: seedFor(run.context.seed, key),
    ...(task.returns === undefined ? {} : { returns: { as: "json" as const, shape: task.returns } }),
  });
  const { text, finish, value, clamped } = answer;
  if (text.trim() === "") throw new EffectFailed(key, "empty", `\`${name}\` answered nothing`);
  if (finish === "length") {
    const why = clamped === undefined
      ? `${grouped(call.maxTokens)} tokens; raise \`max_tokens\``
      : `${grouped(clamped)} tokens, all that the budget had left; raise the budget`;
    throw new EffectFailed(key, "cut", `the answer of \`${name}\` was cut off after ${why}`);
  }
  return { value: task.returns === undefined ? { text } : value ?? null, text, changed: [], calls: [] };
}
