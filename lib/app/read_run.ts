/**
 * Reads runs for people: everything a view or an export is folded from, in one place.
 *
 * @module
 */
import { isGone } from "../engine/lease.ts";
import type { RunStatus } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { TreeNode, TreeNote } from "../tree/tree.ts";
import type { RunExport } from "../views/run_export.ts";
import { runExport } from "../views/run_export.ts";
import type { RunView } from "../views/run_view.ts";
import { runView } from "../views/run_view.ts";
import { standing } from "../views/standing.ts";
import type { StatusView } from "../views/status_view.ts";
import { statusView } from "../views/status_view.ts";
import { isDriven } from "./is_driven.ts";
import { setupOf } from "./setup_of.ts";

/** Where a run really stands: `interrupted` as soon as its process is seen to be gone. */
export function standingOf(head: RunHead): RunStatus {
  return standing(head, { gone: isGone(head.lease) });
}

/** A run and its child runs with all their steps. */
export async function readRun(store: Store, head: RunHead): Promise<RunView> {
  const [entries, plan, unsettled, heads] = await Promise.all([
    store.entries(head.id, 0),
    store.plan(head.id),
    store.openIntents(head.id),
    store.runs({ parent: head.id }),
  ]);
  const children = await Promise.all(heads.toReversed().map((child) => readRun(store, child)));
  const driven = isDriven(head);
  return runView({
    head,
    entries,
    children,
    notes: (await wovenBy(store, head)).notes,
    models: Object.fromEntries(Object.entries(plan?.models ?? {}).map(([name, { facts }]) => [name, facts.id])),
    // What a living driver has in the air will be settled by itself.
    unsettled: driven ? [] : unsettled,
    gone: !driven,
  });
}

/** Where a run stands, from the end of its journal. */
export async function readStatus(store: Store, head: RunHead): Promise<StatusView> {
  return statusView(head, (await store.load(head.id)).entries, { gone: isGone(head.lease) });
}

/** A run and its child runs as `loom export` prints them. */
export async function readExport(store: Store, head: RunHead): Promise<RunExport> {
  return await exportOf(store, head, await readRun(store, head));
}

async function exportOf(store: Store, head: RunHead, view: RunView): Promise<RunExport> {
  const setup = await setupOf(store, head), heads = (await store.runs({ parent: head.id })).toReversed();
  const children = view.children.map(async (child, i) => await exportOf(store, heads[i]!, child));
  const texts = await store.texts(view.steps.flatMap(({ node }) => node ?? []));
  const hasDocument = texts.size > 0;
  return runExport(view, {
    inputs: setup.inputs,
    ...(hasDocument ? { document: setup.document } : {}),
    texts,
    children: await Promise.all(children),
  });
}

/** What stands in a run's document; nothing for a run that weaves none. */
export async function wovenBy(
  store: Store,
  head: RunHead,
): Promise<{ readonly nodes: readonly TreeNode[]; readonly notes: readonly TreeNote[] }> {
  const { document } = await setupOf(store, head);
  const isThere = (await store.documents()).some(({ name }) => name === document);
  return isThere ? await store.document(document) : { nodes: [], notes: [] };
}
