/**
 * A connection to one server. This module loads the SDK: it is imported when a server is first needed.
 *
 * @module
 */
import { formatDuration } from "../../base/duration.ts";
import type { JsonObject } from "../../base/json.ts";
import { deadline } from "./deadline.ts";
import { LOST } from "./mcp_http.ts";
import type { McpLink } from "./mcp_link.ts";
import { CallToolResultSchema, Client, ErrorCode, ListToolsResultSchema } from "./mcp_sdk.ts";
import { McpError, StreamableHTTPError } from "./mcp_sdk.ts";
import type { CallToolResult, Tool } from "./mcp_sdk.ts";
import { McpTrouble } from "./mcp_trouble.ts";
import type { NoResult } from "./tool_output.ts";

/** When a request is given up. */
export interface McpPatience {
  /** Milliseconds an answer may take. */
  readonly timeout: number;
  /** Gives it up earlier. */
  readonly signal?: AbortSignal | undefined;
}

/** A server that has been greeted. Everything it throws is an {@link McpTrouble}. */
export interface McpConnection {
  /** All tools that it lists. */
  list(options: McpPatience): Promise<readonly Tool[]>;
  /** Calls one of them, by the name it has there. */
  call(tool: string, input: JsonObject, options: McpPatience): Promise<CallToolResult>;
  /** Whether it is of no use any more. */
  over(): boolean;
  /** Ends it. */
  close(): Promise<void>;
}

/** A link and how to speak of it. */
export interface ConnectionTerms {
  /** What the server is called in the spec. */
  readonly server: string;
  /** The way there. */
  readonly link: McpLink;
  /** Takes secrets out of what it says. */
  readonly mask: (text: string) => string;
  /** What to look at when it cannot be reached, such as "run `npx it` by hand". */
  readonly advice: string;
  /** Milliseconds that greeting it may take. */
  readonly patience: number;
  /** Gives the greeting up. */
  readonly signal: AbortSignal;
}

const MOST_PAGES = 50;
const MOST_TOOLS = 1_000;
/** Longer than any call: the SDK is given a limit of its own and never needs it. */
const LATER = 2 ** 31 - 1;

/**
 * Greets a server.
 *
 * @throws {McpTrouble} when it cannot be reached or does not speak the protocol.
 */
export async function connectMcp(terms: ConnectionTerms): Promise<McpConnection> {
  const client = new Client({ name: "loom", version: "1" }, { capabilities: {} });
  let over = false;
  // What goes wrong beside the calls is known by what becomes of them.
  client.onerror = () => {};
  const asking = async <T>(
    what: string,
    options: McpPatience,
    ask: (request: { readonly signal: AbortSignal; readonly timeout: number }) => Promise<T>,
  ): Promise<T> => {
    try {
      const found = await deadline(
        options,
        (signal) => whileAsked(signal, (own) => ask({ signal: own, timeout: LATER })),
      );
      if ("done" in found) return found.done;
      throw cutTrouble(what, found.cut, { terms, timeout: options.timeout });
    } catch (error) {
      if (isFinal(error)) over = true;
      throw error instanceof McpTrouble ? error : troubleOf(what, error, terms);
    }
  };
  const close = async (): Promise<void> => {
    over = true;
    await terms.link.close();
  };
  try {
    const { patience: timeout, signal } = terms;
    await asking("be reached", { timeout, signal }, (request) => client.connect(terms.link.transport, request));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    list: (options) => asking("tell its tools", options, (request) => listed(client, { terms, request })),
    call: (name, input, options) =>
      asking(
        `do \`${name}\``,
        options,
        (request) =>
          client.request(
            { method: "tools/call", params: { name, arguments: { ...input } } },
            CallToolResultSchema,
            request,
          ),
      ),
    over: () => over || terms.link.ended() !== undefined,
    close,
  };
}

interface Listing {
  readonly terms: ConnectionTerms;
  readonly request: { readonly signal: AbortSignal; readonly timeout: number };
}

async function listed(client: Client, { terms, request }: Listing): Promise<readonly Tool[]> {
  const tools: Tool[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && tools.length <= MOST_TOOLS; pages++) {
    const params = cursor === undefined ? {} : { cursor };
    const page = await client.request({ method: "tools/list", params }, ListToolsResultSchema, request);
    tools.push(...page.tools);
    cursor = page.nextCursor;
    if (!cursor) return tools;
  }
  const message = `Cannot use ${named(terms)}: its list of tools has no end; ${terms.advice}`;
  throw new McpTrouble("failed", message);
}

function cutTrouble(
  what: string,
  cut: "timeout" | "aborted",
  { terms, timeout }: { readonly terms: ConnectionTerms; readonly timeout: number },
): McpTrouble {
  const start = `${named(terms, "The")} could not ${what}`;
  if (cut === "aborted") return new McpTrouble(cut, `${start}: the call was ended`);
  return new McpTrouble(cut, `${start}: no answer within ${formatDuration(timeout)}; ${terms.advice}${aside(terms)}`);
}

/** The SDK takes back what was asked whenever its signal aborts, even what was answered long ago. */
async function whileAsked<T>(signal: AbortSignal, ask: (own: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController(), takeBack = (): void => own.abort(signal.reason);
  signal.addEventListener("abort", takeBack, { once: true });
  try {
    return await ask(own.signal);
  } finally {
    signal.removeEventListener("abort", takeBack);
  }
}

/** Whether a connection is of no use after an error: it is closed, or the server has forgotten it. */
function isFinal(error: unknown): boolean {
  return error instanceof StreamableHTTPError
    ? error.code === 404
    : error instanceof McpError && error.code === ErrorCode.ConnectionClosed;
}

function troubleOf(what: string, error: unknown, terms: ConnectionTerms): McpTrouble {
  const ended = terms.link.ended(), start = `${named(terms, "The")} could not ${what}`;
  if (ended !== undefined) return new McpTrouble("failed", `${start}: it ${ended}; ${terms.advice}${aside(terms)}`);
  const { code, why, isServers } = answered(error) ?? unreached(error);
  const told = terms.mask(why).slice(0, 2_000).toWellFormed();
  return new McpTrouble(code, `${start}: ${told}${isServers ? "" : `; ${terms.advice}`}`);
}

interface Reason {
  readonly code: NoResult["code"];
  readonly why: string;
  /** Whether the server itself says so: then it is there, and nothing is wrong with the way to it. */
  readonly isServers?: true;
}

/** What a server answered that is no result. */
function answered(error: unknown): Reason | undefined {
  if (error instanceof Error && "issues" in error) {
    return { code: "failed", why: "its answer is not what the protocol asks for", isServers: true };
  }
  if (!(error instanceof McpError) || [LOST, ErrorCode.ConnectionClosed].includes(error.code)) return undefined;
  const said = error.message.replace(/^(?:MCP error -?\d+: )+/, "");
  if (error.code === ErrorCode.InvalidParams) {
    return { code: "invalid", why: `it does not take that: ${said}`, isServers: true };
  }
  if (error.code === ErrorCode.MethodNotFound) {
    return { code: "missing", why: `it does not know how: ${said}`, isServers: true };
  }
  return { code: "failed", why: `it answered with an error: ${said}`, isServers: true };
}

/** Why there was no answer. */
function unreached(error: unknown): Reason {
  if (error instanceof McpError) {
    const said = error.message.replace(/^MCP error -?\d+: /, "");
    return { code: "failed", why: error.code === LOST ? `it ${said}` : "the connection was closed" };
  }
  if (error instanceof StreamableHTTPError) {
    const said = error.message.replace(/^Streamable HTTP error: (?:Error POSTing to endpoint: )?/, "").trim();
    const status = error.code !== undefined && error.code > 0 ? `it answered ${error.code}` : "it broke the protocol";
    return { code: "failed", why: said === "" ? status : `${status}: ${said}` };
  }
  return { code: "failed", why: error instanceof Error ? error.message : String(error) };
}

function aside({ link, mask }: ConnectionTerms): string {
  const said = mask(link.aside());
  return said === "" ? "" : `; it wrote:\n${said}`;
}

function named({ server }: ConnectionTerms, article: "the" | "The" = "the"): string {
  return `${article} MCP server \`${server}\``;
}
