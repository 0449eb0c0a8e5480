/** A judge that holds a candidate against the best text so far. */
import { shuffled } from "../../base/seeded.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { CompareCall, Program } from "../../plan/mod.ts";
import { all } from "../../plan/mod.ts";
import { askJudge } from "../ask_judge.ts";
import { textOf } from "../value_of.ts";
import type { Attempt } from "./attempt.ts";
import { allOf, attempt } from "./attempt.ts";
import type { Draft, Round } from "./state.ts";

/** Two texts, and what is asked of them. */
export interface Comparing {
  /** Key of the first question, without its number. */
  readonly key: string;
  readonly call: CompareCall;
  readonly candidate: Pick<Draft, "node">;
  readonly best: Pick<Draft, "node">;
  /** What the question may speak of. */
  readonly values: Values;
}

/**
 * 1 when the candidate is better, -1 when the best is, 0 when the judge does not mean it: it is asked in both orders, as
 * often in each, so that liking the first or the last comes to nothing.
 */
export function* compare(round: Round, comparing: Comparing): Program<Attempt<number>> {
  const { key, call: { samples } } = comparing, { seed } = round.context;
  const orders = Array.from({ length: samples }, (_, s) => shuffled(2, seed, `${key}/${s}`)).flat();
  const answers = allOf(
    yield* all(
      orders.map((place, q) => () =>
        attempt(round, `${key}/${q}`, (step) => askOnce(round, { ...comparing, key: step, place }))
      ),
    ),
  );
  return answers.ok ? { ok: true, value: Math.sign(answers.value.reduce((sum, answer) => sum + answer, 0)) } : answers;
}

interface Ordered extends Comparing {
  /** The candidate's place: 0 or 1. */
  readonly place: number;
}

function* askOnce(round: Round, { key, call, candidate, best, values, place }: Ordered): Program<number> {
  const { document } = round.context, shown = place === 0 ? [candidate, best] : [best, candidate];
  const asked = textOf(round, { field: "score.compare.ask", expression: call.ask }, values);
  return yield* askJudge(round, {
    key,
    again: (again) => `${key}/asked/${again}`,
    grade: call,
    parts: [
      { text: "Here are two versions of a text.\n" },
      ...shown.flatMap(({ node }, i) => [
        { text: `\n<version number="${i + 1}">\n` },
        { path: { document, node } },
        { text: "\n</version>\n" },
      ]),
      { text: `\n${asked}\nAnswer with the number of the better version, 1 or 2, and nothing else.` },
    ],
    returns: { as: "choice", labels: ["1", "2"] },
    read: (answer) => ({ answer: answer === place ? 1 : -1 }),
  });
}
