import { resolve } from "node:path";
import type { Permissions } from "../../plan/plan.ts";
import type { McpServer } from "../../plan/tool_facts.ts";
import type { Environment } from "../clean_environment.ts";
import { cleanEnvironment } from "../clean_environment.ts";
import { refuse } from "../command.ts";
import { openReaper } from "../reaper.ts";
import type { Reaper } from "../reaper.ts";
import type { Grants } from "./granted_route.ts";
import { grantedRoute } from "./granted_route.ts";
import type { McpConnection } from "./mcp_connection.ts";
import type { McpLink } from "./mcp_link.ts";
import { McpTrouble } from "./mcp_trouble.ts";
import type { FindSecret, SecretValues } from "./secret_values.ts";
import { secretValues } from "./secret_values.ts";

/** The servers of a plan, and how they are reached. */
export interface McpOptions {
  /** Servers by name. */
  readonly servers: { readonly [name: string]: McpServer };
  /** What the spec grants: programs, hosts and environment variables. */
  readonly permissions: Pick<Permissions, "run" | "net" | "env">;
  /** The spec's folder: servers that are programs run in it. */
  readonly folder: string;
  /** Finds secrets. */
  readonly secret: FindSecret;
  /** The environment that PATH, HOME, LANG and the grants are taken from. Default: this process's. */
  readonly env?: Environment;
  /** Milliseconds that starting and greeting a server may take. Default: a minute, for those that are installed first. */
  readonly patience?: number;
  /** The addresses of a host name. Default: what the system knows. */
  readonly resolve?: Grants["resolve"];
  /** PEM certificates to trust instead of the usual ones. */
  readonly roots?: readonly string[];
}

/** Servers, each of which is started or reached when it is first needed. */
export interface McpServers {
  /**
   * The connection to a server: one for all who ask, and a new one where the last is over.
   *
   * @throws {McpTrouble} when there is none.
   */
  connection(server: string): Promise<McpConnection>;
  /** Whether a server is an address: what is sent to it leaves this machine. */
  isFar(server: string): boolean;
  /** Ends every server and connection, and waits until they have ended. */
  close(): Promise<void>;
}

const PATIENCE = 60_000;

/** Opens servers. Nothing is started before the first call. */
export function openMcpServers(options: McpOptions): McpServers {
  const current = new Map<string, Promise<McpConnection>>(), opened = new Set<Promise<McpConnection>>();
  const closing = new AbortController();
  let reaper: Reaper | undefined;

  async function fresh(server: string): Promise<McpConnection> {
    const declared = declaredIn(options, server), secrets = secretValues(options.secret);
    const link = "run" in declared
      ? await processTo(server, declared, { options, secrets, reaper: reaper ??= openReaper() })
      : await addressOf(server, declared, { options, secrets });
    const { connectMcp } = await import("./mcp_connection.ts");
    const advice = adviceFor(declared), { patience = PATIENCE } = options;
    return await connectMcp({ server, link, mask: secrets.mask, advice, patience, signal: closing.signal });
  }

  return {
    isFar: (server) => "url" in declaredIn(options, server),
    async connection(server) {
      if (closing.signal.aborted) {
        throw new McpTrouble("aborted", `Cannot reach the MCP server \`${server}\`: the run is over`);
      }
      const known = current.get(server);
      if (known && !(await isOver(known))) return await known;
      // Whoever waited beside us may have found it over as well, and be ahead.
      const ahead = current.get(server);
      if (ahead !== known && ahead) return await ahead;
      const next = fresh(server);
      current.set(server, next);
      opened.add(next);
      return await next;
    },
    async close() {
      closing.abort(new Error("the run is over"));
      await Promise.all([...opened].map(async (one) => await (await one.catch(() => undefined))?.close()));
      await reaper?.close();
    },
  };
}

async function isOver(connection: Promise<McpConnection>): Promise<boolean> {
  return await connection.then((one) => one.over(), () => true);
}

function declaredIn({ servers }: McpOptions, server: string): McpServer {
  const found = Object.hasOwn(servers, server) ? servers[server] : undefined;
  if (found) return found;
  throw new McpTrouble("missing", `Cannot reach the MCP server \`${server}\`: there is none of that name`);
}

interface Making {
  readonly options: McpOptions;
  readonly secrets: SecretValues;
}

async function processTo(
  server: string,
  { run, env: given }: Extract<McpServer, { readonly run: readonly string[] }>,
  { options, secrets, reaper }: Making & { readonly reaper: Reaper },
): Promise<McpLink> {
  const { folder, permissions } = options, refusal = refuse(run, { folder, permissions });
  if (refusal) throw new McpTrouble("refused", `Cannot start the MCP server \`${server}\`: ${refusal.message}`);
  const env = {
    ...cleanEnvironment(options.env ?? Deno.env.toObject(), permissions.env),
    ...await readAll(server, given, secrets),
  };
  const [program = "", ...args] = run;
  const { processLink } = await import("./mcp_process.ts");
  const argv = [program.includes("/") ? resolve(folder, program) : program, ...args];
  return processLink({ argv, cwd: folder, env, reaper });
}

async function addressOf(
  server: string,
  { url: given, headers }: Extract<McpServer, { readonly url: unknown }>,
  { options: { permissions, resolve: lookup, roots }, secrets }: Making,
): Promise<McpLink> {
  const { url: text = "" } = await readAll(server, { url: given }, secrets), url = URL.parse(text);
  if (url === null) {
    const message = `Cannot reach the MCP server \`${server}\`: its \`url\` is no whole address`;
    throw new McpTrouble("invalid", `${message} such as \`https://example.com/mcp\``);
  }
  const grants = { net: permissions.net, ...(lookup ? { resolve: lookup } : {}) },
    route = await grantedRoute(url, grants);
  if (!route.ok) throw new McpTrouble(route.code, `Cannot reach the MCP server \`${server}\`: ${route.why}`);
  const { httpLink } = await import("./mcp_http.ts");
  return httpLink({ ...grants, url, headers: await readAll(server, headers, secrets), roots });
}

/** Values of texts and secrets; a secret that cannot be had is trouble. */
async function readAll(
  server: string,
  given: McpServerValues,
  secrets: SecretValues,
): Promise<{ readonly [name: string]: string }> {
  const found: [string, string][] = [];
  for (const [name, value] of Object.entries(given)) {
    try {
      found.push([name, await secrets.read(value)]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new McpTrouble("refused", `Cannot reach the MCP server \`${server}\`: ${why}`);
    }
  }
  return Object.fromEntries(found);
}

type McpServerValues = Extract<McpServer, { readonly url: unknown }>["headers"];

function adviceFor(server: McpServer): string {
  if ("run" in server) {
    const [program = "", first = ""] = server.run;
    return `see whether \`${`${program} ${first}`.trim().slice(0, 80)}\` starts by itself and speaks MCP`;
  }
  return "see whether its `url` and `headers` are right";
}
