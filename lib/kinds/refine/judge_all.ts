/** Candidates that were made, with what they are worth. */
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { all } from "../../plan/mod.ts";
import type { Attempt } from "./attempt.ts";
import { isStepError } from "../step_error.ts";
import { refusals } from "./gates.ts";
import type { Candidate } from "./propose.ts";
import type { Worth } from "./score.ts";
import { score } from "./score.ts";
import type { Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** A candidate and what became of it. */
export interface Judged {
  readonly candidate: Candidate;
  /** What expressions may speak of, the candidate included. */
  readonly values: Values;
  /** Gates it does not pass; those are scored by nobody. */
  readonly refused: readonly string[];
  /** What it is worth; absent when it is refused. */
  readonly worth?: Attempt<Worth>;
}

/** Looks at the gates of all candidates, then scores those that pass, side by side. */
export function* judgeAll(
  round: Round,
  { state, values }: { readonly state: State; readonly values: Values },
  candidates: readonly Candidate[],
): Program<readonly Judged[]> {
  const { n } = round.plan, base = `round/${roundOf(state)}/score`;
  const best = { node: state.best.node, text: (values["best"] as unknown as { readonly text: string }).text };
  return yield* all(candidates.map((candidate) =>
    function* (): Program<Judged> {
      const { index, node, text, model = "", tokens = 0, finish = "end" } = candidate;
      const t = n === 1 ? 0.5 : index / (n - 1),
        shown = { index, round: roundOf(state), text, model, tokens, finish },
        known = { ...values, candidate: shown, i: index, n, t };
      const gated = gate(round, known);
      if (!gated.ok) return { candidate, values: known, refused: [], worth: gated };
      if (gated.value.length > 0) return { candidate, values: known, refused: gated.value };
      const worth = yield* score(round, { key: `${base}/${index}`, draft: { node }, text, best, values: known });
      return { candidate, values: known, refused: [], worth };
    }
  ));
}

function gate(round: Round, values: Values): Attempt<readonly string[]> {
  try {
    return { ok: true, value: refusals(round, values) };
  } catch (error) {
    if (isStepError(error)) return { ok: false, error };
    throw error;
  }
}
