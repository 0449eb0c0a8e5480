/** A text cannot be saved where the spec says. */
export class SaveError extends Error {
  /** Tells it from other errors. */
  override readonly name = "SaveError";
  /** The path asked for, relative to the project folder. */
  readonly path: string;
  /** Why, and what to do. */
  readonly reason: string;

  /** Says where and why. */
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot save to \`${path}\`: ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** What the file system says, in words that say what to do. */
export function saveErrorOf(error: unknown, path: string): SaveError {
  if (error instanceof SaveError) return error;
  const code = String((error as { readonly code?: unknown } | null)?.code ?? "");
  const why = error instanceof Error ? error.message : String(error);
  return new SaveError(path, reasons(error, code) ?? why, { cause: error });
}

function reasons(error: unknown, code: string): string | undefined {
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full; free some space";
  if (code === "EROFS") return "it lies on a file system that is read-only; give another path";
  if (error instanceof Deno.errors.NotCapable) return "this process may not write there; run it with `--allow-write`";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it may not be written; change the permissions of its folder or give another path";
  }
  if (error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.AlreadyExists) {
    return "a folder on the way to it is a file; move that file or give another path";
  }
  if (error instanceof Deno.errors.NotFound) return "the project folder is gone; bring it back";
  if (code === "ENAMETOOLONG") return "its name is too long; give a shorter one";
  return undefined;
}
