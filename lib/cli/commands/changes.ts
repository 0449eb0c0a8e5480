import type { ListedChange } from "../../app/changes/list_changes.ts";
import type { RunHead, Store } from "../../app/vocabulary.ts";
import { safeJson } from "../../text/render_json.ts";
import { counted } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { ShownChange } from "../change_lines.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToRead } from "../open.ts";
import { flag, value, word } from "../parameter.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";

/** `loom changes`. */
export const changes: Command = command({
  name: "changes",
  summary: "List what a run has changed in its workspace",
  details: [
    "Files, folders and links that its tools and commands have made, changed, moved and deleted, oldest first, with the " +
    "task they did it for. Those that `loom undo` has taken back are marked. Lines are told of texts whose content is " +
    "still known: what a file held before a change always is, what it held afterwards only until somebody else changes it.",
    "What a kill has cut off is put back when the run is resumed. What was put back so is kept " +
    "and told as `put back`: `loom undo RUN --taken-back` brings it back. `left alone` is what was not touched, for it was " +
    "changed since.",
  ],
  parameters: {
    run: RUN,
    diff: flag("--diff", { about: "Show what has changed in texts, line by line" }),
    task: value("--task", { label: "TASK", about: "Only what this task has changed", read: word }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom changes @last", does: "lists them" },
    { line: "loom changes @last --task fix --diff", does: "what one task did to texts" },
  ],
  run: async (host, { run, diff, task, json }) => {
    const { findRun } = await import("../../app/find_run.ts");
    const { listChanges } = await import("../../app/changes/list_changes.ts");
    const { changeTexts } = await import("../../app/changes/change_texts.ts");
    const { projectOf } = await import("../../app/database.ts");
    using loom = await openToRead(host);
    const head = await findRun(loom.store, run), all = await listChanges(loom.store, head);
    if (task !== undefined) await refuseUnknown(loom.store, { head, all, task });
    const listed = all.filter((change) => task === undefined || change.task === task);
    const texts = await changeTexts(loom.store, head, { changes: listed, project: projectOf(await databaseOf(host)) });
    const shown = listed.map((change, i) => ({ change, text: texts[i]! }));
    if (json) { for (const one of shown) host.out.write(`${safeJson(asJson(one, { diff }))}\n`); }
    else await write(host, shown, { diff });
    const cutOff = await cutOffIn(loom.store, head);
    if (listed.length === 0) note(host, nothing(head.name, { task, isAll: cutOff === undefined }));
    if (cutOff !== undefined) note(host, cutOff);
    await tellChildren(host, loom.store, head);
    return EXIT.ok;
  },
});

/** A task of which the run knows nothing is a slip of the pen; one that has changed nothing is none. */
async function refuseUnknown(
  store: Store,
  { head, all, task }: { readonly head: RunHead; readonly all: readonly ListedChange[]; readonly task: string },
): Promise<void> {
  const { readProcess } = await import("../../app/read_process.ts"), view = await readProcess(store, head);
  const { refuseUnknownTask } = await import("../refuse_unknown_task.ts");
  const tasks = [...view?.tasks ?? [], ...view?.former ?? []].map(({ name }) => name);
  const names = new Set([...tasks, ...all.map(({ task }) => task)].filter(Boolean));
  refuseUnknownTask(task, { run: head.name, names: [...names], command: "changes" });
}

/** What a program has left that a kill has cut off: nobody has recorded that. */
async function cutOffIn(store: Store, head: RunHead): Promise<string | undefined> {
  const { standingChanges } = await import("../../app/standing_changes.ts");
  const { cutOffFact } = await import("../standing_words.ts");
  return cutOffFact(head.name, await standingChanges(store, head));
}

/** `isAll`: nothing was changed beside what is listed. */
function nothing(
  name: string,
  { task, isAll }: { readonly task: string | undefined; readonly isAll: boolean },
): string {
  if (task !== undefined) return `\`${name}\` has changed nothing for the task \`${task}\``;
  return isAll ? `\`${name}\` has changed nothing in its workspace` : `No change of \`${name}\` is recorded`;
}

async function write(
  host: Host,
  shown: readonly ShownChange[],
  { diff }: { readonly diff: boolean },
): Promise<void> {
  const { changeDiffs, changeTable } = await import("../change_lines.ts"), { out } = host;
  if (shown.length === 0) return;
  const setting = { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) };
  out.write(`${(diff ? changeDiffs : changeTable)(shown, setting).join("\n")}\n`);
}

/** What child runs have changed is listed by their own names. */
async function tellChildren(host: Host, store: Store, head: RunHead): Promise<void> {
  const { childChanges } = await import("../../app/changes/list_changes.ts");
  for (const { run, changes } of await childChanges(store, head)) {
    note(host, `Its part \`${run}\` has made ${counted(changes, "change")} of its own: \`loom changes ${run}\``);
  }
}

function asJson(
  { change: { number, task, by, takenBack, what, why, path, to, at, before, after, undone }, text }: ShownChange,
  { diff }: { readonly diff: boolean },
): unknown {
  const { added, removed } = text.is === "text" ? text : { added: null, removed: null };
  return {
    ...{ number, task, step: by, what, path, to: to ?? null, at: new Date(at).toISOString() },
    ...{ taken_back: takenBack ?? false, why: why ?? null },
    ...{ before: before ?? null, after: after ?? null, added, removed },
    undone: undone === undefined ? null : new Date(undone).toISOString(),
    ...(diff ? { diff: text.is === "text" ? text.diff : null } : {}),
  };
}
