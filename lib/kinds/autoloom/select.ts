import type { Program } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { isRepeated } from "./repeats.ts";
import type { Choice, Graded, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { watches } from "./stop.ts";
import { pathText } from "./values.ts";

/** What goes on from a round. */
export interface Selection {
  /** Best first; empty when no candidate had a word in it. */
  readonly kept: readonly Graded[];
  /** Whether a person put another one first. */
  readonly vetoed: boolean;
}

/** The paths that go on. A person may put another one first for a while. */
export function* select(round: Round, state: State, graded: readonly Graded[]): Program<Selection> {
  const { keep, veto } = round.plan.select;
  const kept = ranked(round, state, graded).slice(0, keep), first = kept[0];
  if (veto === undefined || !first || graded.length < 2) return { kept, vetoed: false };
  const answer = yield* demand({
    do: "ask",
    key: `round/${roundOf(state)}/veto`,
    question: `Round ${
      roundOf(state)
    }: \`${first.candidate.node}\` is chosen. Choose another node within the window, or let it stand.`,
    choices: graded.map(({ candidate }) => candidate.node),
    timeout: veto,
    otherwise: first.candidate.node,
  });
  const chosen = graded.find(({ candidate }) => candidate.node === answer) ?? first;
  return { kept: [chosen, ...kept.filter((other) => other !== chosen)].slice(0, keep), vetoed: chosen !== first };
}

function ranked(round: Round, state: State, graded: readonly Graded[]): readonly Graded[] {
  const rank = (one: Graded) => isChosen(round) ? one.score : meanWith(state, one);
  return [...graded].sort((a, b) => rank(b) - rank(a) || b.score - a.score || a.candidate.index - b.candidate.index);
}

/** A judge that chooses has compared whole texts; any other grade is of one piece, so that a path counts by its mean. */
function isChosen({ plan: { grade } }: Round): boolean {
  return grade.by === "model" && grade.mode === "choose";
}

function meanWith({ pieces }: State, { candidate: { path }, score }: Graded): number {
  return (path.score * pieces + score) / (pieces + 1);
}

/** The state after a round. A round without a word in any candidate leaves the paths as they are. */
export function* grown(round: Round, state: State, kept: readonly Graded[]): Program<State> {
  const best = kept[0];
  if (!best) return { ...state, depth: state.depth + 1, blanks: state.blanks + 1 };
  const last: Choice = { round: roundOf(state), node: best.candidate.node, score: best.score };
  const paths = kept.map((one): Path => ({ node: one.candidate.node, score: meanWith(state, one) }));
  return {
    depth: state.depth + 1,
    pieces: state.pieces + 1,
    paths,
    blanks: 0,
    repeats: (yield* hasRepeated(round, best)) ? state.repeats + 1 : 0,
    last,
    ...(state.tuned ? { tuned: state.tuned } : {}),
    ...(round.plan.uses.includes("history") ? { history: [...state.history ?? [], last] } : {}),
  };
}

/** The text before a piece is only read where a stop looks at repeats. */
function* hasRepeated(round: Round, { candidate: { path, text } }: Graded): Program<boolean> {
  const { stop } = round.plan;
  return stop !== undefined && watches(stop, "repeats") && isRepeated(text, yield* pathText(round, path));
}
