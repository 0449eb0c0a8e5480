import { storedChanges } from "../../../lib/app/changes/stored_changes.ts";
import type { NewRun, RunHead, Store } from "../../../lib/store/store.ts";
import { newRun } from "../../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Changes } from "../../../lib/tools/changes/memory_changes.ts";
import { deleteFileTool } from "../../../lib/tools/files/delete_file_tool.ts";
import { moveFileTool } from "../../../lib/tools/files/move_file_tool.ts";
import { writeFileTool } from "../../../lib/tools/files/write_file_tool.ts";
import type { SnapshotOptions } from "../../../lib/tools/snapshot/take_snapshot.ts";
import { takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import { guarded } from "../../../lib/tools/snapshot/guarded.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import type { Workspace } from "../../../lib/tools/workspace/workspace.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";
import { inFolder } from "../folders.ts";

/** A run that works in a folder, and what its steps do there. */
export interface KeptRun {
  readonly store: Store;
  readonly run: RunHead;
  readonly epoch: number;
  /** The folder it works in. */
  readonly root: string;
  readonly workspace: Workspace;
  readonly changes: Changes;
  readonly signal: AbortSignal;
  write(by: string, path: string, content: string): Promise<ToolResult>;
  move(by: string, source: string, destination: string): Promise<ToolResult>;
  remove(by: string, path: string): Promise<ToolResult>;
  /** Something that may change anything. */
  command(by: string, work: () => Promise<void>): Promise<void>;
  /** The same, cut off by the end of its process: the next one drives the run from then on. */
  cutOff(by: string, work: () => Promise<void>, options?: SnapshotOptions): Promise<void>;
  /** Its driver rests. */
  rest(): Promise<void>;
}

/** What a run may be made with. */
export interface KeptOptions {
  readonly store?: Store;
  readonly name?: string;
  readonly more?: Partial<NewRun>;
  /** The folder to work in. Default: one of its own. */
  readonly root?: string;
}

/** Makes a run that works in a folder. */
export async function keptRun(
  { store = memoryStore(), name = "kept", more, root = "" }: KeptOptions,
): Promise<KeptRun> {
  const inputs = {
    inputs: {},
    document: name,
    node: null,
    run: { name, date: "" },
    folder: root,
    home: root,
    spec: null,
  };
  const run = await store.createRun(newRun(name, { inputs, ...more }));
  const holder = JSON.stringify({ host: "elsewhere", pid: 1, id: "x" }), { signal } = new AbortController();
  const drive = async () => (await store.acquire(run.id, holder, { ttl: 60_000 }))!,
    workspace = await openWorkspace(root);
  let epoch = await drive();
  const changes = () => storedChanges({ store, run: run.id, epoch });
  const context = (by: string) => ({ workspace: root, signal, changes: changes().log(by) });
  return {
    ...{ store, run, root, workspace, signal },
    get epoch() {
      return epoch;
    },
    get changes() {
      return changes();
    },
    write: (by, path, content) => writeFileTool.run({ path, content }, context(by)),
    move: (by, source, destination) => moveFileTool.run({ source, destination }, context(by)),
    remove: (by, path) => deleteFileTool.run({ path }, context(by)),
    command: async (by, work) => void await guarded({ workspace, log: changes().log(by), signal }, work),
    cutOff: async (by, work, options) => {
      await changes().log(by).guard(await takeSnapshot(workspace, options));
      await work();
      await store.release(run.driver, epoch);
      epoch = await drive();
    },
    rest: () => store.release(run.driver, epoch),
  };
}

/** Does something with a run that works in a folder of its own. */
export function withKeptRun(test: (kept: KeptRun) => Promise<void>, options: KeptOptions = {}): Promise<void> {
  return inFolder(async (root) => await test(await keptRun({ ...options, root })));
}
