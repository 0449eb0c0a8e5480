/** Where the money stands, in memory. */
import type { Booking, Dimension, Limits } from "../../plan/mod.ts";
import type { OpenIntent } from "../ledger.ts";
import type { LedgerPart } from "../ledgers.ts";
import type { MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about money, over one state. */
export function memoryLedgers(state: MemoryState): LedgerPart {
  return {
    purses: (id) => settled(() => state.run(id).family.map((run) => ({ run: run.id, ...state.head(run).ledger }))),
    raise: (id, epoch, add) => settled(() => raise(state, { id, epoch, add })),
    openIntents: (id) => settled(() => openIntents(state.run(id))),
  };
}

interface Raise {
  readonly id: number;
  readonly epoch: number;
  readonly add: { readonly [D in Dimension]?: number };
}

/** A limit that is not there yet begins at what is spent, so that raising never takes away. */
function raise(state: MemoryState, { id, epoch, add }: Raise): void {
  const run = state.run(id);
  state.fence(run, epoch);
  const limits: { -readonly [D in keyof Limits]: Limits[D] } = { ...run.limits };
  for (const [dimension, amount] of Object.entries(add) as [Dimension, number][]) {
    const used = dimension === "wall" ? run.wall : run.spent[dimension as keyof Booking] ?? 0;
    limits[dimension] = dimension === "deadline" ? amount : (limits[dimension] ?? used) + amount;
  }
  run.limits = limits;
}

function openIntents({ id, flights, journal }: MemoryRun): readonly OpenIntent[] {
  const keys = new Map(journal.map(({ seq, key }) => [seq, key]));
  return [...flights].map(([seq, reserved]) => ({ run: id, seq, key: keys.get(seq)!, reserved }));
}
