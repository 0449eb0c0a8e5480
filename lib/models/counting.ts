import type { ModelFacts } from "../plan/mod.ts";
import { loadCounter } from "./counters.ts";
import type { Model } from "./model.ts";

/** How a model counts, from its facts: loaded before the model is opened, since counting itself may not wait. */
export async function counting(facts: ModelFacts): Promise<Pick<Model, "count" | "estimate">> {
  const { counter, estimate } = facts;
  const [count, about] = await Promise.all([
    loadCounter(counter),
    estimate === undefined ? undefined : loadCounter(estimate),
  ]);
  return about === undefined ? { count } : { count, estimate: about };
}
