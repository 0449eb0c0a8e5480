import type { RunHead, Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";

/**
 * The run that people mean: its name, an unambiguous beginning of it, `@last` or `@1` for the newest, `@2` for the one
 * before.
 */
export async function findRun(store: Store, address: string): Promise<RunHead> {
  const place = address === "@last" ? 1 : Number(/^@(\d{1,9})$/.exec(address)?.[1] ?? NaN);
  if (Number.isNaN(place)) return await named(store, address);
  const runs = await store.runs({ limit: Math.max(1, place) }), run = runs[place - 1];
  if (run) return run;
  const there = runs.length === 0 ? "there is none yet" : `there ${runs.length === 1 ? "is 1" : `are ${runs.length}`}`;
  throw new StoreError("not-found", `Cannot find the run \`${address}\`: ${there}, and \`@1\` is the newest`);
}

async function named(store: Store, name: string): Promise<RunHead> {
  try {
    return await store.findRun(name);
  } catch (error) {
    const isUnknown = error instanceof StoreError && error.failure === "not-found" &&
      /none is called so$/.test(error.message);
    throw isUnknown
      ? new StoreError("not-found", `${error.message}; \`loom runs\` lists those there are`, error)
      : error;
  }
}
