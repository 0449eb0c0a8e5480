/** Who drives a run, in memory. */
import type { Wall } from "../lease.ts";
import type { LeasePart } from "../leases.ts";
import type { MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about who drives a run, over one state. */
export function memoryLeases(state: MemoryState): LeasePart {
  const { leases } = state;
  return {
    acquire: (run, holder, { ttl, gone }) =>
      settled(() => {
        const lease = leases.get(run);
        if (!state.runs.has(run)) return undefined;
        if (lease && lease.expires > Date.now() && lease.epoch !== gone) return undefined;
        const epoch = (lease?.epoch ?? 0) + 1;
        noteHeard(state, run, lease?.expires || Date.now());
        leases.set(run, { epoch, holder, expires: Date.now() + ttl });
        return epoch;
      }),
    beat: (run, epoch, { ttl, walls }) => settled(() => beat(state, { run, epoch, ttl, walls })),
    release: (run, epoch) =>
      settled(() => {
        const lease = leases.get(run);
        if (lease?.epoch !== epoch) return;
        if (lease.expires > 0) noteHeard(state, run, Date.now());
        leases.set(run, { epoch, holder: "", expires: 0 });
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

/** Notes with the snapshots of a lease until when its holder may have been at work. */
function noteHeard({ runs }: MemoryState, driver: number, heard: number): void {
  for (const run of runs.values()) {
    if (run.driver !== driver) continue;
    for (const [id, { guard, contents }] of run.guards) run.guards.set(id, { guard: { heard, ...guard }, contents });
  }
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
