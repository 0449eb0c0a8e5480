import assert from "node:assert/strict";
// @ts-types="@modelcontextprotocol/sdk/server/webStandardStreamableHttp"
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { McpServer } from "../../../lib/plan/tool_facts.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { callMcpTool, listMcpTools } from "../../../lib/tools/user/mcp_client.ts";
import { openMcpServers } from "../../../lib/tools/user/mcp_servers.ts";
import type { McpOptions, McpServers } from "../../../lib/tools/user/mcp_servers.ts";
import { McpTrouble } from "../../../lib/tools/user/mcp_trouble.ts";
import { until } from "../scratch.ts";
import { hostileServer } from "../web/hostile_server.ts";
import { mcpServer } from "./mcp_fixture.ts";
import { gave, refusal } from "./results.ts";
import type { Seen, Server } from "./serve.ts";
import { serve } from "./serve.ts";

/** Runs with one server called `it`, and closes it. */
async function withServers(
  port: number,
  use: (servers: McpServers) => Promise<void>,
  options: Partial<McpOptions> = {},
): Promise<void> {
  const it: McpServer = { url: `http://127.0.0.1:${port}/mcp`, headers: { authorization: { env: "TOKEN" } } };
  const servers = openMcpServers({
    servers: { it },
    permissions: { run: [], net: ["127.0.0.1"], env: [] },
    folder: "/",
    secret: () => "to-k3n-value",
    ...options,
  });
  try {
    await use(servers);
  } finally {
    await servers.close();
  }
}

/** A server that keeps the protocol, one session for each that greets it. */
function real(options: { readonly json?: boolean } = {}): Server {
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  return serve(async ({ headers }, request) => {
    const id = headers.get("mcp-session-id");
    const known = id === null ? undefined : sessions.get(id);
    if (known) return await known.handleRequest(request);
    if (id !== null) return new Response("no such session", { status: 404 });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      enableJsonResponse: options.json ?? false,
      onsessioninitialized: (session) => void sessions.set(session, transport),
      onsessionclosed: (session) => void sessions.delete(session),
    });
    await mcpServer().connect(transport);
    return await transport.handleRequest(request);
  });
}

async function call(
  servers: McpServers,
  tool: string,
  input: JsonObject = {},
  more: { readonly timeout?: number; readonly signal?: AbortSignal } = {},
): Promise<ToolResult> {
  const { timeout = 20_000, ...options } = more;
  return await callMcpTool(servers, { facts: { name: `it_${tool}`, timeout }, server: "it", tool, input }, options);
}

async function trouble(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof McpTrouble, `this was to be trouble: ${error}`);
  return `${error.code}: ${error.message}`;
}

const methods = (seen: readonly Seen[]): readonly string[] =>
  seen.map(({ line, body }) => body === "" ? line : (JSON.parse(body) as { method: string }).method);

const GREETING = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "odd", version: "1" } };

/** A server that greets as it should, and answers a call as the test says. */
function odd(answer: (id: number) => Response | Promise<Response>): Server {
  return serve(({ body }) => {
    const { id, method } = (body === "" ? {} : JSON.parse(body)) as { id?: number; method?: string };
    if (method === "initialize") {
      return Response.json({ jsonrpc: "2.0", id, result: GREETING });
    }
    return id === undefined ? new Response(null, { status: 202 }) : answer(id);
  });
}

const stream = (text: string): Response => new Response(text, { headers: { "content-type": "text/event-stream" } });

Deno.test("a server at an address is used like any other, whether it answers by streams or by JSON", async () => {
  for (const json of [false, true]) {
    await using server = real({ json });
    await withServers(server.port, async (servers) => {
      const tools = await listMcpTools(servers, "it", { timeout: 20_000 });
      assert.deepEqual(tools.map(({ tool }) => tool), ["echo", "add-one", "add_one", "silent"]);
      assert.deepEqual(tools[0]!.facts.acts, ["read", "net"], "whatever is sent to it leaves the machine");
      const together = await Promise.all([1, 2, 3].map(() => call(servers, "together", { of: 3 })));
      assert.deepEqual(together.map((one) => gave(one).output), Array(3).fill("together"));
      assert.deepEqual(gave(await call(servers, "structured")).data, { n: 3 });
      assert.match(refusal(await call(servers, "fail")), /there is no such file$/);
    });
    assert.deepEqual(methods(server.seen), [
      "initialize",
      "notifications/initialized",
      "tools/list",
      "tools/list",
      ...Array<string>(5).fill("tools/call"),
      "DELETE /mcp",
    ], "one session, nothing taken back, and leave is taken");
    assert.ok(server.seen.every(({ headers }) => headers.get("authorization") === "to-k3n-value"));
  }
});

Deno.test("progress is no disturbance over a stream either", async () => {
  await using server = real();
  await withServers(server.port, async (servers) => {
    assert.equal(gave(await call(servers, "progress")).output, "done");
  });
});

Deno.test("a server whose host is not granted is not reached, and none is through a redirect", async () => {
  await using other = serve(() => new Response("ok"));
  await using server = serve(() =>
    new Response(null, { status: 307, headers: { location: `http://127.0.0.1:${other.port}/` } })
  );
  const net = [`127.0.0.1:${server.port}`];
  await withServers(server.port, async (servers) => {
    assert.match(
      await trouble(servers.connection("it")),
      /^refused: Cannot reach the MCP server `it`: `127.0.0.1:\d+` is not granted: add it to `permissions.net`$/,
    );
  }, { permissions: { run: [], net: [], env: [] } });
  assert.equal(server.seen.length, 0);
  await withServers(server.port, async (servers) => {
    assert.match(await trouble(servers.connection("it")), /Redirect to http:\/\/127.0.0.1:\d+\/ not followed/);
  }, { permissions: { run: [], net, env: [] } });
  assert.equal(other.seen.length, 0);
});

Deno.test("what a server answers that does not let us in is told, without the secret it repeats", async () => {
  await using server = serve(({ headers }) => new Response(`who is ${headers.get("authorization")}?`, { status: 401 }));
  await withServers(server.port, async (servers) => {
    assert.equal(
      await trouble(servers.connection("it")),
      "failed: The MCP server `it` could not be reached: it answered 401: who is [TOKEN]?; " +
        "see whether its `url` and `headers` are right",
    );
  });
});

Deno.test("an address where nothing answers, one that is none and one that speaks another protocol are told", async () => {
  const reserved = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = reserved.addr;
  reserved.close();
  await withServers(port, async (servers) => {
    assert.match(await trouble(servers.connection("it")), /could not be reached: nothing answers there; see/);
  });
  await withServers(port, async (servers) => {
    assert.match(await trouble(servers.connection("it")), /^invalid: .*its `url` is no whole address/);
  }, { servers: { it: { url: "nowhere", headers: {} } } });
  await using page = serve(() => new Response("<html>", { headers: { "content-type": "text/html" } }));
  await withServers(page.port, async (servers) => {
    assert.match(await trouble(servers.connection("it")), /it broke the protocol: Unexpected content type: text\/html/);
  });
});

Deno.test("an answer that breaks off, is empty, is no JSON or is too large is an error, not a wait", async () => {
  const cases: readonly (readonly [() => Response, RegExp])[] = [
    [() => stream("event: message\n"), /could not do `echo`: it ended its answer before it had answered; see/],
    [() => stream("id: 1\ndata:\n\n"), /it ended its answer before it had answered/],
    [() => Response.json([]), /it ended its answer before it had answered/],
    [() => new Response("{", { headers: { "content-type": "application/json" } }), /could not do `echo`: /],
    [() => stream(`data: ${"x".repeat(9 * 2 ** 20)}`), /sent an answer larger than 8 MB/],
    [
      () => new Response(null, { status: 204 }),
      /could not do `echo`: it broke the protocol|answered 204 and nothing else/,
    ],
    [() => new Response("overworked", { status: 503 }), /it answered 503: overworked/],
  ];
  for (const [answer, message] of cases) {
    await using server = odd(answer);
    await withServers(server.port, async (servers) => {
      assert.match(refusal(await call(servers, "echo")), message);
    });
  }
});

Deno.test("a connection that breaks is an error of the calls that were on it", async () => {
  let greeted = 0;
  await using server = hostileServer(async (send, request) => {
    if (++greeted > 2) {
      return await send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 99\r\n\r\ndata");
    }
    if (greeted === 2) return await send("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n");
    const body = JSON.stringify({ jsonrpc: "2.0", id: 0, result: GREETING });
    assert.match(request, /^POST /);
    await send(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
  await withServers(server.port, async (servers) => {
    assert.match(refusal(await call(servers, "echo")), /it broke off its answer: /);
  });
});

Deno.test("a call that takes too long over a stream ends its connection, and tells the server", async () => {
  const left = Promise.withResolvers<void>();
  await using server = odd(() =>
    new Response(new ReadableStream({ cancel: () => left.resolve() }), {
      headers: { "content-type": "text/event-stream" },
    })
  );
  await withServers(server.port, async (servers) => {
    assert.match(refusal(await call(servers, "echo", {}, { timeout: 200 })), /^timeout: .*no answer within 200ms/);
    await left.promise;
    await until(() => methods(server.seen).includes("notifications/cancelled"));
  });
});

Deno.test("a server that has forgotten us is greeted anew by the next call", async () => {
  let forgets = true;
  await using server = odd((id) => {
    if (forgets) return forgets = false, new Response("no such session", { status: 404 });
    return Response.json({ jsonrpc: "2.0", id, result: { content: [{ type: "text", text: "here" }] } });
  });
  await withServers(server.port, async (servers) => {
    assert.match(refusal(await call(servers, "echo")), /it answered 404: no such session/);
    assert.equal(gave(await call(servers, "echo")).output, "here");
  });
  assert.equal(methods(server.seen).filter((method) => method === "initialize").length, 2);
});

Deno.test("a server that does not let us go is left", async () => {
  const gone = Promise.withResolvers<void>();
  await using server = serve(({ line, body }, request) => {
    if (line.startsWith("DELETE")) {
      request.signal.addEventListener("abort", () => gone.resolve());
      return gone.promise.then(() => new Response());
    }
    const { id } = JSON.parse(body) as { id?: number };
    if (id === undefined) return new Response(null, { status: 202 });
    return Response.json({ jsonrpc: "2.0", id, result: GREETING }, { headers: { "mcp-session-id": "1" } });
  });
  await withServers(server.port, async (servers) => void await servers.connection("it"));
  await gone.promise;
});
