import type { Json } from "../../base/json.ts";
import type { SecretRef } from "../../plan/plan.ts";

/** Gives the value of a secret; throws an error that says what to do when there is none. */
export type FindSecret = (ref: SecretRef) => string | Promise<string>;

/** The secrets of one call. */
export interface SecretValues {
  /** A text as it is, a reference's value without the white space around it. */
  read(given: string | SecretRef): Promise<string>;
  /** The text with every value read so far replaced by its name. */
  mask(text: string): string;
  /** The same for every text inside a value. */
  maskJson(value: Json): Json;
}

/** Shorter values stand in ordinary text by chance. */
const SHORTEST = 4;

/** A place for the secrets of one call: what it read, it masks. */
export function secretValues(find: FindSecret): SecretValues {
  const found = new Map<string, string>();
  const mask = (text: string): string => {
    const longest = [...found].toSorted(([a], [b]) => b.length - a.length);
    return longest.reduce((masked, [value, name]) => masked.replaceAll(value, () => name), text);
  };
  return {
    mask,
    maskJson: (value) => (found.size === 0 ? value : mapTexts(value, mask)),
    read: async (given) => {
      if (typeof given === "string") return given;
      const value = (await find(given)).trim(), name = `[${nameOfSecret(given)}]`;
      for (const form of formsOf(value)) {
        if (form.length >= SHORTEST) found.set(form, name);
      }
      return value;
    },
  };
}

/** As it is, and as addresses, forms and JSON write it. */
function formsOf(value: string): readonly string[] {
  const text = value.toWellFormed(), form = new URLSearchParams([["", text]]).toString().slice(1);
  return [value, encodeURIComponent(text), encodeURI(text), form, JSON.stringify(value).slice(1, -1)];
}

/** What a secret is called. */
export function nameOfSecret(ref: SecretRef): string {
  return "env" in ref ? ref.env : ref.key;
}

function mapTexts(value: Json, map: (text: string) => string): Json {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [map(key), mapTexts(item, map)]));
}
