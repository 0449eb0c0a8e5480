/**
 * One run for people: its steps with what each cost and came to, what it has spent, and why it ended.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Booking, End, Entry, Limits, RunStatus } from "../plan/mod.ts";
import type { OpenIntent, RunHead } from "../store/store.ts";
import type { TreeNote } from "../tree/tree.ts";
import { standing } from "./standing.ts";
import type { StepDraft } from "./steps_of.ts";
import { stepsOf } from "./steps_of.ts";
import type { StepView } from "./step_view.ts";

/** Everything a {@link RunView} is folded from. */
export interface RunRecord {
  readonly head: RunHead;
  /** All rows, oldest first. */
  readonly entries: readonly Entry[];
  /** Notes on the nodes of its document; those of other runs are passed over. Default: none. */
  readonly notes?: readonly TreeNote[];
  /** Its child runs. Default: none. */
  readonly children?: readonly RunView[];
  /** Calls of which nothing is known. Default: none. */
  readonly unsettled?: readonly OpenIntent[];
  /** Its models by their names in the plan, as `provider/model`. Default: none. */
  readonly models?: Readonly<Record<string, string>>;
  /** Whether its driver is known to be gone. Default false. */
  readonly gone?: boolean;
}

/** One run for people. */
export interface RunView {
  readonly name: string;
  readonly title: string;
  /** Program and version. */
  readonly program: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970 of the newest row. */
  readonly updated: number;
  /** How often somebody began to drive it. */
  readonly drives: number;
  /** The step of its parent that it is. */
  readonly parentKey?: string;
  /** In the order of their outcomes; those without one last. */
  readonly steps: readonly StepView[];
  readonly children: readonly RunView[];
  readonly totals: RunTotals;
  readonly limits: Limits;
  /** Why it ended, when it has. */
  readonly end?: End;
  /** What it came to, when it has ended. */
  readonly outputs?: Json;
  /** Calls that were begun and never heard of again; what they reserved stays charged. */
  readonly unsettled: readonly OpenIntent[];
}

/** Sums over a run and its children. */
export interface RunTotals {
  /** What is spent, by the ledger. */
  readonly spent: Booking;
  /** What is held back for calls in flight and for unsettled ones. */
  readonly reserved: Booking;
  /** Milliseconds of working time. */
  readonly wall: number;
  /** Steps with an outcome. */
  readonly steps: number;
  /** Failed attempts that were tried again. */
  readonly retries: number;
  /** Outcomes that were taken from another run. */
  readonly reused: number;
}

/** Folds the record of a run. */
export function runView(record: RunRecord): RunView {
  const { head, entries, children = [], unsettled = [], gone = false } = record;
  const around = surroundings(record);
  const steps = summed(stepsOf(entries).map((step) => finished(step, around)));
  const { end, outputs } = endIn(entries);
  return {
    name: head.name,
    title: head.title,
    program: head.program,
    status: standing(head, { gone }),
    created: head.created,
    updated: head.updated,
    drives: entries.filter(({ type }) => type === "drive").length,
    ...(head.parent ? { parentKey: head.parent.key } : {}),
    steps,
    children,
    totals: totalsOf(head, steps),
    limits: head.ledger.limits,
    ...(end ? { end, outputs } : {}),
    unsettled,
  };
}

type Unsummed = Omit<StepView, "cumulative">;

/** What a step is told of by others: notes by node, child runs by key, models by name. */
interface Surroundings {
  readonly models: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, readonly TreeNote[]>;
  readonly children: ReadonlyMap<string | undefined, RunView>;
}

function surroundings({ head, notes = [], children = [], models = {} }: RunRecord): Surroundings {
  return {
    models: new Map(Object.entries(models)),
    notes: Map.groupBy(notes.filter(({ run }) => run === head.name), ({ node }) => node),
    children: new Map(children.map((child) => [child.parentKey, child])),
  };
}

/** Adds what the draft does not know: grades, models, and what a child run has cost. */
function finished(draft: StepDraft, { notes, children, models }: Surroundings): Unsummed {
  const { rows, began, reserved: _, ...step } = draft;
  const child = children.get(step.key), own = step.node === undefined ? [] : notes.get(step.node) ?? [];
  const { score, chosen } = worthIn(own);
  return {
    ...step,
    ...(step.model === undefined ? {} : { model: models.get(step.model) ?? step.model }),
    ...(child ? { type: "run", cost: child.totals.spent } : {}),
    ...(rows > 1 ? { duration: step.at - began } : {}),
    ...(score === undefined ? {} : { score }),
    chosen,
  };
}

/** What notes say of a text: the grade of one that may be gone on from, or the total of a draft; whether it was taken. */
function worthIn(notes: readonly TreeNote[]): { readonly score: number | undefined; readonly chosen: boolean } {
  const valueOf = (sort: string) => notes.findLast(({ kind }) => kind === sort)?.value;
  const grade = valueOf("grade") as { readonly score?: unknown } | undefined;
  const draft = valueOf("draft") as { readonly total?: unknown; readonly accepted?: unknown } | undefined;
  const score = [grade?.score, draft?.total].find((one) => typeof one === "number");
  return { score, chosen: notes.some(({ kind }) => kind === "choice") || draft?.accepted === true };
}

function summed(steps: readonly Unsummed[]): readonly StepView[] {
  let cumulative = 0;
  const ended = steps.filter(({ state }) => state !== "open"), open = steps.filter(({ state }) => state === "open");
  return [...ended, ...open].map((step) => ({ ...step, cumulative: cumulative += step.cost.usd }));
}

function totalsOf({ ledger: { spent, reserved, wall } }: RunHead, steps: readonly StepView[]): RunTotals {
  return {
    spent,
    reserved,
    wall,
    steps: steps.filter(({ state }) => state !== "open" && state !== "dropped").length,
    retries: steps.reduce((sum, { failures }) => sum + failures.length, 0),
    reused: steps.filter(({ reused }) => reused).length,
  };
}

/** The end that holds: a run that was opened again has none until it ends again. */
function endIn(entries: readonly Entry[]): { readonly end?: End; readonly outputs: Json } {
  const last = entries.findLast(({ type }) => type === "end" || type === "reopen");
  if (last?.type !== "end") return { outputs: null };
  const { outputs = null, ...end } = last.value as unknown as End & { readonly outputs?: Json };
  return { end, outputs };
}
