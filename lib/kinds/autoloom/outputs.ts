import type { Json } from "../../base/json.ts";
import { evaluate } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { read } from "../../plan/mod.ts";
import type { Round, State } from "./state.ts";
import { stateValues } from "./values.ts";

/** What the run is worth as it stands; the text alone when the spec names no outputs. Null before there is a text. */
export function* outputsOf(round: Round, state: State | undefined): Program<Json> {
  const { plan: { outputs }, context: { document, functions } } = round;
  if (!state) return null;
  if (Object.keys(outputs).length === 0) return { text: yield* read({ document, node: state.paths[0]!.node }) };
  const values = yield* stateValues(round, state);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, expression]) => [name, evaluate(expression, values, { functions })]),
  );
}
