import type { JsonObject } from "../../base/json.ts";
import { isNestedDeeper } from "../../base/nesting.ts";
import { grouped, shorten } from "../../base/shorten.ts";
import { readWholeJson } from "./read_json.ts";

/** Arguments that are an object, or what is wrong with them. */
export type ReadArguments =
  | { readonly ok: true; readonly input: JsonObject }
  | { readonly ok: false; readonly problem: string };

/** Characters of the longest arguments that are read. */
const LONGEST = 1_000_000;
/** Characters of unreadable arguments that are shown around the place at fault. */
const SHOWN = 40;

/**
 * Arguments as a model wrote them: an object in JSON, in a code fence or in a JSON text of its own where that is plainly
 * what it is, nothing for an empty one. Brackets are closed only in what is whole: arguments that were cut off at the
 * token limit would do half of what was meant.
 */
export function readArguments(written: string, { whole }: { readonly whole: boolean }): ReadArguments {
  if (written.length > LONGEST) {
    const problem = `the arguments have ${grouped(written.length)} characters: give at most ${grouped(LONGEST)}`;
    return { ok: false, problem };
  }
  return read(unfenced(written), { whole, inner: false });
}

function read(text: string, { whole, inner }: { readonly whole: boolean; readonly inner: boolean }): ReadArguments {
  if (text.trim() === "") return { ok: true, input: {} };
  const reading = readWholeJson(text, { closing: whole });
  if (!reading.ok) return { ok: false, problem: wordsFor(text, reading) };
  const { value } = reading;
  if (value === null) return { ok: true, input: {} };
  if (typeof value === "string" && !inner) return read(unfenced(value), { whole, inner: true });
  if (typeof value !== "object" || Array.isArray(value)) {
    return {
      ok: false,
      problem: `the arguments are no JSON object but \`${shorten(text.trim(), SHOWN, { between: " " })}\``,
    };
  }
  if (isNestedDeeper(value)) return { ok: false, problem: "the arguments are nested too deep: give flatter ones" };
  return { ok: true, input: value as JsonObject };
}

/** What is wrong with JSON at a place, in words. */
export function wordsFor(text: string, { at, expected }: { readonly at: number; readonly expected: string }): string {
  const near = text.slice(Math.max(0, at - SHOWN), at), rest = text.slice(at, at + SHOWN);
  const found = rest.trim() === "" ? "the end" : `\`${rest.trim()}\``;
  const after = near.trim() === "" ? "" : ` after \`${near.trim()}\``;
  return `the JSON cannot be read: expected ${expected}${after}, found ${found}`.toWellFormed();
}

function unfenced(text: string): string {
  return /^\s*```[a-z]*[ \t]*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text)?.[1] ?? text;
}
