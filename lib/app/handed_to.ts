import type { PlanModel, PlanTool } from "../plan/mod.ts";
import type { LoomOptions, LoomTool } from "./loom_options.ts";
import type { Scene } from "./own_program.ts";

/** What was handed to a loom, as plans hold it: programs of its user look at it when they make agents. */
export function handedTo({ models = {}, tools = {} }: LoomOptions): Pick<Scene, "models" | "tools"> {
  return {
    models: Object.fromEntries(
      Object.entries(models).map((
        [name, { facts }],
      ): [string, PlanModel] => [name, { facts, options: {}, sampling: {} }]),
    ),
    tools: Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, handedTool(name, tool)])),
  };
}

function handedTool(name: string, { description, parameters, acts, timeout }: LoomTool): PlanTool {
  return {
    by: "library",
    facts: {
      name,
      description,
      parameters: parameters ?? { type: "object" },
      acts: acts ?? ["read", "write", "run", "net"],
      ...(timeout === undefined ? {} : { timeout }),
    },
  };
}
