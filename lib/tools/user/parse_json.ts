import { type Json, NotJson, toJson } from "../../base/json.ts";
import { isNestedDeeper, MAX_NESTING } from "../../base/nesting.ts";

/** The value of a JSON text, or why there is none that can be kept. */
export type ParsedJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

/** Reads a JSON text that a stranger wrote: neither too deep to be walked nor with numbers past all measure. */
export function parseJson(text: string): ParsedJson {
  let value: Json;
  try {
    value = JSON.parse(text.trim()) as Json;
  } catch {
    return { ok: false, why: "it is no JSON" };
  }
  return keptJson(value);
}

/** A value as JSON that can be kept, or why it cannot be. */
export function keptJson(value: unknown): ParsedJson {
  if (isNestedDeeper(value)) return { ok: false, why: `it is nested more than ${MAX_NESTING} deep` };
  try {
    return { ok: true, value: toJson(value) };
  } catch (error) {
    if (error instanceof NotJson) return { ok: false, why: `at ${error.path} it has ${error.found}` };
    throw error;
  }
}
