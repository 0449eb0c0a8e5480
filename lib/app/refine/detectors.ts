import { usd } from "../../base/money.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Detector, EmbedFunction, JudgeContext, JudgeOptions } from "./detector.ts";
import type { StepRecord } from "./record.ts";
import { bookingOf } from "./spend.ts";

/**
 * Ends a loop as `converged` when its score is flat: none of the last `patience` scores is better than the best of all
 * before them, by at least `minDelta` where that is given. Steps without a score are passed over.
 *
 * @example
 * ```ts
 * import { plateau } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(plateau({ patience: 2 }), { stop: "plateau", patience: 2, minDelta: 0 });
 * ```
 *
 * @param options `patience`: scores, from 1 on, default 3. `minDelta`: from 0 on, default 0: better at all.
 * @throws {RangeError} for numbers that are none of these.
 */
export function plateau(
  options: { readonly patience?: number; readonly minDelta?: number } = {},
): Detector<never> & { readonly stop: "plateau" } {
  const { patience = 3, minDelta = 0 } = options;
  within("plateau", { patience }, { least: 1, whole: true });
  within("plateau", { minDelta }, { least: 0 });
  return { stop: "plateau", patience, minDelta };
}

/**
 * Ends a loop as `converged` when a step gives nearly the same as the one before: the distance of their texts is below
 * `threshold`. Without `embed` it is that of their words and phrases, from 0 (the same) to 1 (nothing in common); with it,
 * 1 − cosine of the vectors.
 *
 * @param options `threshold`: default 0.05. `text`: what of a state is compared; default: the state itself where it is a
 * text, its field `text` where that is one, else its JSON. `embed`: makes a vector of a text, and may book what it costs.
 * @throws {RangeError} for a threshold that is not from 0 to 2.
 */
export function similar(
  options?: { readonly threshold?: number; readonly embed?: EmbedFunction },
): { readonly stop: "similar"; readonly threshold: number; readonly embed?: EmbedFunction };
/** The same for a text that a function takes out of a state. */
export function similar<S>(
  options?: { readonly threshold?: number; readonly text?: (state: S) => string; readonly embed?: EmbedFunction },
): Detector<S>;
export function similar<S>(
  options: {
    readonly threshold?: number;
    readonly text?: (state: S) => string;
    readonly embed?: EmbedFunction;
  } = {},
): Detector<S> {
  const { threshold = 0.05, text, embed } = options;
  within("similar", { threshold }, { least: 0, most: 2 });
  return { stop: "similar", threshold, ...(text ? { text } : {}), ...(embed ? { embed } : {}) };
}

/**
 * Ends a loop as `done` when a function of what happened so far says so. It is asked after every step, failed ones
 * included; the newest record is the last. It may be async; it is to be quick and free: see {@link judge} for what is not.
 *
 * @example
 * ```ts
 * import { predicate } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const passes = predicate((history) => (history.at(-1)?.score ?? 0) >= 1);
 * assert.equal(passes.stop, "predicate");
 * ```
 */
export function predicate(
  holds: (history: readonly StepRecord[]) => boolean | Promise<boolean>,
): Detector<never> & { readonly stop: "predicate" } {
  isFunction("predicate", holds);
  return { stop: "predicate", name: named(holds, "the predicate"), holds };
}

/**
 * Ends a loop as `done` when a function says so of its newest state: a model that is asked, a person's script. It is asked
 * last, only where its answer matters, and never after a step that failed. What it books is charged to the run.
 *
 * @param how A function, or `{name, decide, reserve}`.
 */
export function judge<S>(
  how: ((state: S, context: JudgeContext) => boolean | Promise<boolean>) | JudgeOptions<S>,
): Detector<S> {
  const { decide, name, reserve = 0 } = typeof how === "function" ? { decide: how } : how;
  isFunction("judge", decide);
  const bound = bookingOf(reserve, "the `reserve` of a judge");
  return {
    stop: "judge",
    name: name ?? named(decide, "the judge"),
    decide,
    reserve: { ...bound, usd: usd(bound.usd) },
  };
}

/** Holds when one of the conditions does; the first that holds gives the reason. A list of them means the same. */
export function anyOf<S>(...of: readonly Detector<S>[]): Detector<S> {
  return { stop: "any", of: someOf("anyOf", of) };
}

/** Holds when all of the conditions do. */
export function allOf<S>(...of: readonly Detector<S>[]): Detector<S> {
  return { stop: "all", of: someOf("allOf", of) };
}

/** Holds when a condition does not. */
export function not<S>(of: Detector<S>): Detector<S> {
  return { stop: "not", of: someOf("not", [of])[0]! };
}

function someOf<S>(maker: string, of: readonly Detector<S>[]): readonly Detector<S>[] {
  const wrong = of.find((one) => typeof (one as { readonly stop?: unknown } | undefined)?.stop !== "string");
  if (wrong === undefined && of.length > 0) return of;
  const found = of.length === 0 ? "nothing" : nameOfValue(wrong);
  throw new TypeError(`Cannot make \`${maker}\` of ${found}: give conditions, such as \`plateau({ patience: 3 })\``);
}

function within(
  maker: string,
  value: { readonly [name: string]: unknown },
  { least, most = Infinity, whole = false }: {
    readonly least: number;
    readonly most?: number;
    readonly whole?: boolean;
  },
): void {
  const [[name, number]] = Object.entries(value) as [[string, unknown]];
  const fits = typeof number === "number" && number >= least && number <= most && number < Infinity;
  if (fits && (!whole || Number.isInteger(number))) return;
  const range = most === Infinity ? `from ${least} on` : `from ${least} to ${most}`;
  throw new RangeError(
    `Cannot make \`${maker}\`: \`${name}\` is ${nameOfValue(number)}; give a ${whole ? "whole " : ""}number ${range}`,
  );
}

function isFunction(maker: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new TypeError(`Cannot make \`${maker}\` of ${nameOfValue(value)}: give a function`);
}

/** What a function is called in a sentence. */
function named({ name }: { readonly name: string }, otherwise: string): string {
  return name === "" || name === "decide" || name === "holds" ? otherwise : `\`${name}\``;
}
