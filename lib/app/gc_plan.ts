/** Which runs and documents are to be removed, and why others stay. */
import type { RunHead, Store, Weight } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import { findRun } from "./find_run.ts";
import type { GcOptions } from "./gc_options.ts";
import { ENDED, KEPT, OLD } from "./gc_options.ts";
import type { StayingRun } from "./gc_report.ts";
import { isDriven } from "./is_driven.ts";
import { neededOrigins } from "./needed_origins.ts";
import { standingOf } from "./read_run.ts";

/** A run to be removed. */
export interface Going {
  readonly head: RunHead;
  readonly weight: Weight;
  /** Forks of it that need it no more. */
  readonly forks: readonly number[];
}

/** What is to be done. */
export interface GcPlan {
  /** Newest first: a fork goes before its origin. */
  readonly going: readonly Going[];
  readonly stays: readonly StayingRun[];
  /** Runs that are there, and not to be removed. */
  readonly others: readonly RunHead[];
  /** Milliseconds since 1970: what is younger stays. */
  readonly before: number;
}

/** Chooses. Throws a StoreError for a name of no run, and a RangeError for one of a run that is part of another. */
export async function gcPlan(store: Store, options: GcOptions): Promise<GcPlan> {
  const all = await store.runs(), before = Date.now() - (options.olderThan ?? OLD);
  const chosen = options.runs ? await named(store, options.runs) : oldOnes(all, options, before);
  const weights = new Map((await store.weigh(chosen.map(({ id }) => id))).map((weight) => [weight.run, weight]));
  const isOld = ({ id }: RunHead) => options.runs !== undefined || (weights.get(id)?.updated ?? Infinity) <= before;
  const why = new Map<number, Reason>(), going = new Set<number>();
  for (const head of chosen.filter((head) => weights.has(head.id) && isOld(head))) {
    const reason = options.runs ? drivenOne(head) : drivenOne(head) ?? newest(all, head, options.keep ?? KEPT);
    if (reason) why.set(head.id, reason);
    else going.add(head.id);
  }
  const forks = await keepNeeded(store, all, { going, why });
  return {
    going: all.filter(({ id }) => going.has(id)).map((head) => ({
      head,
      weight: weights.get(head.id)!,
      forks: forks.get(head.id) ?? [],
    })),
    stays: all.flatMap((head) => {
      const reason = why.get(head.id);
      return reason ? [{ name: head.name, status: standingOf(head), ...reason }] : [];
    }),
    others: all.filter(({ id }) => !going.has(id)),
    before,
  };
}

type Reason = Pick<StayingRun, "why" | "by">;

async function named(store: Store, names: readonly string[]): Promise<readonly RunHead[]> {
  const heads = await Promise.all(names.map((name) => findRun(store, name)));
  const part = heads.find(({ parent }) => parent !== undefined);
  if (!part) return heads;
  const { name } = await store.run(part.driver);
  throw new RangeError(`Cannot remove \`${part.name}\` by itself: it is part of \`${name}\`; remove that one`);
}

function oldOnes(all: readonly RunHead[], { status = ENDED }: GcOptions, before: number): readonly RunHead[] {
  return all.filter((head) => {
    const waits = head.status === "waiting" && status.includes("waiting");
    return head.updated <= before && (waits || status.includes(standingOf(head)));
  });
}

function drivenOne(head: RunHead): Reason | undefined {
  return isDriven(head) ? { why: "driven" } : undefined;
}

/** Runs are listed newest first. */
function newest(all: readonly RunHead[], { id, title }: RunHead, keep: number): Reason | undefined {
  const place = all.filter((head) => head.title === title).findIndex((head) => head.id === id);
  return place < keep ? { why: "newest" } : undefined;
}

/**
 * Keeps the runs that forks need which stay, newest forks first, since each may need a run that itself is a fork. Gives
 * the forks of each run that do without it.
 */
async function keepNeeded(
  store: Store,
  all: readonly RunHead[],
  { going, why }: { readonly going: Set<number>; readonly why: Map<number, Reason> },
): Promise<ReadonlyMap<number, readonly number[]>> {
  const forks = new Map<number, number[]>(), rootOf = async (id: number) => (await store.run(id)).driver;
  for (const fork of all) {
    if (!fork.origin || going.has(fork.id)) continue;
    const { run: origin } = fork.origin,
      roots = await whileThere(async () => ({
        needed: await Promise.all((await neededOrigins(store, fork)).map(rootOf)),
        origin: await rootOf(origin),
      }));
    if (!roots) continue;
    for (const needed of roots.needed) if (going.delete(needed)) why.set(needed, { why: "needed", by: fork.name });
    forks.set(roots.origin, [...forks.get(roots.origin) ?? [], fork.id]);
  }
  return forks;
}

/** What is asked of a run that another may be removing; undefined when it is gone. */
export async function whileThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StoreError && error.failure === "not-found") return undefined;
    throw error;
  }
}
