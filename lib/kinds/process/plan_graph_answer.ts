/** Asking a planner, and once more with everything that is wrong with its answer. What it says is never made up for. */
import type { Json } from "../../base/json.ts";
import { seedFor } from "../../base/seeded.ts";
import { shorten } from "../../base/shorten.ts";
import type { ChatTurn, Generate, Program } from "../../plan/mod.ts";
import { EffectFailed, perform } from "../../plan/mod.ts";
import { unmarked } from "../agent/unmarked.ts";
import type { Asking } from "../ask_judge.ts";
import { correction } from "./planner_words.ts";

/** What a planner is asked, and how its answer is read. */
export interface GraphQuestion<T> {
  /** Key of the first asking; the second is `KEY/again`. */
  readonly key: string;
  /** Name of a model of the plan. */
  readonly model: string;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** The whole of what it is told. */
  readonly words: string;
  /** What the answer comes to, or everything that is wrong with it. */
  readonly read: (answer: Json) => { readonly answer: T } | { readonly faults: readonly string[] };
}

/** Characters of an answer that its planner is shown again. */
const SHOWN = 24_000;

/**
 * What a planner answers. One answer that cannot be used is given back to it with all its faults.
 *
 * @throws {EffectFailed} with the code `plan` when the second cannot be used either.
 */
export function* planGraphAnswer<T>(round: Asking, question: GraphQuestion<T>): Program<T> {
  const { key, model, words } = question, user = said("user", words);
  const first = yield* answerTo(round, question, { key, messages: [user] });
  if ("answer" in first) return first.answer;
  const again = `${key}/again`, fix = correction(first.faults);
  const before = first.text.trim() === ""
    ? [said("user", `${words}\n\n${fix}`)]
    : [user, said("assistant", shorten(first.text, SHOWN)), said("user", fix)];
  const second = yield* answerTo(round, question, { key: again, messages: before });
  if ("answer" in second) return second.answer;
  const faults = second.faults.slice(0, NAMED).map((fault) => shorten(fault, FAULT)).join("; ");
  const more = second.faults.length > NAMED ? `; and ${second.faults.length - NAMED} more` : "";
  throw new EffectFailed(
    again,
    "plan",
    `the planner \`${model}\` was asked twice and gave no graph that can be used: ${faults}${more}`,
  );
}

/** Faults that an error names, and characters of each. */
const NAMED = 10, FAULT = 300;

type Answered<T> = { readonly answer: T } | { readonly faults: readonly string[]; readonly text: string };

function* answerTo<T>(
  { plan, context }: Asking,
  { model, maxTokens, read }: GraphQuestion<T>,
  { key, messages }: { readonly key: string; readonly messages: readonly ChatTurn[] },
): Program<Answered<T>> {
  const { sampling, extra } = plan.models[model]!;
  const effect: Generate = {
    do: "generate",
    key,
    model,
    prompt: { form: "chat", messages },
    maxTokens,
    sampling: { temperature: 0, ...sampling, ...(extra ? { extra } : {}) },
    seed: seedFor(context.seed, key),
    returns: { as: "json", shape: "any" },
  };
  const outcome = yield* perform(effect);
  if (outcome.type === "failed") throw new EffectFailed(key, outcome.failure.code, outcome.failure.message);
  if (outcome.type === "unparsed") {
    return { faults: [`${outcome.problem}; if it was cut off, say less`], text: outcome.text };
  }
  const { value = null, text, finish } = outcome.value, found = read(value);
  if ("answer" in found) return found;
  const cut = finish === "length" ? [`it ends after ${maxTokens} tokens: say less`] : [];
  return { faults: [...found.faults, ...cut], text };
}

function said(role: "user" | "assistant", text: string): ChatTurn {
  return { role, parts: [{ text: unmarked(text) }] };
}
