/** Rounds of a loop in words: the same in tables, logs and while a run goes on. */
import type { ToldRound } from "../plan/told.ts";
import { counted, grade } from "./amounts.ts";
import type { Style } from "./ansi.ts";

/** What became of a round, beside its score; empty when there is nothing to say. */
export function roundNotes({ round, verdict, error, back, stalled }: ToldRound): readonly string[] {
  const went = back === undefined ? "" : `, back to ${back}`;
  return [
    ...(verdict === "accepted" ? [] : [`${verdict}${went}${error === undefined ? "" : `: ${error}`}`]),
    ...(verdict === "accepted" && back !== undefined ? [`back to ${back}`] : []),
    ...(stalled ? [stallWords(stalled)] : []),
    ...(round === 0 && verdict === "accepted" ? ["start"] : []),
  ];
}

/** A stall and what was done about it: `stalled 3 rounds: use strong`. */
export function stallWords({ rounds, step }: NonNullable<ToldRound["stalled"]>): string {
  return `stalled ${counted(rounds, "round")}${step === "" ? "" : `: ${step}`}`;
}

/** A round in one line: `round 3 · 0.72 · best`. `cost`: what it cost, in words. */
export function roundLine(told: ToldRound, { cost }: { readonly cost?: string } = {}): string {
  const { round, score, best } = told;
  return [
    `round ${round}`,
    ...(score === null ? [] : [grade(score)]),
    ...(isBest(told) ? ["best"] : best ? [`best ${grade(best.score)} of round ${best.round}`] : []),
    ...(cost === undefined ? [] : [cost]),
    ...roundNotes(told),
  ].join(" · ");
}

/** Whether a round had the best total when it was told. */
export function isBest({ round, best, verdict }: ToldRound): boolean {
  return verdict === "accepted" && best?.round === round;
}

/** How a round stands out. */
export function roundStyle({ verdict, stalled }: ToldRound): Style | undefined {
  if (verdict === "failed") return "bad";
  return verdict === "rejected" || stalled ? "warn" : undefined;
}
