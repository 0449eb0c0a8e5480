import type { AgentSettings } from "../../plan/mod.ts";

/**
 * Name of the model that makes an attempt: the first two are made by the task's own, the third by the first of the
 * ladder, all later ones by the last of it.
 */
export function modelOfAttempt({ model, ladder }: Pick<AgentSettings, "model" | "ladder">, attempt: number): string {
  if (attempt <= 2) return model;
  return (attempt === 3 ? ladder[0] : ladder.at(-1)) ?? model;
}
