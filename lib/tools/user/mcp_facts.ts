import { nameOf } from "../../base/hash.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Act, PlanTool } from "../../plan/tool_facts.ts";
import { visibleText } from "../web/visible_text.ts";
import type { Tool } from "./mcp_sdk.ts";
import { keptJson } from "./parse_json.ts";

/** A tool of an MCP server, as a plan holds it. */
export type McpTool = Extract<PlanTool, { readonly by: "mcp" }>;

/** A tool that can be used, or why it cannot. */
export type ReadTool = { readonly ok: true; readonly tool: McpTool } | { readonly ok: false; readonly why: string };

/** Characters of a name: what every model takes. */
const LONGEST_NAME = 64;
const MOST_DESCRIBED = 4_000;
/** UTF-16 code units of the JSON text of a schema. */
const LARGEST_SCHEMA = 65_536;

/** Milliseconds a call of a tool may take unless its spec says otherwise. */
export const MCP_TIMEOUT = 60_000;

/** What is known of a tool that a server lists. All of it is the server's own word. */
export function readMcpTool(server: string, listed: Tool, { far }: { readonly far: boolean }): ReadTool {
  const parameters = keptJson(listed.inputSchema);
  if (!parameters.ok) return { ok: false, why: `its parameters cannot be kept: ${parameters.why}` };
  if (JSON.stringify(parameters.value).length > LARGEST_SCHEMA) {
    return { ok: false, why: `its parameters are described with more than ${LARGEST_SCHEMA / 1024} kB` };
  }
  const { title = listed.annotations?.title ?? "", description = title } = listed;
  const facts = {
    name: prefixed(server, listed.name),
    description: visibleText(description).slice(0, MOST_DESCRIBED).toWellFormed(),
    parameters: parameters.value as JsonObject,
    acts: actsOf(listed.annotations, { far }),
    timeout: MCP_TIMEOUT,
  };
  return { ok: true, tool: { by: "mcp", server, tool: listed.name, facts } };
}

/** `SERVER_tool` in letters, digits and `_`; names that had to be cut or written otherwise stay apart by their end. */
function prefixed(server: string, tool: string): string {
  const whole = `${server}_${tool}`, plain = whole.replace(/[^A-Za-z0-9_]/g, "_");
  const isLong = plain.length > LONGEST_NAME, isClear = plain === whole || /^[\w.-]*$/.test(tool);
  if (!isLong && isClear) return plain;
  return `${plain.slice(0, LONGEST_NAME - 7)}_${nameOf(whole, 6)}`;
}

/**
 * What calling may do, by the hints of a server; a hint that is not given counts as the worse. `far`: the server is
 * across the network, and so is whatever is sent to it.
 */
function actsOf(hints: Tool["annotations"], { far }: { readonly far: boolean }): readonly Act[] {
  const { readOnlyHint, destructiveHint, openWorldHint } = hints ?? {};
  const isSilent = readOnlyHint === undefined && destructiveHint === undefined && openWorldHint === undefined;
  if (isSilent) return ["run", "write", "net"];
  const does: readonly Act[] = readOnlyHint ? ["read"] : destructiveHint === false ? ["write"] : ["run", "write"];
  return far || openWorldHint !== false ? [...does, "net"] : does;
}

/** Gives each tool a name of its own: those that two servers or two spellings share get one that tells them apart. */
export function withOwnNames(tools: readonly McpTool[]): readonly McpTool[] {
  const counts = new Map<string, number>();
  for (const { facts } of tools) counts.set(facts.name, (counts.get(facts.name) ?? 0) + 1);
  return tools.map((tool) => {
    if (counts.get(tool.facts.name) === 1) return tool;
    const name = `${tool.facts.name.slice(0, LONGEST_NAME - 7)}_${nameOf(`${tool.server}\n${tool.tool}`, 6)}`;
    return { ...tool, facts: { ...tool.facts, name } };
  });
}
