import { parseDuration } from "../../base/duration.ts";
import type { RefineCode } from "../../kinds/refine_code/code.ts";
import type { CodeCondition } from "../../kinds/refine_code/code.ts";
import { plus } from "../../kinds/refine_code/state.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Booking, Combined, Limits } from "../../plan/mod.ts";
import type { Store } from "../../store/store.ts";
import { limitsOf } from "../loom_options.ts";
import { checkRefineOptions } from "./check_refine.ts";
import type { Detector, LeafDetector } from "./detector.ts";
import type { RefineBudget, RefineOptions, StepFunction } from "./options.ts";
import { bookingOf } from "./spend.ts";

/** A loop as it was made: rules as the program needs them, functions beside them. */
export interface Loop<S> {
  readonly name: string;
  readonly options: RefineOptions<S>;
  readonly step: StepFunction<S>;
  readonly limits: Limits;
  /** All but its functions. */
  readonly code: Omit<RefineCode, "acts">;
  /** Conditions with their functions, in the order they are written. */
  readonly leaves: readonly LeafDetector<S>[];
  /** The dearest step that was seen here, by store and run; runs inside the same one share it. */
  readonly dearest: WeakMap<Store, Map<number, Booking>>;
}

/** Reads the options of a loop. Throws a TypeError or a RangeError that names the one that does not hold. */
export function loopOf<S>(options: RefineOptions<S>, step: StepFunction<S>): Loop<S> {
  checkRefineOptions(options, step);
  const { version = 1, goal = "max", score, scoreInitial = false, onStall, converge } = options;
  const name = options.name ?? wordOf(step.name), stop = stopOf(converge), leaves = stop ? leavesOf(stop) : [];
  const stall = onStall && { after: onStall.after, minDelta: onStall.minDelta, then: onStall.then };
  return {
    name,
    options,
    step,
    limits: limitsOf(budgetOf(options.budget)),
    leaves,
    dearest: new WeakMap(),
    code: {
      program: `${name}@${version}`,
      goal,
      backtrack: options.backtrack?.backtrack ?? (score ? "best_score" : "none"),
      errors: errorsOf(options.errors),
      scores: score ? scoreInitial ? "all" : "made" : "none",
      ...(stall ? { stall } : {}),
      ...(stop ? { stop: bare(stop) } : {}),
      ...stopReserve(leaves),
    },
  };
}

/** The name of a function as one of a program; what it cannot be is left out. */
function wordOf(name: string): string {
  const word = name.replace(/^bound /, "").normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^\w-]+/g, "-").replace(
    /^[^a-z]+/i,
    "",
  ).replace(/-+$/, "");
  return word === "" || word === "anonymous" ? "loop" : word;
}

/** A budget with its times in milliseconds. Throws a RangeError for a duration that is none. */
export function budgetOf({ wall, ...rest }: RefineBudget = {}): Parameters<typeof limitsOf>[0] & object {
  return wall === undefined ? rest : { ...rest, wall: durationOf(wall, "budget.wall") };
}

/** Milliseconds of a time. Throws a RangeError that names the option. */
export function durationOf(time: number | string, option: string): number {
  const found = typeof time === "string" ? parseDuration(time) : time;
  if (found !== undefined && found >= 0 && Number.isFinite(found)) return found;
  const given = nameOfValue(time);
  throw new RangeError(
    `Cannot make a loop: \`${option}\` is ${given}; give milliseconds, or a duration such as \`90s\`, \`10m\`, \`1h30m\``,
  );
}

function errorsOf(
  { attempts = 1, pause = 1_000, most = 3 }: RefineOptions<unknown>["errors"] = {},
): RefineCode["errors"] {
  return { attempts, pause: durationOf(pause, "errors.pause"), most };
}

function stopOf<S>(converge: RefineOptions<S>["converge"]): Detector<S> | undefined {
  if (!Array.isArray(converge)) return converge as Detector<S> | undefined;
  const list = converge as readonly Detector<S>[];
  return list.length === 0 ? undefined : { stop: "any", of: list };
}

function leavesOf<S>(stop: Detector<S>): readonly LeafDetector<S>[] {
  if (stop.stop === "any" || stop.stop === "all") return stop.of.flatMap(leavesOf);
  return stop.stop === "not" ? leavesOf(stop.of) : [stop];
}

/** Conditions without their functions. Each is an object of its own, even where one was written twice. */
function bare<S>(stop: Detector<S>): Combined<CodeCondition> {
  switch (stop.stop) {
    case "any":
    case "all":
      return { stop: stop.stop, of: stop.of.map((one) => bare(one)) };
    case "not":
      return { stop: "not", of: bare(stop.of) };
    case "plateau":
      return { stop: "plateau", patience: stop.patience, minDelta: stop.minDelta };
    case "similar":
      return { stop: "similar", threshold: stop.threshold, isFree: !stop.text && !stop.embed };
    case "predicate":
    case "judge":
      return { stop: stop.stop, name: stop.name };
  }
}

/** What asking the conditions may cost at least; absent where none of them can cost anything. */
function stopReserve<S>(leaves: readonly LeafDetector<S>[]): { readonly stopReserve?: Booking } {
  const paid = leaves.filter((leaf) => leaf.stop === "judge" || (leaf.stop === "similar" && leaf.embed));
  if (paid.length === 0) return {};
  const reserves = paid.map((leaf) => leaf.stop === "judge" ? bookingOf(leaf.reserve, "a judge") : bookingOf(0, ""));
  return { stopReserve: reserves.reduce(plus) };
}
