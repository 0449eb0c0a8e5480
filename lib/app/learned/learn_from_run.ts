import type { RunHead, Store } from "../../store/store.ts";
import { readProcess } from "../read_process.ts";
import { learn } from "./learn.ts";
import { runPatterns } from "./run_patterns.ts";

/**
 * Keeps what the run of a process has shown, and what its child runs have. What it has shown before counts once, however
 * often it is resumed.
 */
export async function learnFromRun(store: Store, run: RunHead): Promise<void> {
  const plan = await store.plan(run.id), view = plan?.kind === "process" ? await readProcess(store, run) : undefined;
  if (plan?.kind === "process" && view) {
    const models = Object.fromEntries(Object.entries(plan.models).map(([name, { facts }]) => [name, facts.id]));
    await learn({ store, run }, runPatterns(view, { models, planned: plan.planner !== undefined }));
  }
  for (const child of await store.runs({ parent: run.id })) await learnFromRun(store, child);
}
