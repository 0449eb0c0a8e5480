import { sha256 } from "../../../lib/base/hash.ts";
import type { ChangeStore, Store } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";

/** Faults of what is kept of changes. */
function changes(change: (changes: ChangeStore, store: Store) => Partial<ChangeStore>): Fault["in"] {
  return (store) => ({ changes: { ...store.changes, ...change(store.changes, store) } });
}

/** The epoch that would be let pass. */
async function passing({ run }: Store, id: number): Promise<number> {
  return (await run(id)).lease.epoch;
}

/** Faults about changes outside of the store. */
export const OF_CHANGES: readonly Fault[] = [
  {
    what: "changes are listed newest first",
    breaks: [
      "changes come back as they were recorded, in order, each with a greater number",
      "a snapshot of thousands of files, and as many changes, come back whole",
    ],
    in: changes(({ list }) => ({ list: async (...asked) => (await list(...asked)).toReversed() })),
  },
  {
    what: "snapshots do not tell until when their driver was at work",
    breaks: ["a snapshot tells until when its driver may have been at work, once that is over"],
    in: changes(({ guards }) => ({
      guards: async (run) => (await guards(run)).map(({ heard: _, ...guard }) => guard),
    })),
  },
  {
    what: "changes are numbered by their run",
    breaks: ["runs do not see each other's changes and snapshots, and numbers are of the whole store"],
    in: changes(({ add, list }) => ({
      add: async (run, epoch, change) => {
        await add(run, epoch, change);
        return (await list(run)).length;
      },
    })),
  },
  {
    what: "of changes that are recorded at once all get the number of the last",
    breaks: ["many who record at once get a number each, and nothing is lost"],
    in: changes(({ add, list }) => ({
      add: async (run, epoch, change) => {
        await add(run, epoch, change);
        await new Promise((next) => setTimeout(next, 0));
        return (await list(run)).at(-1)!.id;
      },
    })),
  },
  {
    what: "long contents are cut",
    breaks: ["a content comes back byte for byte, however long, and is named by its SHA-256"],
    in: changes(({ content }) => ({ content: async (hash) => (await content(hash))?.slice(0, 1_000_000) })),
  },
  {
    what: "of many contents the first few are kept",
    breaks: ["many contents are kept at once, and those that are there are told"],
    in: changes(({ keep }) => ({
      keep: async (contents) => {
        await keep(contents.slice(0, 1_000));
        return contents.map((bytes) => sha256(bytes));
      },
    })),
  },
  {
    what: "contents are kept as the caller's own",
    breaks: ["what a caller does to bytes and values later changes nothing"],
    in: changes(({ add, content }) => {
      const own = new Map<string, Uint8Array>();
      return {
        add: (run, epoch, change) => {
          for (const bytes of Object.values(change.contents ?? {})) own.set(sha256(bytes), bytes);
          return add(run, epoch, change);
        },
        content: async (hash) => own.get(hash) ?? await content(hash),
      };
    }),
  },
  {
    what: "what was undone is noted over and over",
    breaks: ["a change that was undone is listed when it is asked for, once and for all"],
    in: changes(({ undone, list }) => {
      let times = 0;
      return {
        undone: (...asked) => (times++, undone(...asked)),
        list: async (...asked) =>
          (await list(...asked)).map((one) => one.undone === undefined ? one : { ...one, undone: times }),
      };
    }),
  },
  {
    what: "a snapshot is never let go",
    breaks: ["a snapshot is kept until it is settled, and what it led to is recorded with that"],
    in: changes(({ settle, guards }) => {
      const settled = new Map<number, Awaited<ReturnType<ChangeStore["guards"]>>>();
      return {
        settle: async (run, epoch, how) => {
          settled.set(run, await guards(run));
          return await settle(run, epoch, how);
        },
        guards: async (run) => settled.get(run) ?? await guards(run),
      };
    }),
  },
  {
    what: "a snapshot is kept without what is missing of it",
    breaks: ["a snapshot whose contents are not stored is refused"],
    in: changes(({ guard, holds }) => ({
      guard: async (run, epoch, kept) =>
        await guard(run, epoch, { ...kept, contents: [...await holds(kept.contents)] }),
    })),
  },
  {
    what: "whoever wants to records changes",
    breaks: ["a driver that lost its lease changes nothing of what is kept"],
    in: changes(({ add }, store) => ({
      add: async (run, _, change) => await add(run, await passing(store, run), change),
    })),
  },
  {
    what: "whoever wants to keeps snapshots",
    breaks: ["a driver that lost its lease changes nothing of what is kept"],
    in: changes(({ guard }, store) => ({
      guard: async (run, _, kept) => await guard(run, await passing(store, run), kept),
    })),
  },
  {
    what: "whoever wants to lets snapshots go",
    breaks: ["a driver that lost its lease changes nothing of what is kept"],
    in: changes(({ settle }, store) => ({
      settle: async (run, _, how) => await settle(run, await passing(store, run), how),
    })),
  },
  {
    what: "whoever wants to notes what was undone",
    breaks: ["a driver that lost its lease changes nothing of what is kept"],
    in: changes(({ undone }, store) => ({
      undone: async (run, _, ids) => await undone(run, await passing(store, run), ids),
    })),
  },
  {
    what: "a child keeps nothing",
    breaks: ["a child's changes are written under the lease of its root"],
    in: changes(({ add }, { run }) => ({
      add: async (id, epoch, change) => await add((await run(id)).driver, epoch, change),
    })),
  },
  {
    what: "contents are never swept",
    breaks: ["a removed run takes its changes and snapshots with it, and a sweep the contents that nobody needs"],
    in: (store) => ({ sweep: () => Promise.resolve({ rows: 0, nodes: 0, values: 0 }), weigh: store.weigh }),
  },
  {
    what: "contents weigh nothing",
    breaks: ["a run weighs the contents that it alone needs"],
    in: (store) => ({
      weigh: async (runs) =>
        (await store.weigh(runs)).map((weight) => ({ ...weight, bytes: Math.min(weight.bytes, 999) })),
    }),
  },
];
