import type { Permissions, ToolFacts } from "../plan/mod.ts";
import { builtInTools } from "./process_tools/built_in_tools.ts";
import { INNER_FACTS } from "./process_tools/inner_facts.ts";

/**
 * What is known of all tools that Loom brings along; plans pin those that they use. That of programs tells models which of
 * them may be run.
 */
export async function toolFacts(
  permissions: Pick<Permissions, "run" | "net" | "env"> = { run: [], net: [], env: [] },
): Promise<readonly ToolFacts[]> {
  const tools = await builtInTools({ permissions });
  const facts = tools.map(({ name, description, parameters, acts, timeout }): ToolFacts => ({
    name,
    description,
    parameters,
    acts,
    ...(timeout === undefined ? {} : { timeout }),
  }));
  return [...facts, ...INNER_FACTS];
}
