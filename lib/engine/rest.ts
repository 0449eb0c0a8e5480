import type { Json } from "../base/json.ts";
import type { End, RunStatus } from "../plan/mod.ts";
import type { UsedUp } from "./payments.ts";

/** How driving came to rest. */
export type Rest =
  | { readonly rest: "ended"; readonly end: End; readonly outputs: Json }
  /** Stopped on purpose, to be resumed. */
  | { readonly rest: "paused" }
  /** An ancestor's budget is used up: neither an end nor an outcome. */
  | { readonly rest: "suspended"; readonly used: UsedUp };

const GOES_ON: readonly RunStatus[] = ["queued", "running", "waiting", "paused", "interrupted"];

/** Whether a run of this status has an end. */
export function isEnded(status: RunStatus): boolean {
  return !GOES_ON.includes(status);
}
