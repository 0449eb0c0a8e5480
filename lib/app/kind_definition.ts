/** From a plan to the program that runs it. Loaded when the first plan is driven. */
import { randomFor } from "../base/seeded.ts";
import { outside } from "../expr/functions.ts";
import { renderText } from "../expr/template.ts";
import { autoloom } from "../kinds/autoloom.ts";
import type { Definition, Plan } from "../plan/mod.ts";
import type { Setup } from "./setup.ts";

/** The program of a plan, with everything it may know. */
export async function kindDefinition(plan: Plan, setup: Setup, seed: number): Promise<Definition> {
  const perplexity = plan.uses.includes("perplexity")
    ? (await import("../models/ngram/perplexity.ts")).perplexity
    : unused;
  const functions = outside({ perplexity, rand: (key) => randomFor(seed, key) });
  const { inputs, document, node, run } = setup;
  const pinned = node === null ? plan : { ...plan, start: { from: "node" as const, document, node } };
  return autoloom(pinned, { document, seed, inputs, run: { ...run, seed }, functions });
}

/** The document and node a plan goes on from; undefined when it begins with a text. */
export function startingPoint(
  plan: Plan,
  { inputs, run }: Setup,
): { readonly document: string; readonly node: string } | undefined {
  const { start } = plan;
  if (start.from === "text") return undefined;
  const values = { inputs, run: { ...run, seed: 0 }, spec: { name: plan.name } };
  return { document: renderText(start.document, values), node: renderText(start.node, values) };
}

function unused(): number {
  throw new Error("Cannot measure perplexity: the plan does not say that it does");
}
