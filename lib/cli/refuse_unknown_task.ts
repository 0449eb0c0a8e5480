import { nearest } from "../base/near.ts";
import { UsageError } from "./usage_error.ts";

/** The run in which a task is looked for. */
export interface TasksOfRun {
  /** Its name. */
  readonly run: string;
  /** Names of its tasks. */
  readonly names: readonly string[];
  /** The command that was called. */
  readonly command: string;
}

/** Throws a UsageError that names a task which a run does not have, and the one that may be meant. */
export function refuseUnknownTask(wanted: string, { run, names, command }: TasksOfRun): void {
  if (names.includes(wanted)) return;
  const near = nearest(wanted, names);
  const known = names.length === 0
    ? "it has none"
    : near
    ? `did you mean \`${near}\`?`
    : `\`loom show ${run}\` lists its tasks`;
  throw new UsageError(`Cannot find the task \`${wanted}\` in \`${run}\`: ${known}`, command);
}
