/**
 * What goes wrong in a run, and what its models say: both depend on a seed and the attempt alone, so that a run that is
 * killed meets the same trouble again.
 *
 * @module
 */
import { randomFor, seedFor } from "../../lib/base/seeded.ts";
import type { Behaviour, Seen } from "../models/faults/fault_server.ts";

/** One attempt at one step of a run, as its idempotency key names it. */
export interface Attempt {
  /** Key of the step. */
  readonly step: string;
  /** How many attempts at the step came to an end before. */
  readonly nth: number;
}

/** The attempt that a request is part of. */
export function attemptOf({ key = "" }: Pick<Seen, "key">): Attempt {
  const [, step, nth] = /^[^/]+\/\d+\/(.+)\/(\d+)$/.exec(key) ?? [];
  if (step === undefined) throw new Error(`a request came without the name of its attempt: \`${key}\``);
  return { step, nth: Number(nth) };
}

/** A text that names an attempt. */
export function nameOf({ step, nth }: Attempt): string {
  return `${step}#${nth}`;
}

/** Something that goes wrong. */
export interface Fault {
  /** What to call it. */
  readonly name: string;
  /** How often it happens, beside the others. */
  readonly weight: number;
  /** What a host does. */
  readonly behaviour: Behaviour;
}

/** Of all attempts so many go wrong. */
export const SHARE = 0.2;

/** Everything that goes wrong. */
export const FAULTS: readonly Fault[] = [
  fault("429 with Retry-After", { do: "status", status: 429, headers: { "retry-after": "0" } }),
  fault("429", { do: "status", status: 429 }),
  fault("500", { do: "status", status: 500 }),
  fault("503 with Retry-After", { do: "status", status: 503, headers: { "retry-after": "0.001" } }),
  fault("broken connection", { do: "cut", how: "broken" }),
  fault("cut stream", { do: "cut", how: "clean" }),
  fault("wrong JSON", { do: "garbage" }),
  fault("wrong content type", { do: "page" }),
  fault("trouble in the middle", { do: "trouble" }),
  fault("no usage", { do: "answer", usage: null }),
  fault("slow drip", { do: "drip" }),
  fault("no answer to the question", { do: "answer", text: " none of them" }),
  // Nothing but waiting helps against these.
  fault("hang", { do: "hang" }, 0.25),
  fault("silence in the middle", { do: "stall" }, 0.25),
];

function fault(name: string, behaviour: Behaviour, weight = 1): Fault {
  return { name, weight, behaviour };
}

/** What goes wrong with an attempt; undefined: nothing. */
export function faultOf(attempt: Attempt, seed: number): Fault | undefined {
  const key = nameOf(attempt), weights = FAULTS.reduce((sum, { weight }) => sum + weight, 0);
  if (randomFor(seed, key) >= SHARE) return undefined;
  let at = randomFor(seed, `which/${key}`) * weights;
  return FAULTS.find(({ weight }) => (at -= weight) < 0);
}

const WORDS = "and then the lamp over water turned away from every house that night had kept its door".split(" ");

/** A few words; for a judge the number of a candidate. */
export function sayingOf({ prompt, ...one }: Pick<Seen, "key" | "prompt">, seed: number): string {
  const draw = seedFor(seed, `says/${nameOf(attemptOf(one))}`);
  const candidates = prompt.match(/<continuation number=/g)?.length ?? 0;
  if (candidates > 0) return String(1 + draw % candidates);
  const words = Array.from({ length: 2 + draw % 4 }, (_, i) => WORDS[seedFor(draw, String(i)) % WORDS.length]);
  return ` ${words.join(" ")}`;
}
