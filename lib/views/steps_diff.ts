import type { Booking } from "../plan/mod.ts";
import type { StepState } from "./step_view.ts";

/** A step of a run or of one of its child runs, as two runs are compared by it. */
export interface ComparedStep {
  /** Its key; that of a child run's step stands after the key of the step that started the child: `a > b`. */
  readonly key: string;
  /** Row of its outcome, or of the outcome of the step that started its run. */
  readonly seq: number;
  /** Hash of what was asked for. */
  readonly hash?: string;
  /** How far it has come. */
  readonly state: StepState;
  /** The outcome was taken from another run. */
  readonly reused: boolean;
  /** What tells its outcome from another, whatever run it is of; absent while there is none. */
  readonly outcome?: string;
  /** What it cost. */
  readonly cost: Booking;
}

/** Steps of two runs side by side, by their keys. */
export interface StepsDiff {
  /** Steps that asked for the same and got the same. */
  readonly same: number;
  /** How many of these the second run took over from another for nothing. */
  readonly reused: number;
  /** Steps of the origin before the fork, which the fork has in its state. */
  readonly shared: number;
  /** Keys of steps that asked for something else, or the same of other texts, and got the same. */
  readonly sameOutcome: readonly string[];
  /** Keys of steps that asked for the same and got something else. */
  readonly otherOutcome: readonly string[];
  /** Keys of steps that asked for something else, or the same of other texts, and got something else. */
  readonly otherRequest: readonly string[];
  /** Keys of steps that only the first run has. */
  readonly onlyBefore: readonly string[];
  /** Keys of steps that only the second run has. */
  readonly onlyAfter: readonly string[];
}

/**
 * Steps side by side. A key that a run uses more than once names its steps in turn. `forkedAt`: the row of the first run
 * that the second was forked at.
 */
export function stepsDiff(
  before: readonly ComparedStep[],
  after: readonly ComparedStep[],
  { forkedAt = 0 }: { readonly forkedAt?: number } = {},
): StepsDiff {
  const inherited = new Map(before.filter(({ seq }) => seq <= forkedAt).map((step) => [nameOf(step), step]));
  const taken = after.filter((step) => step.reused && inherited.has(nameOf(step))), own = new Set(after);
  for (const step of taken) own.delete(step);
  const pairs = [
    ...taken.map((step) => ({ before: inherited.get(nameOf(step)), after: step })),
    ...paired(before.filter(({ seq }) => seq > forkedAt), [...own]),
  ];
  const keys = (sort: Sort) =>
    pairs.filter((pair) => sortOf(pair) === sort).map((pair) => (pair.after ?? pair.before)!.key);
  const same = pairs.filter((pair) => sortOf(pair) === "same");
  return {
    same: same.length,
    reused: same.filter((pair) => pair.after?.reused).length,
    shared: before.filter(({ seq }) => seq <= forkedAt).length - taken.length,
    sameOutcome: keys("same-outcome"),
    otherOutcome: keys("other-outcome"),
    otherRequest: keys("other-request"),
    onlyBefore: keys("only-before"),
    onlyAfter: keys("only-after"),
  };
}

interface Pair {
  readonly before: ComparedStep | undefined;
  readonly after: ComparedStep | undefined;
}

type Sort = "same" | "same-outcome" | "other-outcome" | "other-request" | "only-before" | "only-after";

function sortOf({ before, after }: Pair): Sort {
  if (!after) return "only-before";
  if (!before) return "only-after";
  const isSame = before.outcome === after.outcome && before.state === after.state;
  // A request names the nodes of its texts, which are of one run alone: only a fork asks for what its origin asked for.
  if (before.hash !== after.hash) return isSame ? "same-outcome" : "other-request";
  return isSame ? "same" : "other-outcome";
}

function paired(before: readonly ComparedStep[], after: readonly ComparedStep[]): readonly Pair[] {
  const left = Map.groupBy(after, ({ key }) => key), nth = new Map<string, number>();
  const pairs = before.map((step): Pair => {
    const place = nth.get(step.key) ?? 0, found = left.get(step.key)?.[place];
    nth.set(step.key, place + 1);
    return { before: step, after: found };
  });
  const met = new Set(pairs.map((pair) => pair.after));
  return [...pairs, ...after.filter((step) => !met.has(step)).map((step) => ({ before: undefined, after: step }))];
}

function nameOf({ key, hash = "" }: ComparedStep): string {
  return `${hash} ${key}`;
}
