import type { Json } from "../../base/json.ts";
import type { ToldCheck } from "../../plan/mod.ts";
import { riskOf } from "../../plan/risk.ts";

/** A call of a tool that an attempt has made. */
export interface MadeCall {
  /** The tool. */
  readonly tool: string;
  /** Whether it did what it was asked for. */
  readonly ok: boolean;
  /** What it was given. */
  readonly input: Json;
}

/** How a result came about, as far as trust in it depends on that. */
export interface Track {
  /** Checks that ask no model. */
  readonly checks: readonly Pick<ToldCheck, "passed">[];
  /** From 0 to 1, how sure the judges are that the result is good. Absent: none was asked. */
  readonly judged?: number;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** The most attempts there may be. */
  readonly attempts: number;
  /** Calls of tools, failed ones included. */
  readonly calls: readonly MadeCall[];
}

/** What each part counts for. */
const WEIGHTS = { checks: 0.3, judged: 0.3, attempts: 0.2, harmless: 0.1, calls: 0.1 } as const;

/**
 * How sure it is, from 0 to 1, that a result can be taken: the mean of these, by their weights.
 *
 * - checks (0.3): the share of checks that hold; 1 where there are none
 * - judged (0.3): how sure the judges are; left out where none was asked
 * - attempts (0.2): 1 for the first attempt, half of that for the last, in even steps between. A last attempt that is
 *   without fault otherwise is still above 0.8, so that no threshold below asks for what cannot be reached
 * - harmless (0.1): 0 once a call was made that may do harm which is hard to take back, else 1
 * - calls (0.1): the share of calls of tools that did what they were asked for; 1 where there are none
 *
 * It is told and can make a run ask a person. Nothing is refused because of it.
 */
export function confidenceOf({ checks, judged, attempt, attempts, calls }: Track): number {
  const late = attempts > 1 ? Math.min(1, (attempt - 1) / (attempts - 1)) : 0;
  const parts: { readonly [part in keyof typeof WEIGHTS]?: number } = {
    checks: shareOf(checks, ({ passed }) => passed),
    ...(judged === undefined ? {} : { judged }),
    attempts: 1 - late / 2,
    harmless: calls.some(isHarmful) ? 0 : 1,
    calls: shareOf(calls, ({ ok }) => ok),
  };
  let sum = 0, weights = 0;
  for (const [part, value] of Object.entries(parts)) {
    const weight = WEIGHTS[part as keyof typeof WEIGHTS];
    sum += weight * value, weights += weight;
  }
  return rounded(sum / weights);
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}

/** Without the last digits, which say nothing. */
function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}

/**
 * Whether a call may do harm that is hard to take back, by the rule that decides whether a person is asked about it. Of a
 * tool that is not one of Loom's own nothing is guessed.
 */
export function isHarmful({ tool, input }: MadeCall): boolean {
  return riskOf({ tool, acts: [], input }) !== undefined;
}
