import type { IncomingMessage } from "node:http";
import type { ToolResult } from "../tool.ts";
import { decodePage } from "./decode_page.ts";
import type { Reach } from "./find_route.ts";
import { findRoute } from "./find_route.ts";
import { canUnpack, readBody } from "./read_body.ts";
import { networkReason, sendRequest } from "./send_request.ts";
import { shownUrl } from "./shown_url.ts";

/** How pages are fetched. */
export interface WebOptions extends Reach {
  /** Milliseconds that one page may take with its redirects. Default: 30 seconds. */
  readonly patience?: number;
  /** PEM certificates to trust instead of the usual ones. */
  readonly roots?: readonly string[];
}

/** A page that was fetched. */
export interface Page {
  /** It is there. */
  readonly ok: true;
  /** Where it was found in the end. */
  readonly url: string;
  /** Its media type in lower case, without parameters. */
  readonly type: string;
  /** Its text as it was sent, decoded. */
  readonly text: string;
  /** Whether there was more than is read of a page. */
  readonly cut: boolean;
}

/** Why there is no page. */
export type NoPage = Extract<ToolResult, { readonly ok: false }>;

/** How many bytes of a page are read. */
export const MAX_PAGE: number = 512 * 2 ** 10;
/** How many redirects are followed. */
export const MAX_REDIRECTS = 5;
const PATIENCE = 30_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const READABLE = /^(?:text\/[\w.+-]+|application\/(?:[\w.-]+\+)?(?:json|xml))$/;
const HEADERS = {
  "User-Agent": "Mozilla/5.0 (compatible; Loom)",
  "Accept": "text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.1",
  "Accept-Encoding": "gzip, deflate, br",
};

/**
 * Fetches the text of a page with GET, without cookies. Redirects are followed here, and each is checked like the
 * address it started from, so that no page leads to a private place.
 */
export async function fetchPage(address: string, options: WebOptions, signal: AbortSignal): Promise<Page | NoPage> {
  const start = URL.parse(address);
  if (start === null) {
    return no(
      "invalid",
      `Cannot fetch \`${address.slice(0, 200)}\`: give a whole address such as \`https://example.com/\``,
    );
  }
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), options.patience ?? PATIENCE);
  const both = AbortSignal.any([signal, late.signal]);
  try {
    return await untilAborted(follow(start, options, both), both);
  } catch (error) {
    const shown = shownUrl(start);
    if (signal.aborted) return no("aborted", `Cannot fetch \`${shown}\`: the call was ended`);
    if (late.signal.aborted) return no("timeout", `Cannot fetch \`${shown}\`: it took too long; try again later`);
    return no("failed", `Cannot fetch \`${shown}\`: ${networkReason(error)}`);
  } finally {
    clearTimeout(timer);
    late.abort();
  }
}

async function follow(start: URL, options: WebOptions, signal: AbortSignal): Promise<Page | NoPage> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const route = await findRoute(url, options);
    if (!route.ok) {
      return no(route.code, hops === 0 ? route.message : `${route.message}; \`${shownUrl(start)}\` redirects there`);
    }
    signal.throwIfAborted();
    const { host, addresses } = route, { roots } = options;
    const answer = await sendRequest(url, { method: "GET", host, addresses, headers: HEADERS, signal, roots });
    const location = REDIRECTS.has(answer.statusCode ?? 0) ? answer.headers.location : undefined;
    if (location === undefined) return await read(url, answer);
    answer.destroy();
    const next = URL.parse(location, url);
    if (next === null) return no("failed", `Cannot fetch \`${shownUrl(url)}\`: it redirects to what is no address`);
    url = next;
  }
  return no("failed", `Cannot fetch \`${shownUrl(start)}\`: more than ${MAX_REDIRECTS} redirects`);
}

async function read(url: URL, answer: IncomingMessage): Promise<Page | NoPage> {
  const problem = answerProblem(answer);
  if (problem !== undefined) {
    answer.destroy();
    return no(problem.code, `Cannot fetch \`${shownUrl(url)}\`: ${problem.why}`);
  }
  const type = answer.headers["content-type"] ?? "";
  const body = await readBody(answer, encodingOf(answer), MAX_PAGE);
  return { ok: true, url: url.href, type: mediaType(type), text: decodePage({ ...body, type }), cut: body.cut };
}

function answerProblem(
  answer: IncomingMessage,
): { readonly code: "refused" | "failed"; readonly why: string } | undefined {
  const { statusCode = 0, statusMessage = "", headers } = answer;
  if (statusCode < 200 || statusCode > 299) {
    return { code: "failed", why: `the server answered ${`${statusCode} ${plain(statusMessage)}`.trim()}` };
  }
  const type = mediaType(headers["content-type"] ?? ""), length = headers["content-length"];
  if (!READABLE.test(type)) {
    const size = length === undefined ? "of unknown size" : `of ${plain(length)} bytes`;
    return { code: "refused", why: `it is \`${plain(type) || "of no type"}\` ${size}; only text can be read` };
  }
  const encoding = encodingOf(answer);
  return canUnpack(encoding) ? undefined : { code: "refused", why: `it is packed as \`${plain(encoding)}\`` };
}

function mediaType(type: string): string {
  return type.split(";", 1)[0]!.trim().toLowerCase();
}

function encodingOf(answer: IncomingMessage): string {
  return (answer.headers["content-encoding"] ?? "").trim().toLowerCase();
}

/** What a server said, fit for one line of a message. */
function plain(text: string): string {
  return text.replace(/[^ -~]/g, "").replaceAll("`", "").slice(0, 80);
}

/** Looking up a name cannot be ended; it can be left alone. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", stop));
}

function no(code: NoPage["code"], message: string): NoPage {
  return { ok: false, code, message };
}
