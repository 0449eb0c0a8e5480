import { canonical } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import type { Effect } from "../plan/mod.ts";

const EMPTY_CALL = digest({ do: "call", input: null });

/**
 * Names what an effect asks for: 32 hex digits of the SHA-256 of its canonical JSON without its key. It holds what was
 * asked for before any clamping, secrets by name, and nothing of the run, so that forks find their origin's outcomes.
 */
export function hashOf(effect: Effect): string {
  if (effect.do === "call" && effect.input === null) return EMPTY_CALL;
  const { key: _, ...asked } = effect;
  return digest(asked);
}

function digest(asked: unknown): string {
  return sha256(canonical(asked)).slice(0, 32);
}
