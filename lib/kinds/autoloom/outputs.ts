import type { Json } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { read } from "../../plan/mod.ts";
import type { Round, State } from "./state.ts";
import { NoValue, valueOf } from "../value_of.ts";
import { stateValues } from "./values.ts";

/** What a run is worth that has come to its end; the text alone when the spec names no outputs. */
export function* outputsOf(round: Round, state: State): Program<Json> {
  return yield* outputs(round, state, (expression, values) => valueOf(round, expression, values));
}

/** What a run is worth that ended before its time: null before there is a text, and for each output without a value. */
export function* outputsSoFar(round: Round, state: State | undefined): Program<Json> {
  if (!state) return null;
  return yield* outputs(round, state, (expression, values) => {
    try {
      return valueOf(round, expression, values);
    } catch (error) {
      if (error instanceof NoValue) return null;
      throw error;
    }
  });
}

type Evaluated = (field: { readonly field: string; readonly expression: string }, values: Values) => Json;

function* outputs({ plan, context }: Round, state: State, valueIn: Evaluated): Program<Json> {
  const { document } = context, expressions = Object.entries(plan.outputs);
  if (expressions.length === 0) return { text: yield* read({ document, node: state.paths[0]!.node }) };
  const values = yield* stateValues({ plan, context }, state);
  return Object.fromEntries(
    expressions.map(([name, expression]) => [name, valueIn({ field: `outputs.${name}`, expression }, values)]),
  );
}
