/**
 * The policy of the wire, in one place below every SDK: what a status, a lost connection, a silence or a strange answer
 * is, as a {@link ModelError} that says what to do.
 *
 * @module
 */
import { ModelError } from "../model.ts";
import { complaintOf } from "./complaint.ts";
import { hidden } from "./hidden.ts";
import { networkFailure } from "./network_failure.ts";
import { IDLE } from "./idle.ts";
import { redirected, refused } from "./refused.ts";
import type { Watch } from "./watch.ts";
import { watchOf } from "./watch.ts";

/** How an answer is watched. */
export interface Guard {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** What every address asks with, from `?` on. Default: nothing. */
  readonly query?: string | undefined;
  /** Milliseconds without a byte before an answer is given up. Default: two minutes. */
  readonly idle?: number;
  /** The most bytes of one answer. Default: 64 MiB. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 64 * 2 ** 20;
/** No provider needs more than this to say what is wrong. */
const MAX_COMPLAINT = 64 * 2 ** 10;

type Bytes = Uint8Array<ArrayBuffer>;

const READABLE =
  /^(?:application\/(?:[\w.-]+\+)?json|text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl))\s*(?:;|$)/i;

/**
 * A `fetch` that resolves to good answers only and rejects with a {@link ModelError} or the signal's reason. It follows
 * no redirect, so that a key goes nowhere but to the host it was meant for.
 */
export function guardedFetch({ id, query = "", idle = IDLE, maxBytes = MAX_BYTES }: Guard): typeof fetch {
  return async (input, init) => {
    const asked = withQuery(input, query), url = urlOf(asked), at = { id, host: hostOf(url) };
    const outer = init?.signal ?? (input instanceof Request ? input.signal : null);
    const hide = hidden(url, init?.headers);
    const watch = watchOf(outer, { ...at, idle });
    let response: Response;
    try {
      response = await watch.during(() => fetch(asked, { ...init, redirect: "manual", signal: watch.signal }));
    } catch (error) {
      throw watch.signal.aborted ? watch.signal.reason : networkFailure(error, at);
    }
    if (!response.ok) {
      const failure = await failureOf(response, { ...at, watch, hide });
      throw outer?.aborted ? outer.reason : failure;
    }
    const type = response.headers.get("content-type");
    if (type !== null && !READABLE.test(type.trim())) {
      await letGo(response);
      throw new ModelError(
        "malformed",
        `Cannot read what ${at.host} answered for \`${id}\`: it is ${hide(shown(type))}not JSON; ` +
          "is `base_url` right?",
        { status: response.status },
      );
    }
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(watched(response.body, { ...at, watch, maxBytes, status }), { status, statusText, headers });
  };
}

/** The host of a request, for messages: what else stands in an address may be secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "its host";
}

function urlOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : String(input);
}

/** The same request with the query behind its path: whoever puts paths behind addresses forgets that they may have one. */
function withQuery(input: string | URL | Request, query: string): string | URL | Request {
  if (query === "") return input;
  const url = new URL(urlOf(input));
  url.search = url.search === "" ? query : `${url.search}&${query.slice(1)}`;
  return input instanceof Request ? new Request(url, input) : url;
}

interface At {
  readonly id: string;
  readonly host: string;
}

interface Failing extends At {
  readonly watch: Watch;
  /** Takes what is secret out of what a host says. */
  hide(text: string): string;
}

/** What an answer that is no success means. */
async function failureOf(response: Response, { id, host, watch, hide }: Failing): Promise<ModelError> {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    await letGo(response);
    return redirected({ id, host, status, location: headers.get("location") ?? "" });
  }
  const text = response.body ? await beginningOf(response.body, watch) : "";
  return refused({ id, host, status, headers, complaint: complaintOf(hide(text)) });
}

/** As much of a body as arrives and is worth reading; never fails. */
async function beginningOf(body: ReadableStream<Bytes>, watch: Watch): Promise<string> {
  const reader = body.getReader(), decoder = new TextDecoder();
  let text = "", bytes = 0;
  try {
    while (bytes < MAX_COMPLAINT) {
      const { done, value } = await watch.during(() => reader.read());
      if (done) break;
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // What has arrived is all there is to say.
  }
  await reader.cancel().catch(() => {});
  return text;
}

interface Watching extends At {
  readonly watch: Watch;
  readonly maxBytes: number;
  readonly status: number;
}

/** The body, as long as it keeps coming and keeps within bounds. */
function watched(body: ReadableStream<Bytes>, watching: Watching): ReadableStream<Bytes> {
  const reader = body.getReader(), { watch } = watching;
  watch.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await next(reader, watching);
      if (done) return controller.close();
      bytes += value.length;
      if (bytes > watching.maxBytes) {
        await reader.cancel().catch(() => {});
        throw tooMuch(watching);
      }
      controller.enqueue(value);
    },
    async cancel(reason) {
      await watch.during(() => reader.cancel(reason)).catch(() => {});
    },
  }, { highWaterMark: 0 });
}

async function next(
  reader: ReadableStreamDefaultReader<Bytes>,
  { watch, id, host, status }: Watching,
): Promise<ReadableStreamReadResult<Bytes>> {
  try {
    const read = await watch.during(() => reader.read(), status);
    // A body that is let go reads as one that has ended.
    watch.signal.throwIfAborted();
    return read;
  } catch {
    if (watch.signal.aborted) throw watch.signal.reason;
    const message = `The answer of \`${id}\` was cut off: ${host} broke the connection; it is asked again`;
    throw new ModelError("malformed", message, { status });
  }
}

function tooMuch({ id, host, maxBytes, status }: Watching): ModelError {
  const message = `The answer of \`${id}\` is too long: ${host} sent more than ${maxBytes} bytes; it is asked again`;
  return new ModelError("malformed", message, { status });
}

async function letGo(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {});
}

/** What a content type says, where that can be nothing but a type: a host may say anything there. */
function shown(type: string): string {
  const media = type.split(";")[0]!.trim();
  const isMedia = /^(?:application|audio|font|image|model|multipart|text|video)\/[a-z][a-z0-9.+-]{0,50}$/i.test(media);
  return isMedia ? `\`${media}\`, ` : "";
}
