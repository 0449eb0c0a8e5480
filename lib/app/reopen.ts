import type { Held } from "../engine/host.ts";
import type { Json } from "../base/json.ts";
import type { Entry, Limits } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { lastEnd } from "./ended_earlier.ts";

/** Opens an ended run again, or raises the budget of one that rests: one row that says so. */
export async function reopen(store: Store, held: Held, add: Limits): Promise<Held> {
  const { run, epoch } = held, isEnded = run.status === "failed" || run.status === "exhausted";
  const raises = Object.keys(add).length > 0;
  if (!isEnded && !raises) return held;
  if (raises) await store.raise(run.id, epoch, add);
  const { entries } = await store.load(run.id), seq = (entries.at(-1)?.seq ?? 0) + 1;
  const failed = run.status === "failed" ? await lastEnd(store, run) : undefined;
  const again = failed ? { again: [...new Set([failed.end.cause, ...lastFailures(entries)])] } : {};
  const value = { ...(raises ? { add } : {}), ...again } as unknown as Json;
  await store.append(run.id, epoch, [{ entry: { seq, type: "reopen", at: Date.now(), value } }]);
  return { run: await store.run(run.id), epoch };
}

/** Steps that failed and after which nothing else came of anything: a program that goes on without them has not. */
function lastFailures(entries: readonly Entry[]): readonly string[] {
  const outcomes = entries.filter(({ type }) => type === "result" || type === "done"),
    hasFailed = ({ value }: Entry) => (value as { readonly type?: string } | null | undefined)?.type === "failed";
  return outcomes.slice(outcomes.findLastIndex((entry) => !hasFailed(entry)) + 1).map(({ key }) => key!);
}
