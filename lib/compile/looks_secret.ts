import { KEY_BEGIN, KEY_LETTER } from "../base/key_shape.ts";

/** What providers' keys look like, to their last letters. */
const KEY = new RegExp(`${KEY_BEGIN}[\\w+=-]{16,}${KEY_LETTER}*`, "g");

/** A login in an address; a name alone is one where it can be no name. */
const LOGIN = /:\/\/(?:[^/@\s:]*:[^/@\s]+|(?=[^/@\s]*\d)[^/@\s]{16,})@/;

/** Whether a text is, or holds, what looks like a key or a password; `name` says what it is the value of. */
export function looksSecret(text: string, name = ""): boolean {
  return text.search(KEY) >= 0 || SCHEME.test(text.trim()) || LOGIN.test(text) || isSecret(name, text) ||
    queryOf(text).some(([name, value]) => isSecret(name, value));
}

/** The text with dots for every letter of what looks like a key. */
export function dotted(text: string): string {
  return text.replace(KEY, (secret) => "•".repeat(secret.length));
}

const SCHEME = /^(?:bearer|basic|token)\s+\S{8,}$/i;

function queryOf(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf("?");
  return at < 0 ? [] : [...new URLSearchParams(text.slice(at).replace(/#.*$/s, ""))];
}

function isSecret(name: string, value: string): boolean {
  return isSecretName(name) && !isOpen(value.trim());
}

/** Last words of names of what is secret: `x-api-key`, `access_token`, `clientSecret`. */
const SECRET: ReadonlySet<string> = new Set([
  ..."key apikey accesskey authkey secretkey token apitoken accesstoken authtoken secret clientsecret jwt".split(" "),
  ..."password passwd pwd auth authorization credential credentials cookie sig signature".split(" "),
]);

/** Words before the last that make it one of no secret: `idempotency-key`, `page_token`. */
const OPEN: ReadonlySet<string> = new Set([
  ..."idempotency cache public sort partition routing shard affinity dedup group order primary hash lookup".split(" "),
  ..."surrogate websocket page next continuation max stop bos eos".split(" "),
]);

function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[^a-z]+/).filter((word) =>
    word !== ""
  );
  const [before = "", last = ""] = [words.at(-2), words.at(-1)];
  return SECRET.has(last) && !OPEN.has(before);
}

/** Nothing, a template, or what people write where a server wants any key at all. */
const NO_VALUE =
  /^(?:(?:bearer|basic|token)\b\s*)?(?:|.*\$\{\{.*|none|null|nil|empty|dummy|fake|unused|unset|test|anonymous|ollama|lm-studio|no[-_ ]?(?:key|token|auth)|not[-_ ]?(?:needed|used|required|set)|x+|[-*.]+)$/is;

function isOpen(value: string): boolean {
  return NO_VALUE.test(value);
}
