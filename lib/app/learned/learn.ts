import type { NewPattern, RunHead, Store } from "../../store/store.ts";

export type { Pattern } from "../../store/store.ts";

/** Milliseconds after which what one run alone has shown is forgotten: 90 days. */
export const LONE_PATTERN_LIFE: number = 90 * 86_400_000;

/** How what was learned is kept. */
export interface LearnOptions {
  /** Milliseconds since 1970. Default: now. */
  readonly now?: number;
}

/**
 * Counts what a run has shown, and forgets what one run alone has shown more than 90 days ago. A run that is resumed, or
 * shows the same again, counts once.
 */
export async function learn(
  { store, run }: { readonly store: Pick<Store, "learned">; readonly run: Pick<RunHead, "id"> },
  patterns: readonly Omit<NewPattern, "at">[],
  { now = Date.now() }: LearnOptions = {},
): Promise<void> {
  if (patterns.length === 0) return;
  await store.learned.learn(run.id, patterns.map((pattern) => ({ ...pattern, at: now })));
  await store.learned.prune(now - LONE_PATTERN_LIFE);
}
