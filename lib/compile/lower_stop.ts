import { BOOL } from "../expr/types.ts";
import type { Stop } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import { find } from "../spec/located.ts";
import type { BudgetSpec, StopSpec } from "../spec/spec.ts";
import { checkedExpression } from "./check_text.ts";
import type { AutoloomScopes } from "./scopes.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt } from "./unit.ts";

/** Rounds in a row without a word that end a run, unless the spec says. */
const BLANK = 3;

/** When a run ends of itself: a stop, never, or unknown where something is wrong, which has been reported. */
export type LoweredStop = { readonly stop: Stop | undefined } | undefined;

/** What lowering `stop` needs beside the spec. */
export interface Ending {
  /** What each field may speak of. */
  readonly scopes: AutoloomScopes;
  /** What else may end a run. */
  readonly budget: Part<BudgetSpec>;
}

/** Lowers `stop`. What nobody asked for is a few rounds without a word: they end every run but one that never stops. */
export function lowerStop(unit: Unit, { scopes, budget }: Ending): LoweredStop {
  const { stop } = unit.spec;
  if (stop === "never") return { stop: undefined };
  const conditions = stop
    ? conditionsOf(unit, stop, { at: ["stop"], scopes })
    : isWritten(unit, ["stop"])
    ? undefined
    : [];
  if (!conditions) return undefined;
  if (conditions.length === 0) reportEndless(unit, budget);
  const whole = stop && saysBlank(stop) ? conditions : [...conditions, { stop: "blank", rounds: BLANK } as const];
  return { stop: whole.length > 0 ? any(whole) : undefined };
}

function reportEndless(unit: Unit, budget: Part<BudgetSpec>): void {
  const { stop } = unit.spec, own = { value: stop === "never" ? {} : stop, unit, at: ["stop"] };
  if (Object.keys(budget.value ?? {}).length > 0 || isFlawed(own) || isFlawed(budget)) return;
  const key = ["stop", "budget"].find((key) => isWritten(unit, [key])) ?? "kind";
  unit.report("endless", keyAt(unit, [key]), {});
}

/** Whether something was wrong in a part, and has been reported and left out. */
function isFlawed({ value: left, unit: { located }, at }: Part<object>): boolean {
  const { value, missing } = find(located, at);
  if (missing.length > 0) return false;
  return left === undefined || value.kind === "map" && value.entries.length > Object.keys(left).length;
}

/** Any of these; what is any of several itself is no level of its own. */
function any(stops: readonly Stop[]): Stop {
  const of = stops.flatMap((stop) => stop.stop === "any" ? stop.of : [stop]);
  return of.length === 1 ? of[0]! : { stop: "any", of };
}

function saysBlank({ blank, any = [], all = [], not }: StopSpec): boolean {
  return blank !== undefined || [...any, ...all, ...(not ? [not] : [])].some(saysBlank);
}

interface Place {
  readonly at: Path;
  readonly scopes: AutoloomScopes;
}

function conditionsOf(unit: Unit, spec: StopSpec, { at, scopes }: Place): readonly Stop[] | undefined {
  const { depth, done, repeats, blank } = spec, found: (Stop | undefined)[] = [];
  const list = (key: "any" | "all") =>
    (spec[key] ?? []).map((inner, i) => conditionOf(unit, inner, { at: [...at, key, i], scopes }));
  if (depth !== undefined) found.push({ stop: "depth", depth });
  if (done !== undefined) {
    const placed = placedAt(unit, [...at, "done"]);
    const when = placed && checkedExpression(unit, placed, { scope: scopes.done, expects: BOOL });
    found.push(when === undefined ? undefined : { stop: "done", when });
  }
  if (repeats !== undefined) found.push({ stop: "repeats", rounds: repeats });
  if (blank !== undefined && blank !== "never") found.push({ stop: "blank", rounds: blank });
  if (spec.any) found.push(whole(list("any"), any));
  if (spec.all) found.push(whole(list("all"), (of) => of.length === 1 ? of[0]! : { stop: "all", of }));
  if (spec.not) {
    const inner = conditionOf(unit, spec.not, { at: [...at, "not"], scopes });
    found.push(inner && { stop: "not", of: inner });
  }
  return whole(found, (stops) => stops);
}

/** What one map of conditions says: any of them. */
function conditionOf(unit: Unit, spec: StopSpec, place: Place): Stop | undefined {
  const conditions = conditionsOf(unit, spec, place);
  return conditions && any(conditions);
}

function whole<T>(stops: readonly (Stop | undefined)[], make: (stops: readonly Stop[]) => T): T | undefined {
  const sound = stops.filter((stop) => stop !== undefined);
  return sound.length === stops.length ? make(sound) : undefined;
}
