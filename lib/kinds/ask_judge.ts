/** Asking a model that follows instructions, and taking nothing for an answer that is not one. */
import type { Json } from "../base/json.ts";
import { seedFor } from "../base/seeded.ts";
import type { Generate, Part, PlanBase, PlanModel, Program, PromptParts, Returns, Sampling } from "../plan/mod.ts";
import { EffectFailed, JUDGE_TOKENS, perform } from "../plan/mod.ts";
import { unmarked } from "./agent/unmarked.ts";
import type { KindContext } from "./kind.ts";

/** Who is asked, and how. */
export interface Judge {
  /** Name of a model of the plan. */
  readonly model: string;
  /** How often it is asked the same; several samples are worth something only where they may differ. */
  readonly samples: number;
  /** How often an answer that cannot be read is asked again. */
  readonly attempts: number;
  /** Tokens an answer may take. Absent: {@link JUDGE_TOKENS}. */
  readonly maxTokens?: number;
}

/** What is asked and how the answer is read. */
export interface Question<T> {
  /** Key of the first asking. */
  readonly key: string;
  /** Key of a later one, from the second on; absent: `KEY/again/2`. */
  readonly again?: (attempt: number) => string;
  /** Who is asked, and how often. */
  readonly grade: Judge;
  /** What the judge is told to be; absent: nothing. */
  readonly system?: string;
  /** What the judge is shown. */
  readonly parts: readonly Part[];
  /** The form of the answer. */
  readonly returns: Returns;
  /** What the answer says, or what is wrong with it. */
  readonly read: (value: Json) => { readonly answer: T } | { readonly problem: string };
}

/** What a judge is asked with: the models of a plan, and the seed of a run. */
export interface Asking {
  /** The plan of the run. */
  readonly plan: Pick<PlanBase, "models">;
  /** What is known of the run. */
  readonly context: Pick<KindContext, "seed">;
}

/** Asks until the answer can be read, as often as the plan says, naming what was wrong; an answer is never guessed. */
export function* askJudge<T>(round: Asking, question: Question<T>): Program<T> {
  const { key, grade, read, again = (attempt) => `${key}/again/${attempt}` } = question;
  let parts = question.parts;
  for (let attempt = 1;; attempt++) {
    const step = attempt === 1 ? key : again(attempt);
    const outcome = yield* perform(requestOf(round, { ...question, key: step, parts }));
    if (outcome.type === "failed") throw new EffectFailed(step, outcome.failure.code, outcome.failure.message);
    const said = outcome.type === "value" ? read(outcome.value.value ?? null) : outcome;
    if ("answer" in said) return said.answer;
    if (attempt >= grade.attempts) throw unreadable(step, grade, said.problem);
    parts = [...question.parts, {
      text: `\n\nAn earlier answer could not be taken: ${
        unmarked(said.problem)
      }. Answer in exactly the form asked for.`,
    }];
  }
}

/** Names the last step that was asked: a resume asks that one again. */
function unreadable(step: string, { model, attempts }: Judge, problem: string): EffectFailed {
  const times = attempts === 1 ? "once" : `${attempts} times`;
  return new EffectFailed(
    step,
    "unparsed",
    `the judge \`${model}\` was asked ${times} and gave no answer that can be read: ${problem}`,
  );
}

function requestOf<T>({ plan, context }: Asking, { key, system, parts, grade, returns }: Question<T>): Generate {
  const told: Messages = system === undefined ? [] : [{ role: "system", parts: [{ text: system }] }];
  return {
    do: "generate",
    key,
    model: grade.model,
    prompt: { form: "chat", messages: [...told, { role: "user", parts }] },
    maxTokens: grade.maxTokens ?? JUDGE_TOKENS,
    sampling: samplingOf(plan.models[grade.model]!, grade),
    seed: seedFor(context.seed, key),
    returns,
  };
}

type Messages = Extract<PromptParts, { readonly form: "chat" }>["messages"];

/** A judge is asked for its likeliest answer; several samples are worth something only where they may differ. */
function samplingOf({ sampling, extra }: PlanModel, { samples }: Judge): Sampling {
  return { ...(samples > 1 ? {} : { temperature: 0 }), ...sampling, ...(extra ? { extra } : {}) };
}
