/**
 * What the bench measures, as the plain data its processes hand to each other.
 *
 * @module
 */

/** Half and the slowest hundredth of some measured times, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** W1: the time between the bodies of consecutive steps. */
export interface StepOverhead {
  readonly steps: number;
  readonly total_ms: number;
  /** By window of steps, such as `901-1000`. */
  readonly gaps_ms: Readonly<Record<string, Percentiles>>;
}

/** W2: what a growing text leaves on disk. */
export interface Growth {
  readonly iterations: number;
  readonly payload_bytes: number;
  readonly total_ms: number;
  /** All files while the engine is still open. */
  readonly bytes: number;
  /** After SQLite has moved its log into the database. */
  readonly settled_bytes: number;
}

/** W3: from the start of a fresh process to the first new body. */
export interface Resume {
  readonly steps: number;
  /** Without what any process of the runtime costs before it does anything. */
  readonly ms: number;
  readonly load_library_ms: number;
  readonly empty_process_ms: number;
  readonly fill_s: number;
  /** The same with the engine's own server started anew, where it has one. */
  readonly server_too_ms?: number;
}

/** W4: independent tasks and one join. */
export interface FanOut {
  readonly tasks: number;
  readonly width: number;
  readonly total_ms: number;
}

/** W5: a loop that makes something better, as far as it came in its time. */
export interface Improvement {
  readonly rounds: number;
  /** Time between the bodies of consecutive rounds, in the first and the last 500. */
  readonly first: Percentiles;
  readonly last: Percentiles;
  /** What a round leaves on disk, in the first and in the second half. */
  readonly first_half_bytes: number;
  readonly second_half_bytes: number;
  /** From the start of a fresh process to the first new body, less an empty process. */
  readonly resume_ms: number;
}

/** What each workload measures. */
export interface Values {
  readonly W1: StepOverhead;
  readonly W2: Growth;
  readonly W3: Resume;
  readonly W4: FanOut;
  readonly W5: Improvement;
}

/** A workload of the bench. */
export type Workload = keyof Values;

/** All workloads, in the order they run. */
export const WORKLOADS: readonly Workload[] = ["W1", "W2", "W3", "W4", "W5"];

/** The windows of W1 that are shown: a step must not cost more the longer a run has become. */
export const WINDOWS: readonly (readonly [from: number, to: number])[] = [[1, 100], [401, 500], [901, 1_000]];

/** What a process says of one workload, or why there is nothing to say. */
export interface Found<W extends Workload> {
  readonly value: Values[W] | null;
  readonly durability?: string;
  readonly reason?: string;
  /** Why the workload was smaller than asked for. */
  readonly fewer?: string;
}

/** One peer on one workload. */
export type Row = {
  [W in Workload]: Found<W> & {
    readonly peer: string;
    readonly workload: W;
    readonly note?: string;
    readonly versions: Readonly<Record<string, string>>;
  };
}[Workload];

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
