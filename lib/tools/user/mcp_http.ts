import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { isObject } from "../../base/is_object.ts";
import type { Grants } from "./granted_route.ts";
import { grantedRoute } from "./granted_route.ts";
import type { McpLink } from "./mcp_link.ts";
import { MOST_IN_MESSAGE } from "./mcp_link.ts";
import { StreamableHTTPClientTransport } from "./mcp_sdk.ts";
import type { JSONRPCMessage, Transport } from "./mcp_sdk.ts";
import { networkReason, sendRequest } from "../web/send_request.ts";

/** How a server is reached. */
export interface ServerAddress extends Grants {
  /** Where it is. */
  readonly url: URL;
  /** Headers of every request. */
  readonly headers: { readonly [name: string]: string };
  /** PEM certificates to trust instead of the usual ones. */
  readonly roots?: readonly string[] | undefined;
}

/** Milliseconds between the end of an answer and the certainty that what was asked for was not in it. */
const LATE = 250;
/** Milliseconds a server has to take leave. */
const FAREWELL = 1_000;

/**
 * A way to a server at an address, by streamable HTTP. Only granted hosts are reached, over connections of their own.
 * It listens for nothing but answers: an answer that breaks off is an error of its call, and is not resumed.
 */
export function httpLink(address: ServerAddress): McpLink {
  let closed = false;
  const awaited = awaitedAnswers((id, message) => {
    transport.onmessage?.({ jsonrpc: "2.0", id: id as number, error: { code: LOST, message } });
  });
  const inner = new StreamableHTTPClientTransport(address.url, {
    fetch: guardedFetch(address, awaited),
    requestInit: { headers: { ...address.headers } },
    reconnectionOptions: NEVER,
  });
  const transport: Transport = {
    async start() {
      inner.onmessage = (message: JSONRPCMessage) => {
        if (!("method" in message)) awaited.came(message.id);
        transport.onmessage?.(message);
      };
      inner.onerror = (error) => transport.onerror?.(error);
      inner.onclose = () => transport.onclose?.();
      await inner.start();
    },
    async send(message) {
      if ("method" in message && "id" in message) awaited.expect(message.id);
      awaited.giveUp(cancelledIn(message));
      await inner.send(message);
    },
    setProtocolVersion: (version) => inner.setProtocolVersion(version),
    async close() {
      if (closed) return;
      closed = true;
      awaited.close();
      const late = setTimeout(() => void inner.close(), FAREWELL);
      // A server that cannot take leave is left without.
      await inner.terminateSession().catch(() => {});
      clearTimeout(late);
      await inner.close();
    },
  };
  return {
    transport,
    ended: () => undefined,
    aside: () => "",
    close: () => transport.close(),
  };
}

const NEVER = { maxRetries: 0, initialReconnectionDelay: 1, maxReconnectionDelay: 1, reconnectionDelayGrowFactor: 1 };

/** The requests that are waiting for an answer. */
interface AwaitedAnswers {
  expect(id: unknown): void;
  came(id: unknown): void;
  /** Ends the connection of a request: nobody waits any more. */
  giveUp(id: unknown): void;
  signal(id: unknown): AbortSignal | undefined;
  /** Says that no answer will come, if that is so: one may still be on its way to whoever takes it. */
  lost(id: unknown, why: string): void;
  close(): void;
}

function awaitedAnswers(tell: (id: unknown, why: string) => void): AwaitedAnswers {
  const waiting = new Map<unknown, AbortController>(), timers = new Set<ReturnType<typeof setTimeout>>();
  return {
    expect: (id) => void waiting.set(id, new AbortController()),
    came: (id) => void waiting.delete(id),
    giveUp: (id) => {
      waiting.get(id)?.abort(new Error("the call was given up"));
      waiting.delete(id);
    },
    signal: (id) => waiting.get(id)?.signal,
    lost: (id, why) => {
      if (!waiting.has(id)) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (waiting.delete(id)) tell(id, why);
      }, LATE);
      timers.add(timer);
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

/** The code of an error that stands for an answer which never came. */
export const LOST = -32_099;

function cancelledIn(message: JSONRPCMessage): unknown {
  return "method" in message && message.method === "notifications/cancelled"
    ? message.params?.["requestId"]
    : undefined;
}

/** Fetches for the SDK: from granted hosts, bounded, and with no streams but those that answer something. */
function guardedFetch(address: ServerAddress, awaited: AwaitedAnswers): typeof fetch {
  return async (input, init = {}) => {
    const method = (init.method ?? "GET").toUpperCase(), url = new URL(input instanceof Request ? input.url : input);
    if (method === "GET") return new Response(null, { status: 405 });
    const route = await grantedRoute(url, address);
    if (!route.ok) throw new Error(route.why);
    const body = typeof init.body === "string" ? init.body : undefined, id = idIn(body);
    const signals = [init.signal, awaited.signal(id)].filter((signal) => signal instanceof AbortSignal);
    const answer = await sendRequest(url, {
      method,
      host: route.host,
      addresses: route.addresses,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: body === undefined ? undefined : Buffer.from(body),
      signal: AbortSignal.any(signals),
      roots: address.roots,
    }).catch((error) => {
      throw new Error(networkReason(error));
    });
    return responseOf(answer, (why) => awaited.lost(id, why));
  };
}

/** The number of the request in a message. */
function idIn(body: string | undefined): unknown {
  const message: unknown = body === undefined ? undefined : JSON.parse(body);
  return isObject(message) && "method" in message ? message["id"] : undefined;
}

const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

function responseOf(answer: IncomingMessage, done: (why: string) => void): Response {
  const status = answer.statusCode ?? 0, headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  if (status < 200 || status > 599) {
    answer.destroy();
    throw new Error(`it answered ${status}`);
  }
  if (!BODILESS.has(status)) return new Response(streamOf(answer, done), { status, headers });
  answer.destroy();
  done(`answered ${status} and nothing else`);
  return new Response(null, { status, headers });
}

/** The body as a stream that ends by an error when it is too large; whoever reads it sets the pace. */
function streamOf(answer: IncomingMessage, done: (why: string) => void): ReadableStream<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  const stop = (controller: ReadableStreamDefaultController, why: string): void => {
    answer.destroy();
    done(why);
    controller.error(new Error(why));
  };
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next().catch((error: unknown) => networkReason(error));
      if (typeof next === "string") return stop(controller, `broke off its answer: ${next}`);
      if (next.done) {
        done("ended its answer before it had answered");
        return controller.close();
      }
      size += next.value.length;
      if (size > MOST_IN_MESSAGE) return stop(controller, `sent an answer larger than ${MOST_IN_MESSAGE / 2 ** 20} MB`);
      controller.enqueue(new Uint8Array(next.value));
    },
    cancel: () => void answer.destroy(),
  });
}
