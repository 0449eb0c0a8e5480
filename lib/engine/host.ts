/**
 * The local host: takes a run's lease, keeps it alive, drives the run in this process, gives the lease back.
 *
 * @module
 */
import type { RunHead } from "../store/store.ts";
import type { Definition } from "../plan/definition.ts";
import type { Rest } from "./rest.ts";
import { Driver } from "./driver.ts";
import { Family } from "./family.ts";
import { Heart } from "./heart.ts";
import { describeHolder, isGone, LEASE_TTL, newHolder } from "./lease.ts";
import { ReplayMismatch } from "./replay.ts";
import type { Stop } from "./stop.ts";
import type { World } from "./world.ts";

/** Somebody else drives the run. */
export class RunLocked extends Error {
  /** Tells it from other errors. */
  override readonly name = "RunLocked";
  /** Name of the run. */
  readonly run: string;

  /** Says who. */
  constructor(run: RunHead) {
    super(
      `Cannot drive \`${run.name}\`: ${
        describeHolder(run.lease.holder)
      } does; wait for it, or stop it with \`loom pause ${run.name}\``,
    );
    this.run = run.name;
  }
}

/** A run that is being driven here. */
export interface Driving {
  /** How it came to rest. Rejects when it could not go on: a {@link StoreError}, a {@link ReplayMismatch}. */
  readonly rest: Promise<Rest>;
  /** Makes it rest. */
  stop(stop: Stop): void;
}

/** A lease that is held, and how to give it back. */
export interface Held {
  readonly run: RunHead;
  readonly epoch: number;
}

/** Takes the lease of a run; throws {@link RunLocked} while somebody alive has it. The run is read after that. */
export async function takeLease(world: Pick<World, "store">, run: RunHead): Promise<Held> {
  const gone = isGone(run.lease) ? run.lease.epoch : undefined;
  const epoch = await world.store.acquire(run.driver, newHolder(), {
    ttl: LEASE_TTL,
    ...(gone === undefined ? {} : { gone }),
  });
  const fresh = await world.store.run(run.id);
  if (epoch === undefined) throw new RunLocked(fresh);
  return { run: fresh, epoch };
}

/** Drives a run whose lease is held, and gives the lease back at the end. */
export function drive({ run, epoch }: Held, world: World, definition: Definition): Driving {
  if (definition.program !== run.program) {
    throw new ReplayMismatch(run, undefined, `it was begun by \`${run.program}\`, this is \`${definition.program}\``);
  }
  const family = new Family(), driver = new Driver({ run, epoch, world, definition, family });
  const heart = new Heart({ world, run, epoch, family }, (error) => driver.crash(error));
  const rest = driver.drive().finally(async () => {
    heart.stop();
    try {
      await heart.beat();
      await world.store.release(run.driver, epoch);
    } catch {
      // The lease lapses by itself; what made driving fail is the error to tell.
    }
  });
  return { rest, stop: (stop) => driver.stop(stop) };
}
