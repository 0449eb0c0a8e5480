import type { ToolResult } from "../tool.ts";

/** Why a file could not be read or written, as the tool that asked for it says it. */
export type FileFailure = Extract<ToolResult, { ok: false }>;

/** A file as it is; `text` is undefined where there is none. */
export type FileText = { readonly ok: true; readonly text: string | undefined } | FileFailure;

/** That a file was written, or why it was not. */
export type FileWritten = { readonly ok: true } | FileFailure;

/** Files of the workspace, as texts. Paths are relative to it; those that lead out of it are a failure. */
export interface FileAccess {
  /**
   * The text of a file: exactly what its bytes say, with a byte order mark as a character and every line end as it is.
   * A file that is no UTF-8, and so would not come out of it as it went in, is a failure.
   */
  read(path: string): Promise<FileText>;
  /**
   * Writes the text in the place of `expected`, the text that was read, or as a new file where that is undefined. If
   * there is something else by then, nothing is written: a failure with the code `conflict`. Records the change first.
   */
  replace(path: string, expected: string | undefined, text: string): Promise<FileWritten>;
}
