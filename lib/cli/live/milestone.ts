import type { RunEvent } from "../../app/vocabulary.ts";
import { formatUsd } from "../../base/money.ts";
import { grade } from "../amounts.ts";
import type { Logged } from "../log_line.ts";
import type { LiveStep } from "./live_step.ts";

/** Something worth a line that stays. */
export interface Milestone extends Logged {
  /** The live region shows it while it matters: only where there is none it needs a line. */
  readonly isDrawn?: true;
}

/** What somebody noted while a run was driven. What befell people's files is told in full. */
export function notedMilestone({ key, text }: Extract<RunEvent, { readonly type: "log" }>, at: number): Milestone {
  const said = { at, text: `${key}: ${text.trimEnd()}` };
  return ["take-back", "fork", "adopt"].includes(key)
    ? { ...said, style: "warn", isWhole: true }
    : { ...said, style: "faint" };
}

/** A round that is over. */
export interface Round {
  readonly group: string | undefined;
  readonly steps: readonly LiveStep[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Nano-dollars. */
  readonly cost: number;
}

/** The line of a round: what was chosen of how many, its grade, what it cost. Undefined when there is nothing to say. */
export function roundMilestone({ group, steps, at, cost }: Round): Milestone | undefined {
  const candidates = steps.filter(({ role }) => role === "candidate"), best = steps.find(({ chosen }) => chosen);
  if (group === undefined || steps.length === 0) return undefined;
  const failed = steps.filter(({ state, error }) => state === "failed" && error !== undefined);
  const said = [
    group.replaceAll("/", " "),
    ...(best ? [`✓ ${best.label} of ${candidates.length}`] : []),
    ...(best?.score === undefined ? [] : [grade(best.score)]),
    ...(cost > 0 ? [best || candidates.length === 0 ? formatUsd(cost) : `not finished · ${formatUsd(cost)}`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed: ${failed[0]!.error}`] : []),
    ...(best ? [best.text.trim()] : []),
  ];
  return said.length > 1
    ? { at, text: said.join(" · "), ...(failed.length > 0 && !best ? { style: "bad" } : {}) }
    : undefined;
}
