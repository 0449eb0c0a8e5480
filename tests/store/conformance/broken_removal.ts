import type { Fault } from "./fault.ts";

/** Faults about removing runs and documents. */
export const OF_REMOVAL: readonly Fault[] = [
  {
    what: "a removal removes nothing",
    breaks: [
      "a run that is removed is nowhere, with all that is part of it",
      "the number and the name of a removed run are never given again",
      "what has no parent or no origin any more is not made",
      "a document is removed when no run is there any more that wove in it",
    ],
    in: () => ({ remove: () => Promise.resolve(true) }),
  },
  {
    what: "runs are removed whoever drives them",
    breaks: ["a run that is driven, or was driven since, is not removed"],
    in: (store) => ({
      remove: async (removal) =>
        await store.remove({ ...removal, epoch: (await store.run(removal.run)).lease.epoch, gone: true }),
    }),
  },
  {
    what: "the dead hold their runs",
    breaks: ["the lease of a process that is known to be dead is not in the way"],
    in: (store) => ({ remove: ({ gone: _, ...removal }) => store.remove(removal) }),
  },
  {
    what: "a part of a run takes the whole with it",
    breaks: ["a part of a run is not removed by itself"],
    in: (store) => ({
      remove: async (removal) => await store.remove({ ...removal, run: (await store.run(removal.run)).driver }),
    }),
  },
  {
    what: "forks are never in the way",
    breaks: ["a run is kept for its forks; those that need it no more go on without an origin"],
    in: (store) => ({
      remove: async (removal) => await store.remove({ ...removal, forks: (await store.runs()).map(({ id }) => id) }),
    }),
  },
  {
    what: "documents go with the runs that wove them",
    breaks: ["documents stay when the runs go that wove them, and still say who it was"],
    in: (store) => ({
      remove: async (removal) => {
        const isRemoved = await store.remove(removal);
        for (const { name } of await store.documents()) await store.removeDocument(name);
        return isRemoved;
      },
    }),
  },
  {
    what: "documents are removed in word only",
    breaks: ["a document is removed when no run is there any more that wove in it"],
    in: () => ({ removeDocument: () => Promise.resolve(true) }),
  },
  {
    what: "a sweep takes values that are in use",
    breaks: ["a sweep leaves alone what is in use, and deletes the rest"],
    in: (store) => {
      let isSwept = false;
      return {
        sweep: (from) => {
          isSwept = true;
          return store.sweep(from);
        },
        load: async (run) => {
          const { entries } = await store.load(run);
          return { entries: isSwept ? entries.map(({ value: _, ...entry }) => entry) : entries };
        },
      };
    },
  },
  {
    what: "runs weigh nothing",
    breaks: ["a run weighs what its tree takes up"],
    in: (store) => ({
      weigh: async (runs) => (await store.weigh(runs)).map((weight) => ({ ...weight, rows: 0, bytes: 0 })),
    }),
  },
];
