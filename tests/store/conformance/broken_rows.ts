import type { Json } from "../../../lib/base/json.ts";
import type { Write } from "../../../lib/store/store.ts";
import { StoreError } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";
import { everyText, values, writing } from "./fault.ts";

/** Faults about rows and what they hold. */
export const OF_ROWS: readonly Fault[] = [
  {
    what: "rows come from the first on, wherever one begins",
    breaks: ["rows come back as they were written, in order, with gaps"],
    in: (store) => ({ entries: (run, _, limit) => store.entries(run, 0, limit) }),
  },
  {
    what: "texts are made well-formed",
    breaks: ["any JSON comes back as it was: as a value, a state, a snapshot, a note and a message"],
    in: values((value) => everyText(value, (text) => text.toWellFormed())),
  },
  {
    what: "long values are cut",
    breaks: ["values of every length come back, and equal ones in one batch too"],
    in: values((value) => everyText(value, (text) => text.slice(0, 1_276))),
  },
  {
    what: "small numbers are rounded",
    breaks: ["any value of a row comes back"],
    in: values((value) =>
      JSON.parse(
        JSON.stringify(value),
        (_, part: Json) => typeof part === "number" && part < 1e9 ? part | 0 : part,
      ) as Json
    ),
  },
  {
    what: "what was written is kept as the caller's own",
    breaks: ["a caller's later changes to what was written change nothing"],
    in: (store) => {
      const own = new Map<number, Json | undefined>();
      return {
        append: (run, epoch, writes) => {
          for (const { entry } of writes) own.set(entry.seq, entry.value);
          return store.append(run, epoch, writes);
        },
        load: async (run) => {
          const loaded = await store.load(run);
          return { ...loaded, entries: loaded.entries.map((entry) => ({ ...entry, value: own.get(entry.seq)! })) };
        },
      };
    },
  },
  {
    what: "what is no JSON is made into some",
    breaks: ["what is no JSON is refused, and nothing of its batch is in"],
    in: writing((writes) => JSON.parse(JSON.stringify(writes)) as readonly Write[]),
  },
  {
    what: "an empty batch is an error",
    breaks: ["a batch of nothing is nothing"],
    in: writing((writes) => {
      if (writes.length === 0) throw new StoreError("broken", "Cannot write nothing");
      return writes;
    }),
  },
  {
    what: "long batches are cut",
    breaks: ["a batch may be very long"],
    in: writing((writes) => writes.slice(0, 1_000)),
  },
  {
    what: "a run without a snapshot has an empty one",
    breaks: ["a run without a snapshot loads from its first row"],
    in: (store) => ({ load: async (run) => ({ snapshot: { seq: 0, state: null }, ...await store.load(run) }) }),
  },
  {
    what: "a load begins after its snapshot's row",
    breaks: ["a snapshot replaces the one before, and a load begins with its row"],
    in: (store) => ({
      load: async (run) => {
        const { snapshot, entries } = await store.load(run);
        return { ...(snapshot ? { snapshot } : {}), entries: entries.filter(({ seq }) => seq !== snapshot?.seq) };
      },
    }),
  },
  {
    what: "a row that is there is left as it is, without a word",
    breaks: ["a row that is there is never written over"],
    in: (store) => ({
      append: (run, epoch, writes) => store.append(run, epoch, writes).catch(() => writes.map(() => true)),
    }),
  },
];
