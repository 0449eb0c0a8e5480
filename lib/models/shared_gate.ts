import { sha256 } from "../base/hash.ts";
import type { Json } from "../base/json.ts";
import { canonical } from "../base/json.ts";
import type { Gate, GateLimits } from "./gate.ts";
import { gate } from "./gate.ts";

/** By the hash of what a provider counts together: settings hold keys. */
const GATES = new Map<string, Gate>();

/** The one gate of this process for a model with these settings and limits, whichever run asks. */
export function sharedGate(model: Json, limits: GateLimits): Gate {
  const name = sha256(canonical({ model, limits: limits as Json })), known = GATES.get(name);
  if (known) return known;
  const made = gate(limits);
  GATES.set(name, made);
  return made;
}
