import type { UndoneRun, UndoOptions } from "../../app/changes/undo_run.ts";
import type { RunHead, Store } from "../../app/vocabulary.ts";
import { visible } from "../../text/visible.ts";
import { counted } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToSteer } from "../open.ts";
import { flag, value, word } from "../parameter.ts";
import { say } from "../report_failure.ts";
import { readWhole, RUN } from "../shared_parameters.ts";
import { UsageError } from "../usage_error.ts";

/** `loom undo`. */
export const undo: Command = command({
  name: "undo",
  summary: "Take back what a run has changed in its workspace",
  details: [
    "Files, folders and links become what they were, byte for byte, permissions included, the latest change first. It is " +
    "all or nothing: where something that was made later would be lost, nothing is undone, and what is in the way is named. " +
    "What a command had changed that was cut off is told from what the workspace held before it; what somebody has changed " +
    "since it was over is left as it is.",
    "What a resume has put back after a kill stays so. With --taken-back that alone is brought back, as far as it " +
    "can be: what was changed since is named.",
    "A run that is driven is not undone: `loom pause` it first. What child runs have changed is undone by their own names.",
  ],
  parameters: {
    run: RUN,
    task: value("--task", { label: "TASK", about: "Only what this task has changed", read: word }),
    change: value("--change", {
      label: "N",
      about: "Only the change of this number: `loom changes` lists them",
      read: readNumber,
    }),
    takenBack: flag("--taken-back", { about: "Bring back what was put back after a kill, as far as it can be" }),
    dryRun: flag("--dry-run", { about: "Tell what would be undone, and leave everything as it is" }),
    yes: flag("--yes", { about: "Do not ask", short: "-y" }),
  },
  examples: [
    { line: "loom undo @last --dry-run", does: "tells what it would do" },
    { line: "loom undo @last --task fix --yes", does: "takes back what one task did" },
  ],
  run: async (host, { run, task, change, takenBack, dryRun, yes }) => {
    if (takenBack && change !== undefined) {
      throw new UsageError("Cannot bring back all and one change at once: write one of them", "undo");
    }
    if (task !== undefined && change !== undefined) {
      throw new UsageError("Cannot undo a task and one change at once: write one of them", "undo");
    }
    if (!dryRun && !yes && !host.input.isTerminal) {
      throw new UsageError(
        "Cannot ask whether to undo it: write --yes to do it, or --dry-run to see what it does",
        "undo",
      );
    }
    const { findRun } = await import("../../app/find_run.ts"), { projectOf } = await import("../../app/database.ts");
    using loom = await openToSteer(host);
    const { store } = loom, head = await findRun(store, run), project = projectOf(await databaseOf(host));
    const only = { ...(task === undefined ? {} : { task }), ...(change === undefined ? {} : { change }) };
    const meant = { ...only, takenBack, project };
    const code = await perform(host, { store, head }, { meant, dryRun, yes });
    await tellChildren(host, store, head);
    return code;
  },
});

function readNumber(text: string): number {
  const number = readWhole(text);
  if (number !== undefined && number > 0) return number;
  throw new UsageError(`Cannot read \`--change ${text}\`: expected the number of a change, such as 3`, "undo");
}

interface Run {
  readonly store: Store;
  readonly head: RunHead;
}

interface How {
  readonly meant: UndoOptions;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

async function perform(host: Host, { store, head }: Run, { meant, dryRun, yes }: How): Promise<number> {
  const { undoRun } = await import("../../app/changes/undo_run.ts");
  if (dryRun || !yes) {
    const trial = await undoRun(store, head, { ...meant, dryRun: true });
    if (!trial.ok) return refuse(host, trial);
    if (trial.changes.length === 0) return tellNothing(host, head, trial, "would");
    await write(host, trial);
    const sum = `${counted(trial.changes.length, "change")} in ${trial.workspace}`;
    if (dryRun) {
      note(host, `Would undo ${sum}`);
      tellSpared(host, head, trial, "would");
      tellStuck(host, trial);
      return EXIT.ok;
    }
    if (!await isConfirmed(host, `Undo ${sum}?`)) return note(host, "Nothing is undone"), EXIT.ok;
  }
  const done = await undoRun(store, head, { ...meant, signal: host.interruption() });
  if (!done.ok) return refuse(host, done);
  if (done.changes.length === 0) return tellNothing(host, head, done, "did");
  if (yes) await write(host, done);
  const put = `${counted(done.paths.length, "path is", "paths are")} as before`;
  note(host, `Undid ${counted(done.changes.length, "change")} in ${done.workspace}: ${put}`);
  tellSpared(host, head, done, "did");
  tellStuck(host, done);
  return EXIT.ok;
}

/** Whether it is told what was done, or what would be. */
type Mood = "did" | "would";

type Undone = Extract<UndoneRun, { readonly ok: true }>;

/** What was not undone, and what can be had back. */
function tellSpared(host: Host, { name }: RunHead, { stay, kept, left: all, stuck }: Undone, mood: Mood): void {
  const left = all.filter((path) => !stuck.some((one) => one.path === path));
  const would = mood === "would",
    are = ({ length }: readonly string[]) =>
      would ? `${length === 1 ? "it" : "they"} would be` : length === 1 ? "it is" : "they are";
  if (stay.length > 0) note(host, `Others use ${namesOf(stay)}: ${are(stay)} undone with the last of what is in there`);
  if (left.length > 0) note(host, `Somebody has changed ${namesOf(left)} since: ${are(left)} left as before`);
  if (kept.length === 0) return;
  const words = `Somebody else may have made ${namesOf(kept)}: what ${
    would ? "is there would be" : "was there is"
  } kept`;
  note(host, `${words}, \`loom undo ${name} --taken-back\` ${would ? "would bring" : "brings"} it back`);
}

/** What cannot be brought back, and what to do about each. */
function tellStuck(host: Host, { stuck }: Undone): void {
  for (const { message } of stuck) say(host, message);
}

/** Paths that are named one by one. */
const NAMED = 8;

function namesOf(paths: readonly string[]): string {
  const shown = paths.slice(0, NAMED).map((path) => `\`${visible(path)}\``).join(", "), more = paths.length - NAMED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function refuse(host: Host, { conflicts }: Extract<UndoneRun, { readonly ok: false }>): number {
  for (const { message } of conflicts) say(host, message);
  note(host, "Nothing is undone");
  return EXIT.failed;
}

function tellNothing(host: Host, head: RunHead, undone: Undone, mood: Mood): number {
  if (undone.stay.length === 0) note(host, `There is nothing to undo: no change of \`${head.name}\` stands`);
  tellSpared(host, head, undone, mood);
  return EXIT.ok;
}

async function write({ out }: Host, { changes }: Undone): Promise<void> {
  const { changeTable } = await import("../change_lines.ts");
  const setting = { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) };
  const shown = changes.map((change) => ({ change, text: { is: "none" } as const }));
  out.write(`${changeTable(shown, setting).join("\n")}\n`);
}

/** What is typed is shown once it is there. */
async function isConfirmed({ input, err }: Host, question: string): Promise<boolean> {
  let answer = "";
  try {
    answer = (await input.readHidden(() => err.write(`${visible(question)} [y/N] `))).trim();
  } finally {
    err.write(`${visible(answer)}\n`);
  }
  return /^y(es)?$/i.test(answer);
}

async function tellChildren(host: Host, store: Store, head: RunHead): Promise<void> {
  const { childChanges } = await import("../../app/changes/list_changes.ts");
  for (const { run, changes } of await childChanges(store, head)) {
    note(host, `Its part \`${run}\` has made ${counted(changes, "change")} of its own: \`loom undo ${run}\``);
  }
}
