/**
 * A host that repeats every secret it is sent wherever a host can say something: in texts and thoughts, whole and in
 * pieces, plain and encoded; in errors of every sort; in headers; in names, ids and reasons.
 *
 * @module
 */
import type { JsonObject } from "../../lib/base/json.ts";
import type { Asked, Wire } from "../models/faults/wire.ts";
import { encodingsOf } from "./keys.ts";

/** Everything a host can do with what it heard; `hang` says nothing at all. */
export const PLACES = [
  "text",
  "encoded text",
  "text in pieces",
  "thoughts",
  "names",
  "rate",
  "error",
  "error in headers",
  "long error",
  "plain error",
  "encoded error",
  "redirect",
  "page",
  "garbage",
  "trouble",
  "long trouble",
  "cut",
  "broken",
  "hang",
] as const;

/** One of {@link PLACES}. */
export type Place = typeof PLACES[number];

/** A host that repeats what it hears. */
export interface ParrotHost extends AsyncDisposable {
  /** The address to give a model as `base_url`. */
  readonly url: string;
  /** What it did, request by request. */
  readonly did: readonly (Place | "no such path")[];
  /** Every secret it was ever sent. */
  readonly heard: ReadonlySet<string>;
}

/** Starts one; it asks `where` to repeat what it heard. */
export function parrotHost(wire: Wire, where: (index: number) => Place): ParrotHost {
  const did: (Place | "no such path")[] = [], heard = new Set<string>(), closing = new AbortController();

  async function handle(request: Request): Promise<Response> {
    const words = heardIn(request), url = new URL(request.url);
    for (const word of words) heard.add(word);
    if (request.method === "GET") return Response.json(listOf(words.join(" and ")));
    const asked = wire.read(url.pathname, await request.json().catch(() => ({})) as JsonObject);
    if (!asked) {
      did.push("no such path");
      return Response.json(wire.complaint(`there is no ${request.url}`, "not_found"), { status: 404 });
    }
    const place = where(did.length);
    did.push(place);
    return place === "hang" ? await never(closing.signal) : repeat({ wire, asked, words }, place);
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {}, onError: broken }, handle);
  return {
    url: `http://127.0.0.1:${server.addr.port}${wire.base}`,
    did,
    heard,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server.shutdown();
    },
  };
}

async function never(closing: AbortSignal): Promise<Response> {
  if (!closing.aborted) await new Promise((resolve) => closing.addEventListener("abort", resolve, { once: true }));
  return new Response(null, { status: 500 });
}

/** What there is to be had, as all sorts of servers list it. */
function listOf(all: string): JsonObject {
  const model = { id: all, name: all, model: all, object: all, owned_by: all, context_length: 4096 };
  return { object: "list", data: [model], models: [model], error: all };
}

const broken = () => new Response(null, { status: 500 });

/** Every value of a header or of the query that is no matter of course, as it came and as it is meant. */
function heardIn({ url, headers }: Request): readonly string[] {
  const values = [...headers].flatMap(([name, value]) => /^(?:authorization|cookie|x-)/.test(name) ? [value] : []);
  const words = values.flatMap((value) => [value, ...value.split(" ").slice(1)]);
  const logins = words.flatMap((word) => loginIn(word));
  return [...words, ...logins, ...new URL(url).searchParams.values()];
}

function loginIn(word: string): readonly string[] {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(word));
    return text.includes(":") ? [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)] : [];
  } catch {
    return [];
  }
}

/** What is told of a provider's words ends a few letters behind it. */
const LONG = "not ".repeat(71);

interface Hearing {
  readonly wire: Wire;
  readonly asked: Asked;
  readonly words: readonly string[];
}

function repeat(hearing: Hearing, place: Exclude<Place, "hang">): Response {
  const { wire, words } = hearing,
    bare = words.findLast((word) => !word.includes(" ")) ?? "",
    all = words.join(" and "),
    encoded = words.flatMap(encodingsOf).join(" ");
  const error = (message: string, status: number, headers = {}) =>
    Response.json(wire.complaint(message, all), { status, headers });
  switch (place) {
    case "text":
      return streamed(hearing, framesOf(hearing, [` I was told ${all}.`]));
    case "encoded text":
      return streamed(hearing, framesOf(hearing, [` ${encoded}`]));
    case "text in pieces":
      return streamed(hearing, framesOf(hearing, ` ${all} ${encoded}`.match(/.{1,3}/gs)!), 97);
    case "thoughts":
      return streamed(hearing, thoughtsOf(hearing, ` ${all} ${encoded}`.match(/.{1,7}/gs)!), 113);
    case "names":
      return streamed(hearing, framesOf(hearing, [" so"], all).map((frame) => renamed(frame, all)));
    case "rate":
      return error(`slow down, ${all}`, 429, { "retry-after": "0", "x-request-id": words[0] ?? "" });
    case "error":
      return error(`your key ${all} is refused`, 401);
    case "error in headers":
      return new Response(null, { status: 400, headers: { "www-authenticate": all, "x-ratelimit-reset": all } });
    case "long error":
      return error(`${LONG}${bare}`, 400);
    case "plain error":
      return new Response(`Traceback: ${all}`, { status: 400, headers: { "content-type": "text/plain" } });
    case "encoded error":
      return error(encoded, 400);
    case "redirect":
      return new Response(null, { status: 307, headers: { location: `https://${words[0]}.example/${all}?k=${all}` } });
    case "page":
      return new Response(all, { headers: { "content-type": `text/html; ${bare}` } });
    case "garbage":
      return streamed(hearing, [...framesOf(hearing, [" so"]).slice(0, 1), `data: {"key": "${all}\n\n`]);
    case "trouble":
      return streamed(hearing, [...framesOf(hearing, [` as ${all}`]).slice(0, -1), troubleOf(wire, `not ${all}`)]);
    case "long trouble":
      return streamed(hearing, [troubleOf(wire, `${LONG}${bare}`)]);
    case "cut":
      return streamed(hearing, framesOf(hearing, [` as ${all}`, " and so on", " and on"]).slice(0, 2));
    case "broken":
      return streamed(hearing, framesOf(hearing, [` as ${all}`, " and so on", " and on"]).slice(0, 2), 0, true);
  }
}

function framesOf({ wire, asked }: Hearing, pieces: readonly string[], model: string = asked.model): readonly string[] {
  const usage = { input: 3, output: 4 };
  return wire.frames({ pieces, model, nullLogprobs: false, usage }, asked);
}

/** Ids and reasons that mean nothing. */
function renamed(frame: string, all: string): string {
  return frame.replaceAll(/"(?:a1|m1|stop|end_turn)"/g, JSON.stringify(all));
}

/** The frames of an answer whose text is thought before it is said. */
function thoughtsOf(hearing: Hearing, pieces: readonly string[]): readonly string[] {
  const frames = framesOf(hearing, [...pieces, " so"]);
  return frames.map((frame) =>
    frame.includes(" so") ? frame : frame
      .replace('"delta":{"content":', '"delta":{"reasoning_content":')
      .replace('"message":{"role":"assistant","content":', '"message":{"role":"assistant","content":"","thinking":')
      .replace('"type":"text_delta","text":', '"type":"thinking_delta","thinking":')
  );
}

/** A frame that tells of an error in the middle of an answer. */
function troubleOf({ provider, complaint }: Wire, message: string): string {
  const said = JSON.stringify(complaint(message, "server_error"));
  return provider === "ollama"
    ? `${said}\n`
    : provider === "anthropic"
    ? `event: error\ndata: ${said}\n\n`
    : `data: ${said}\n\n`;
}

/** Sends frames, a few bytes at a time where `step` says so; `breaks` at the end. */
function streamed({ wire }: Hearing, frames: readonly string[], step = 0, breaks = false): Response {
  const bytes = new TextEncoder().encode(frames.join("")), width = step || bytes.length;
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at < bytes.length) {
        controller.enqueue(bytes.subarray(at, at += width));
        return;
      }
      if (breaks) {
        // What was sent must have left before the connection breaks.
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw new Error("broken on purpose");
      }
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": wire.streamType } });
}
