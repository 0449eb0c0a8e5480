/**
 * A plan in words: what happens, in which order, with every default that the spec left to us.
 *
 * @module
 */
import { unreachable } from "../base/unreachable.ts";
import type { Plan } from "../plan/mod.ts";
import { autoloomSteps } from "./explain_autoloom.ts";
import { withOrigins } from "./explain_origins.ts";
import { processSteps } from "./explain_process.ts";
import { refineSteps } from "./explain_refine.ts";
import type { Origin } from "./origin.ts";

/** One thing a run does. */
export interface ExplainedStep {
  /** A word for it, unique in the plan. */
  readonly id: string;
  /** What it does, in one sentence without a final period. */
  readonly says: string;
  /** More of it, a line each. */
  readonly details: readonly string[];
  /** Steps that may follow, and when; absent condition: always. */
  readonly next: readonly { readonly to: string; readonly when?: string }[];
  /** What it stands under, together with the others of which that is said; absent: nothing. */
  readonly under?: string;
}

/** A plan in words. */
export interface Explained {
  /** Name of the spec. */
  readonly name: string;
  /** Kind of the spec. */
  readonly kind: Plan["kind"];
  /** The program that runs it, and its version. */
  readonly program: string;
  /** What it does, in order. */
  readonly steps: readonly ExplainedStep[];
}

/** The steps of a plan, in their order, with where each part of it comes from that the spec does not say itself. */
export function explain(plan: Plan, origins: readonly Origin[] = []): Explained {
  const { name, kind, program } = plan;
  return { name, kind, program, steps: withOrigins(stepsOf(plan), plan, origins) };
}

function stepsOf(plan: Plan): readonly ExplainedStep[] {
  switch (plan.kind) {
    case "autoloom":
      return autoloomSteps(plan);
    case "refine":
      return refineSteps(plan);
    case "process":
      return processSteps(plan);
    default:
      return unreachable(plan);
  }
}
