import { isGone } from "../engine/lease.ts";
import type { RunHead } from "../store/store.ts";

/** Whether somebody drives a run: a message to a process that is gone would only be read by the next. */
export function isDriven({ lease }: RunHead): boolean {
  return lease.live && !isGone(lease);
}
