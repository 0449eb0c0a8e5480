import type { FileAccess, FileFailure } from "../edit/file_access.ts";
import type { ToolContext } from "../tool.ts";
import { changeFile } from "../workspace/change_file.ts";
import { readFile } from "../workspace/read_file.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { exactText } from "./file_kind.ts";

/** The files of a call's workspace as texts, every change recorded. */
export function workspaceAccess(context: ToolContext): FileAccess {
  return {
    async read(given) {
      try {
        const workspace = await openWorkspace(context.workspace), path = workspace.path(given);
        const text = exactText((await readFile(workspace, path)).bytes);
        if (text !== undefined) return { ok: true, text };
        throw new WorkspaceTrouble("invalid", `Cannot read \`${path}\` as a text: it is not UTF-8`);
      } catch (error) {
        const failure = failureOf(error);
        return failure.code === "missing" ? { ok: true, text: undefined } : failure;
      }
    },
    async replace(given, expected, text) {
      try {
        const workspace = await openWorkspace(context.workspace), path = workspace.path(given);
        await changeFile(workspace, path, {
          log: context.changes,
          signal: context.signal,
          make(before) {
            if ((before && exactText(before.bytes)) === expected) return new TextEncoder().encode(text);
            throw new WorkspaceTrouble("conflict", `Cannot write \`${path}\`: it was changed meanwhile; read it again`);
          },
        });
        return { ok: true };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

function failureOf(error: unknown): FileFailure {
  if (error instanceof WorkspaceTrouble) return { ok: false, code: error.code, message: error.message };
  throw error;
}
