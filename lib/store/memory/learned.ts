/** What runs have taught, in memory. */
import { toJson } from "../../base/json.ts";
import { different } from "../learned.ts";
import type { LearnedStore, NewPattern, Pattern, PatternFilter } from "../learned_store.ts";
import type { MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** What runs have taught, over one state. */
export function memoryLearned(state: MemoryState): LearnedStore {
  const all = () => [...state.patterns.values()].map(({ pattern }) => pattern);
  return {
    learn: (run, patterns) =>
      settled(() => {
        if (patterns.length === 0) return;
        const { id } = state.run(run);
        const made = different(patterns).map(({ value, ...one }) => ({
          ...one,
          ...(value === undefined ? {} : { value: toJson(value) }),
        }));
        for (const one of made) learn(state, id, one);
      }),
    list: ({ limit, ...filter } = {}) =>
      settled(() => all().filter((one) => isMeant(one, filter)).sort(byWeight).slice(0, limit)),
    forget: (filter = {}) => settled(() => forget(state, (one) => isMeant(one, filter))),
    prune: (before) => settled(() => forget(state, ({ count, last }) => count === 1 && last < before)),
  };
}

function learn({ patterns }: MemoryState, run: number, { kind, key, at, ...rest }: NewPattern): void {
  const name = JSON.stringify([kind, key]), known = patterns.get(name);
  if (known?.runs.has(run)) return;
  const { count, last } = known?.pattern ?? { count: 0, last: at };
  const pattern = { kind, key, count: count + 1, last: Math.max(last, at), ...rest };
  patterns.set(name, { pattern, runs: new Set([...known?.runs ?? [], run]) });
}

function isMeant(pattern: Pattern, { kind = pattern.kind, key = pattern.key }: PatternFilter): boolean {
  return pattern.kind === kind && pattern.key === key;
}

function forget({ patterns }: MemoryState, isGone: (pattern: Pattern) => boolean): number {
  const gone = [...patterns].filter(([, { pattern }]) => isGone(pattern));
  for (const [name] of gone) patterns.delete(name);
  return gone.length;
}

function byWeight(a: Pattern, b: Pattern): number {
  const words = ({ kind, key }: Pattern) => `${kind}\n${key}`;
  return b.count - a.count || b.last - a.last || (words(a) < words(b) ? -1 : 1);
}
