import { renderText } from "../expr/template.ts";
import type { Plan } from "../plan/mod.ts";
import type { Setup } from "./setup.ts";

/** Where a plan saves its text, relative to the project folder. */
export function savePath(plan: Plan, { inputs, run }: Setup): string {
  return renderText(plan.save ?? "", { inputs, run: { ...run, seed: 0 }, spec: { name: plan.name } });
}
