import type { Json } from "../../base/json.ts";
import { canonical } from "../../base/json.ts";

/** The text of a state, where nobody says what it is. */
export function textOf(state: Json): string {
  if (typeof state === "string") return state;
  const text = typeof state === "object" && state !== null && !Array.isArray(state)
    ? (state as { readonly [key: string]: Json })["text"]
    : undefined;
  return typeof text === "string" ? text : canonical(state);
}
