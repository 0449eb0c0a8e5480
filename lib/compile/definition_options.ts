import type { SnapshotTerms } from "../plan/mod.ts";
import type { ProcessSettings } from "../spec/definition_settings.ts";
import type { Defaults } from "./find_entry.ts";

/** How process definitions are run, with every default. */
export interface ProcessOptions {
  /** How often a task is tried. */
  readonly attempts: number;
  /** Tasks at a time. */
  readonly width: number;
  /** How often a graph is made anew. */
  readonly replans: number;
  /** Below this confidence a person is asked. Absent: never. */
  readonly pause?: number;
  /** Whether files and patterns are looked at. */
  readonly checks: boolean;
  /** Whether a model judges. */
  readonly judges: boolean;
  /** Votes of the third tier of verification. */
  readonly votes: number;
}

/** What `loom.toml`s say of processes, the nearest first; what none of them says is as it is without them. */
export function processOptions(defaults: readonly Defaults[]): ProcessOptions {
  const execution = tableOf(defaults, "execution"), verification = tableOf(defaults, "verification");
  const { max_subtask_retries: retries = 3, max_parallel_subtasks: width = 3, max_replans: replans = 2 } = execution;
  const { auto_approve_confidence_threshold: pause } = execution;
  const { tier1_enabled: checks = true, tier2_enabled: judges = true, tier3_enabled: votes = true } = verification;
  return {
    attempts: retries + 1,
    width,
    replans,
    ...(pause === undefined ? {} : { pause }),
    checks,
    judges,
    votes: votes ? verification.tier3_vote_count ?? 3 : 1,
  };
}

/** What `loom.toml`s say of what is taken down of a workspace; undefined where none of them says anything. */
export function standingSnapshot(defaults: readonly Defaults[]): SnapshotTerms | undefined {
  const { without, entries } = tableOf(defaults, "workspace");
  if (without === undefined && entries === undefined) return undefined;
  return { ...(without === undefined ? {} : { without }), ...(entries === undefined ? {} : { entries }) };
}

function tableOf<T extends keyof ProcessSettings>(
  defaults: readonly Defaults[],
  table: T,
): NonNullable<ProcessSettings[T]> {
  return Object.assign({}, ...defaults.map(({ value }) => value[table] ?? {}).toReversed());
}
