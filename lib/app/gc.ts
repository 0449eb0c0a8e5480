/** Removing old runs and what nobody refers to any more. */
import { isGone } from "../engine/lease.ts";
import type { Compacted, Store, Swept } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { GcOptions } from "./gc_options.ts";
import { checkGcOptions } from "./gc_options.ts";
import type { Going } from "./gc_plan.ts";
import { gcPlan } from "./gc_plan.ts";
import type { GcReport, RemovedRun, StayingRun } from "./gc_report.ts";
import { isDriven } from "./is_driven.ts";
import { standingOf } from "./read_run.ts";
import type { UnusedDocument } from "./unused_documents.ts";
import { unusedDocuments } from "./unused_documents.ts";

/**
 * Removes runs, or tells which it would. Each run goes at once, with all that is part of it; what its journal held is
 * deleted in slices after that. Killed or stopped at any moment, it leaves whole runs, and the next one ends its work.
 */
export async function gc(store: Store, options: GcOptions = {}): Promise<GcReport> {
  checkGcOptions(options);
  const plan = await gcPlan(store, options), { apply = false, documents = false, runs } = options;
  const unused = documents ? await unusedDocuments(store, plan, { named: runs !== undefined }) : [];
  if (!apply) return { ...told(plan.going, plan.stays, unused), applied: false, swept: NOTHING, stopped: false };
  const stop = stopper(options.signal), gone: Going[] = [], changed: StayingRun[] = [];
  for (const going of plan.going) {
    if (await stop()) break;
    if (await store.remove(removalOf(going))) gone.push(going);
    else changed.push({ name: going.head.name, status: standingOf(going.head), why: "changed" });
  }
  const cut: UnusedDocument[] = [];
  for (const document of unused) {
    if (!await stop() && await store.removeDocument(document.name)) cut.push(document);
  }
  const swept = await sweep(store, stop);
  const file = await stop() ? {} : await compact(store);
  return { ...told(gone, [...plan.stays, ...changed], cut), applied: true, swept, ...file, stopped: await stop() };
}

const NOTHING: Omit<Swept, "next"> = { rows: 0, nodes: 0, values: 0 };

type Told = Pick<GcReport, "runs" | "stays" | "documents" | "rows" | "bytes">;

function told(going: readonly Going[], stays: readonly StayingRun[], documents: readonly UnusedDocument[]): Told {
  const runs = going.map(({ head, weight: { rows, bytes, updated } }): RemovedRun => {
    const { name, title } = head;
    return { name, title, status: standingOf(head), updated, rows, bytes };
  });
  const sum = (of: "rows" | "bytes") => runs.reduce((total, run) => total + run[of], 0);
  return { runs, stays, documents, rows: sum("rows"), bytes: sum("bytes") };
}

/** Says whether it is time to stop, and lets others have their turn first: a local database never waits by itself. */
function stopper(signal: AbortSignal | undefined): () => Promise<boolean> {
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    return signal?.aborted ?? false;
  };
}

function removalOf({ head: { id, lease }, forks }: Going): Parameters<Store["remove"]>[0] {
  return { run: id, epoch: lease.epoch, ...(lease.live && isGone(lease) ? { gone: true } : {}), forks };
}

async function sweep(store: Store, stop: () => Promise<boolean>): Promise<Omit<Swept, "next">> {
  let { rows, nodes, values } = NOTHING;
  for (let next: number | undefined = 0; next !== undefined && !await stop();) {
    const slice: Swept = await store.sweep(next);
    next = slice.next, rows += slice.rows, nodes += slice.nodes, values += slice.values;
  }
  return { rows, nodes, values };
}

/** Writing the whole file anew takes its time, and no driver is to wait for that. What fails here has done no harm. */
async function compact(store: Store): Promise<{ readonly file?: Compacted; readonly notCompacted?: string }> {
  const driven = (await store.runs()).find(isDriven);
  if (driven) return { notCompacted: `\`${driven.name}\` is being driven` };
  try {
    const file = await store.compact();
    return file ? { file } : {};
  } catch (error) {
    if (error instanceof StoreError && (error.failure === "busy" || error.failure === "full")) {
      return { notCompacted: error.message };
    }
    throw error;
  }
}
