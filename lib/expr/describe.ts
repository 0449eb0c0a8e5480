import type { Json } from "../base/json.ts";
import { isList } from "./types.ts";

const LONGEST = 40;

/** A value in a few words, for a message: `"a text cut sho…"`, `3.5`, `a list of 2 items`, `a map with 3 keys`. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `a list of ${count(value.length, "item")}`;
  return `a map with ${count(Object.keys(value).length, "key")}`;
}

/** A text in double quotes, cut after 40 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
}

/** A number and its noun: `no items`, `1 item`, `2 items`. */
export function count(n: number, noun: string): string {
  return `${n || "no"} ${noun}${n === 1 ? "" : "s"}`;
}
