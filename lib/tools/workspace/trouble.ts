import type { ToolResult } from "../tool.ts";

/** What kinds of failure a tool tells its caller. */
export type TroubleCode = Extract<ToolResult, { readonly ok: false }>["code"];

/** Why something in a workspace was not done, in words for whoever asked for it. */
export class WorkspaceTrouble extends Error {
  /** Tells it from other errors. */
  override readonly name = "WorkspaceTrouble";
  /** The code of the result that a tool makes of it. */
  readonly code: TroubleCode;

  /** `message` names the path and says what to do. */
  constructor(code: TroubleCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The result of a tool's work, or what a {@link WorkspaceTrouble} says; anything else that is thrown goes on. */
export async function asResult(work: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

/** Ends work whose call was ended. */
export function goOn(signal: AbortSignal, act: string): void {
  if (signal.aborted) throw new WorkspaceTrouble("aborted", `${act}: the call was ended before it was done`);
}

/**
 * Does `work`, which may meet what the system refuses, and says so with what was tried: `Cannot read \`a.txt\``. The
 * system's own words go no further than its code: they name places that only this program knows.
 */
export function tried<T>(act: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw troubleOf(act, error);
  }
}

/** The same for work that takes its time. */
export async function triedLater<T>(act: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw troubleOf(act, error);
  }
}

function troubleOf(act: string, error: unknown): unknown {
  if (error instanceof WorkspaceTrouble) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  const [kind, reason] = REASONS[code] ?? ["failed", `the system refused it with ${code}`];
  return new WorkspaceTrouble(kind, `${act}: ${reason}`);
}

/** The system's name of an error, such as `ENOENT`; undefined for errors that are not the system's. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

const REASONS: { readonly [code: string]: readonly [TroubleCode, string] } = {
  ENOENT: ["missing", "there is no such file or folder in the workspace"],
  ENOTDIR: ["missing", "a part of the path is no folder"],
  EACCES: ["refused", "its permissions do not allow it"],
  EPERM: ["refused", "the system does not permit it"],
  EROFS: ["refused", "it lies on a read-only disk"],
  ELOOP: ["refused", "a part of the path is a link; name the place that it leads to"],
  ENOSPC: ["failed", "the disk is full"],
  EEXIST: ["conflict", "something is there already"],
  ENOTEMPTY: ["conflict", "the folder is not empty"],
  ENAMETOOLONG: ["invalid", "the path is too long for this disk"],
};
