/** From a plan to the program that runs it. Loaded when the first plan is driven. */
import { unreachable } from "../base/unreachable.ts";
import { autoloom } from "../kinds/autoloom.ts";
import { process } from "../kinds/process.ts";
import { refine } from "../kinds/refine.ts";
import type { Definition, Plan } from "../plan/mod.ts";
import { functionsOf } from "./render_template.ts";
import type { Setup } from "./setup.ts";

/** The program of a plan, with everything it may know. */
export async function kindDefinition(plan: Plan, setup: Setup, seed: number): Promise<Definition> {
  const { inputs, document, node, run, hints } = setup, functions = await functionsOf(plan, seed);
  const context = {
    document,
    ...(node === null ? {} : { node }),
    seed,
    inputs,
    run: { ...run, seed },
    ...(hints === undefined ? {} : { hints }),
    functions,
  };
  switch (plan.kind) {
    case "autoloom":
      return autoloom(plan, context);
    case "refine":
      return refine(plan, context);
    case "process":
      return process(plan, context);
    default:
      return unreachable(plan);
  }
}
