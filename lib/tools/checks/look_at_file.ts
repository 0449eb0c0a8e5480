import { exactText, fileKind } from "../files/file_kind.ts";
import { listFolder } from "../workspace/list_folder.ts";
import { type Entry, entryAt, readFile } from "../workspace/read_file.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** A file that was looked at. */
export interface LookedAt {
  /** Its path, as it was given. */
  readonly path: string;
  /** Whether it has to be there. */
  readonly isWanted: boolean;
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  /** What it holds, where that is a text and no long one. */
  readonly text?: string;
  /** What is wrong with it, found without reading what it says. */
  readonly fault?: string;
}

/** Bytes of the largest file whose text is looked at. */
const MOST_READ = 1_000_000;

/** Names of files that are often empty, and mean something by being there. */
const MEANT_EMPTY: ReadonlySet<string> = new Set([
  "__init__.py",
  "py.typed",
  ".gitkeep",
  ".keep",
  ".nojekyll",
  ".npmignore",
]);

/**
 * Looks at a file. One that was merely changed and is not there any more was deleted, and is no file: undefined. Links
 * are not followed.
 */
export async function lookAtFile(
  workspace: Workspace,
  given: string,
  { isWanted }: { readonly isWanted: boolean },
): Promise<LookedAt | undefined> {
  const seen = { path: given, isWanted, size: 0 }, act = `Cannot look at \`${given}\``;
  try {
    const path = workspace.path(given), entry = entryAt(workspace, path, act);
    if (entry.is === "file") return { ...seen, ...await contentOf(workspace, path, entry) };
    if (!isWanted) return undefined;
    const fault = faultOf(workspace, path, entry);
    return fault === undefined ? seen : { ...seen, fault };
  } catch (error) {
    if (!(error instanceof WorkspaceTrouble)) throw error;
    return { ...seen, fault: error.message };
  }
}

async function contentOf(
  workspace: Workspace,
  path: string,
  { size }: Entry & { readonly is: "file" },
): Promise<Pick<LookedAt, "size" | "text" | "fault">> {
  if (size > MOST_READ) return { size };
  const { bytes } = await readFile(workspace, path), name = path.slice(path.lastIndexOf("/") + 1);
  const text = fileKind(bytes) === "text" ? exactText(bytes) : undefined;
  const isEmpty = bytes.length === 0 || text?.trim() === "";
  return {
    size: bytes.length,
    ...(text === undefined ? {} : { text }),
    ...(isEmpty && !MEANT_EMPTY.has(name) ? { fault: "it is empty" } : {}),
  };
}

/** Why what is there is not what has to be. A folder will do, where something is in it. */
function faultOf(workspace: Workspace, path: string, { is }: Entry): string | undefined {
  switch (is) {
    case "missing":
      return "it is not there";
    case "link":
      return "it is a link, and links are not followed; leave the file itself";
    case "folder":
      return listFolder(workspace, path, `Cannot list \`${path}\``).length > 0 ? undefined : "the folder is empty";
    default:
      return "it is no regular file";
  }
}
