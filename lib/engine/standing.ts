/**
 * What a run or a step is about. working: work in flight or ready; resting: calls that wait for the work of others;
 * pausing: nothing but pauses after failures that keep on; waiting: nothing but people, timers and signals.
 */
export type Standing = "working" | "resting" | "pausing" | "waiting";

/** What two are about together. Calls that rest are in the air: where others pause beside them, work goes on. */
export function together(one: Standing, other: Standing): Standing {
  if (one === other || other === "waiting") return one;
  return one === "waiting" ? other : "working";
}

/** Whether that is work of the part of a program that it is done for. */
export function isWork(standing: Standing): boolean {
  return standing === "working" || standing === "pausing";
}
