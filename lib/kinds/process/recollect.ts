import { shorten } from "../../base/shorten.ts";
import type { Memory } from "../../plan/mod.ts";
import { plainly } from "../agent/plainly.ts";

/** A memory as it is gone through: the task it comes from is known, or is not. */
export type Kept = Memory & { readonly task?: string };

/** Types that matter to every task. */
const FOR_ALL: ReadonlySet<string> = new Set(["decision", "error", "user_instruction"]);
/** Memories that are shown, and characters of one and of all. */
const MOST = 20, ONE = 800, ALL = 8_000;

/**
 * What a task is told of what others found out: what comes from itself, what is said to matter to it, and what matters
 * to all; the newest first, each in a line of its own. Empty where there is nothing. `memories` stand in the order in which they were found.
 */
export function recollect(memories: readonly Kept[], task: string): string {
  const matters = memories.filter((one) => one.task === task || one.relevant.includes(task) || FOR_ALL.has(one.type));
  const lines: string[] = [];
  let left = ALL;
  for (const one of matters.toReversed().slice(0, MOST)) {
    const line = wordsOf(one);
    if (line.length > left) break;
    left -= line.length;
    lines.push(line);
  }
  return lines.join("\n");
}

function wordsOf({ type, summary, detail, task }: Kept): string {
  const from = task === undefined ? "" : `, from \`${task}\``, more = detail === summary ? "" : ` ${detail}`;
  return `- [${type}${from}] ${plainly(shorten(`${summary}${more}`, ONE, { between: " " }))}`;
}
