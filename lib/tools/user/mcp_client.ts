import type { JsonObject } from "../../base/json.ts";
import type { TimedFacts } from "../../plan/tool_facts.ts";
import type { ToolResult } from "../tool.ts";
import type { McpPatience } from "./mcp_connection.ts";
import type { McpTool } from "./mcp_facts.ts";
import { readMcpTool } from "./mcp_facts.ts";
import { mcpResult } from "./mcp_result.ts";
import type { McpServers } from "./mcp_servers.ts";
import { McpTrouble } from "./mcp_trouble.ts";
import { deadline } from "./deadline.ts";
import { no } from "./tool_output.ts";

/** A tool of a server to call. */
export interface McpCall {
  /** What is known of the tool. */
  readonly facts: Pick<TimedFacts, "name" | "timeout">;
  /** The server by its name. */
  readonly server: string;
  /** The name that the tool has there. */
  readonly tool: string;
  /** What it is given. */
  readonly input: JsonObject;
}

/**
 * The tools that a server lists, by the names it has for them. What they may do is what the server says of them; one that says
 * nothing may run, write and reach the network.
 *
 * @throws {McpTrouble} when the server cannot be reached, or lists what cannot be used.
 */
export async function listMcpTools(
  servers: McpServers,
  server: string,
  options: McpPatience,
): Promise<readonly McpTool[]> {
  const listed = await (await servers.connection(server)).list(options);
  // A name that is listed twice is one tool: calling it means the same.
  const tools = listed.filter((one, index) => listed.findIndex(({ name }) => name === one.name) === index);
  return tools.map((one) => {
    const read = readMcpTool(server, one, { far: servers.isFar(server) });
    if (read.ok) return read.tool;
    const tool = one.name.slice(0, 100).replaceAll("`", "'");
    throw new McpTrouble("failed", `Cannot use the tool \`${tool}\` of the MCP server \`${server}\`: ${read.why}`);
  });
}

/**
 * Calls a tool of a server. The call's time begins when the server is there: starting and greeting one has a limit of
 * its own.
 */
export async function callMcpTool(
  servers: McpServers,
  { facts: { name, timeout }, server, tool, input }: McpCall,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ToolResult> {
  try {
    const found = await deadline({ signal }, () => servers.connection(server));
    if ("cut" in found) throw new McpTrouble("aborted", "the call was ended");
    return mcpResult(name, await found.done.call(tool, input, { timeout, signal }));
  } catch (error) {
    if (error instanceof McpTrouble) return no(error.code, `The tool \`${name}\` failed: ${error.message}`);
    throw error;
  }
}
