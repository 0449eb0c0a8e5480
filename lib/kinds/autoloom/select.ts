import type { Program } from "../../plan/mod.ts";
import { novelty } from "../../expr/text_measures.ts";
import { demand } from "../../plan/mod.ts";
import type { Choice, Graded, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { pathText } from "./values.ts";

/** A piece with less that is new than this repeats what stands before it. */
const NEW = 0.2;
/** Characters before a piece that it is compared with. */
const BEFORE = 4_000;

/** The paths that go on, best first: by the mean grade along each. A person may choose otherwise for a while. */
export function* select(round: Round, state: State, graded: readonly Graded[]): Program<readonly Graded[]> {
  const { keep, veto } = round.plan.select;
  const kept = ranked(state, graded).slice(0, keep);
  if (veto === undefined || graded.length < 2) return kept;
  const answer = yield* demand({
    do: "ask",
    key: `round/${roundOf(state)}/veto`,
    question: `Round ${roundOf(state)}: \`${
      kept[0]!.candidate.node
    }\` is chosen. Choose another node within the window, or let it stand.`,
    choices: graded.map(({ candidate }) => candidate.node),
    timeout: veto,
    otherwise: kept[0]!.candidate.node,
  });
  const chosen = graded.find(({ candidate }) => candidate.node === answer) ?? kept[0]!;
  return [chosen, ...kept.filter((other) => other !== chosen)].slice(0, keep);
}

function ranked(state: State, graded: readonly Graded[]): readonly Graded[] {
  const rank = (one: Graded) => meanWith(state, one);
  return [...graded].sort((a, b) => rank(b) - rank(a) || a.candidate.index - b.candidate.index);
}

function meanWith({ depth }: State, { candidate: { path }, score }: Graded): number {
  return (path.score * depth + score) / (depth + 1);
}

/** The state after a round. A round without a word in any candidate leaves the paths as they are. */
export function* grown(round: Round, state: State, kept: readonly Graded[]): Program<State> {
  if (kept.length === 0) return { ...state, depth: state.depth + 1, blanks: state.blanks + 1 };
  const best = kept[0]!, repeats = yield* hasRepeated(round, best);
  const last: Choice = { round: roundOf(state), node: best.candidate.node, score: best.score };
  const paths = kept.map((one): Path => ({ node: one.candidate.node, score: meanWith(state, one) }));
  return {
    depth: state.depth + 1,
    paths,
    blanks: 0,
    repeats: repeats ? state.repeats + 1 : 0,
    last,
    ...(round.plan.uses.includes("history") ? { history: [...state.history ?? [], last] } : {}),
  };
}

function* hasRepeated(round: Round, { candidate: { path, text } }: Graded): Program<boolean> {
  const before = yield* pathText(round, path);
  return novelty(text, [before.slice(-BEFORE)]) < NEW;
}
