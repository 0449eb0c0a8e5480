import { isGone } from "../engine/lease.ts";
import type { ProcessPlan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { childCosts } from "../views/loop_view.ts";
import type { ProcessView } from "../views/process_view.ts";
import { ProcessFold } from "../views/process_view.ts";
import { renderTemplate } from "./render_template.ts";
import { setupOf } from "./setup_of.ts";
import { standingChanges } from "./standing_changes.ts";

/** Rows that are held at a time. */
const ROWS = 1_000;

/** The tasks of a run as they stand; undefined for a run that is no process. */
export async function readProcess(store: Store, head: RunHead): Promise<ProcessView | undefined> {
  const fold = await processFold(store, head);
  if (!fold) return undefined;
  const goal = await goalOf(store, head), stands = await standingChanges(store, head);
  return fold.view(head, { gone: isGone(head.lease), stands, ...(goal === undefined ? {} : { goal }) });
}

/**
 * The rows of a process so far, folded in pieces; undefined for a run that is none. `before`: only rows before the one of
 * this number are wanted, asked when they have been read.
 */
export async function processFold(
  store: Store,
  head: RunHead,
  { before = () => Infinity }: { readonly before?: () => number } = {},
): Promise<ProcessFold | undefined> {
  const plan = await store.plan(head.id);
  if (plan?.kind !== "process") return undefined;
  const fold = new ProcessFold(plan, childCosts(await store.runs({ parent: head.id })));
  for (let last = 0;;) {
    const entries = await store.entries(head.id, last, ROWS);
    for (const entry of entries) if (entry.seq < before()) fold.take(entry);
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < ROWS) return fold;
  }
}

/** What a process is all for, as it was told; undefined where its plan does not say, or cannot say it any more. */
export async function goalOf(store: Store, head: RunHead): Promise<string | undefined> {
  const plan = await store.plan(head.id);
  return plan?.kind === "process" ? await goalIn(store, head, plan) : undefined;
}

async function goalIn(store: Store, head: RunHead, plan: ProcessPlan): Promise<string | undefined> {
  if (plan.goal === undefined) return undefined;
  try {
    return await renderTemplate(plan.goal, { plan, setup: await setupOf(store, head), seed: head.seed });
  } catch {
    // A goal that has no value is a matter of the run, which says so itself.
    return undefined;
  }
}
