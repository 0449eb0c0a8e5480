/** Asking a model that follows instructions, and taking nothing for an answer that is not one. */
import type { Json } from "../../base/json.ts";
import { seedFor } from "../../base/seeded.ts";
import type { Generate, Part, PlanModel, Program, Returns, Sampling } from "../../plan/mod.ts";
import { EffectFailed, JUDGE_TOKENS, perform } from "../../plan/mod.ts";
import type { ModelGrade } from "./judged.ts";
import type { Round } from "./state.ts";

/** What is asked and how the answer is read. */
export interface Question<T> {
  /** Key of the first asking. */
  readonly key: string;
  /** Who is asked, and how often. */
  readonly grade: ModelGrade;
  /** What the judge is shown. */
  readonly parts: readonly Part[];
  /** The form of the answer. */
  readonly returns: Returns;
  /** What the answer says, or what is wrong with it. */
  readonly read: (value: Json) => { readonly answer: T } | { readonly problem: string };
}

/** Asks until the answer can be read, as often as the plan says, naming what was wrong; an answer is never guessed. */
export function* askJudge<T>(round: Round, question: Question<T>): Program<T> {
  const { key, grade, read } = question;
  let parts = question.parts;
  for (let attempt = 1;; attempt++) {
    const step = attempt === 1 ? key : `${key}/again/${attempt}`;
    const outcome = yield* perform(requestOf(round, { ...question, key: step, parts }));
    if (outcome.type === "failed") throw new EffectFailed(step, outcome.failure.code, outcome.failure.message);
    const said = outcome.type === "value" ? read(outcome.value.value ?? null) : outcome;
    if ("answer" in said) return said.answer;
    if (attempt >= grade.attempts) throw unreadable(step, grade, said.problem);
    parts = [...question.parts, {
      text: `\n\nAn earlier answer could not be taken: ${said.problem}. Answer in exactly the form asked for.`,
    }];
  }
}

/** Names the last step that was asked: a resume asks that one again. */
function unreadable(step: string, { model, attempts }: ModelGrade, problem: string): EffectFailed {
  const times = attempts === 1 ? "once" : `${attempts} times`;
  return new EffectFailed(
    step,
    "unparsed",
    `the judge \`${model}\` was asked ${times} and gave no answer that can be read: ${problem}`,
  );
}

function requestOf<T>({ plan, context }: Round, { key, parts, grade, returns }: Question<T>): Generate {
  return {
    do: "generate",
    key,
    model: grade.model,
    prompt: { form: "chat", messages: [{ role: "user", parts }] },
    maxTokens: grade.maxTokens ?? JUDGE_TOKENS,
    sampling: samplingOf(plan.models[grade.model]!, grade),
    seed: seedFor(context.seed, key),
    returns,
  };
}

/** A judge is asked for its likeliest answer; several samples are worth something only where they may differ. */
function samplingOf({ sampling, extra }: PlanModel, { samples }: ModelGrade): Sampling {
  return { ...(samples > 1 ? {} : { temperature: 0 }), ...sampling, ...(extra ? { extra } : {}) };
}
