/** Texts of a state that were scored by another plan than the one that goes on. */
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { emptyMarks } from "./empty_marks.ts";
import { refusals, wordsOfGates } from "./gates.ts";
import type { Worth } from "./score.ts";
import { score } from "./score.ts";
import type { Round, Scored, State } from "./state.ts";
import { loopValues, textIn } from "./values.ts";

/**
 * The state with its texts scored anew: totals of two plans cannot be held against each other, and what the new one says of
 * texts the old one may never have asked for. Totals of rounds before are forgotten where a plateau is looked for.
 */
export function* rescore(round: Round, from: State): Program<State> {
  const { scores: _, ...state } = from, marks = emptyMarks(round.plan.score);
  const bare = (one: Scored): Scored => ({ ...one, marks });
  const { best, current, last } = state;
  const values = yield* loopValues(round, { ...state, best: bare(best), current: bare(current), last: bare(last) });
  const anew = new Map<string, Scored>();
  for (const one of [best, current, last]) {
    if (!anew.has(one.node)) anew.set(one.node, yield* scoredAnew(round, one, { depth: state.depth, values }));
  }
  return { ...state, best: anew.get(best.node)!, current: anew.get(current.node)!, last: anew.get(last.node)! };
}

interface Anew {
  readonly depth: number;
  readonly values: Values;
}

function* scoredAnew(round: Round, before: Scored, { depth, values: all }: Anew): Program<Scored> {
  const { round: of, node, model = "", error: _, ...kept } = before, text = yield* textIn(round, before);
  const candidate = { index: 0, round: of, text, model, tokens: 0, finish: "end" };
  const values = { ...all, candidate, i: 0, n: 1, t: 0.5 }, refused = refusals(round, values);
  const worth = yield* worthOf(round, before, { key: `round/${depth}/anew/${of}`, text, values });
  return {
    ...kept,
    round: of,
    node,
    ...worth,
    valid: refused.length === 0,
    ...(model === "" ? {} : { model }),
    ...(refused.length === 0 ? {} : { error: wordsOfGates(refused) }),
  };
}

interface Scoring {
  readonly key: string;
  readonly text: string;
  readonly values: Values;
}

/** A text that can no longer be scored ends the run, which can be resumed. */
function* worthOf(round: Round, { round: of, node }: Scored, { key, text, values }: Scoring): Program<Worth> {
  const { score: scoring } = round.plan;
  if (of === 0 && scoring.start !== undefined) return { marks: emptyMarks(scoring), total: scoring.start };
  const scored = yield* score(round, { key, draft: { node }, text, values });
  if (!scored.ok) throw scored.error;
  return scored.value;
}
