import { isGone } from "../engine/lease.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { LoopView } from "../views/loop_view.ts";
import { childCosts, LoopFold } from "../views/loop_view.ts";

/** Rows that are held at a time. */
const ROWS = 1_000;

/** The rounds of a run, read in pieces; undefined for a run that goes in none. */
export async function readLoop(store: Store, head: RunHead): Promise<LoopView | undefined> {
  const plan = await store.plan(head.id);
  if (plan !== undefined && plan.kind !== "refine") return undefined;
  const fold = new LoopFold(childCosts(await store.runs({ parent: head.id })));
  for (let last = 0;;) {
    const entries = await store.entries(head.id, last, ROWS);
    for (const entry of entries) fold.take(entry);
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < ROWS) break;
  }
  const view = fold.view(head, { gone: isGone(head.lease) });
  return plan === undefined && view.rounds.length === 0 ? undefined : view;
}
