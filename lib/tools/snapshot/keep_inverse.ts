import type { Change } from "../tool.ts";
import { entryAt, readFileUpTo } from "../workspace/read_file.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { inverseChange } from "./inverse_change.ts";
import { FILE_BYTES } from "./take_snapshot.ts";

/** Records that a change is about to be taken back, with what would go by that. */
export async function keepInverse(
  workspace: Workspace,
  change: Change,
  record: (inverse: Change) => Promise<void>,
): Promise<void> {
  const { path } = change, act = `Cannot keep what \`${path}\` holds`;
  if (change.change !== "create" && change.change !== "modify") {
    const entry = change.change === "make-folder" ? entryAt(workspace, path, act) : undefined;
    const inverse = inverseChange(change, entry?.is === "folder" ? { mode: entry.mode } : {});
    return inverse && await record(inverse);
  }
  const { bytes, hash } = await readFileUpTo(workspace, path, { act, most: FILE_BYTES });
  if (hash !== change.after?.hash) {
    throw new WorkspaceTrouble("conflict", `${act}: another program changed it meanwhile`);
  }
  await record(inverseChange(change, { bytes })!);
}
