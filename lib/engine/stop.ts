import type { Dimension, End } from "../plan/mod.ts";
import { formatDuration } from "../base/duration.ts";
import { formatUsd } from "../base/money.ts";
import type { Failure } from "../plan/mod.ts";
import { EffectFailed } from "../plan/mod.ts";
import { failureOf } from "./retry.ts";
import { ProgramError } from "./turn.ts";
import type { UsedUp } from "./payments.ts";

/** Why driving stops before the program ends. */
export type Stop =
  /** A person wants it to end. */
  | { readonly stop: "cancel"; readonly reason: string }
  /** A person wants it to rest; `abort` also ends calls in the air. */
  | { readonly stop: "pause"; readonly abort: boolean }
  /** A limit of the run itself is reached; `abort` when no more time may pass. */
  | { readonly stop: "exhausted"; readonly used: UsedUp; readonly abort: boolean }
  /** An ancestor's limit is reached; `abort` when no more time may pass. */
  | { readonly stop: "suspended"; readonly used: UsedUp; readonly abort: boolean }
  /** The program did what cannot be gone on from. */
  | { readonly stop: "failed"; readonly error: unknown };

/** What beats what: an end beats a rest, and nothing beats a person's last word. */
const RANK: { readonly [S in Stop["stop"]]: number } = { pause: 0, suspended: 0, exhausted: 1, failed: 2, cancel: 3 };

/** The stop that counts when another comes while a run is coming to rest. A later one never softens the first. */
export function stronger(first: Stop | undefined, next: Stop): Stop {
  if (!first || RANK[next.stop] > RANK[first.stop]) return next;
  return aborts(next) && "abort" in first && !first.abort ? { ...first, abort: true } : first;
}

/** Whether calls in the air are ended, and not waited for. */
export function aborts(stop: Stop): boolean {
  return "abort" in stop ? stop.abort : true;
}

/**
 * What a run's stop is for its children; `undefined`: its program has returned. A child never ends by its parent's
 * limits or failure: it rests, and goes on when its parent does.
 */
export function forChildren(stop: Stop | undefined): Stop {
  if (!stop) return { stop: "cancel", reason: "its parent has ended" };
  if (stop.stop === "failed") return { stop: "pause", abort: true };
  return stop.stop === "exhausted" ? { stop: "suspended", used: stop.used, abort: stop.abort } : stop;
}

/** The end that a stop makes; undefined when the run can simply go on later. */
export function endOf(stop: Stop): End | undefined {
  switch (stop.stop) {
    case "cancel":
      return { kind: "cancelled", reason: stop.reason, cause: "cancel" };
    case "exhausted": {
      const { dimension, limit, used } = stop.used;
      return { kind: "exhausted", reason: exhaustion(stop.used), cause: dimension, limit: { dimension, limit, used } };
    }
    case "failed":
      return failedEnd(stop.error);
    default:
      return undefined;
  }
}

/** The end of a program that threw. */
export function failedEnd(error: unknown): End {
  const failure: Failure = error instanceof EffectFailed
    ? { code: error.code, message: error.message }
    : failureOf(error);
  const cause = error instanceof EffectFailed ? error.key : "program";
  return {
    kind: "failed",
    reason: error instanceof EffectFailed ? `step \`${error.key}\` failed: ${failure.message}` : failure.message,
    cause,
    failure,
  };
}

function exhaustion({ dimension, limit, used }: UsedUp): string {
  const say = sayer(dimension);
  if (dimension === "deadline") return `the deadline ${say(limit)} has passed`;
  if (dimension === "iterations" || dimension === "wall") return `the budget of ${say(limit)} is used up`;
  return `the budget of ${say(limit)} does not allow another call: ${say(used)} ${
    dimension === "usd" || used === 1 ? "is" : "are"
  } spent or reserved`;
}

function sayer(dimension: Dimension): (n: number) => string {
  switch (dimension) {
    case "usd":
      return formatUsd;
    case "wall":
      return (n) => `${formatDuration(n)} of working time`;
    case "deadline":
      return (n) => new Date(n).toISOString();
    default:
      return (n) => `${n.toLocaleString("en")} ${n === 1 ? dimension.slice(0, -1) : dimension}`;
  }
}

/** A journal has an end: what a run does when it comes near. */
export function tooLong(rows: number): ProgramError {
  return new ProgramError(`The run is too long: its journal holds ${rows} rows; start another from its end`);
}
