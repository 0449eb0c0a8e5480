import { unreachable } from "../../base/unreachable.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { End, Program, Stop } from "../../plan/mod.ts";
import { budgetValues } from "../budget_values.ts";
import { valueOf } from "../value_of.ts";
import type { Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { stateValues } from "./values.ts";

/** Whether a stop looks at something of this sort, at any depth. */
export function watches(stop: Stop, sort: Stop["stop"]): boolean {
  if (stop.stop === sort) return true;
  if (stop.stop === "any" || stop.stop === "all") return stop.of.some((one) => watches(one, sort));
  return stop.stop === "not" && watches(stop.of, sort);
}

/**
 * Why the run ends before this round; undefined: it goes on. Stops look at rounds that are finished: before the first
 * one neither `done` nor `not` holds, whatever they say.
 */
export function* stopReason(round: Round, state: State): Program<End | undefined> {
  const { stop } = round.plan;
  if (!stop) return undefined;
  const values = watches(stop, "done") && state.depth > 0
    ? { ...yield* stateValues(round, state), ...yield* budgetValues(round, `round/${roundOf(state)}/budget`) }
    : undefined;
  return reached({ round, state, values }, stop);
}

interface Sight {
  readonly round: Round;
  readonly state: State;
  /** Absent before the first round, and where nothing looks at them. */
  readonly values: Values | undefined;
}

function reached(sight: Sight, stop: Stop): End | undefined {
  const { state: { depth, repeats, blanks } } = sight;
  switch (stop.stop) {
    case "any":
      return anyOf(sight, stop.of);
    case "all":
      return allOf(sight, stop.of);
    case "not":
      return depth > 0 && !reached(sight, stop.of)
        ? { kind: "done", reason: `${wordsOf(stop.of)} does not hold`, cause: "stop.not" }
        : undefined;
    case "depth":
      return depth >= stop.depth
        ? { kind: "done", reason: `depth ${stop.depth} is reached`, cause: "stop.depth" }
        : undefined;
    case "done":
      return isDone(sight, stop.when)
        ? { kind: "converged", reason: `\`${stop.when}\` holds`, cause: "stop.done" }
        : undefined;
    case "repeats":
      return repeats >= stop.rounds
        ? { kind: "stalled", reason: `the text has repeated itself for ${rounds(repeats)}`, cause: "stop.repeats" }
        : undefined;
    case "blank":
      return blanks >= stop.rounds
        ? { kind: "stalled", reason: `no candidate had a word in it for ${rounds(blanks)}`, cause: "stop.blank" }
        : undefined;
    default:
      return unreachable(stop);
  }
}

/** The first that holds, in the order they are written. */
function anyOf(sight: Sight, stops: readonly Stop[]): End | undefined {
  for (const stop of stops) {
    const end = reached(sight, stop);
    if (end) return end;
  }
  return undefined;
}

/** All of them together end the run the way the first would, for all their reasons. */
function allOf(sight: Sight, stops: readonly Stop[]): End | undefined {
  const ends: End[] = [];
  for (const stop of stops) {
    const end = reached(sight, stop);
    if (!end) return undefined;
    ends.push(end);
  }
  return ends[0] && { ...ends[0], reason: ends.map(({ reason }) => reason).join(" and ") };
}

function isDone({ round, values }: Sight, expression: string): boolean {
  return values !== undefined && valueOf(round, { field: "stop.done", expression }, values) === true;
}

function rounds(count: number): string {
  return count === 1 ? "1 round" : `${count} rounds`;
}

/** A stop as people would write it. */
function wordsOf(stop: Stop): string {
  switch (stop.stop) {
    case "any":
    case "all":
      return `${stop.stop} of ${stop.of.map(wordsOf).join(", ")}`;
    case "not":
      return `not ${wordsOf(stop.of)}`;
    case "depth":
      return `\`depth: ${stop.depth}\``;
    case "done":
      return `\`${stop.when}\``;
    case "repeats":
    case "blank":
      return `\`${stop.stop}: ${stop.rounds}\``;
    default:
      return unreachable(stop);
  }
}
