import type { RunStatus } from "../plan/mod.ts";
import { unreachable } from "../base/unreachable.ts";

/** What a command's exit code says. `docs/exit-codes.md` explains each. */
export const EXIT = {
  /** Everything is done; a run is done or has converged. */
  ok: 0,
  /** A run has failed, or something went wrong that has no code of its own. */
  failed: 1,
  /** The command line or a spec is wrong; nothing was started. */
  usage: 2,
  /** A run has stalled. */
  stalled: 3,
  /** A run has used up its budget. */
  exhausted: 4,
  /** A run was cancelled. */
  cancelled: 5,
  /** A run has not ended: it is paused, waiting, interrupted, queued or running. */
  open: 6,
  /** Another process drives the run. */
  locked: 7,
  /** The database cannot be used. */
  store: 8,
  /** A second Ctrl-C: the process stopped at once. */
  killed: 130,
} as const;

/** One of the codes of {@link EXIT}. */
export type ExitCode = typeof EXIT[keyof typeof EXIT];

/** The code that tells where a run stands. */
export function exitCodeOf(status: RunStatus): ExitCode {
  switch (status) {
    case "done":
    case "converged":
      return EXIT.ok;
    case "failed":
      return EXIT.failed;
    case "stalled":
      return EXIT.stalled;
    case "exhausted":
      return EXIT.exhausted;
    case "cancelled":
      return EXIT.cancelled;
    case "queued":
    case "running":
    case "waiting":
    case "paused":
    case "interrupted":
      return EXIT.open;
    default:
      return unreachable(status);
  }
}
