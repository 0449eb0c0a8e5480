/**
 * A server on this machine that speaks a provider's protocol and misbehaves on command. It keeps a ledger of what a
 * provider would bill, so that it can be held against a run's own.
 *
 * @module
 */
import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Answer, Asked, Wire } from "./wire.ts";

/** What the server does with one request. */
export type Behaviour =
  /** Answers. `usage: null`: without telling it. `frames` or `body` are sent as they are, in place of what the wire makes. */
  | {
    readonly do: "answer";
    readonly text?: string;
    readonly usage?: Answer["usage"] | null;
    readonly model?: string;
    readonly nullLogprobs?: boolean;
    readonly frames?: readonly string[];
    readonly body?: Json;
  }
  /** Answers a few bytes at a time. */
  | { readonly do: "drip" }
  /** Refuses. */
  | {
    readonly do: "status";
    readonly status: number;
    readonly headers?: { readonly [name: string]: string };
    readonly code?: string;
    readonly words?: string;
  }
  /** Never answers. */
  | { readonly do: "hang" }
  /** Begins an answer and never goes on. */
  | { readonly do: "stall" }
  /** Begins an answer and ends: the connection breaks, or ends as if all were well. */
  | { readonly do: "cut"; readonly how: "broken" | "clean" }
  /** Sends in the middle what is no JSON. */
  | { readonly do: "garbage" }
  /** Begins an answer and then says that something is wrong. */
  | { readonly do: "trouble" }
  /** Answers with a page for browsers. */
  | { readonly do: "page" };

/** One request that came. */
export interface Seen extends Asked {
  /** Its place, from 0. */
  readonly index: number;
  /** Headers, names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** The idempotency key it was made under. */
  readonly key: string | undefined;
  /** When it came, in milliseconds that never go back. */
  readonly at: number;
}

/** One request that a provider would bill. */
export interface Billed {
  /** The place of the request. */
  readonly index: number;
  /** The idempotency key it was made under. */
  readonly key: string | undefined;
  /** Tokens, told or not. */
  readonly usage: { readonly input: number; readonly output: number };
}

/** A server that misbehaves. */
export interface FaultServer extends AsyncDisposable {
  /** The address to give a model as `base_url`. */
  readonly url: string;
  /** Every request of the protocol, as it came. */
  readonly seen: readonly Seen[];
  /** What was generated and would be billed. */
  readonly billed: readonly Billed[];
}

/** What the server is to do. */
export interface Script {
  /** The protocol it speaks. */
  readonly wire: Wire;
  /** What it does with each request in turn, and then answers; or what it does with a request. */
  readonly behave: readonly Behaviour[] | ((seen: Seen) => Behaviour);
  /** The text of answers. Default: three words that depend on the prompt. */
  readonly text?: (seen: Seen) => string;
  /** The port. Default: any that is free. */
  readonly port?: number;
  /** Certificate and key in PEM: speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Starts a server; it ends with its block: `await using server = faultServer(…)`. */
export function faultServer({ wire, behave, text = saying, port = 0, tls }: Script): FaultServer {
  const seen: Seen[] = [], billed: Billed[] = [], closing = new AbortController();
  const next = typeof behave === "function" ? behave : ({ index }: Seen) => behave[index] ?? { do: "answer" as const };

  async function handle(request: Request): Promise<Response> {
    const body = await request.json().catch(() => ({})) as JsonObject, path = new URL(request.url).pathname;
    const asked = wire.read(path, body);
    if (!asked) return Response.json(wire.complaint(`no path ${path}`, "not_found_error"), { status: 404 });
    const headers = Object.fromEntries(request.headers);
    const one: Seen = { ...asked, index: seen.length, headers, key: headers["idempotency-key"], at: performance.now() };
    seen.push(one);
    return await respond(one, next(one));
  }

  async function respond(one: Seen, behaviour: Behaviour): Promise<Response> {
    switch (behaviour.do) {
      case "status": {
        const { status, headers = {}, code = "error", words = "not now" } = behaviour;
        return Response.json(wire.complaint(words, code), { status, headers });
      }
      case "hang":
        await left(closing.signal);
        return new Response(null, { status: 500 });
      case "page":
        return new Response("<html><body>Log in</body></html>", { headers: { "content-type": "text/html" } });
      default: {
        const answer = answerOf(one, behaviour, text(one));
        bill(one, answer);
        return sent(one, { behaviour, answer });
      }
    }
  }

  function bill({ index, key, prompt }: Seen, { pieces, usage }: Answer): void {
    billed.push({ index, key, usage: usage ?? usageOf(prompt, pieces) });
  }

  function sent(one: Seen, { behaviour, answer }: Sending): Response {
    const own = behaviour.do === "answer" ? behaviour : undefined;
    const body = own?.body ?? (one.stream ? undefined : wire.whole(answer, one));
    const frames = body === undefined ? own?.frames ?? wire.frames(answer, one) : [JSON.stringify(body)];
    const type = body === undefined ? wire.streamType : "application/json";
    const stream = streamOf(frames, { behaviour, wire, gone: closing.signal });
    return new Response(stream, { headers: { "content-type": type } });
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port, onListen() {}, onError: failed, ...tls }, handle);
  return {
    url: `http${tls ? "s" : ""}://127.0.0.1:${server.addr.port}${wire.base}`,
    seen,
    billed,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server.shutdown();
    },
  };
}

interface Sending {
  readonly behaviour: Behaviour;
  readonly answer: Answer;
}

function answerOf({ model, prompt, maxTokens }: Seen, behaviour: Behaviour, text: string): Answer {
  const own = behaviour.do === "answer" ? behaviour : undefined;
  const pieces = ((own?.text ?? text).match(/ ?[^ ]+| +$/g) ?? []).slice(0, maxTokens);
  const usage = own?.usage === undefined ? usageOf(prompt, pieces) : own.usage;
  return {
    pieces,
    model: own?.model ?? model,
    nullLogprobs: own?.nullLogprobs ?? false,
    ...(usage ? { usage } : {}),
  };
}

/** Words, as far as this server is concerned. */
function usageOf(prompt: string, pieces: readonly string[]): NonNullable<Answer["usage"]> {
  return { input: prompt.split(/\s+/).length, output: pieces.length };
}

function saying({ prompt }: Seen): string {
  return ` said ${prompt.length} times`;
}

function streamOf(
  frames: readonly string[],
  { behaviour, wire, gone }: { readonly behaviour: Behaviour; readonly wire: Wire; readonly gone: AbortSignal },
): ReadableStream<Uint8Array> {
  const half = Math.max(1, Math.floor(frames.length / 2)),
    beginning = frames.length === 1 ? [frames[0]!.slice(0, frames[0]!.length / 2)] : frames.slice(0, half);
  switch (behaviour.do) {
    case "drip":
      return flowing(frames.join(""), { gone, slowly: true });
    case "stall":
      return flowing(beginning.join(""), { gone, then: () => left(gone) });
    case "cut":
      return behaviour.how === "clean" ? flowing(beginning.join(""), { gone }) : flowing(beginning.join(""), {
        gone,
        then: () => Promise.reject(new Cut()),
      });
    case "garbage":
      return flowing([...beginning, wire.garbage, ...frames.slice(half)].join(""), { gone });
    case "trouble":
      return flowing([...beginning, wire.trouble].join(""), { gone });
    default:
      return flowing(frames.join(""), { gone });
  }
}

/** The server's own doing, not a fault of the test. */
class Cut extends Error {}

interface Flow {
  /** The server closes: nobody waits any more. */
  readonly gone: AbortSignal;
  readonly slowly?: boolean;
  readonly then?: () => Promise<void>;
}

/** Few enough that every line of an answer arrives in several pieces. */
const DRIP = 7;

function flowing(text: string, { gone, slowly = false, then }: Flow): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text), pause = pauses();
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at < bytes.length) {
        const step = slowly ? DRIP : bytes.length;
        controller.enqueue(bytes.subarray(at, at + step));
        at += step;
        // Else the pieces would be joined before they are sent.
        if (slowly) await pause.take(0);
        return;
      }
      // What was sent must have left before the connection breaks.
      if (then) await pause.take(10);
      await then?.();
      if (gone.aborted) throw new Cut();
      controller.close();
    },
    cancel: () => pause.end(),
  });
}

/** Pauses that end early when nobody reads any more. */
function pauses(): { take(milliseconds: number): Promise<void>; end(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    take: (milliseconds) => new Promise((resolve) => timer = setTimeout(resolve, milliseconds)),
    end: () => clearTimeout(timer),
  };
}

async function left(gone: AbortSignal): Promise<void> {
  if (gone.aborted) return;
  await new Promise((resolve) => gone.addEventListener("abort", resolve, { once: true }));
}

function failed(error: unknown): Response {
  if (error instanceof Cut) return new Response(null, { status: 500 });
  throw error;
}
