import type { PlanTask } from "../../plan/mod.ts";

/** Milliseconds that a program and a verification may take, unless their task may take longer. */
export const PATIENCE = 600_000;

/** What a program of a task is given beside its arguments: more time, where its task may take more than is usual. */
export function moreTime({ timeout = 0 }: Pick<PlanTask, "timeout">): { readonly timeout?: number } {
  return timeout > PATIENCE ? { timeout } : {};
}
