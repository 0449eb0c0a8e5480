/**
 * Where the money of a run went: by what the steps do, and by the model that was called.
 *
 * @module
 */
import type { Booking } from "../plan/mod.ts";
import type { RunView } from "./run_view.ts";
import { NOTHING, plus } from "./steps_of.ts";
import type { StepView } from "./step_view.ts";

/** One line of a {@link CostView}. */
export interface CostLine {
  /** A key whose numbers are stars, as {@link patternOf} gives it; or `provider/model`. */
  readonly what: string;
  /** Steps that cost something or were calls. */
  readonly steps: number;
  readonly cost: Booking;
  /** Failed attempts among them. */
  readonly retries: number;
}

/** Where the money of a run went, dearest first. */
export interface CostView {
  /** By what the steps do. */
  readonly bySteps: readonly CostLine[];
  /** By the model that was called, whatever it was called for. */
  readonly byModel: readonly CostLine[];
  readonly total: Booking;
}

/** Folds the costs of a run and of its children. */
export function costView(run: RunView): CostView {
  const calls = callsOf(run);
  return {
    bySteps: linesOf(calls, ({ key }) => patternOf(key)),
    byModel: linesOf(calls, ({ model }) => model),
    total: run.totals.spent,
  };
}

/** A key with its numbers replaced by stars: what a step does, whichever round it is. */
export function patternOf(key: string): string {
  return key.split("/").map((part) => /^\d+$/.test(part) ? "*" : part).join("/");
}

function callsOf({ steps, children }: RunView): readonly StepView[] {
  return [...steps.filter(({ type }) => type === "call"), ...children.flatMap(callsOf)];
}

function linesOf(calls: readonly StepView[], nameOf: (step: StepView) => string | undefined): readonly CostLine[] {
  const lines = new Map<string, CostLine>();
  for (const step of calls) {
    const what = nameOf(step);
    if (what === undefined) continue;
    const { steps, cost, retries } = lines.get(what) ?? { steps: 0, cost: NOTHING, retries: 0 };
    lines.set(what, {
      what,
      steps: steps + 1,
      cost: plus(cost, step.cost),
      retries: retries + step.failures.length,
    });
  }
  return [...lines.values()].sort((a, b) => b.cost.usd - a.cost.usd || b.cost.tokens - a.cost.tokens);
}
