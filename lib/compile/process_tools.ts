/**
 * The tools and servers of a process.
 *
 * @module
 */
import { ENGINE_TOOLS } from "../plan/engine_tools.ts";
import type { PlanTool, ProcessPlan } from "../plan/mod.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import { permissionsOf } from "./frame.ts";
import type { Tooling } from "./lower_tool.ts";
import { lowerTool } from "./lower_tool.ts";
import type { Servers } from "./servers.ts";
import { compileServers, isDescribed, lowerMcp, serverTools } from "./servers.ts";
import type { Catalogue } from "./tool_catalogue.ts";
import { catalogueOf } from "./tool_catalogue.ts";
import type { Unit } from "./unit.ts";
import { keyAt } from "./unit.ts";
import type { World } from "./world.ts";

/** What tools are found with. */
export interface ToolsFrom extends Tooling {
  /** Where facts come from. */
  readonly world: World;
  /** Every name of a tool that is written. */
  readonly named: ReadonlySet<string>;
}

/** The tools that a spec may name, and its servers. */
export interface Tools {
  /** Tools by name. */
  readonly catalogue: Catalogue;
  /** Servers by name. */
  readonly servers: Servers;
}

/** The tools of a spec: what it declares is held to what it says, whether or not it is used. */
export async function compileTools(unit: Unit<ProcessSpec>, { world, named, ...around }: ToolsFrom): Promise<Tools> {
  const declared = Object.entries(unit.spec.tools ?? {}), asked = new Set<string>();
  for (const name of named) if (name.includes("/")) asked.add(name.slice(0, name.indexOf("/")));
  for (const [, spec] of declared) {
    if ("mcp" in spec && spec.mcp !== undefined && !isDescribed(spec)) asked.add(spec.mcp);
  }
  const servers = await compileServers(unit, { world, asked }), own = new Map<string, PlanTool | undefined>();
  for (const [name, spec] of declared) {
    if (ENGINE_TOOLS.has(name)) unit.report("name-taken", keyAt(unit, ["tools", name]), { name });
    own.set(name, "mcp" in spec ? lowerMcp(unit, { name, spec }, servers) : lowerTool(unit, { name, spec }, around));
  }
  const brought = named.size > 0 ? await world.tools(permissionsOf(unit)) : [], { handed = [] } = world;
  const taken = new Set([...ENGINE_TOOLS, ...own.keys(), ...[...brought, ...handed].map(({ name }) => name)]);
  return {
    catalogue: catalogueOf(unit, { own, servers: serverTools(unit, servers, taken), brought, handed }),
    servers,
  };
}

/** The tools and servers that a plan takes along: those that are used. */
export function toolsOfPlan({ catalogue, servers }: Tools): Pick<ProcessPlan, "tools" | "servers"> {
  const tools = catalogue.used(),
    reached = new Set(Object.values(tools).flatMap((tool) => tool.by === "mcp" ? [tool.server] : []));
  return {
    tools,
    servers: Object.fromEntries(Object.entries(servers.plan).filter(([name]) => reached.has(name))),
  };
}

/** Warns of tools and servers that a sound spec declares and never uses. */
export function reportUnusedTools(
  unit: Unit<ProcessSpec>,
  { tools, servers }: Pick<ProcessPlan, "tools" | "servers">,
): void {
  for (const name of Object.keys(unit.spec.tools ?? {})) {
    if (!Object.hasOwn(tools, name)) unit.report("unused-tool", keyAt(unit, ["tools", name]), { name });
  }
  for (const name of Object.keys(unit.spec.servers ?? {})) {
    if (!Object.hasOwn(servers, name)) unit.report("unused-server", keyAt(unit, ["servers", name]), { name });
  }
}
