import type { Entry } from "../../plan/mod.ts";
import type { RunHead, Store, Turn } from "../../store/store.ts";
import type { AskedCall, CallPlace, Said } from "./turns_in.ts";
import { callsOf, RECALL, saidIn } from "./turns_in.ts";

/** Rows that are read at a time. */
const ROWS = 500;

/**
 * Adds to a store's turns what a run's journal says of conversations with models, from the last row that was added on. It
 * can be done at any time, by several at once, and again: all of it is made of the journal.
 */
export async function indexTurns(
  store: Pick<Store, "turns" | "entries" | "entriesAt">,
  run: Pick<RunHead, "id">,
): Promise<void> {
  const asked = new Map<string, readonly AskedCall[]>();
  for (let last = await store.turns.last(run.id);;) {
    const entries = await store.entries(run.id, last, ROWS), turns: Turn[] = [];
    for (const entry of entries) {
      if (entry.key !== undefined) remember(asked, entry.key, entry);
      turns.push(...await named({ store, run, asked }, saidIn(entry)));
    }
    await store.turns.add(run.id, turns);
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < ROWS) return;
  }
}

/** A turn that is asked once more, after a loop of it, says last what counts. */
function remember(asked: Map<string, readonly AskedCall[]>, key: string, { value }: Entry): void {
  const calls = callsOf(value);
  if (calls.length > 0) asked.set(key, calls);
}

interface Reading {
  readonly store: Pick<Store, "turns" | "entriesAt">;
  readonly run: Pick<RunHead, "id">;
  /** Calls that turns asked for, by the turns' keys. */
  readonly asked: Map<string, readonly AskedCall[]>;
}

/** What a tool says names no tool: that stands in the turn that asked for it, which may have been read an earlier time. */
async function named(reading: Reading, { turns, call }: Said): Promise<readonly Turn[]> {
  const [turn] = turns;
  if (!turn || !call) return turns;
  if (!reading.asked.has(call.turn)) await recollect(reading, turn.task, call);
  const tool = reading.asked.get(call.turn)?.[call.place - 1]?.name;
  if (tool === RECALL) return [];
  return [{ ...turn, ...(tool ? { tool } : {}) }];
}

async function recollect({ store, run, asked }: Reading, task: string, { turn, n }: CallPlace): Promise<void> {
  const said = await store.turns.range(run.id, { task, from: n, to: n });
  const seqs = said.filter(({ role }) => role === "assistant").map(({ seq }) => seq);
  for (const entry of await store.entriesAt(run.id, seqs)) {
    if (entry.key !== undefined) remember(asked, entry.key, entry);
  }
  if (!asked.has(turn)) asked.set(turn, []);
}
