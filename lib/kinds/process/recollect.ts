import { shorten } from "../../base/shorten.ts";
import type { Memory } from "../../plan/mod.ts";
import { plainly } from "../agent/plainly.ts";

/** A memory as it is gone through: the task it comes from is known, or is not. */
export type Kept = Memory & {
  /** The task that it comes from. */
  readonly task?: string;
  /** Whether that task failed. */
  readonly failed?: true;
};

/** Types that matter to every task. */
const FOR_ALL: ReadonlySet<string> = new Set(["decision", "error", "user_instruction"]);
/** Memories that are shown, and characters of one and of all. */
const MOST = 20, ONE = 800, ALL = 8_000;

/**
 * What a task is told of what others found out: what comes from itself, what is said to matter to it, and what matters
 * to all, such as everything that is said to matter to nobody in particular; the newest first, each in a line of its
 * own. Empty where there is nothing. `memories` stand in the order in which they were found; more may be added to them,
 * and they are looked through once, however many tasks are told of them.
 */
export function recollect(
  memories: readonly Kept[],
  task: string,
  isTold: (one: Kept) => boolean = () => true,
): string {
  const lines: string[] = [];
  let left = ALL;
  for (const one of newest(memories, task, isTold)) {
    const line = wordsOf(one);
    if (line.length > left) break;
    left -= line.length;
    lines.push(line);
  }
  return lines.join("\n");
}

/** Places of memories by those that they matter to, up to `seen`; all in the order in which they were found. */
interface Filed {
  seen: number;
  readonly forAll: number[];
  readonly byTask: Map<string, number[]>;
}

const FILED = new WeakMap<readonly Kept[], Filed>();

function filed(memories: readonly Kept[]): Filed {
  const all = FILED.get(memories) ?? { seen: 0, forAll: [], byTask: new Map<string, number[]>() };
  FILED.set(memories, all);
  for (; all.seen < memories.length; all.seen++) {
    const { type, relevant, task } = memories[all.seen]!;
    if (FOR_ALL.has(type) || relevant.length === 0) all.forAll.push(all.seen);
    else for (const name of new Set(task === undefined ? relevant : [...relevant, task])) file(all, name);
  }
  return all;
}

function file({ byTask, seen }: Filed, name: string): void {
  const places = byTask.get(name);
  if (places) places.push(seen);
  else byTask.set(name, [seen]);
}

/** The newest that matter to a task. */
function newest(memories: readonly Kept[], task: string, isTold: (one: Kept) => boolean): readonly Kept[] {
  const { forAll, byTask } = filed(memories), own = byTask.get(task) ?? [], found: Kept[] = [];
  for (let i = forAll.length - 1, j = own.length - 1; found.length < MOST && (i >= 0 || j >= 0);) {
    const at = (forAll[i] ?? -1) > (own[j] ?? -1) ? forAll[i--]! : own[j--]!, one = memories[at]!;
    if (isTold(one)) found.push(one);
  }
  return found;
}

function wordsOf({ type, summary, detail, task }: Kept): string {
  const from = task === undefined ? "" : `, from \`${task}\``, more = detail === summary ? "" : ` ${detail}`;
  return `- [${type}${from}] ${plainly(shorten(`${summary}${more}`, ONE, { between: " " }))}`;
}
