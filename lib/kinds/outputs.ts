import type { Json } from "../base/json.ts";
import type { Values } from "../expr/evaluate.ts";
import type { PlanBase, Program } from "../plan/mod.ts";
import type { Evaluating, FieldExpression } from "./value_of.ts";
import { NoValue, valueOf } from "./value_of.ts";

/** What a run of some kind is worth, each part made when it is looked at. */
export interface Worth {
  /** What it is worth when its spec names no outputs. */
  readonly plain: () => Program<Json>;
  /** What outputs may speak of. */
  readonly values: () => Program<Values>;
}

/** A run whose plan may name outputs. */
export type Worthy = Evaluating & { readonly plan: Pick<PlanBase, "outputs"> };

/** What a run is worth that has come to its end. */
export function* outputsOf(round: Worthy, worth: Worth): Program<Json> {
  return yield* outputs(round, worth, (field, values) => valueOf(round, field, values));
}

/** What a run is worth that ended before its time: null before there is anything, and for each output without a value. */
export function* outputsSoFar(round: Worthy, worth: Worth | undefined): Program<Json> {
  if (!worth) return null;
  return yield* outputs(round, worth, (field, values) => {
    try {
      return valueOf(round, field, values);
    } catch (error) {
      if (error instanceof NoValue) return null;
      throw error;
    }
  });
}

function* outputs(
  { plan }: Worthy,
  { plain, values: valuesOf }: Worth,
  valueIn: (field: FieldExpression, values: Values) => Json,
): Program<Json> {
  const expressions = Object.entries(plan.outputs);
  if (expressions.length === 0) return yield* plain();
  const values = yield* valuesOf();
  return Object.fromEntries(
    expressions.map(([name, expression]) => [name, valueIn({ field: `outputs.${name}`, expression }, values)]),
  );
}
