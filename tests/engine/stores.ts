/** Stores that fail when they are told to. */
import type { Store, Write } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";

/** Where an append fails: before it is done, or after, so that it only looks as if it had failed. */
export type Fault = "before" | "after";

/** One append, as a fault is decided on it. */
export interface Append {
  /** Counted from 1, over all runs of the store. */
  readonly n: number;
  readonly run: number;
  readonly writes: readonly Write[];
}

/** A store whose appends fail as `fault` says. */
export function faulty(store: Store, fault: (append: Append) => { at: Fault; error: Error } | undefined): Store {
  let n = 0;
  return {
    ...store,
    append: async (run, epoch, writes) => {
      const failing = fault({ n: ++n, run, writes });
      if (failing?.at === "before") throw failing.error;
      const accepted = await store.append(run, epoch, writes);
      if (failing) throw failing.error;
      return accepted;
    },
  };
}

/** A store as a process sees it that is killed at its n-th append: from then on nothing it does has an effect. */
export function mortal(store: Store, { dies, at }: { readonly dies: number; readonly at: Fault }): Mortal {
  let dead = false, appends = 0;
  const buried: Write[] = [];
  const gone = () => new StoreError("busy", "Cannot write: the process is dead");
  const whileAlive = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
    if (dead) throw gone();
    return await work(...args);
  };
  const alive = {
    ...store,
    createRun: whileAlive(store.createRun),
    beat: whileAlive(store.beat),
    release: whileAlive(store.release),
    setWaiting: whileAlive(store.setWaiting),
    raise: whileAlive(store.raise),
    append: whileAlive(async (run: number, epoch: number, writes: readonly Write[]) => {
      const isLast = ++appends === dies;
      if (isLast && at === "before") {
        dead = true;
        buried.push(...writes);
        throw gone();
      }
      const accepted = await store.append(run, epoch, writes);
      if (isLast) {
        dead = true;
        throw gone();
      }
      return accepted;
    }),
  };
  return { store: alive, isDead: () => dead, appends: () => appends, buried };
}

/** See {@link mortal}. */
export interface Mortal {
  readonly store: Store;
  readonly isDead: () => boolean;
  readonly appends: () => number;
  /** Rows that were about to be written when it died. */
  readonly buried: readonly Write[];
}

/** Gives the lease of a dead process back, as its lapsing would. */
export async function bury(store: Store, run: number): Promise<void> {
  const { driver, lease } = await store.run(run);
  await store.release(driver, lease.epoch);
}
