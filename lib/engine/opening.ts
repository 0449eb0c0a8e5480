import type { Json } from "../base/json.ts";
import type { Entry, Limits } from "../plan/mod.ts";
import type { Message, RunHead, Store } from "../store/store.ts";
import type { JournalWriter } from "./journal_writer.ts";
import { finishRaise } from "./raise.ts";
import type { Restored } from "./restore.ts";
import { restore, wholeState } from "./restore.ts";
import type { World } from "./world.ts";

/** A run to be taken up. */
export interface Opening {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly journal: JournalWriter;
  /** Commits of its parent before it was asked for. */
  readonly after: number;
}

/** A run that was taken up. */
export interface Opened extends Restored {
  /** Limits as they are now. */
  readonly limits: Limits;
}

/** Reads a run back, makes good what a kill has left half done, and says in its journal that it is driven. */
export async function open({ run, epoch, world: { store, now }, journal, after }: Opening): Promise<Opened> {
  const since = now();
  let restored = await restore(store, run);
  journal.restore(restored);
  if (restored.seq === 0) {
    const entry: Entry = {
      seq: journal.nextSeq(),
      type: "begin",
      at: now(),
      ...await beginning(store, run, { after, opening: journal.opening }),
    };
    await journal.append([{ entry }]);
    restored = await restore(store, run);
    journal.restore(restored);
  }
  const limits = await finishRaise(store, { run, epoch, tail: restored.tail });
  const older = (await store.inbox(run.id)).filter(({ at }) => at < since);
  const stale = older.filter((message) => isStale(message, restored.tail));
  await journal.write("drive", { epoch }, stale.map(({ id }) => id));
  return { ...restored, limits };
}

/** What the first row says; a fork's holds the state that its origin had. */
async function beginning(
  store: Store,
  run: RunHead,
  { after, opening }: { readonly after: number; readonly opening: number },
): Promise<Pick<Entry, "value" | "state">> {
  const value = { program: run.program, ...(after > 0 ? { after } : {}) };
  if (!run.origin) return { value };
  const { run: id, seq } = run.origin,
    origin = await store.run(id),
    { state } = await restore(store, origin, { upTo: seq });
  const forked: Json = { ...value, origin: origin.name, seq };
  return { value: forked, ...(state === undefined ? {} : { state: wholeState(state, { opening }) }) };
}

/** Whoever drives a run again wants it to go on: an older pause is past, and so is a cancel that came after an end. */
function isStale({ kind }: Message, tail: readonly Entry[]): boolean {
  return kind === "pause" || (kind === "cancel" && tail.at(-1)?.type === "reopen");
}
