import type { IncomingMessage } from "node:http";
import type { Json } from "../../base/json.ts";
import type { SecretRef } from "../../plan/plan.ts";
import { formatDuration } from "../../base/duration.ts";
import { fileKind } from "../files/file_kind.ts";
import type { ToolResult } from "../tool.ts";
import { decodePage } from "../web/decode_page.ts";
import { canUnpack, readBody } from "../web/read_body.ts";
import { deadline } from "./deadline.ts";
import type { Grants } from "./granted_route.ts";
import { grantedRoute } from "./granted_route.ts";
import { makeRequest, shownAddress } from "./http_request.ts";
import type { HttpRequest } from "./http_request.ts";
import { parseJson } from "./parse_json.ts";
import type { FindSecret, SecretValues } from "./secret_values.ts";
import { secretValues } from "./secret_values.ts";
import { networkReason, sendRequest } from "../web/send_request.ts";
import type { NoResult } from "./tool_output.ts";
import { bounded, no } from "./tool_output.ts";

/** An address to ask: everything in it is final, templates are rendered. */
export interface HttpCall {
  /** Name of the tool. */
  readonly name: string;
  /** Method, such as `POST`. */
  readonly method: string;
  /** Whole address. */
  readonly url: string | SecretRef;
  /** What is added to its query. */
  readonly query?: { readonly [name: string]: string | SecretRef } | undefined;
  /** Headers by name. */
  readonly headers: { readonly [name: string]: string | SecretRef };
  /** What is sent, and how it is written. */
  readonly body?: { readonly as: "json" | "text" | "form"; readonly value: Json } | undefined;
  /** What an answer is taken for. */
  readonly reads: "text" | "json";
  /** Names the call: the same for its repetition after a kill, another one for every other call. */
  readonly key?: string | undefined;
}

/** How an address is asked. */
export interface HttpTerms extends Grants {
  /** Finds secrets. */
  readonly secret: FindSecret;
  /** Milliseconds the call may take with its redirects. */
  readonly timeout: number;
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
  /** PEM certificates to trust instead of the usual ones. */
  readonly roots?: readonly string[];
}

/** Bytes of a body that are read. */
const MOST_READ = 2 * 2 ** 20;
/** Bytes of a body that a failure tells. */
const MOST_FAILED = 2_048;
const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Calls a tool that asks an address, once. Only granted hosts are reached, and so is where they redirect to; headers
 * with secrets go to the first host alone. All but readings carry an `idempotency-key`, so that a server can tell a
 * repetition. The result is the body: as data the value of its JSON, or `{status, type, body}`, in which secrets that the
 * server repeats are for the caller to mask; in what is cut or told they are masked already.
 */
export async function callHttpTool(call: HttpCall, terms: HttpTerms): Promise<ToolResult> {
  const secrets = secretValues(terms.secret);
  const made = await readied(call, secrets);
  if (!made.ok) return no("invalid", `Cannot call the tool \`${call.name}\`: ${secrets.mask(made.why)}`);
  const { request } = made, asked = `${request.method} ${request.shown}`;
  const fail = (code: NoResult["code"], why: string): NoResult =>
    no(code, `The tool \`${call.name}\` failed: ${secrets.mask(`${asked}: ${why}`)}`);
  try {
    const found = await deadline(terms, (signal) => follow(request, { call, terms, secrets, signal }));
    if ("done" in found) return found.done.ok ? found.done : fail(found.done.code, found.done.message);
    return found.cut === "aborted"
      ? fail("aborted", "the call was ended")
      : fail("timeout", `no answer within ${formatDuration(terms.timeout)}`);
  } catch (error) {
    return fail("failed", networkReason(error));
  }
}

/** A secret that cannot be had is a call that cannot be made. */
async function readied(call: HttpCall, secrets: SecretValues): ReturnType<typeof makeRequest> {
  try {
    return await makeRequest(call, secrets);
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

interface Following {
  readonly call: HttpCall;
  readonly terms: HttpTerms;
  readonly secrets: SecretValues;
  readonly signal: AbortSignal;
}

async function follow(first: HttpRequest, following: Following): Promise<ToolResult> {
  let request = first;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const { url } = request, to = hops === 0 ? "" : `it redirects to ${shownAddress(url, following.secrets)}: `;
    const route = await grantedRoute(url, following.terms);
    if (!route.ok) return no(route.code, `${to}${route.why}`);
    following.signal.throwIfAborted();
    const { roots } = following.terms, { signal } = following;
    const answer = await sendRequest(url, { ...request, host: route.host, addresses: route.addresses, signal, roots });
    const status = answer.statusCode ?? 0, location = REDIRECTS.has(status) ? answer.headers.location : undefined;
    if (location === undefined) return await read(answer, following);
    answer.destroy();
    const next = redirected(request, { status, location });
    if (typeof next === "string") return no("refused", next);
    request = next;
  }
  return no("failed", `more than ${MOST_REDIRECTS} redirects`);
}

/** The request that a redirect asks for; a text says why it is not made. */
function redirected(
  request: HttpRequest,
  { status, location }: { readonly status: number; readonly location: string },
): HttpRequest | string {
  const url = URL.parse(location, request.url);
  if (url === null) return "it redirects to what is no address";
  if (request.url.protocol === "https:" && url.protocol !== "https:") {
    return "it redirects from https to an address without encryption";
  }
  url.hash = "";
  const withoutBody = status === 303 ? request.method !== "HEAD" : status < 303 && request.method === "POST";
  const left = [
    ...(url.origin === request.url.origin ? [] : request.private),
    ...(withoutBody ? ["content-type"] : []),
  ];
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !left.includes(name)));
  return { ...request, url, headers, ...(withoutBody ? { method: "GET", body: undefined } : {}) };
}

async function read(answer: IncomingMessage, { call, secrets }: Following): Promise<ToolResult> {
  const { statusCode: status = 0, headers } = answer,
    encoding = (headers["content-encoding"] ?? "").trim().toLowerCase();
  if (!canUnpack(encoding)) {
    answer.destroy();
    return no("failed", `its answer is packed as \`${plain(encoding)}\``);
  }
  const isFine = status >= 200 && status < 300, type = headers["content-type"] ?? "";
  const { bytes, cut } = await readBody(answer, encoding, isFine ? MOST_READ : MOST_FAILED);
  const text = fileKind(bytes) === "text" ? decodePage({ bytes, cut, type }) : undefined;
  if (!isFine) return no("failed", notFine(answer, text));
  if (text === undefined) return no("failed", `it answered ${fileKind(bytes)} content: only text can be read`);
  if (call.reads === "json") return cut ? no("failed", "its answer is larger than 2 MB") : json(text, secrets);
  const output = bounded(secrets.mask(text)) || `(answered ${status} without a body)`;
  const data = { status, type: plain(type), body: text };
  return cut
    ? { ok: true, output: `${output}\n… only the first 2 MB were read …`, data: { ...data, cut } }
    : { ok: true, output, data };
}

function json(text: string, secrets: SecretValues): ToolResult {
  if (text.trim() === "") return { ok: true, output: "(answered without a body)", data: null };
  const parsed = parseJson(text);
  if (parsed.ok) return { ok: true, output: bounded(secrets.mask(text)), data: parsed.value };
  return no("failed", `cannot read its answer as JSON: ${parsed.why}; it begins:\n${bounded(text, 1_000)}`);
}

function notFine({ statusCode, statusMessage, headers }: IncomingMessage, text: string | undefined): string {
  const status = `${statusCode} ${plain(statusMessage ?? "")}`.trim(), later = headers["retry-after"];
  const wait = later === undefined ? "" : ` (retry after ${plain(later)})`;
  return `it answered ${status}${wait}${text?.trim() ? `:\n${text.trim()}` : ""}`;
}

/** What a server said, fit for one line of a message. */
function plain(text: string): string {
  return text.replace(/[^ -~]/g, "").replaceAll("`", "").slice(0, 80);
}
