import type { RunHead } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";

/**
 * Why a run cannot go on before what a kill has left is taken back. As an error of what a run is kept in, it ends no step
 * and no run: driving stops, and a resume tries again.
 */
export function notTakenBack({ name }: Pick<RunHead, "name">, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const why = error instanceof Error ? error.message : String(error);
  const message = `Cannot go on with \`${name}\` before what a kill has left in its workspace is taken back: ${why}; ` +
    `mend that, then \`loom resume ${name}\``;
  return new StoreError("busy", message, error);
}
