/**
 * A real MCP server that misbehaves when it is told to. As a program it speaks on its standard input and output;
 * arguments say how it begins.
 *
 * @module
 */
// @ts-types="@modelcontextprotocol/sdk/server"
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
// @ts-types="@modelcontextprotocol/sdk/server/stdio"
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
// @ts-types="@modelcontextprotocol/sdk/types"
import {
  CallToolRequestSchema,
  CreateMessageResultSchema,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
// @ts-types="@modelcontextprotocol/sdk/types"
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";

const ANYTHING = { type: "object" } as const;
const PIXEL = "iVBORw0KGgo=";

/** What it lists on two pages. */
export const LISTED: readonly Tool[] = [
  {
    name: "echo",
    description: "Says a text again\u202e",
    inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  { name: "add-one", title: "Adds one", inputSchema: ANYTHING, annotations: { destructiveHint: false } },
  { name: "add_one", inputSchema: ANYTHING, annotations: { readOnlyHint: false, openWorldHint: false } },
  { name: "silent", inputSchema: ANYTHING },
];

const text = (said: string): CallToolResult => ({ content: [{ type: "text", text: said }] });

interface Asked {
  readonly server: Server;
  readonly input: { readonly [name: string]: unknown };
  readonly signal: AbortSignal;
  readonly id: string | number;
}

type Act = (asked: Asked) => Promise<CallToolResult>;

let calls = 0;
const waiting: (() => void)[] = [];

const ACTS: { readonly [name: string]: Act } = {
  echo: ({ input }) => Promise.resolve(text(String(input["text"]))),
  pid: () => Promise.resolve(text(JSON.stringify({ pid: Deno.pid, calls: ++calls }))),
  env: () => Promise.resolve(text(JSON.stringify(Deno.env.toObject()))),
  structured: () => Promise.resolve({ ...text("three"), structuredContent: { n: 3 } }),
  fail: () => Promise.resolve({ ...text("there is no such file"), isError: true }),
  throws: () => Promise.reject(new Error("inside out")),
  mixed: () =>
    Promise.resolve({
      content: [
        { type: "text", text: "a picture:" },
        { type: "image", data: PIXEL, mimeType: "image/png" },
        { type: "resource", resource: { uri: "file:///a.txt", text: "of a" } },
        { type: "resource", resource: { uri: "file:///a.bin", blob: PIXEL } },
        { type: "resource_link", name: "b", uri: "file:///b.txt" },
      ],
    }),
  long: () => Promise.resolve(text("x".repeat(100_000))),
  progress: async ({ server }) => {
    for (let progress = 1; progress <= 3; progress++) {
      await server.notification({ method: "notifications/progress", params: { progressToken: 0, progress, total: 3 } });
    }
    await server.notification({ method: "notifications/tools/list_changed" });
    return text("done");
  },
  // Answers when as many as `of` calls are here.
  together: async ({ input }) => {
    const all = new Promise<void>((go) => waiting.push(go));
    if (waiting.length === input["of"]) { for (const go of waiting.splice(0)) go(); }
    await all;
    return text("together");
  },
  ask: async ({ server }) => {
    const request = { method: "sampling/createMessage", params: { messages: [], maxTokens: 1 } } as const;
    const found = await server.request(request, CreateMessageResultSchema).catch((error) => error.message);
    return text(`asked: ${found}`);
  },
  // Never answers; notes in a file that it was cancelled.
  hang: ({ input: { note }, signal }) =>
    new Promise(() => {
      signal.addEventListener("abort", () => {
        if (typeof note === "string") Deno.writeTextFileSync(note, "cancelled");
      });
    }),
  die: () => {
    console.error("the disk is on fire, said to-k3n-value");
    Deno.exit(7);
  },
  flood: async ({ server }) => {
    const data = "x".repeat(100_000);
    for (;;) await server.notification({ method: "notifications/message", params: { level: "info", data } });
  },
  huge: () => Promise.resolve(text("x".repeat(9 * 2 ** 20))),
  garbage: async () => {
    for (let line = 0; line < 1_000; line++) await raw(`loading ${line}\n`);
    return text("never heard");
  },
  chatty: async () => {
    await raw("Listening.\n\n[1,2]\n");
    return text("heard");
  },
  deep: async () => {
    await raw(`{"jsonrpc":"2.0","id":1,"result":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}\n`);
    return text("heard");
  },
  wrong: async ({ id }) => {
    await raw(`{"jsonrpc":"2.0","id":${id},"result":{"content":"no list"}}\n`);
    return await new Promise(() => {});
  },
  poison: () =>
    Promise.resolve({ content: [], structuredContent: JSON.parse('{"__proto__": {"a": 1}}') } as CallToolResult),
};

async function raw(line: string): Promise<void> {
  const writer = Deno.stdout.writable.getWriter();
  await writer.write(new TextEncoder().encode(line));
  writer.releaseLock();
}

/** A server with tools that behave as their names say. */
export function mcpServer(): Server {
  const server = new Server({ name: "fixture", version: "1" }, {
    capabilities: { tools: { listChanged: true }, logging: {} },
  });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    if (Deno.args.includes("endless")) return { tools: [...LISTED], nextCursor: "again" };
    return params?.cursor ? { tools: LISTED.slice(2) } : { tools: LISTED.slice(0, 2), nextCursor: "2" };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, requestId: id }) => {
    const act = ACTS[params.name];
    if (!act) throw Object.assign(new Error(`there is no tool ${params.name}`), { code: -32602 });
    return await act({ server, input: params.arguments ?? {}, signal, id });
  });
  return server;
}

if (import.meta.main) {
  if (Deno.args.includes("stay")) Deno.addSignalListener("SIGTERM", () => {}), setInterval(() => {}, 1_000);
  await mcpServer().connect(new StdioServerTransport());
}
