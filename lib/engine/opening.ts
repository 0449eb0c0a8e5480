import type { Json } from "../base/json.ts";
import type { Entry, Limits } from "../plan/mod.ts";
import type { Message, RunHead, Store } from "../store/store.ts";
import type { JournalWriter } from "./journal_writer.ts";
import { HEARTBEAT } from "./lease.ts";
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
  /** Milliseconds that an earlier life worked and was killed before it could store them. */
  readonly lost: number;
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
  const lost = lostTime(restored.tail, run.ledger.wall),
    limits = await finishRaise(store, { run, epoch, tail: restored.tail });
  const older = (await store.inbox(run.id)).filter(({ at }) => at < since);
  const stale = older.filter((message) => isStale(message, restored.tail));
  await journal.write("drive", { epoch, wall: Math.round(run.ledger.wall + lost) }, stale.map(({ id }) => id));
  return { ...restored, limits, lost };
}

/**
 * What a life that was killed had worked since its last beat, by its last row: never more than a beat. A life so long
 * that its beginning is out of sight is taken for a whole one.
 */
function lostTime(tail: readonly Entry[], stored: number): number {
  const last = tail.findLast(({ type, key }) => key !== undefined || (type !== "took" && type !== "reopen"));
  const drive = tail.findLast(({ type }) => type === "drive");
  if (!last || last.type === "begin" || last.type === "pause" || last.type === "end") return 0;
  if (!drive) return HEARTBEAT;
  const { wall = 0 } = drive.value as { readonly wall?: number };
  return Math.min(HEARTBEAT, Math.max(0, wall + last.at - drive.at - stored));
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
