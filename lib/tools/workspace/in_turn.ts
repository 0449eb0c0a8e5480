import { untimed } from "../call_clock.ts";
import { WorkspaceTrouble } from "./trouble.ts";

/** The end of all work on each folder that somebody is at or waits for. */
const last = new Map<string, Promise<unknown>>();

/** How long a turn is waited for. */
export interface Waiting {
  /**
   * Ends the waiting, and the work is not begun. What it means once the work has begun is the work's own business. The
   * waiting is no time of the call that it belongs to: see {@link untimed}.
   */
  readonly signal: AbortSignal;
  /** What was tried, for the message of a wait that was ended, such as `Cannot write \`a.txt\``. */
  readonly act: string;
}

/**
 * Does what changes a workspace when everything asked for before is done, whoever asked in this process. Work must not
 * wait for other work on the same folder: it would wait for itself.
 *
 * @param root The workspace's real path.
 * @throws {WorkspaceTrouble} with the code `aborted` when the wait is ended.
 */
export async function inTurn<T>(root: string, work: () => Promise<T>, waiting?: Waiting): Promise<T> {
  const before = last.get(root), mine = before === undefined ? work() : turnAfter(before, waiting).then(work);
  // One that waits no more still stands between those before and after it.
  const settled = Promise.allSettled([before, mine]);
  last.set(root, settled);
  void settled.then(() => last.get(root) === settled && last.delete(root));
  return await mine;
}

async function turnAfter(before: Promise<unknown>, waiting: Waiting | undefined): Promise<void> {
  if (waiting === undefined) return void await before;
  const { signal, act } = waiting, { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(new WorkspaceTrouble("aborted", `${act}: the call was ended before its turn came`));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  void before.then(() => resolve());
  try {
    await untimed(signal, () => promise);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
