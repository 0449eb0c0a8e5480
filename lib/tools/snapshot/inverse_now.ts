import type { Change } from "../tool.ts";
import { entryAt, readFileUpTo } from "../workspace/read_file.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { inverseChange } from "./inverse_change.ts";
import { FILE_BYTES } from "./take_snapshot.ts";

/**
 * What taking a change back would be, with what would go by that; undefined where nothing would.
 *
 * @throws {WorkspaceTrouble} when what is there is not what the change has made.
 */
export async function inverseNow(workspace: Workspace, change: Change): Promise<Change | undefined> {
  const { path } = change, act = `Cannot keep what \`${path}\` holds`;
  if (change.change !== "create" && change.change !== "modify") {
    const entry = change.change === "make-folder" ? entryAt(workspace, path, act) : undefined;
    return inverseChange(change, entry?.is === "folder" ? { mode: entry.mode } : {});
  }
  const { bytes, hash } = await readFileUpTo(workspace, path, { act, most: FILE_BYTES });
  if (hash !== change.after?.hash) {
    throw new WorkspaceTrouble("conflict", `${act}: another program changed it meanwhile`);
  }
  return inverseChange(change, { bytes });
}
