/** Rows of a process: which task they belong to, and what they tell. */
import type { Json } from "../base/json.ts";
import type { Entry, ToldProcess } from "../plan/mod.ts";

/** The task that a step belongs to. */
export function taskIn(key: string): string | undefined {
  return /^task\/([^/]+)/.exec(key)?.[1];
}

/** The item of a task that a step belongs to, from 0, where the task is done for each of a list. */
export function itemIn(key: string): number | undefined {
  const digits = /^task\/[^/]+\/(\d{1,6})(?:\/|$)/.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a step is a planner's. */
export function isPlanning(key: string): boolean {
  return /^(re)?plan\/\d/.test(key);
}

/** Keys of steps that tell: what a tool or a script gives may look like a telling, and is none. */
const TELLS = /^(task\/[^/]+\/(.+\/)?(attempt|ended|heeded|prompt|retrying|told)|(re)?plan\/.+\/told|stuck)$/;

/** What a row tells of a process. */
export function toldIn({ key = "", value }: Pick<Entry, "key" | "value">): ToldProcess | undefined {
  if (!TELLS.test(key)) return undefined;
  const told = (value as { readonly value?: Json } | null | undefined)?.value as
    | Partial<ToldProcess>
    | null
    | undefined;
  return typeof told === "object" && typeof told?.told === "string" ? told as ToldProcess : undefined;
}
