import type { Booking, Entry, EntryType, Limits } from "../../lib/plan/mod.ts";
import type { Json } from "../../lib/base/json.ts";
import type { RunHead } from "../../lib/store/store.ts";

/** A row, as far as a test cares. */
export type Row = Partial<Entry> & { readonly type: EntryType };

/** Rows of a journal, numbered and a second apart. */
export function rows(...given: readonly Row[]): readonly Entry[] {
  return given.map((row, i) => ({ seq: i + 1, at: 1_000 * (i + 1), ...row }));
}

/** A booking of some dollars' worth. */
export function cost(usd: number, tokens = 0): Booking {
  return { usd, tokens, calls: 1 };
}

/** A run without its journal. */
export function headOf(more: Partial<RunHead> & { readonly limits?: Limits; readonly spent?: Booking } = {}): RunHead {
  const { limits = {}, spent = cost(0), ...rest } = more;
  return {
    id: 1,
    name: "story-1",
    title: "story",
    program: "autoloom@1",
    seed: 1,
    created: 0,
    driver: 1,
    durability: "normal",
    status: "running",
    lease: { epoch: 1, holder: "", live: true },
    ledger: { limits, spent, reserved: { usd: 0, tokens: 0, calls: 0 }, wall: 500 },
    steps: 0,
    updated: 9_000,
    ...rest,
  };
}

/** The outcome of a call, as it is stored. */
export function generated(node: string, text?: string): Json {
  const tokens = { input: 1, output: 1 };
  return { type: "value", value: { node, finish: "end", tokens, ...(text === undefined ? {} : { text }) } };
}
