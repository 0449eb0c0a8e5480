import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions } from "../../lib/app/loom_options.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { AutoloomPlan } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";

/** A loom and a run in it that is about to save its text. */
export interface Saving {
  /** All that was told so far. */
  readonly events: readonly RunEvent[];
  readonly store: Store;
  readonly loom: Loom;
  /** Starts the run, called `g`. */
  readonly start: () => Promise<RunHandle>;
  /** What was told so far of saves that failed. */
  readonly warnings: () => readonly RunEvent[];
}

/** A run that saves to `texts/story.txt`; `on` hears its events. */
export async function saving(
  folder: string,
  more: Partial<AutoloomPlan> = {},
  options: LoomOptions = {},
): Promise<Saving> {
  const events: RunEvent[] = [], cast = { m: dreamer() }, store = options.store ?? memoryStore();
  const on = (event: RunEvent): void => {
    events.push(event);
    options.on?.(event);
  };
  const loom = await openLoom({ models: cast, folder, ...options, store, on });
  const start = () => loom.start(planFor(cast, { save: "texts/story.txt", ...more }), { name: "g", seed: 1 });
  return { events, store, loom, start, warnings: () => events.filter((event) => event.type === "unsaved") };
}
