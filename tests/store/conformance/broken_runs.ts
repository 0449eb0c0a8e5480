import { fenced, StoreError } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";

/** Faults about runs, leases and messages. */
export const OF_RUNS: readonly Fault[] = [
  {
    what: "inputs are forgotten",
    breaks: ["a run is found as it was made"],
    in: () => ({ inputs: () => Promise.resolve({}) }),
  },
  {
    what: "plans are not hashed by their canonical text",
    breaks: ["a run without a plan has none, and a plan is known by its hash, in whatever order it was written"],
    in: (store) => ({
      createRun: async (run) => ({ ...await store.createRun(run), planHash: JSON.stringify(run.plan ?? null) }),
    }),
  },
  {
    what: "a name that is taken gives the run that has it",
    breaks: ["a name is used once, and the run that has it stays as it is"],
    in: (store) => ({ createRun: (run) => store.createRun(run).catch(() => store.findRun(run.name)) }),
  },
  {
    what: "a child is made anew for every name",
    breaks: [
      "a child is made once for its parent and key, whatever it is named the second time",
      "many makers of one child get the same child",
    ],
    in: (store) => ({
      createRun: ({ parent, ...run }) =>
        store.createRun(parent ? { ...run, parent: { ...parent, key: `${parent.key}/${run.name}` } } : run),
    }),
  },
  {
    what: "origins are forgotten",
    breaks: ["a fork knows its origin and drives itself"],
    in: (store) => ({ createRun: ({ origin: _, ...run }) => store.createRun(run) }),
  },
  {
    what: "runs are found by their whole names alone",
    breaks: ["the beginning of a name finds a run when only one begins so"],
    in: (store) => ({
      findRun: async (name) => {
        const run = (await store.runs()).find((run) => run.name === name);
        if (!run) throw new StoreError("not-found", `Cannot find \`${name}\``);
        return run;
      },
    }),
  },
  {
    what: "runs are listed oldest first",
    breaks: ["runs are listed newest first, children only for their parent"],
    in: (store) => ({ runs: async (filter) => (await store.runs(filter)).toReversed() }),
  },
  {
    what: "a run that was driven is running for ever",
    breaks: ["a run's status follows its rows"],
    in: (store) => ({ run: async (id) => ({ ...await store.run(id), status: "running" }) }),
  },
  {
    what: "nobody is shown to wait",
    breaks: ["only its driver shows that a running run waits"],
    in: () => ({ setWaiting: () => Promise.resolve() }),
  },
  {
    what: "rows are counted as outcomes",
    breaks: [
      "a run counts its outcomes and knows when its newest row was written",
      "snapshots anywhere in a batch change no count of outcomes",
    ],
    in: (store) => ({
      run: async (id) => ({ ...await store.run(id), steps: (await store.entries(id, 0)).length }),
    }),
  },
  {
    what: "messages come newest first",
    breaks: ["messages come in the order they were sent, and go with the row that takes them"],
    in: (store) => ({ inbox: async (run) => (await store.inbox(run)).toReversed() }),
  },
  {
    what: "the first projection is kept",
    breaks: ["a projection is what was set last"],
    in: (store) => ({
      setProjection: async (run, projection) => {
        if (!await store.projection(run)) await store.setProjection(run, projection);
      },
    }),
  },
  {
    what: "whoever asks for a lease gets it",
    breaks: [
      "a lease has one holder",
      "of many who ask for a lease at once one gets it",
      "a live lease passes on only from the epoch that is known to be gone",
    ],
    in: (store) => ({
      acquire: async (run, holder, options) =>
        await store.acquire(run, holder, options) ?? (await store.run(run)).lease.epoch,
    }),
  },
  {
    what: "a lease is given once",
    breaks: ["a lease lapses, and who takes it then has a newer epoch"],
    in: (store) => ({
      acquire: async (run, holder, options) =>
        (await store.run(run)).lease.epoch > 0 ? undefined : await store.acquire(run, holder, options),
    }),
  },
  {
    what: "leases are not given back",
    breaks: ["a lease that was given back is free, and a late beat does not bring it back"],
    in: () => ({ release: () => Promise.resolve() }),
  },
  {
    what: "working times are forgotten",
    breaks: ["a beat prolongs the lease and keeps the longest working times"],
    in: (store) => ({ beat: (run, epoch, options) => store.beat(run, epoch, { ...options, walls: [] }) }),
  },
  {
    what: "there is no fence",
    breaks: [
      "a driver that lost its lease writes nothing at all",
      "a lost driver hears so even when the wall would refuse all it wants",
    ],
    in: (store) => ({
      append: async (run, _, writes) => await store.append(run, (await store.run(run)).lease.epoch, writes),
    }),
  },
  {
    what: "a child is not written under the lease of its root",
    breaks: ["nobody writes before taking the lease, and a child is written under its root's"],
    in: (store) => ({
      append: async (run, epoch, writes) => {
        if ((await store.run(run)).driver !== run) throw fenced();
        return await store.append(run, epoch, writes);
      },
    }),
  },
  {
    what: "limits are raised by anybody",
    breaks: ["a lost driver raises no limit"],
    in: (store) => ({ raise: async (run, _, add) => await store.raise(run, (await store.run(run)).lease.epoch, add) }),
  },
  {
    what: "an adopted plan leaves limits and inputs as they are",
    breaks: ["a run that adopts another plan has all that is new at once, and keeps what it spent"],
    in: (store) => ({
      adopt: async (run, epoch, adoption) => {
        const { limits } = (await store.run(run)).ledger, inputs = await store.inputs(run);
        await store.adopt(run, epoch, { ...adoption, inputs, limits });
      },
    }),
  },
  {
    what: "the last plan is kept where there is no other",
    breaks: ["a run may adopt a program without a plan"],
    in: (store) => ({
      adopt: async (run, epoch, adoption) => {
        const plan = adoption.plan ?? await store.plan(run);
        await store.adopt(run, epoch, { ...adoption, ...(plan ? { plan } : {}) });
      },
    }),
  },
  {
    what: "plans are adopted for anybody",
    breaks: ["a driver that lost its lease adopts nothing"],
    in: (store) => ({
      adopt: async (run, _, adoption) => await store.adopt(run, (await store.run(run)).lease.epoch, adoption),
    }),
  },
];
