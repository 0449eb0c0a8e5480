/**
 * A run as one JSON document for other programs. Its shape is public: `docs/export.schema.json` describes it, and a
 * change that breaks a reader makes another `format`.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import { usd } from "../base/money.ts";
import type { Booking, Limits, RunStatus } from "../plan/mod.ts";
import type { RunView } from "./run_view.ts";
import type { StepState, StepType, StepView } from "./step_view.ts";

/** Name and version of the shape. */
export const EXPORT_FORMAT = "loom/run@1";

/** A run, its steps and its child runs. Times are ISO 8601, durations milliseconds, money dollars. */
export interface RunExport {
  readonly format: typeof EXPORT_FORMAT;
  readonly run: ExportedRun;
  readonly steps: readonly ExportedStep[];
  readonly children: readonly RunExport[];
}

/** What is exported of a run besides its steps. */
export interface ExportedRun {
  /** Its name: unique in its database. */
  readonly id: string;
  readonly title: string;
  readonly program: string;
  readonly status: RunStatus;
  readonly created: string;
  readonly updated: string;
  /** The step of its parent that it is; null for a run without one. */
  readonly parent_key: string | null;
  readonly inputs: JsonObject;
  /** The document it weaves into; null when it has none. */
  readonly document: string | null;
  readonly limits: ExportedLimits;
  readonly spent: Cost;
  /** Held back for calls in flight and for unsettled ones. */
  readonly reserved: Cost;
  /** Milliseconds of working time. */
  readonly wall: number;
  /** Null until it has ended. */
  readonly end: { readonly kind: string; readonly reason: string; readonly cause: string } | null;
  /** What it came to; null until it has ended. */
  readonly outputs: Json;
  /** Calls that were begun and never heard of again. */
  readonly unsettled: readonly { readonly seq: number; readonly key: string; readonly reserved: Cost }[];
}

/** What something cost. */
export interface Cost {
  readonly usd: number;
  readonly tokens: number;
  readonly calls: number;
}

/** Limits of a run; absent: none. `wall` in milliseconds, `deadline` in ISO 8601. */
export interface ExportedLimits {
  readonly usd?: number;
  readonly tokens?: number;
  readonly calls?: number;
  readonly iterations?: number;
  readonly wall?: number;
  readonly deadline?: string;
}

/** One step, all its attempts together. */
export interface ExportedStep {
  /** Row of its outcome in the journal: what `loom fork RUN@SEQ` takes. */
  readonly seq: number;
  readonly key: string;
  readonly type: StepType;
  readonly state: StepState;
  /** When its newest row was written. */
  readonly at: string;
  /** Milliseconds from its first row to its outcome; null for steps of a single row. */
  readonly duration: number | null;
  readonly attempts: number;
  readonly cost: Cost;
  /** The model of a paid call as `provider/model`; null for everything else. */
  readonly model: string | null;
  /** Dollars the run had cost when this step had ended. */
  readonly cumulative: number;
  readonly score: number | null;
  readonly chosen: boolean;
  readonly reused: boolean;
  /** Why it has no value; null when it has one. */
  readonly error: string | null;
  /** Attempts that failed, oldest first. */
  readonly failures: readonly { readonly code: string; readonly message: string }[];
  /** The node of the document that holds its text. */
  readonly node: string | null;
  /** The text of that node. */
  readonly text: string | null;
  readonly value: Json;
}

/** What an export knows besides the view of the run. */
export interface ExportParts {
  readonly inputs: JsonObject;
  readonly document?: string;
  /** Texts of nodes. */
  readonly texts: ReadonlyMap<string, string>;
  readonly children: readonly RunExport[];
}

/** A run as the document that `loom export` prints. */
export function runExport(view: RunView, { inputs, document, texts, children }: ExportParts): RunExport {
  const { totals, end, unsettled } = view;
  return {
    format: EXPORT_FORMAT,
    run: {
      id: view.name,
      title: view.title,
      program: view.program,
      status: view.status,
      created: iso(view.created),
      updated: iso(view.updated),
      parent_key: view.parentKey ?? null,
      inputs,
      document: document ?? null,
      limits: limitsOf(view.limits),
      spent: costOf(totals.spent),
      reserved: costOf(totals.reserved),
      wall: totals.wall,
      end: end ? { kind: end.kind, reason: end.reason, cause: end.cause } : null,
      outputs: view.outputs ?? null,
      unsettled: unsettled.map(({ seq, key, reserved }) => ({ seq, key, reserved: costOf(reserved) })),
    },
    steps: view.steps.map((step) => exportedStep(step, texts)),
    children,
  };
}

function exportedStep(step: StepView, texts: ReadonlyMap<string, string>): ExportedStep {
  return {
    seq: step.seq,
    key: step.key,
    type: step.type,
    state: step.state,
    at: iso(step.at),
    duration: step.duration ?? null,
    attempts: step.attempts,
    cost: costOf(step.cost),
    model: step.model ?? null,
    cumulative: usd(step.cumulative),
    score: step.score ?? null,
    chosen: step.chosen,
    reused: step.reused,
    error: step.error ?? null,
    failures: step.failures.map(({ code, message }) => ({ code, message })),
    node: step.node ?? null,
    text: step.node === undefined ? null : texts.get(step.node) ?? null,
    value: step.value ?? null,
  };
}

function costOf(booking: Booking): Cost {
  return { usd: usd(booking.usd), tokens: booking.tokens, calls: booking.calls };
}

function limitsOf({ usd: money, deadline, ...rest }: Limits): ExportedLimits {
  return {
    ...rest,
    ...(money === undefined ? {} : { usd: usd(money) }),
    ...(deadline === undefined ? {} : { deadline: iso(deadline) }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
