import type { RunStatus } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";

/** States that only a driver can keep up. */
const DRIVEN: readonly RunStatus[] = ["queued", "running", "waiting"];

/** States that a run is in when its program or a person has ended it. */
const ENDED: readonly RunStatus[] = ["done", "converged", "stalled", "exhausted", "failed", "cancelled"];

/**
 * Where a run really stands: one that is written down as driven while nobody drives it has been interrupted.
 *
 * @param gone Whether its driver is known to be gone, although its lease may not have lapsed yet.
 */
export function standing({ status, lease }: RunHead, { gone }: { readonly gone: boolean }): RunStatus {
  if (!DRIVEN.includes(status)) return status;
  if (lease.epoch === 0) return "queued";
  return lease.live && !gone ? status : "interrupted";
}

/** Whether a run has ended; some ends can be gone on from all the same. */
export function isEnded(status: RunStatus): boolean {
  return ENDED.includes(status);
}

/** Whether somebody drives a run now. */
export function isDriven(status: RunStatus): boolean {
  return status === "running" || status === "waiting";
}
