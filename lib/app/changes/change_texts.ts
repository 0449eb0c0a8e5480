/** What a change did to a text, line by line. */
import type { RunHead, Store } from "../../store/store.ts";
import { unifiedDiff } from "../../tools/edit/unified_diff.ts";
import { readFile } from "../../tools/workspace/read_file.ts";
import { WorkspaceTrouble } from "../../tools/workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../../tools/workspace/workspace.ts";
import type { ListedChange } from "./list_changes.ts";
import { workspaceOf } from "./workspace_of.ts";

/** What a change did to a text. */
export type TextChange =
  | {
    readonly is: "text";
    /** Lines that were put in. */
    readonly added: number;
    /** Lines that were taken away. */
    readonly removed: number;
    /** As a unified diff. */
    readonly diff: string;
  }
  /** There is nothing to set side by side. none: nothing in it changed; binary; large; unknown: what it held is not kept. */
  | { readonly is: "none" | "binary" | "large" | "unknown" };

/** Code units of a text beyond which no lines are compared. */
const MOST = 2_000_000;

/** What changes did to texts, in the order in which they are given. */
export async function changeTexts(
  store: Pick<Store, "changes" | "inputs">,
  run: RunHead,
  { changes, project }: { readonly changes: readonly ListedChange[]; readonly project?: string | undefined },
): Promise<readonly TextChange[]> {
  const workspace = await opened(await workspaceOf(store, run, project)), texts: TextChange[] = [];
  for (const change of changes) texts.push(await textOf({ store, workspace }, change));
  return texts;
}

interface Place {
  readonly store: Pick<Store, "changes">;
  /** Undefined when it is not there any more. */
  readonly workspace: Workspace | undefined;
}

async function opened(folder: string): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(folder);
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}

async function textOf(place: Place, change: ListedChange): Promise<TextChange> {
  const { what, path } = change;
  if (what === "lost") return { is: "unknown" };
  if (what !== "create" && what !== "modify" && what !== "delete") return { is: "none" };
  const before = what === "create" ? "" : await read(place, path, change.before);
  const after = what === "delete" ? "" : await read(place, path, change.after);
  if (before === undefined || after === undefined) return { is: "unknown" };
  if (before === "binary" || after === "binary") return { is: "binary" };
  return compared(change, decoded(before), decoded(after));
}

/** Bytes of a text, or that it is none; what a change has left is in the next one of that path, or still in the file. */
async function read(
  { store, workspace }: Place,
  path: string,
  hash: string | undefined,
): Promise<Uint8Array | "" | "binary" | undefined> {
  const bytes = hash === undefined
    ? undefined
    : await store.changes.content(hash) ?? await there(workspace, path, hash);
  return bytes && (bytes.subarray(0, 8_000).includes(0) ? "binary" : bytes);
}

async function there(workspace: Workspace | undefined, path: string, hash: string): Promise<Uint8Array | undefined> {
  try {
    const file = workspace && await readFile(workspace, path);
    return file?.hash === hash ? file.bytes : undefined;
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}

function decoded(bytes: Uint8Array | ""): string {
  return bytes === "" ? "" : new TextDecoder().decode(bytes);
}

function compared({ what, path }: ListedChange, before: string, after: string): TextChange {
  if (before.length + after.length > MOST) return { is: "large" };
  const whole = what === "modify" ? undefined : linesOf(what === "create" ? after : before);
  if (whole) return wholeText(what as "create" | "delete", path, whole);
  const diff = unifiedDiff({ path, before, after });
  if (diff === undefined) return { is: "large" };
  const lines = diff.split("\n").slice(2),
    count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { is: "text", added: count("+"), removed: count("-"), diff };
}

/** A text that came or went as a whole needs no comparing, however long it is. */
function wholeText(what: "create" | "delete", path: string, lines: readonly string[]): TextChange {
  const count = lines.length, made = what === "create", sign = made ? "+" : "-";
  const head = made ? ["--- /dev/null", `+++ b/${path}`] : [`--- a/${path}`, "+++ /dev/null"];
  const range = `${count === 0 ? 0 : 1},${count}`;
  const hunk = count === 0 ? [] : [made ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`];
  const diff = `${[...head, ...hunk, ...lines.map((line) => `${sign}${line}`)].join("\n")}\n`;
  return { is: "text", added: made ? count : 0, removed: made ? 0 : count, diff };
}

function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  return text.endsWith("\n")
    ? text.slice(0, -1).split("\n")
    : text.split("\n").with(-1, `${text.slice(text.lastIndexOf("\n") + 1)}\n\\ No newline at end of file`);
}
