import type { RunStatus } from "../plan/mod.ts";

/** Which runs are removed, and whether they really are. */
export interface GcOptions {
  /** Names of runs; then age and status do not count, and nothing else is removed. Default: all that are old enough. */
  readonly runs?: readonly string[];
  /** Milliseconds since the newest row of a run, and of all that is part of it. Default 30 days. */
  readonly olderThan?: number;
  /** How runs stand that are removed. Default: all that have ended. */
  readonly status?: readonly RunStatus[];
  /** So many of each title stay, the newest of all. Default 1. */
  readonly keep?: number;
  /** Whether documents are removed as well that no run uses any more. Default false. */
  readonly documents?: boolean;
  /** Whether it is done; else it is only told. Default false. */
  readonly apply?: boolean;
  /** Stops it between two steps; what is left then is removed by the next. */
  readonly signal?: AbortSignal;
}

/** Milliseconds. */
export const OLD: number = 30 * 86_400_000;
/** Of each title. */
export const KEPT = 1;

/** Ends. */
export const ENDED: readonly RunStatus[] = ["done", "converged", "stalled", "exhausted", "failed", "cancelled"];
/** How a run may stand that is removed. A run that is `running` has a driver. */
export const REMOVABLE: readonly RunStatus[] = [...ENDED, "queued", "waiting", "paused", "interrupted"];

/** Throws a RangeError that names an option that does not hold. */
export function checkGcOptions({ olderThan, keep, status = [] }: GcOptions): void {
  if (olderThan !== undefined && !(Number.isFinite(olderThan) && olderThan >= 0)) {
    throw new RangeError(`Cannot use \`olderThan\` ${olderThan}: expected milliseconds from 0 on`);
  }
  if (keep !== undefined && !(Number.isSafeInteger(keep) && keep >= 0)) {
    throw new RangeError(`Cannot use \`keep\` ${keep}: expected a whole number from 0 on`);
  }
  for (const one of status) {
    if (REMOVABLE.includes(one)) continue;
    throw new RangeError(`Cannot remove runs that are \`${one}\`: expected ${REMOVABLE.join(", ")}`);
  }
}
