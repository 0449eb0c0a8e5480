import type { Json } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import type { FieldExpression } from "../value_of.ts";
import { NoValue, valueOf } from "../value_of.ts";
import type { Round, State } from "./state.ts";
import { endValues, textIn } from "./values.ts";

/** What a run is worth that has come to its end; its best text and total when the spec names no outputs. */
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

function* outputs(
  round: Round,
  state: State,
  valueIn: (field: FieldExpression, values: Values) => Json,
): Program<Json> {
  const expressions = Object.entries(round.plan.outputs), { best } = state;
  if (expressions.length === 0) return { text: yield* textIn(round, best), score: best.total };
  const values = yield* endValues(round, state);
  return Object.fromEntries(
    expressions.map(([name, expression]) => [name, valueIn({ field: `outputs.${name}`, expression }, values)]),
  );
}
