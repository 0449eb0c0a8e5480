/** Runs, their ledgers and leases, in memory. */
import type { JsonObject } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import type { Booking, Dimension, Limits, Plan } from "../../plan/mod.ts";
import type { RunPart } from "../runs.ts";
import type { NewRun, OpenIntent, RunHead, Wall } from "../store.ts";
import { StoreError } from "../store.ts";
import { NOTHING } from "./purse.ts";
import type { MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about runs, over one state. */
export function memoryRuns(state: MemoryState): RunPart {
  return {
    createRun: (made) => settled(() => createRun(state, made)),
    findRun: (name) => settled(() => findRun(state, name)),
    run: (id) => settled(() => state.head(state.run(id))),
    runs: ({ limit, parent } = {}) =>
      settled(() =>
        state.runs.filter(({ made }) => made.parent?.run === parent).reverse().slice(0, limit).map((run) =>
          state.head(run)
        )
      ),
    plan: (id) => settled(() => state.run(id).plan),
    inputs: (id) => settled(() => state.run(id).inputs),
    ...leasePart(state),
    purses: (id) => settled(() => state.run(id).family.map((run) => ({ run: run.id, ...state.head(run).ledger }))),
    raise: (id, epoch, add) => settled(() => raise(state, { id, epoch, add })),
    openIntents: (id) => settled(() => openIntents(state.run(id))),
    send: (id, { kind, value }) =>
      settled(() => {
        state.run(id).inbox.push({ id: ++state.messages, kind, value: toJson(value), at: Date.now() });
      }),
    inbox: (id) => settled(() => [...state.run(id).inbox]),
    projection: (run) => settled(() => state.run(run).projection),
    setProjection: (run, projection) => settled(() => void (state.run(run).projection = projection)),
  };
}

function createRun(state: MemoryState, made: NewRun): RunHead {
  const child = made.parent &&
    state.runs.find(({ made: { parent } }) => parent?.run === made.parent!.run && parent.key === made.parent!.key);
  if (child) return state.head(child);
  if (state.runs.some((run) => run.made.name === made.name)) {
    throw new StoreError(
      "taken",
      `Cannot start a run named \`${made.name}\`: the name is in use; choose another, or resume that run`,
    );
  }
  const run = newRun(made, state.runs.length + 1, made.parent && state.run(made.parent.run));
  state.runs.push(run);
  return state.head(run);
}

function newRun(made: NewRun, id: number, parent: MemoryRun | undefined): MemoryRun {
  const family: MemoryRun[] = [];
  const run: MemoryRun = {
    made,
    id,
    driver: parent?.driver ?? id,
    family,
    plan: made.plan && toJson(made.plan) as unknown as Plan,
    inputs: toJson(made.inputs) as JsonObject,
    journal: [],
    flights: new Map(),
    limits: { ...made.limits },
    spent: NOTHING,
    reserved: NOTHING,
    wall: 0,
    status: "queued",
    inbox: [],
  };
  family.push(run, ...parent?.family ?? []);
  return run;
}

function findRun(state: MemoryState, name: string): RunHead {
  const found = state.runs.filter(({ made }) => made.name.startsWith(name));
  const exact = found.find(({ made }) => made.name === name) ?? (found.length === 1 ? found[0] : undefined);
  if (exact) return state.head(exact);
  if (found.length === 0) {
    throw new StoreError("not-found", `Cannot find the run \`${name}\`: \`loom runs\` lists those there are`);
  }
  const names = found.map(({ made }) => made.name).sort().slice(0, 9).join(", ");
  throw new StoreError("not-found", `Cannot tell which run \`${name}\` is: it begins ${names}`);
}

function leasePart(state: MemoryState): Pick<RunPart, "acquire" | "beat" | "release" | "setWaiting"> {
  const { leases } = state;
  return {
    acquire: (run, holder, { ttl, gone }) =>
      settled(() => {
        const lease = leases.get(run);
        if (lease && lease.expires > Date.now() && lease.epoch !== gone) return undefined;
        const epoch = (lease?.epoch ?? 0) + 1;
        leases.set(run, { epoch, holder, expires: Date.now() + ttl });
        return epoch;
      }),
    beat: (run, epoch, { ttl, walls }) => settled(() => beat(state, { run, epoch, ttl, walls })),
    release: (run, epoch) =>
      settled(() => {
        if (leases.get(run)?.epoch === epoch) leases.set(run, { epoch, holder: "", expires: 0 });
      }),
    setWaiting: (id, epoch, waiting) =>
      settled(() => {
        const run = state.run(id), drives = leases.get(run.driver)?.epoch === epoch;
        if (drives && (run.status === "running" || run.status === "waiting")) {
          run.status = waiting ? "waiting" : "running";
        }
      }),
  };
}

interface Beat {
  readonly run: number;
  readonly epoch: number;
  readonly ttl: number;
  readonly walls: readonly Wall[];
}

function beat(state: MemoryState, { run, epoch, ttl, walls }: Beat): boolean {
  const lease = state.leases.get(run);
  if (lease?.epoch !== epoch || lease.expires === 0) return false;
  lease.expires = Date.now() + ttl;
  for (const used of walls) {
    const member = state.run(used.run);
    member.wall = Math.max(member.wall, Math.round(used.wall));
  }
  return true;
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
