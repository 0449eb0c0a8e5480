import { unreachable } from "../../base/unreachable.ts";
import { evaluate } from "../../expr/evaluate.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { End, Program, Stop } from "../../plan/mod.ts";
import type { Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { budgetValues, stateValues } from "./values.ts";

/** Why the run ends before this round; undefined: it goes on. */
export function* stopReason(round: Round, state: State): Program<End | undefined> {
  const { stop } = round.plan;
  if (!stop) return undefined;
  const values = looksAtValues(stop) && state.depth > 0
    ? { ...yield* stateValues(round, state), ...yield* budgetValues(round, `round/${roundOf(state)}/budget`) }
    : undefined;
  return reached({ round, state, values }, stop);
}

interface Sight {
  readonly round: Round;
  readonly state: State;
  /** Absent before the first round: there is nothing to judge yet. */
  readonly values: Values | undefined;
}

function looksAtValues(stop: Stop): boolean {
  if (stop.stop === "any" || stop.stop === "all") return stop.of.some(looksAtValues);
  return stop.stop === "not" ? looksAtValues(stop.of) : stop.stop === "done";
}

function reached(sight: Sight, stop: Stop): End | undefined {
  const { state: { depth, repeats, blanks }, values, round } = sight;
  switch (stop.stop) {
    case "any":
      return stop.of.map((one) => reached(sight, one)).find((end) => end !== undefined);
    case "all": {
      const ends = stop.of.map((one) => reached(sight, one));
      return ends.length > 0 && ends.every((end) => end !== undefined) ? ends[0] : undefined;
    }
    case "not":
      return depth > 0 && !reached(sight, stop.of)
        ? { kind: "done", reason: "what was to end no longer holds", cause: "stop.not" }
        : undefined;
    case "depth":
      return depth >= stop.depth
        ? { kind: "done", reason: `depth ${stop.depth} is reached`, cause: "stop.depth" }
        : undefined;
    case "done":
      return values && evaluate(stop.when, values, { functions: round.context.functions }) === true
        ? { kind: "converged", reason: `\`${stop.when}\` holds`, cause: "stop.done" }
        : undefined;
    case "repeats":
      return repeats >= stop.rounds
        ? { kind: "stalled", reason: `the text has repeated itself for ${repeats} rounds`, cause: "stop.repeats" }
        : undefined;
    case "blank":
      return blanks >= stop.rounds
        ? { kind: "stalled", reason: `no candidate had a word in it for ${blanks} rounds`, cause: "stop.blank" }
        : undefined;
    default:
      return unreachable(stop);
  }
}
