import type { Json } from "../../base/json.ts";
import { nameOf } from "../../base/hash.ts";
import type { SecretRef } from "../../plan/plan.ts";
import type { HttpCall } from "./http_tool.ts";
import type { SecretValues } from "./secret_values.ts";
import { nameOfSecret } from "./secret_values.ts";

/** A request that is ready to be sent, but for where. */
export interface HttpRequest {
  /** Where it goes first. */
  readonly url: URL;
  /** The address for messages: no secret is in it. */
  readonly shown: string;
  /** Method in upper case. */
  readonly method: string;
  /** Headers by name in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** Those of them that no other host may see. */
  readonly private: readonly string[];
  /** The body. */
  readonly body?: Uint8Array | undefined;
}

/** A request, or what is wrong with the call. */
export type MadeRequest = { readonly ok: true; readonly request: HttpRequest } | {
  readonly ok: false;
  readonly why: string;
};

/** Headers that belong to the connection: whoever makes that writes them. */
const OWN: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Headers that are meant for one host, whether or not a secret is in them. */
const MEANT_FOR_ONE: readonly string[] = ["authorization", "cookie"];
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What a header may hold: one line of printable Latin letters. */
const LINE = /^[\t\x20-\x7e\x80-\xff]*$/;
const SENT_AS = {
  json: "application/json",
  text: "text/plain;charset=UTF-8",
  form: "application/x-www-form-urlencoded",
};
/** A request with one of these asks for nothing to be done, or for the same however often it is sent. */
const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Makes the request of a call. */
export async function makeRequest(call: HttpCall, secrets: SecretValues): Promise<MadeRequest> {
  const method = call.method.toUpperCase(), body = bodyOf(call, method);
  if (!TOKEN.test(method) || method === "CONNECT" || method === "TRACE") return wrong(`\`${method}\` is no method`);
  if (typeof body === "string") return wrong(body);
  const url = URL.parse(await secrets.read(call.url));
  if (url === null) return wrong(`${shownGiven(call.url)} is no whole address such as \`https://example.com/api\``);
  for (const [name, given] of Object.entries(call.query ?? {})) {
    url.searchParams.append(name, await secrets.read(given));
  }
  url.hash = "";
  const headers = await headersOf(call, { method, secrets });
  if (typeof headers === "string") return wrong(headers);
  const secret = Object.entries(call.headers).filter(([, given]) => typeof given !== "string");
  return {
    ok: true,
    request: {
      url,
      shown: typeof call.url === "string" ? shownAddress(url, secrets) : `\`[${nameOfSecret(call.url)}]\``,
      method,
      headers: body === undefined ? headers : { "content-type": SENT_AS[call.body!.as], ...headers },
      private: [...secret.map(([name]) => name.toLowerCase()), ...MEANT_FOR_ONE],
      body,
    },
  };
}

/** An address for messages: without login and secrets, and not without end. */
export function shownAddress(url: URL, secrets: SecretValues): string {
  const plain = new URL(url);
  plain.username = plain.password = "";
  const href = secrets.mask(plain.href).replaceAll("`", "%60").toWellFormed();
  return `\`${href.length > 200 ? `${href.slice(0, 200)}…` : href}\``;
}

function shownGiven(url: string | SecretRef): string {
  return typeof url === "string" ? `\`${url.slice(0, 200).replaceAll("`", "'")}\`` : `\`[${nameOfSecret(url)}]\``;
}

async function headersOf(
  call: HttpCall,
  { method, secrets }: { readonly method: string; readonly secrets: SecretValues },
): Promise<{ readonly [name: string]: string } | string> {
  const key = call.key === undefined || READING.has(method)
    ? {}
    : { "idempotency-key": `loom-${nameOf(call.key, 32)}` };
  const headers: Record<string, string> = { "accept": ACCEPT[call.reads], "user-agent": "Loom", ...key };
  for (const [given, text] of Object.entries(call.headers)) {
    const name = given.toLowerCase(), value = await secrets.read(text);
    if (!TOKEN.test(name)) return `\`${given.slice(0, 60)}\` is no name of a header`;
    if (OWN.has(name)) return `the header \`${name}\` is written by whoever makes the connection: leave it out`;
    if (!LINE.test(value)) return `the header \`${name}\` holds a line break or a letter that headers cannot hold`;
    headers[name] = value;
  }
  return headers;
}

const ACCEPT = { json: "application/json, */*;q=0.1", text: "*/*" };

/** The bytes of a body; a text says why there are none. */
function bodyOf({ body }: HttpCall, method: string): Uint8Array | string | undefined {
  if (body === undefined) return undefined;
  if (method === "GET" || method === "HEAD") return `a \`${method}\` takes no body`;
  const text = written(body.as, body.value);
  return text === undefined ? "a form is an object of texts, numbers, truths and lists of them" : encoder.encode(text);
}

const encoder = new TextEncoder();

function written(as: "json" | "text" | "form", value: Json): string | undefined {
  if (as === "json") return JSON.stringify(value);
  if (as === "text") return typeof value === "string" ? value : JSON.stringify(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const pairs = Object.entries(value).flatMap(([name, field]) =>
    (Array.isArray(field) ? field as readonly Json[] : [field as Json]).map((one) => [name, one] as const)
  );
  if (pairs.some(([, one]) => typeof one === "object" && one !== null)) return undefined;
  const told = pairs.filter(([, one]) => one !== null).map(([name, one]) => [name, String(one)]);
  return new URLSearchParams(told).toString();
}

function wrong(why: string): MadeRequest {
  return { ok: false, why };
}
