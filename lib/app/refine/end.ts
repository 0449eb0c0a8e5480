import type { Json } from "../../base/json.ts";
import { usd } from "../../base/money.ts";
import { endIn, restore } from "../../engine/restore.ts";
import type { RoundRecord, Told } from "../../kinds/refine_code/code.ts";
import { recordsOf } from "../../kinds/refine_code/log.ts";
import type { Outputs, OutputState } from "../../kinds/refine_code/outputs.ts";
import { outputsOf } from "../../kinds/refine_code/outputs.ts";
import type { CodeState } from "../../kinds/refine_code/state.ts";
import { FIRST, NOTHING, plus } from "../../kinds/refine_code/state.ts";
import type { Booking, End, EndKind, Entry, ToldRound } from "../../plan/mod.ts";
import type { RunHead, Store } from "../../store/store.ts";
import type { ScoredState } from "./context.ts";
import type { StepRecord } from "./record.ts";
import { stepRecord } from "./record.ts";
import type { Spending } from "./spend.ts";
import type { StateShape } from "./state_shape.ts";
import { typedOrRaw } from "./state_shape.ts";

/** A step that is over, with the state it gave. */
export interface RefineStep<S> extends StepRecord {
  /** Name of the run. */
  readonly runId: string;
  /** The state it gave; null where it gave none. A copy. */
  readonly state: S | null;
  /** The best score so far, and the step that had it; null before the first. */
  readonly best: { readonly score: number; readonly step: number } | null;
}

/** How a run of a loop came to rest. */
export interface RefineEnd<S> {
  /** Name of the run: what `resume` takes. */
  readonly runId: string;
  /** How it ended; `paused` when it was stopped on purpose and can be resumed. */
  readonly kind: EndKind | "paused";
  /** One sentence that explains it. */
  readonly reason: string;
  /** `stop.plateau`, `stop.similar`, `stop.predicate`, `stop.judge`, `stop.not`, `stall`, a dimension of the budget, the key of a step that failed, `cancel` or `pause`. */
  readonly cause: string;
  /** Why it failed, when it did. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** What it has spent in all its lives, loops inside it included. */
  readonly spent: Spending;
  /** The state with the best score; null where none has one. */
  readonly best: ScoredState<S> | null;
  /** The newest state that a step gave; null where none did. */
  readonly last: ScoredState<S> | null;
  /** Steps that are finished. */
  readonly steps: number;
  /** All steps, oldest first, without their states; the one that failed a run included. */
  readonly history: readonly StepRecord[];
}

/** What the journal tells of how a run rests. */
export async function endOf<S>(
  store: Store,
  name: string,
  shape: StateShape<S> | undefined,
): Promise<RefineEnd<S>> {
  const run = await store.findRun(name), { state, tail } = await restore(store, run);
  const ended = await endIn(store, run.id, tail), cursor = state as unknown as CodeState | undefined ?? FIRST;
  const outputs = (ended?.outputs ?? outputsOf(cursor, await startOf(store, run))) as unknown as Outputs;
  const scored = (one: OutputState | null): ScoredState<S> | null =>
    one && { state: typedOrRaw(shape, one.state), score: one.score, step: one.step };
  const { kind, reason, cause, failure } = ended?.end ?? PAUSED, { spent } = run.ledger;
  return {
    runId: run.name,
    kind,
    reason,
    cause,
    ...(failure ? { failure } : {}),
    spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
    best: scored(outputs.best),
    last: scored(outputs.last),
    steps: cursor.round,
    history: [...recordsOf(cursor.log), ...failedIn(tail, cursor)].map(stepRecord),
  };
}

const PAUSED: Omit<End, "kind"> & { readonly kind: "paused" } = {
  kind: "paused",
  reason: "stopped; resume it to go on",
  cause: "pause",
};

/** The state that a run began with. */
async function startOf(store: Store, run: RunHead): Promise<Json> {
  const { inputs } = await store.inputs(run.id) as { readonly inputs?: Json };
  const given = (run.parent ? inputs : (inputs as { readonly input?: Json } | undefined)?.input) ?? null;
  return (given as { readonly state?: Json } | null)?.state ?? null;
}

/** The step that a run failed at: its cursor stays before it. */
function failedIn(tail: readonly Entry[], { round }: CodeState): readonly RoundRecord[] {
  const told = tail.findLast(({ key }) => key === `round/${round + 1}/told`);
  if (!told) return [];
  const { value } = told.value as unknown as { readonly value: ToldRound },
    { score, verdict, from, back, error } = value;
  const step = round + 1, own = tail.filter(({ key, seq }) => key?.startsWith(`round/${step}/`) && seq < told.seq);
  const cost = own.reduce<Booking>(
    (sum, { type, booking }) => booking && type !== "intent" ? plus(sum, booking) : sum,
    NOTHING,
  );
  return [{
    step,
    verdict,
    score,
    cost,
    from,
    ...(back === undefined ? {} : { back }),
    ...(error === undefined ? {} : { error }),
  }];
}

/** A step as those who follow a run are told of it. */
export function stepOf<S>(runId: string, told: Told, shape: StateShape<S> | undefined): RefineStep<S> {
  const { record, made, best } = told;
  return { ...stepRecord(record), runId, state: made === null ? null : typedOrRaw(shape, made), best };
}
