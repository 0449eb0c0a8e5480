import { breath } from "../workspace/hash_file.ts";

/** Pieces of work on a disk after which others have a go: a run that is driven has to beat meanwhile. */
const PIECES = 100;

/** Counts pieces of long work: what it gives is awaited after each, and lets others have a go now and then. */
export function pacer(): () => Promise<void> | undefined {
  let done = 0;
  return () => ++done % PIECES === 0 ? breath() : undefined;
}
