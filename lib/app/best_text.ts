import { restore } from "../engine/restore.ts";
import type { Json } from "../base/json.ts";
import type { Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { lastEnd } from "./ended_earlier.ts";
import { lastAnswers } from "./last_answers.ts";
import { setupOf } from "./setup_of.ts";

/** The best text of a run as its last committed state has it. */
export interface BestText {
  readonly text: string;
  /** The node it ends at, when it stands in a document. */
  readonly node?: string;
}

/** The best text of a run so far; undefined when it has none yet, or makes none. */
export async function bestText(store: Store, head: RunHead): Promise<BestText | undefined> {
  const plan = await store.plan(head.id);
  if (!plan) return ofOutputs((await lastEnd(store, head))?.outputs);
  if (plan.kind === "process") return ofOutputs((await lastEnd(store, head))?.outputs, plan);
  const { kindDefinition } = await import("./kind_definition.ts");
  const definition = await kindDefinition(plan, await setupOf(store, head), head.seed);
  const { state } = await restore(store, head), ref = state === undefined ? undefined : definition.saves?.(state);
  if (!ref) return ofOutputs((await lastEnd(store, head))?.outputs);
  const path = await store.path(ref.node);
  return { text: path.map(({ text }) => text).join(""), node: ref.node };
}

/**
 * A text among outputs: the outputs themselves, or the one that is called so. Where nobody says what a process is worth, it
 * is what its last tasks said.
 */
export function textIn(outputs: Json | undefined, plan?: Plan): string | undefined {
  if (typeof outputs === "string") return outputs;
  if (plan?.kind === "process" && Object.keys(plan.outputs).length === 0) return lastAnswers(outputs ?? null);
  const text = (outputs as { readonly text?: Json } | null | undefined)?.text;
  return typeof text === "string" ? text : undefined;
}

function ofOutputs(outputs: Json | undefined, plan?: Plan): BestText | undefined {
  const text = textIn(outputs, plan);
  return text === undefined ? undefined : { text };
}
