/** Templates of plans that the application renders: where the text begins, where it is saved. */
import { randomFor } from "../base/seeded.ts";
import { outside } from "../expr/functions.ts";
import type { Functions } from "../expr/signature.ts";
import { renderText } from "../expr/template.ts";
import type { Plan } from "../plan/mod.ts";
import type { Setup } from "./setup.ts";

/** A run as its templates see it. */
export interface Rendering {
  /** The plan that holds the template. */
  readonly plan: Plan;
  /** What the run was given. */
  readonly setup: Setup;
  /** Seeds everything random in it. */
  readonly seed: number;
}

/** Renders a template of a plan for one run. */
export async function renderTemplate(template: string, { plan, setup, seed }: Rendering): Promise<string> {
  const { inputs, run } = setup, values = { inputs, run: { ...run, seed }, spec: { name: plan.name } };
  return renderText(template, values, { functions: await functionsOf(plan, seed) });
}

/** The functions of a run that are not pure. The model behind `perplexity` is loaded where the plan says it is used. */
export async function functionsOf({ uses }: Plan, seed: number): Promise<Functions> {
  const perplexity = uses.includes("perplexity") ? (await import("../models/ngram/perplexity.ts")).perplexity : unused;
  return outside({ perplexity, rand: (key) => randomFor(seed, key) });
}

function unused(): number {
  throw new Error("Cannot measure perplexity: the plan does not say that it does");
}
