import { isWordsOnly } from "./plain_words.ts";

/** Shorter values are not masked: they stand in ordinary text by chance. */
export const SHORTEST = 8;
/** A part of a path is taken for a key from this length on; shorter ones are names. */
const LONG_PART = 16;

/** What a secret may look like where somebody repeats it. */
export interface SecretForms {
  /** All that is to be masked. */
  readonly all: readonly string[];
  /** Those of which the beginning alone is secret, too: an address, a scheme and words begin as everybody knows. */
  readonly keys: readonly string[];
}

/**
 * Everything that a secret may look like: the value itself and what is secret inside it, each plain and as URLs, JSON,
 * HTML, base64 and hexadecimal digits write it. Nothing of what is too short.
 */
export function secretForms(value: string): SecretForms {
  // Whoever sends a key sends it without the line break that its file ends with.
  const trimmed = value.trim(), inside = [...insideUrl(trimmed), ...insideHeader(trimmed)];
  const own = inside.length > 0 || isUrl(trimmed) ? inside : [trimmed];
  const all = [...new Set([...formsOf([value, trimmed]), ...formsOf(own)])];
  return { all, keys: formsOf(own.filter((text) => !isWordsOnly(text))) };
}

function formsOf(texts: readonly string[]): readonly string[] {
  const forms = texts.filter((text) => text.length >= SHORTEST).flatMap(writings);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && URL.canParse(value);
}

/** The login, the query and what may be keys in the path of an address. */
function insideUrl(value: string): readonly string[] {
  if (!isUrl(value)) return [];
  const { username, password, pathname, searchParams } = new URL(value);
  const keys = pathname.split("/").filter((part) => part.length >= LONG_PART && /\d/.test(part) && /[a-z]/i.test(part));
  const login = [username, password].map(decoded);
  return [...login, login.join(":"), ...searchParams.values(), ...keys.map(decoded)];
}

/** What stands behind the scheme of an `authorization`, and the login in it. */
function insideHeader(value: string): readonly string[] {
  const [, scheme = "", credentials] = /^(basic|bearer|token|key|apikey)\s+(\S+)$/i.exec(value) ?? [];
  if (credentials === undefined) return [];
  return scheme.toLowerCase() === "basic" ? [credentials, ...loginIn(credentials)] : [credentials];
}

function loginIn(credentials: string): readonly string[] {
  try {
    const login = new TextDecoder().decode(Uint8Array.fromBase64(credentials)), at = login.indexOf(":");
    return at < 0 ? [login] : [login, login.slice(0, at), login.slice(at + 1)];
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** All ways to write a text down. */
function writings(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text), digits = bytes.toHex();
  return [
    text,
    // As the names of hosts are written.
    text.toLowerCase(),
    ...inUrls(text),
    ...inJson(text),
    text.replaceAll(/[&<>"']/g, (sign) => HTML[sign] ?? sign),
    ...inBase64(bytes),
    digits,
    digits.toUpperCase(),
  ];
}

const HTML: { readonly [sign: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As a part of an address, as an address, as a form; digits of codes large and small. */
function inUrls(text: string): readonly string[] {
  const forms = [encodeURIComponent, encodeURI, inForm].map((encode) => encode(text.toWellFormed()));
  return forms.flatMap((form) => [form, form.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase())]);
}

function inForm(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/** As our own JSON writes it, and as other languages do: all that may break out of a page or is no ASCII as a code. */
function inJson(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1), ascii = json.replaceAll(/[^\x20-\x7e]/g, smallCode);
  const dotNet = json.replaceAll('\\"', "\\u0022").replaceAll(/[^\x20-\x7e]|[&'+<>`]/g, largeCode);
  return [json, ascii, dotNet].flatMap((form) => [form, form.replaceAll("/", "\\/")])
    .concat(json.replaceAll(/[<>&]/g, smallCode));
}

function smallCode(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function largeCode(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** As it is, and the letters that it decides wherever in a longer text it stands; in both alphabets. */
function inBase64(bytes: Uint8Array): readonly string[] {
  const whole = bytes.toBase64(),
    parts = [0, 1, 2].map((before) => {
      const shifted = new Uint8Array(before + bytes.length);
      shifted.set(bytes, before);
      return shifted.toBase64().slice(Math.ceil(before * 8 / 6), Math.floor(shifted.length * 8 / 6));
    });
  const forms = [whole, whole.replace(/=+$/, ""), ...parts];
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
