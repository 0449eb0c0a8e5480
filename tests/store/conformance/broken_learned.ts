import type { LearnedStore, Store } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";

/** Faults of what is kept of what runs have taught. */
function learned(change: (learned: LearnedStore, store: Store) => Partial<LearnedStore>): Fault["in"] {
  return (store) => ({ learned: { ...store.learned, ...change(store.learned, store) } });
}

/** Faults about what runs have taught. */
export const OF_LEARNED: readonly Fault[] = [
  {
    what: "what is known of a pattern is what was seen first",
    breaks: ["a pattern counts the runs that have shown it, and is known as it was seen last"],
    in: learned(({ learn, list }) => ({
      learn: async (run, patterns) => {
        const known = await list();
        await learn(
          run,
          patterns.map((one) => {
            const before = known.find(({ kind, key }) => kind === one.kind && key === one.key);
            return before?.value === undefined ? one : { ...one, value: before.value };
          }),
        );
      },
    })),
  },
  {
    what: "whatever a run shows is counted",
    breaks: ["a run that is resumed counts once, whatever it shows again"],
    in: learned(({ learn, list }) => {
      let more = 0;
      return {
        learn: (run, patterns) => (more += patterns.length, learn(run, patterns)),
        list: async (filter) => (await list(filter)).map((one) => ({ ...one, count: one.count + more })),
      };
    }),
  },
  {
    what: "patterns are listed by their names",
    breaks: [
      "patterns are listed by how often they were seen, then by when",
      "thousands of patterns are learned at once",
    ],
    in: learned(({ list }) => ({
      list: async (filter) => (await list(filter)).toSorted((a, b) => a.key < b.key ? -1 : 1),
    })),
  },
  {
    what: "everything is forgotten, whatever is said",
    breaks: ["patterns are forgotten by kind, by key, or all; a run that shows one again counts again"],
    in: learned(({ forget }) => ({ forget: () => forget() })),
  },
  {
    what: "what is old is pruned, however often it was seen",
    breaks: ["what one run alone has shown is pruned when it is old"],
    in: learned(({ forget, list }) => ({
      prune: async (before) => {
        const old = (await list()).filter(({ last }) => last < before);
        for (const { kind, key } of old) await forget({ kind, key });
        return old.length;
      },
    })),
  },
  {
    what: "what a run has taught goes with it",
    breaks: ["what a run has taught outlives it"],
    in: (store) => ({
      remove: async (removal) => {
        await store.learned.forget();
        return await store.remove(removal);
      },
    }),
  },
];
