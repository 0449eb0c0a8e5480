import type { RunStatus } from "../plan/mod.ts";
import type { Style } from "./ansi.ts";

/** How a status stands out. */
export function styleOf(status: RunStatus): Style | undefined {
  if (status === "done" || status === "converged") return "good";
  if (status === "failed") return "bad";
  if (status === "interrupted" || status === "exhausted" || status === "stalled") return "warn";
  return status === "running" || status === "waiting" ? "accent" : undefined;
}
