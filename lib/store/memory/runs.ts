/** Runs and what they were started with, in memory. */
import type { JsonObject } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import type { Plan } from "../../plan/mod.ts";
import type { NewRun, RunHead } from "../run_head.ts";
import type { RunPart } from "../runs.ts";
import { nameTaken, StoreError } from "../store_error.ts";
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
        all(state).filter(({ made }) => made.parent?.run === parent).reverse().slice(0, limit).map((run) =>
          state.head(run)
        )
      ),
    plan: (id) => settled(() => state.run(id).plan),
    inputs: (id) => settled(() => state.run(id).inputs),
    projection: (run) => settled(() => state.run(run).projection),
    setProjection: (run, projection) => settled(() => void (state.run(run).projection = projection)),
  };
}

function all({ runs }: MemoryState): readonly MemoryRun[] {
  return [...runs.values()];
}

function createRun(state: MemoryState, made: NewRun): RunHead {
  const child = made.parent &&
    all(state).find(({ made: { parent } }) => parent?.run === made.parent!.run && parent.key === made.parent!.key);
  if (child) return state.head(child);
  const removed = state.removed.has(made.name);
  if (removed || all(state).some((run) => run.made.name === made.name)) throw nameTaken(made.name, { removed });
  if (made.origin) state.run(made.origin.run);
  const parent = made.parent && state.run(made.parent.run), run = newRun(made, ++state.made, parent);
  state.runs.set(run.id, run);
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
    steps: 0,
    flights: new Map(),
    limits: { ...made.limits },
    spent: NOTHING,
    reserved: NOTHING,
    wall: 0,
    status: "queued",
    inbox: [],
    changes: [],
    guards: new Map(),
    turns: [],
  };
  family.push(run, ...parent?.family ?? []);
  return run;
}

function findRun(state: MemoryState, name: string): RunHead {
  const found = all(state).filter(({ made }) => made.name.startsWith(name));
  const exact = found.find(({ made }) => made.name === name) ?? (found.length === 1 ? found[0] : undefined);
  if (exact) return state.head(exact);
  if (found.length === 0) {
    throw new StoreError("not-found", `Cannot find the run \`${name}\`: none is called so`);
  }
  const names = found.map(({ made }) => made.name).sort().slice(0, 9).join(", ");
  throw new StoreError("not-found", `Cannot tell which run \`${name}\` is: it begins ${names}`);
}
