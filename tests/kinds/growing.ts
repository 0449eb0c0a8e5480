import assert from "node:assert/strict";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import type { RunEnd } from "../../lib/app/run_handle.ts";
import { seedFor } from "../../lib/base/seeded.ts";
import type { Model, ModelRequest } from "../../lib/models/model.ts";
import type { AutoloomPlan, Entry } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import type { Tree, TreeNode, TreeNote } from "../../lib/tree/tree.ts";
import { childrenOf, textAt, treeOf } from "../../lib/tree/tree.ts";
import type { Reply } from "../engine/models.ts";
import { wordModel } from "../engine/models.ts";
import { autoloomPlan } from "./plans.ts";

/** Models of a test by their names in the plan. */
export type Cast = { readonly [name: string]: Model };

/** A run that came to rest, and all it left behind. */
export interface Grown {
  readonly end: RunEnd;
  readonly store: Store;
  readonly loom: Loom;
  readonly tree: Tree;
  readonly rows: readonly Entry[];
}

/** A plan over the models of a test. */
export function planFor(cast: Cast, more: Partial<AutoloomPlan> = {}): AutoloomPlan {
  return autoloomPlan(Object.fromEntries(Object.entries(cast).map(([name, { facts }]) => [name, facts])), more);
}

/** Runs a plan to its end, in memory. */
export async function grow(
  cast: Cast,
  more: Partial<AutoloomPlan> = {},
  { start, ...options }: LoomOptions & { readonly start?: StartOptions } = {},
): Promise<Grown> {
  const store = options.store ?? memoryStore();
  const loom = await openLoom({ retry: { base: 1, cap: 2, attempts: 2 }, ...options, store, models: cast });
  const run = await loom.start(planFor(cast, more), { seed: 7, name: "g", ...start });
  return { end: await run.end, store, loom, ...await leftBehind(store, run.name) };
}

/** Document and journal of a run. */
export async function leftBehind(store: Store, name: string): Promise<Pick<Grown, "tree" | "rows">> {
  const head = await store.findRun(name), { document } = await store.inputs(head.id) as { readonly document: string };
  const { nodes, notes } = await store.document(document);
  return { tree: treeOf(document, nodes, notes), rows: await store.entries(head.id, 0) };
}

/** A free model that continues a text with words that depend on the text and the seed alone. */
export function dreamer(words = 3): Model & { readonly calls: ModelRequest[] } {
  return wordModel(({ prompt, seed = 0 }) => {
    const text = prompt.form === "text" ? prompt.text : "";
    return Array.from({ length: words }, (_, i) => ` w${seedFor(seed, `${text}/${i}`) % 1000}`).join("");
  }, { free: true });
}

/** A free model. */
export function model(reply: Reply): Model & { readonly calls: ModelRequest[] } {
  return wordModel(reply, { free: true });
}

/** What a judge is asked, as one text. */
export function asked({ prompt }: ModelRequest): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map(({ text }) => text).join("\n");
}

/** The continuations a judge is shown, by the numbers they are shown under. */
export function shownTo(request: ModelRequest): ReadonlyMap<number, string> {
  const found = asked(request).matchAll(/<continuation number="(\d+)">([\s\S]*?)<\/continuation>/g);
  return new Map([...found].map(([, number, text]) => [Number(number), text!]));
}

/** A judge that likes the continuations with the greatest number in them, best first. */
export function judgeOfNumbers(wanted = 1): Model & { readonly calls: ModelRequest[] } {
  return model((request) => {
    const ranked = [...shownTo(request)].sort(([, a], [, b]) => numberIn(b) - numberIn(a)).map(([number]) => number);
    return wanted === 1 ? String(ranked[0]) : JSON.stringify(ranked.slice(0, wanted));
  });
}

/** The last number in a text. */
export function numberIn(text: string): number {
  return Number(/(\d+)\D*$/.exec(text)?.[1] ?? -1);
}

/** Nodes of a tree by the round they were made in, in the order of their places. */
export function rounds({ tree, rows }: Pick<Grown, "tree" | "rows">): readonly (readonly TreeNode[])[] {
  const found: TreeNode[][] = [];
  for (const { key = "", value } of rows) {
    const [, round, index] = /^round\/(\d+)\/expand\/(\d+)$/.exec(key) ?? [];
    const id = (value as { readonly value?: { readonly node?: string } } | undefined)?.value?.node;
    if (round !== undefined && id !== undefined) (found[Number(round) - 1] ??= [])[Number(index)] = tree.nodes.get(id)!;
  }
  return found;
}

/** The notes of one kind, in order. */
export function notesOf({ notes }: Tree, kind: string): readonly TreeNote[] {
  return [...notes.values()].flat().filter((note) => note.kind === kind);
}

/** The nodes that a round chose, best first. */
export function choicesOf(tree: Tree, round: number): readonly string[] {
  const found = notesOf(tree, "choice").map(({ node, value }) => ({
    node,
    ...value as { round: number; rank: number },
  }));
  return found.filter((choice) => choice.round === round).toSorted((a, b) => a.rank - b.rank).map(({ node }) => node);
}

/** The text that the last choice leads to. */
export function chosenText(tree: Tree): string {
  for (let round = 1, node = childrenOf(tree, null)[0]!.id;; round++) {
    const [first] = choicesOf(tree, round);
    if (first === undefined) return textAt(tree, node);
    node = first;
  }
}

/** The text of a run's outputs. */
export function textOf({ outputs }: RunEnd): string {
  const { text } = outputs as { readonly text: string };
  assert.equal(typeof text, "string");
  return text;
}
