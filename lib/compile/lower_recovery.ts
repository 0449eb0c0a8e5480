/**
 * What a refine loop does about rounds that were not good enough, came to nothing, or are stuck.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import { BOOL } from "../expr/types.ts";
import type { OnError, RefinePlan, Rung, Stall } from "../plan/mod.ts";
import type { RefineSpec, RungSpec } from "../spec/spec_refine.ts";
import { reportConstant } from "./check_constant.ts";
import { checkedExpression, checkedTemplate } from "./check_text.ts";
import type { Mention } from "./find_entry.ts";
import type { RefineScopes } from "./scopes_refine.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt, spanAt } from "./unit.ts";

/** Milliseconds before the second attempt, unless the spec says. */
const PAUSE = 1_000;
/** Failed rounds in a row that end a run. */
const MOST = 3;

/** What is gone on from, and what is gone back to. */
export type Acceptance = Pick<RefinePlan, "goal" | "accept" | "backtrack" | "errors">;

/** Whether a round is gone on from, and what happens where it is not; undefined where something is wrong. */
export function lowerAcceptance(unit: Unit<RefineSpec>, { accept: scope }: RefineScopes): Acceptance | undefined {
  const { goal = "max", backtrack = "best_score" } = unit.spec, at = ["accept"];
  const placed = placedAt(unit, at), errors = lowerErrors(unit, backtrack);
  const written = placed && checkedExpression(unit, placed, { scope, expects: BOOL });
  if (written !== undefined) reportConstant(unit, at, { expression: written, what: "`accept`", so: NEVER });
  const accept = placed || isWritten(unit, at) ? written : acceptOf(goal, backtrack);
  return accept === undefined || !errors ? undefined : { goal, accept, backtrack, errors };
}

/** What follows where nothing is ever accepted. */
const NEVER = { false: "nothing is ever gone on from" } as const;

function acceptOf(goal: RefinePlan["goal"], backtrack: RefinePlan["backtrack"]): string {
  if (backtrack !== "best_score") return "true";
  return goal === "max" ? "total >= best.total" : "total <= best.total";
}

function lowerErrors(unit: Unit<RefineSpec>, backtrack: RefinePlan["backtrack"]): OnError | undefined {
  const { on_error: spec = {} } = unit.spec, { attempts = 1, pause, most = MOST } = spec;
  const then = spec.then ?? (backtrack === "none" ? "fail" : "backtrack");
  const useless = (key: string, why: string) => {
    if (isWritten(unit, ["on_error", key])) unit.report("no-effect", keyAt(unit, ["on_error", key]), { key, why });
  };
  if (then === "backtrack" && backtrack === "none") {
    return void unit.report("no-way-back", spanAt(unit, ["on_error", "then"]), {});
  }
  if (attempts === 1) useless("pause", "each step is tried once; `attempts` says how often");
  if (then === "fail") useless("most", "the first round that comes to nothing ends the run");
  return { attempts, pause: pause === undefined ? PAUSE : parseDuration(pause)!, then, most };
}

/** Where a spec names the models that make candidates when it is stuck. */
export function stallMentions({ spec: { stall } }: Unit<RefineSpec>): readonly Mention[] {
  return (stall?.then ?? []).flatMap((rung, i): Mention[] =>
    typeof rung === "object" && "use" in rung && rung.use !== undefined
      ? [{ name: rung.use, at: ["stall", "then", i, "use"] }]
      : []
  );
}

/** What is done about a loop that is stuck; undefined where something is wrong, which has been reported. */
export function lowerStall(unit: Unit<RefineSpec>, scopes: RefineScopes): { readonly stall?: Stall } | undefined {
  const { stall } = unit.spec;
  if (!stall) return isWritten(unit, ["stall"]) ? undefined : {};
  const { after, min_delta: minDelta = 0, then = ["fail"] } = stall;
  reportIdleRungs(unit, then);
  const rungs = then.map((rung, i) => lowerRung(unit, rung, { at: ["stall", "then", i], scopes }));
  const sound = rungs.filter((rung) => rung !== undefined);
  const flawed = stall.then === undefined && isWritten(unit, ["stall", "then"]);
  if (after === undefined || flawed || sound.length < rungs.length) return undefined;
  return { stall: { after, minDelta, then: sound } };
}

interface Placed {
  readonly at: readonly (string | number)[];
  readonly scopes: RefineScopes;
}

function lowerRung(unit: Unit, rung: RungSpec, { at, scopes }: Placed): Rung | undefined {
  if (typeof rung === "string") return { rung };
  if ("use" in rung) return rung.use === undefined ? undefined : { rung: "use", model: rung.use };
  if ("heat" in rung) return rung.heat === undefined ? undefined : { rung: "heat", by: rung.heat };
  const placed = placedAt(unit, [...at, "ask"]), question = placed && checkedTemplate(unit, placed, scopes.ask);
  return question === undefined ? undefined : { rung: "ask", question };
}

/** Warns of rungs that are never reached, and of those that change nothing about how candidates are made. */
function reportIdleRungs(unit: Unit<RefineSpec>, then: readonly RungSpec[]): void {
  const { propose } = unit.spec, last = then.indexOf("fail"), byModel = !propose || "model" in propose;
  for (const [i, rung] of then.entries()) {
    const at = ["stall", "then", i], key = typeof rung === "string" ? rung : Object.keys(rung)[0] ?? "";
    const tell = (why: string) => unit.report("no-effect", keyAt(unit, at), { key, why });
    if (last >= 0 && i > last) tell("`fail` before it ends the run");
    else if (!byModel && (key === "use" || key === "heat")) tell("no model makes candidates");
  }
}
