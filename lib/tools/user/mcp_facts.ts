import type { JsonObject } from "../../base/json.ts";
import { type Act, MCP_TIMEOUT, type PlanTool } from "../../plan/tool_facts.ts";
import { visibleText } from "../web/visible_text.ts";
import type { Tool } from "./mcp_sdk.ts";
import { keptJson } from "./parse_json.ts";

/** A tool of an MCP server, as a plan holds it. */
export type McpTool = Extract<PlanTool, { readonly by: "mcp" }>;

/** A tool that can be used, or why it cannot. */
export type ReadTool = { readonly ok: true; readonly tool: McpTool } | { readonly ok: false; readonly why: string };

const MOST_DESCRIBED = 4_000;
/** UTF-16 code units of the JSON text of a schema. */
const LARGEST_SCHEMA = 65_536;

/** What is known of a tool that a server lists, under the name it has there. All of it is the server's own word. */
export function readMcpTool(server: string, listed: Tool, { far }: { readonly far: boolean }): ReadTool {
  const parameters = keptJson(listed.inputSchema);
  if (!parameters.ok) return { ok: false, why: `its parameters cannot be kept: ${parameters.why}` };
  if (JSON.stringify(parameters.value).length > LARGEST_SCHEMA) {
    return { ok: false, why: `its parameters are described with more than ${LARGEST_SCHEMA / 1024} kB` };
  }
  const { title = listed.annotations?.title ?? "", description = title } = listed;
  const facts = {
    name: listed.name,
    description: visibleText(description).slice(0, MOST_DESCRIBED).toWellFormed(),
    parameters: parameters.value as JsonObject,
    acts: actsOf(listed.annotations, { far }),
    timeout: MCP_TIMEOUT,
  };
  return { ok: true, tool: { by: "mcp", server, tool: listed.name, facts } };
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
