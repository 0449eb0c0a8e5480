/** Rows of a journal as steps: attempts, failures, settlements and the outcome of one step belong together. */
import type { Json } from "../base/json.ts";
import type { Booking, Entry, Failure } from "../plan/mod.ts";
import type { StepState, StepType } from "./step_view.ts";

/** A step as rows tell it, before grades, child runs and sums are known. */
export interface StepDraft {
  seq: number;
  readonly key: string;
  type: StepType;
  state: StepState;
  at: number;
  readonly began: number;
  rows: number;
  attempts: number;
  cost: Booking;
  /** The name of the model that was asked, as the plan has it. */
  model?: string;
  failures: Failure[];
  error?: string;
  reused: boolean;
  value?: Json;
  node?: string;
  question?: string;
  choices?: readonly string[];
  due?: number;
  otherwise?: Json;
  overrun: boolean;
  reserved: Map<number, Booking>;
}

/** Nothing booked. */
export const NOTHING: Booking = { usd: 0, tokens: 0, calls: 0 };

/** The sum of two bookings. */
export function plus(a: Booking, b: Booking): Booking {
  return { usd: a.usd + b.usd, tokens: a.tokens + b.tokens, calls: a.calls + b.calls };
}

/**
 * The steps of a journal, ordered by their newest row. A key may be used again after a commit: each outcome closes one
 * step, and the next row of that key begins another.
 */
export function stepsOf(entries: readonly Entry[]): readonly StepDraft[] {
  const steps: StepDraft[] = [], open = new Map<string, StepDraft>(), byIntent = new Map<number, StepDraft>();
  const stepAt = (entry: Entry): StepDraft => {
    const known = (entry.ref === undefined ? undefined : byIntent.get(entry.ref)) ?? open.get(entry.key!);
    if (known) return known;
    const step = newStep(entry);
    steps.push(step);
    open.set(step.key, step);
    return step;
  };
  for (const entry of entries) {
    if (entry.key === undefined) continue;
    const step = stepAt(entry), wasOpen = isOpen(step);
    take(step, entry);
    if (entry.type === "intent") byIntent.set(entry.seq, step);
    if (wasOpen && !isOpen(step)) open.delete(step.key);
  }
  return steps.sort((a, b) => a.seq - b.seq);
}

/** A dropped step may be asked for again: the same key goes on with it. */
function isOpen({ state }: StepDraft): boolean {
  return state === "open" || state === "dropped";
}

function newStep({ seq, key, at }: Entry): StepDraft {
  return {
    seq,
    key: key!,
    type: "step",
    state: "open",
    at,
    began: at,
    rows: 0,
    attempts: 0,
    cost: NOTHING,
    failures: [],
    reused: false,
    overrun: false,
    reserved: new Map(),
  };
}

function take(step: StepDraft, entry: Entry): void {
  const ended = !isOpen(step);
  step.rows++;
  if (entry.ref !== undefined) settle(step, entry);
  if (!ended) step.seq = entry.seq, step.at = entry.at;
  switch (entry.type) {
    case "intent":
      step.type = "call";
      step.state = "open";
      step.attempts++;
      if (typeof entry.value === "string") step.model = entry.value;
      return void step.reserved.set(entry.seq, entry.booking ?? NOTHING);
    case "failure":
      return void step.failures.push(failureIn(entry.value));
    case "settled":
      if (!ended && step.reserved.size === 0) step.state = "dropped";
      return;
    case "wait":
      return beginWait(step, entry);
    case "result":
    case "done":
    case "took":
      return conclude(step, entry);
    default:
      return;
  }
}

/** What a call cost, and that nothing is reserved for it any more. */
function settle(step: StepDraft, { ref, booking = NOTHING, type }: Entry): void {
  const reserved = step.reserved.get(ref!);
  step.reserved.delete(ref!);
  step.cost = plus(step.cost, booking);
  if (reserved && type !== "settled" && booking.usd > reserved.usd) step.overrun = true;
}

function beginWait(step: StepDraft, { value }: Entry): void {
  const { due, question, choices, otherwise } = value as {
    readonly due: number | null;
    readonly question?: string;
    readonly choices?: readonly string[];
    readonly otherwise?: Json;
  };
  step.type = "wait";
  step.attempts = 1;
  if (due !== null) step.due = due;
  if (question !== undefined) step.question = question;
  if (choices !== undefined) step.choices = choices;
  if (otherwise !== undefined) step.otherwise = otherwise;
}

function conclude(step: StepDraft, entry: Entry): void {
  if (entry.type === "took") step.type = "message";
  if (entry.type === "result") step.type = "call";
  if (step.attempts === 0 && !entry.reused) step.attempts = 1;
  step.reused = entry.reused ?? false;
  step.state = "done";
  if (entry.type === "took") return void (entry.value !== undefined && (step.value = entry.value));
  readOutcome(step, entry.value);
}

function readOutcome(step: StepDraft, stored: Json | undefined): void {
  const outcome = stored as unknown as
    | { readonly type: "value"; readonly value: Json }
    | { readonly type: "unparsed"; readonly problem: string; readonly node?: string }
    | { readonly type: "failed"; readonly failure: Failure }
    | undefined;
  if (outcome?.type === "failed") {
    step.state = "failed";
    step.error = outcome.failure.message;
  } else if (outcome?.type === "unparsed") {
    step.state = "unparsed";
    step.error = outcome.problem;
    if (outcome.node !== undefined) step.node = outcome.node;
  } else if (outcome?.type === "value") {
    step.value = outcome.value;
    const node = (outcome.value as { readonly node?: unknown } | null)?.node;
    if (typeof node === "string") step.node = node;
  }
}

function failureIn(value: Json | undefined): Failure {
  const { code = "unknown", message = "it failed" } = (value ?? {}) as Partial<Failure>;
  return { code, message };
}
