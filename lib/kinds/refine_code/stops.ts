/**
 * Whether a loop over functions ends after a round: what costs nothing is looked at first, and what asks a function of
 * the user only where it decides.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { Booking, Combined, End, Program } from "../../plan/mod.ts";
import type { Truth } from "../refine/combined.ts";
import { conditionsOf, reasonsOf, truthOf } from "../refine/combined.ts";
import { textDistance } from "../refine/distance.ts";
import { plateaued } from "../refine/plateau.ts";
import type { InVain } from "./attempts.ts";
import { attempted, called } from "./attempts.ts";
import type { CodeCondition, RefineCode, RoundRecord, StopResult } from "./code.ts";
import type { CodeState } from "./state.ts";
import { NOTHING } from "./state.ts";

/** A round that is over. */
export interface Finished {
  /** The loop before the round. */
  readonly before: CodeState;
  /** Its scores, those of the round included. */
  readonly scores: readonly number[];
  /** The best after the round. */
  readonly best: CodeState["best"];
  readonly record: RoundRecord;
  /** The state that the round made, and the one before it; null where there is none. */
  readonly made: Json;
  readonly previous: Json;
}

/** Whether the loop ends, what it cost to find out, or that it could not be found out. */
export type Decision =
  | { readonly ok: true; readonly end: End | null; readonly spent: Booking }
  | { readonly ok: false; readonly vain: InVain };

/** Decides after a round. */
export function* decide(code: RefineCode, round: Finished): Program<Decision> {
  const { stop } = code;
  if (!stop) return { ok: true, end: null, spent: NOTHING };
  const sight = looked(code, stop, round);
  if (truthOf(stop, sight.truth) !== "unknown") return { ok: true, end: endOf(stop, sight), spent: NOTHING };
  const { before, record, made } = round, key = `round/${record.step}/judge`, reserve = reserveOf(code, before);
  const asked = yield* attempted<StopResult>(key, code.errors, ({ key, attempt }) => {
    const ask = { key, round: record.step, attempt, reserve: reserve ?? NOTHING, state: before };
    return called(key, code.acts.decide({ ...ask, made, record, known: sight.known }), reserve);
  });
  if (!asked.ok) return asked;
  for (const [place, holds, distance] of asked.value.truths) {
    sight.known.set(place, holds);
    if (distance !== undefined) sight.distances.set(place, distance);
  }
  return { ok: true, end: endOf(stop, sight), spent: asked.value.spent };
}

/** What is known of the conditions, by their place in the order they are written. */
interface Sight {
  readonly code: RefineCode;
  readonly round: Finished;
  readonly known: Map<number, boolean>;
  readonly distances: Map<number, number>;
  readonly truth: (condition: CodeCondition) => Truth;
}

function looked(code: RefineCode, stop: Combined<CodeCondition>, round: Finished): Sight {
  const conditions = conditionsOf(stop), known = new Map<number, boolean>(), distances = new Map<number, number>();
  conditions.forEach((condition, place) => {
    const holds = freely(code, condition, { round, note: (distance) => distances.set(place, distance) });
    if (holds !== undefined) known.set(place, holds);
  });
  const truth = (condition: CodeCondition): Truth => {
    const holds = known.get(conditions.indexOf(condition));
    return holds === undefined ? "unknown" : holds ? "true" : "false";
  };
  return { code, round, known, distances, truth };
}

/** What can be told without asking; undefined: nothing. A round that came to nothing is like no other and no judge sees it. */
function freely(
  { goal, acts }: RefineCode,
  condition: CodeCondition,
  { round, note }: { readonly round: Finished; readonly note: (distance: number) => void },
): boolean | undefined {
  const { made, previous, scores } = round;
  if (condition.stop === "plateau") return plateaued(scores, { ...condition, goal });
  if (condition.stop === "predicate") return undefined;
  if (made === null) return false;
  if (condition.stop === "judge") return undefined;
  if (previous === null) return false;
  if (!condition.isFree) return undefined;
  const distance = textDistance(acts.textOf(previous), acts.textOf(made));
  note(distance);
  return distance < condition.threshold;
}

function reserveOf({ stopReserve }: RefineCode, { dearestStop }: CodeState): Booking | undefined {
  if (!stopReserve) return undefined;
  const most = (dimension: keyof Booking) => Math.max(stopReserve[dimension], dearestStop[dimension]);
  return { usd: most("usd"), tokens: most("tokens"), calls: most("calls") };
}

function endOf(stop: Combined<CodeCondition>, sight: Sight): End | null {
  const reasons = reasonsOf(stop, sight.truth).map((one) => reasonOf(one, sight)), [first] = reasons;
  return first ? { ...first, reason: reasons.map(({ reason }) => reason).join(" and ") } : null;
}

function reasonOf(stop: Combined<CodeCondition>, sight: Sight): End {
  const { best, record } = sight.round, { step, score } = record;
  const place = conditionsOf(stop)[0], at = place ? placeOf(place, sight) : -1;
  const scored = score === null ? "" : `, whose score is ${shown(score)}`;
  switch (stop.stop) {
    case "plateau": {
      const by = stop.minDelta > 0 ? ` by ${shown(stop.minDelta)}` : "";
      const told = best ? `: the best is ${shown(best.score)}, of step ${best.step}` : "";
      const reason = `the score has not got better${by} for ${steps(stop.patience)}${told}`;
      return { kind: "converged", reason, cause: "stop.plateau" };
    }
    case "similar": {
      const far = shown(sight.distances.get(at) ?? 0), limit = shown(stop.threshold);
      const reason = `step ${step} is nearly the same as the one before: their distance ${far} is below ${limit}`;
      return { kind: "converged", reason, cause: "stop.similar" };
    }
    case "predicate":
      return { kind: "done", reason: `${stop.name} holds after step ${step}${scored}`, cause: "stop.predicate" };
    case "judge":
      return { kind: "done", reason: `${stop.name} says yes to step ${step}${scored}`, cause: "stop.judge" };
    default:
      return { kind: "done", reason: `\`${sortsOf(stop)}\` does not hold after step ${step}`, cause: "stop.not" };
  }
}

function placeOf(condition: CodeCondition, { code }: Sight): number {
  return code.stop ? conditionsOf(code.stop).indexOf(condition) : -1;
}

function sortsOf(stop: Combined<CodeCondition>): string {
  return conditionsOf(stop).map(({ stop }) => stop).join(", ");
}

/** A number as people read it: no more than six digits that count. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** So many steps. */
export function steps(count: number): string {
  return count === 1 ? "1 step" : `${count} steps`;
}
