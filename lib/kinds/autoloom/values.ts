/** What the names in expressions and templates stand for. */
import type { Json } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { read, readNode } from "../../plan/mod.ts";
import type { Choice, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** Names of every template. */
export function templateValues({ plan, context: { inputs, run } }: Round): Values {
  return { inputs, run, spec: { name: plan.name } };
}

/** Names of `stop.done` and of outputs. Texts, the history and the budget are only fetched when somebody looks. */
export function* stateValues(round: Round, state: State): Program<Values> {
  const { plan: { uses }, context: { document, inputs } } = round, best = state.paths[0]!;
  const wantsText = uses.includes("text");
  const text = wantsText ? yield* read({ document, node: best.node }) : "";
  return {
    inputs,
    spec: { name: round.plan.name },
    round: roundOf(state),
    depth: state.depth,
    text,
    score: best.score,
    best: { text, score: best.score, node: best.node },
    last: yield* lastOf(round, state.last ?? { round: 0, node: best.node, score: 0 }),
    history: uses.includes("history") ? yield* historyOf(round, state.history ?? []) : [],
  };
}

/** The text of a path up to its end. */
export function* pathText({ context: { document } }: Round, { node }: Path): Program<string> {
  return yield* read({ document, node });
}

function* lastOf({ plan: { uses }, context: { document } }: Round, { node, score }: Choice): Program<Json> {
  return { text: uses.includes("text") ? yield* readNode({ document, node }) : "", score, node };
}

function* historyOf({ context: { document } }: Round, history: readonly Choice[]): Program<Json> {
  const pieces: Json[] = [];
  for (const { round, node, score } of history) {
    pieces.push({ round, score, text: yield* readNode({ document, node }) });
  }
  return pieces;
}
