/**
 * The settings that every provider over a network takes.
 *
 * @module
 */
import { parseDuration } from "../../base/duration.ts";
import type { Json } from "../../base/json.ts";
import type { ModelOptions } from "../model.ts";
import { ModelError } from "../model.ts";
import type { Check, Problem } from "../options.ts";
import { decoded } from "./hidden.ts";
import { IDLE } from "./idle.ts";

/** The most milliseconds a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/** What a provider over a network is told about its host. */
export interface RemoteOptions {
  /** Where the provider is, without a login and a query; absent: its usual place. */
  readonly baseUrl?: string;
  /** What every address asks with, from `?` on; absent: nothing. */
  readonly query?: string;
  /** The key. */
  readonly key?: string;
  /** Headers of every request, names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** Milliseconds without a byte before an answer is given up. */
  readonly idle: number;
}

/** Checks of `base_url`, `key`, `headers` and `timeout`; a secret may stand for each text. */
export const REMOTE_FIELDS: { readonly [name: string]: Check } = {
  base_url: (value, path) =>
    isSecret(value) || isHttp(value) ? undefined : wrong(path, "an address that begins with `http://` or `https://`"),
  key: (value, path) =>
    isSecret(value) || (typeof value === "string" && value !== "")
      ? undefined
      : wrong(path, "the name of a key, such as `{env: OPENAI_API_KEY}`"),
  headers: (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(path, "a map of headers");
    const bad = Object.entries(value).find(([, text]) => typeof text !== "string" && !isSecret(text as Json));
    return bad && wrong(`${path}.${bad[0]}`, "a text");
  },
  timeout: (value, path) =>
    idleOf(value) === undefined ? wrong(path, "a duration, such as `90s`, or milliseconds") : undefined,
};

/** The settings as they are used, secrets in their place. */
export function remoteOptions(options: ModelOptions, id: string): RemoteOptions {
  for (const [name, check] of Object.entries(REMOTE_FIELDS)) {
    const value = options[name], problem = value === undefined ? undefined : check(value, name);
    if (problem) throw new ModelError("request", `Cannot open \`${id}\`: ${problem.problem}`);
  }
  const clash = keyAndLogin(options);
  if (clash) throw new ModelError("request", `Cannot open \`${id}\`: ${clash.problem}`);
  const { login, ...place } = placeOf(options["base_url"] as string | undefined);
  const key = options["key"] as string | undefined, headers = (options["headers"] ?? {}) as Record<string, string>;
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of [["key", key ?? ""] as const, ...given]) refuseUnsendable(name, value, id);
  return {
    ...place,
    ...(key === undefined ? {} : { key: key.trim() }),
    headers: { ...login, ...Object.fromEntries(given) },
    idle: options["timeout"] === undefined ? IDLE : idleOf(options["timeout"])!,
  };
}

/** What `fetch` says of such a value repeats it, and it is a secret more often than not. */
function refuseUnsendable(name: string, value: string, id: string): void {
  if (/^[\t\x20-\x7e]*$/.test(value.trim()) && /^[\w!#$%&'*+.^|~-]+$/.test(name)) return;
  throw new ModelError(
    "auth",
    `Cannot open \`${id}\`: the value of \`${
      name.replaceAll(/[^\w-]/g, "?")
    }\` holds characters that no header takes; ` +
      "look for line breaks in it",
  );
}

/** One header of a request says who asks. */
export function keyAndLogin(
  { base_url: url, key }: { readonly [name: string]: Json | undefined },
): Problem | undefined {
  if (key === undefined || typeof url !== "string" || !isHttp(url) || !hasLogin(new URL(url))) return undefined;
  return {
    problem: "`base_url` holds a login and there is a `key`, and a request takes one of them: " +
      "leave one out, or give the key as a header of its own in `headers`",
  };
}

function hasLogin({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

interface Place extends Pick<RemoteOptions, "baseUrl" | "query"> {
  readonly login?: { readonly authorization: string };
}

/** A name and a password in an address are a header: no `fetch` takes them there, and addresses are shown. */
function placeOf(url: string | undefined): Place {
  if (url === undefined) return {};
  const place = new URL(url), { username, password, search } = place;
  if (!hasLogin(place) && !/[?#]/.test(url)) return { baseUrl: url };
  place.username =
    place.password =
    place.search =
    place.hash =
      "";
  const bytes = new TextEncoder().encode(`${decoded(username)}:${decoded(password)}`);
  return {
    baseUrl: place.href,
    ...(search === "" ? {} : { query: search }),
    ...(username === "" && password === "" ? {} : { login: { authorization: `Basic ${bytes.toBase64()}` } }),
  };
}

function idleOf(value: Json): number | undefined {
  const idle = typeof value === "string" ? parseDuration(value) : value;
  return typeof idle === "number" && idle >= 1 ? Math.min(idle, LONGEST) : undefined;
}

function isHttp(value: Json): boolean {
  return typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** A secret by its name: specs are checked before secrets are looked up. */
function isSecret(value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const [entry, ...more] = Object.entries(value);
  return more.length === 0 && (entry?.[0] === "env" || entry?.[0] === "key") && typeof entry[1] === "string";
}

/** Never shows the value: it may be a key in a wrong place. */
function wrong(path: string, expected: string): Problem {
  return { problem: `\`${path}\` is not what it should be: expected ${expected}` };
}
