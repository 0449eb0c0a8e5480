/**
 * Files that inherited steps have made. Outcomes are taken over for nothing, and what they left on the disk is not: where it
 * is gone, whatever comes after them works in a world that they do not tell of.
 *
 * @module
 */
import type { Entry, Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { listed } from "../text/listed.ts";
import { lookAt } from "../tools/changes/undo_changes.ts";
import { WorkspaceTrouble } from "../tools/workspace/trouble.ts";
import type { Workspace } from "../tools/workspace/workspace.ts";
import { openWorkspace } from "../tools/workspace/workspace.ts";
import { ProcessFold } from "../views/process_view.ts";
import type { ListedChange } from "./changes/list_changes.ts";
import { listChanges } from "./changes/list_changes.ts";
import { isTakeBack, stepOf } from "./changes/take_back_key.ts";
import { workspaceOf } from "./changes/workspace_of.ts";

/** A file that is not what an inherited step has left. */
export interface StrayFile {
  /** Its path in the workspace. */
  readonly path: string;
  /** The task that made it; empty where a step of none did. */
  readonly task: string;
  /** Nothing is there, or something else. */
  readonly is: "missing" | "different";
}

/** Up to where the steps of a run are inherited. */
export interface Inherited {
  /** Whose they are. */
  readonly run: RunHead;
  /** The number of its last row that counts; absent: all of them do. */
  readonly seq?: number;
  /** Where the project stands now, if its database stands in it. */
  readonly project?: string | undefined;
}

/** What a file should be: of any content, where nobody has recorded it. */
interface Expected {
  readonly task: string;
  readonly hash?: string | undefined;
}

/** Files that inherited steps have changed or promised and that are not there, or are others, in the order they were made. */
export async function strayFiles(store: Store, inherited: Inherited): Promise<readonly StrayFile[]> {
  const expected = await expectedFiles(store, inherited), stray: StrayFile[] = [];
  if (expected.size === 0) return [];
  const at = await stateOf(await workspaceOf(store, inherited.run, inherited.project));
  for (const [path, { task, hash }] of expected) {
    const found = await at(path);
    if (found === undefined) stray.push({ path, task, is: "missing" });
    else if (hash !== undefined && found !== hash) stray.push({ path, task, is: "different" });
  }
  return stray;
}

/** What there is to say of such files; undefined where there are none. */
export function strayWords(stray: readonly StrayFile[]): string | undefined {
  if (stray.length === 0) return undefined;
  const named = (is: StrayFile["is"]) =>
    stray.filter((one) => one.is === is).map(({ path, task }) =>
      task === "" ? `\`${path}\`` : `\`${path}\` of task \`${task}\``
    );
  const missing = named("missing"), different = named("different");
  return [
    "earlier steps have made files that are not in the workspace as they left them",
    ...(missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
    ...(different.length > 0 ? [`changed since: ${listed(different)}`] : []),
  ].join("; ");
}

async function expectedFiles(store: Store, { run, seq = Infinity }: Inherited): Promise<ReadonlyMap<string, Expected>> {
  const { origin } = run,
    older = origin
      ? await expectedFiles(store, { run: await store.run(origin.run), seq: origin.seq })
      : new Map<string, Expected>();
  const plan = await store.plan(run.id), changes = await listChanges(store, run);
  const tasks = plan?.kind === "process" ? plan.tasks.filter(({ deliverables }) => deliverables.length > 0) : [];
  if (changes.length === 0 && tasks.length === 0) return older;
  const files = new Map(older), { landed, last, done } = await journalOf(store, { run, seq, plan });
  for (const change of changes) {
    const { by, undone } = change;
    if (isTakeBack(by) || !landed.has(stepOf(by)) || (undone !== undefined && undone <= last)) continue;
    follow(files, change);
  }
  for (const { name, deliverables } of tasks.filter(({ name }) => done.has(name))) {
    for (const path of deliverables) if (!files.has(path)) files.set(path, { task: name });
  }
  return files;
}

function follow(files: Map<string, Expected>, { what, path, to, task, after }: ListedChange): void {
  const before = files.get(path);
  if (what === "create" || what === "modify") files.set(path, { task, hash: after });
  else if (what === "delete" || what === "lost") files.delete(path);
  else if (what === "rename" && to !== undefined) {
    files.delete(path);
    files.set(to, { task, hash: before?.hash });
  }
}

interface Journal {
  /** Keys of steps that have come to their end. */
  readonly landed: ReadonlySet<string>;
  /** Milliseconds since 1970 of the last row that counts. */
  readonly last: number;
  /** Names of tasks that are done. */
  readonly done: ReadonlySet<string>;
}

/** Rows that are held at a time. */
const ROWS = 1_000;

async function journalOf(
  store: Store,
  { run, seq, plan }: { readonly run: RunHead; readonly seq: number; readonly plan: Plan | undefined },
): Promise<Journal> {
  const fold = plan?.kind === "process" ? new ProcessFold(plan) : undefined;
  const landed = new Set<string>();
  let last = 0;
  for await (const entry of rowsOf(store, run.id, seq)) {
    fold?.take(entry);
    last = entry.at;
    if (entry.key !== undefined && (entry.type === "done" || entry.type === "result")) landed.add(entry.key);
  }
  const tasks = fold?.view(run, { gone: false }).tasks ?? [];
  return { landed, last, done: new Set(tasks.flatMap(({ name, state }) => state === "done" ? [name] : [])) };
}

async function* rowsOf(store: Store, run: number, seq: number): AsyncGenerator<Entry> {
  for (let after = 0;;) {
    const entries = await store.entries(run, after, ROWS);
    for (const entry of entries) if (entry.seq <= seq) yield entry;
    after = entries.at(-1)?.seq ?? after;
    if (entries.length < ROWS || after >= seq) return;
  }
}

async function hashAt(workspace: Workspace, path: string): Promise<string | undefined> {
  try {
    const found = await lookAt(workspace, path);
    return found.is === "missing" ? undefined : found.is === "file" ? found.hash : "";
  } catch (error) {
    // What cannot be looked at, below a link for one, is not what a step has left there.
    if (error instanceof WorkspaceTrouble) return "";
    throw error;
  }
}

/** Tells what files of a folder hold: SHA-256, `""` for what is no file, undefined where nothing is. */
async function stateOf(folder: string): Promise<(path: string) => Promise<string | undefined>> {
  try {
    const workspace = await openWorkspace(folder);
    return (path) => hashAt(workspace, path);
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return () => Promise.resolve(undefined);
    throw error;
  }
}
