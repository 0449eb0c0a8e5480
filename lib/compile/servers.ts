/**
 * MCP servers of a spec, and the tools that they have.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import { nearest } from "../base/near.ts";
import type { McpServer, PlanTool, ToolFacts } from "../plan/mod.ts";
import { MCP_TIMEOUT } from "../plan/tool_facts.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import type { McpToolSpec, ServerSpec } from "../spec/spec_tool.ts";
import { reportLiterals } from "./check_secrets.ts";
import { permissionsOf } from "./frame.ts";
import { isGranted } from "./lower_command.ts";
import { lowerAddress, lowerSecretTexts } from "./lower_http.ts";
import { lowerParameters } from "./lower_tool.ts";
import { mcpNames } from "./mcp_names.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Servers of a spec. */
export interface Servers {
  /** Those that are sound, by name. */
  readonly plan: { readonly [name: string]: McpServer };
  /** Facts of the tools of those that were asked for them, by server; null for one that could not be asked. */
  readonly known: ReadonlyMap<string, readonly ToolFacts[] | null>;
}

/** Tools of servers, by the names that a spec may write. */
export interface ServerTools {
  /** A tool by its name in the plan. */
  named(name: string): PlanTool | undefined;
  /** Names in the plan for `SERVER/*` and `SERVER/TOOL`; `wrong` where what is wrong has been reported. */
  namesOf(written: string): readonly string[] | "wrong" | undefined;
  /** All that may be written for one tool. */
  all(): readonly string[];
}

/** No template: servers are the same for all tasks, and know nothing of a run. */
const NOTHING = () => ({ names: {} });

/** The servers of a spec, and the tools of those that are named where their tools are not described. */
export async function compileServers(
  unit: Unit<ProcessSpec>,
  { world, asked }: { readonly world: World; readonly asked: ReadonlySet<string> },
): Promise<Servers> {
  const plan: [string, McpServer][] = [], known = new Map<string, readonly ToolFacts[] | null>();
  for (const [name, spec] of Object.entries(unit.spec.servers ?? {})) {
    const server = lowerServer(unit, name, spec);
    if (server) plan.push([name, server]);
    if (asked.has(name)) known.set(name, server ? await askServer(unit, world, { name, server }) : null);
  }
  return { plan: Object.fromEntries(plan), known };
}

function lowerServer(unit: Unit, name: string, spec: ServerSpec): McpServer | undefined {
  const at = ["servers", name];
  if ("url" in spec) {
    const url = lowerAddress(unit, spec.url, { at: [...at, "url"], scopeFor: NOTHING });
    const headers = lowerSecretTexts(unit, spec.headers, { at: [...at, "headers"], scopeFor: NOTHING });
    return url === undefined || !headers ? undefined : { url, headers };
  }
  if (!("run" in spec) || !spec.run) return undefined;
  const env = lowerSecretTexts(unit, spec.env, { at: [...at, "env"], scopeFor: NOTHING });
  for (const i of spec.run.keys()) reportLiterals(unit, [...at, "run", i], "");
  const granted = isGranted(unit, [...at, "run", 0], spec.run[0] ?? "");
  return granted && env ? { run: spec.run, env } : undefined;
}

interface Asked {
  readonly name: string;
  readonly server: McpServer;
}

async function askServer(unit: Unit, world: World, { name, server }: Asked): Promise<readonly ToolFacts[] | null> {
  const permissions = permissionsOf(unit), span = spanAt(unit, ["servers", name]);
  const found = await world.server?.({ name, server, permissions }) ??
    { ok: false as const, reason: "servers cannot be asked here" };
  if (found.ok) return found.tools;
  unit.report("lost-server", span, { server: name, reason: found.reason });
  return null;
}

/** The tools of servers under names that a plan may use, none of which is `taken` by another tool. */
export function serverTools(
  unit: Unit<ProcessSpec>,
  { known }: Servers,
  taken: ReadonlySet<string>,
): ServerTools {
  const byName = new Map<string, PlanTool>(), names = new Map<string, string>(), ofServer = new Map<string, string[]>();
  for (const server of known.keys()) ofServer.set(server, []);
  const served = [...known].flatMap(([server, tools]) => (tools ?? []).map((facts) => ({ server, facts })));
  const own = mcpNames(served.map(({ server, facts: { name: tool } }) => ({ server, tool })), taken);
  for (const [i, { server, facts }] of served.entries()) {
    const name = own[i]!, tool = facts.name;
    byName.set(name, { by: "mcp", facts: { timeout: MCP_TIMEOUT, ...facts, name }, server, tool });
    names.set(`${server}/${tool}`, name);
    ofServer.get(server)!.push(name);
  }
  return {
    named: (name) => byName.get(name),
    all: () => [...names.keys()],
    namesOf: (written) => {
      const [server = "", tool] = [written.slice(0, written.indexOf("/")), written.slice(written.indexOf("/") + 1)];
      if (!written.includes("/")) return undefined;
      if (known.get(server) === null || (!known.has(server) && isWritten(unit, ["servers", server]))) return "wrong";
      if (tool === "*") return ofServer.get(server);
      const name = names.get(written);
      return name === undefined ? undefined : [name];
    },
  };
}

/** A tool that the spec declares, and that a server has. */
export interface DeclaredMcp {
  /** Its name in the spec. */
  readonly name: string;
  /** What is written. */
  readonly spec: McpToolSpec;
}

/** Whether what a spec says of a tool is enough: its server need not be asked. */
export function isDescribed({ description, parameters }: McpToolSpec): boolean {
  return description !== undefined && parameters !== undefined;
}

/** A tool of a server under the spec's own name; undefined where there is none, which has been reported. */
export function lowerMcp(unit: Unit<ProcessSpec>, { name, spec }: DeclaredMcp, servers: Servers): PlanTool | undefined {
  const { mcp: server, tool } = spec, at = ["tools", name];
  if (server === undefined || tool === undefined) return undefined;
  if (!isWritten(unit, ["servers", server])) return reportUnknownServer(unit, { name: server, at: [...at, "mcp"] });
  const written = lowerParameters(unit, spec.parameters, [...at, "parameters"]);
  const own = {
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.parameters === undefined ? {} : { parameters: written.schema }),
    ...(spec.timeout === undefined ? {} : { timeout: parseDuration(spec.timeout)! }),
  };
  if (!written.isSound || !Object.hasOwn(servers.plan, server)) return undefined;
  if (isDescribed(spec)) {
    // Nobody has asked the server what the call does: it may do anything.
    const acts = ["read", "write", "run", "net"] as const;
    const facts = { description: spec.description!, parameters: written.schema, acts };
    return { by: "mcp", facts: { name, timeout: MCP_TIMEOUT, ...facts, ...own }, server, tool };
  }
  const tools = servers.known.get(server), facts = tools?.find((one) => one.name === tool);
  if (facts) return { by: "mcp", facts: { timeout: MCP_TIMEOUT, ...facts, ...own, name }, server, tool };
  const names = tools?.map((one) => one.name);
  if (names) {
    unit.report("unknown-tool", spanAt(unit, [...at, "tool"]), {
      name: tool,
      near: nearest(tool, names),
      tools: names,
    });
  }
  return undefined;
}

/** Says that there is no such server. */
export function reportUnknownServer(
  unit: Unit<ProcessSpec>,
  { name, at }: { readonly name: string; readonly at: readonly (string | number)[] },
): undefined {
  const servers = Object.keys(unit.spec.servers ?? {});
  unit.report("unknown-server", spanAt(unit, at), { name, near: nearest(name, servers), servers });
}
