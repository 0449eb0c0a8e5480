/** What the compiler is told of tools: those of Loom, those that were handed over, those of servers; and of patterns. */
import type { JsonObject } from "../base/json.ts";
import type { ServerAsked, ServerKnown } from "../compile/world.ts";
import type { Act, ToolFacts } from "../plan/mod.ts";
import type { LoomTool } from "./loom_options.ts";

/** Milliseconds that a server may take to list its tools. */
const TIMEOUT = 60_000;

/** Milliseconds that a call of a tool may take which was handed over, unless whoever did so says. */
const HANDED = 60_000;

const ANYTHING: JsonObject = { type: "object" };

const EVERY_ACT: readonly Act[] = ["read", "write", "run", "net", "ask"];

/** What is known of tools that are handed over by name. */
export function handedFacts(tools: { readonly [name: string]: Omit<LoomTool, "run"> }): readonly ToolFacts[] {
  return Object.entries(tools).map((
    [name, { description, parameters = ANYTHING, acts = EVERY_ACT, timeout = HANDED }],
  ) => ({
    name,
    description,
    parameters,
    acts,
    timeout,
  }));
}

/** The tools of a server of a spec, which is started or reached for that and ended again. */
export async function serverFacts({ name, server, permissions }: ServerAsked, folder: string): Promise<ServerKnown> {
  const { openMcpServers } = await import("../tools/user/mcp_servers.ts");
  const { McpTrouble } = await import("../tools/user/mcp_trouble.ts");
  const { Secrets, SecretError } = await import("./secrets.ts"), secrets = new Secrets();
  const servers = openMcpServers({
    servers: { [name]: server },
    permissions,
    folder,
    secret: (reference) => secrets.find(reference),
    patience: TIMEOUT,
  });
  try {
    const { listMcpTools } = await import("../tools/user/mcp_client.ts");
    const tools = await listMcpTools(servers, name, { timeout: TIMEOUT });
    return { ok: true, tools: tools.map(({ facts }) => facts) };
  } catch (error) {
    if (error instanceof McpTrouble || error instanceof SecretError) {
      return { ok: false, reason: secrets.mask(error.message) };
    }
    throw error;
  } finally {
    await servers.close();
  }
}

/** What keeps a pattern from being looked for in results; undefined: nothing. */
export async function patternProblem(pattern: string): Promise<string | undefined> {
  const { holdRules } = await import("../tools/checks/hold_rules.ts");
  const rule = { name: "pattern", pattern, severity: "error", target: "output" } as const;
  const [check] = await holdRules([rule], { output: "", files: [] }, new AbortController().signal);
  const detail = check?.detail ?? "", cannot = /^Cannot search for `/;
  return cannot.test(detail) ? detail.slice(detail.lastIndexOf("`: ") + "`: ".length) : undefined;
}
