import { sha256 } from "../base/hash.ts";
import { canonical } from "../base/json.ts";
import { PLAN_VERSION } from "./plan.ts";
import type { Plan } from "./plan.ts";

/** The one text of a plan: canonical JSON, the same for equal plans. */
export function encodePlan(plan: Plan): string {
  return canonical(plan);
}

/** What names a plan for ever: the SHA-256 of its one text, 64 hex digits. */
export function planHash(plan: Plan): string {
  return sha256(encodePlan(plan));
}

/** A plan that was read back, or why the text is none. */
export type DecodedPlan =
  | { readonly ok: true; readonly plan: Plan }
  /** `isNewer`: a newer version of this program has made it. */
  | { readonly ok: false; readonly problem: string; readonly isNewer: boolean };

/** Reads a plan that {@link encodePlan} wrote. Its version is checked; what a compiler made is not checked again. */
export function decodePlan(text: string): DecodedPlan {
  const plan = parse(text);
  if (plan === null || typeof plan !== "object" || !("version" in plan)) {
    return { ok: false, problem: "it is no plan", isNewer: false };
  }
  const { version } = plan;
  if (version === PLAN_VERSION) return { ok: true, plan: plan as Plan };
  const problem = `it is a plan of version ${JSON.stringify(version)}, and this is ${PLAN_VERSION}`;
  return { ok: false, problem, isNewer: typeof version === "number" && version > PLAN_VERSION };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
