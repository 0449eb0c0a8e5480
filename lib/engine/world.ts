/**
 * What the engine needs from outside: everything that is not a decision. The application constructs it.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Model } from "../models/model.ts";
import type { Command, CommandResult, Effect, Entry, Failure, Limits, Plan, RunChild, ToolCall } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { Definition } from "../plan/definition.ts";

/** How failed calls are tried again. */
export interface RetryPolicy {
  /** Attempts before a malformed answer is a failure, and before a run that is not let in shows as waiting. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time, with jitter. */
  readonly base: number;
  /** The longest pause in milliseconds; a provider may ask for up to an hour. */
  readonly cap: number;
}

/** Five attempts, from half a second up to a minute. */
export const RETRY: RetryPolicy = { attempts: 5, base: 500, cap: 60_000 };

/** How long an aborted call is waited for: a program that is told to end needs a moment. */
export const GRACE = 10_000;

/** What a script, command or tool came to. */
export type Ran<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What the driver of one run may use. */
export interface World {
  readonly store: Store;
  /** Opens a model of the run's plan by its name there. */
  model(name: string): Promise<Model>;
  script(name: string, input: Json, signal: AbortSignal): Promise<Ran<Json>>;
  command(
    argv: readonly string[],
    options: Pick<Command, "stdin" | "timeout" | "scratch"> & { readonly signal: AbortSignal },
  ): Promise<Ran<CommandResult>>;
  /**
   * Calls a tool. What it waits for by `untimed` with its signal, or one made of that by `callClock`, is the work of
   * others: no work of the part of the program that the call is of.
   */
  tool(call: ToolCall, signal: AbortSignal): Promise<Ran<Json>>;
  /** What a `run` effect starts. */
  child(effect: RunChild, parent: RunHead): Promise<ChildStart>;
  /** The same world for a child: its plan, its models. One that is only to be ended needs no program. */
  forChild(
    child: RunHead,
    driving?: { readonly ending?: boolean },
  ): Promise<{ readonly world: World; readonly definition: Definition }>;
  /** Writes the text of a run to its file. */
  save(run: RunHead, text: string): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  readonly retry: RetryPolicy;
  /** Milliseconds that an aborted call has to come down; after that nobody waits for it. */
  readonly grace: number;
  /** Takes everything that may be shown; called after a commit, or as tokens arrive. Never throws. */
  emit(event: RunEvent): void;
  /** Replaces secrets in a text by their names. */
  mask(text: string): string;
  /** The same for every text in what is about to be stored. */
  clean<T>(value: T): T;
}

/** How a child run begins. */
export interface ChildStart {
  readonly title: string;
  readonly program: string;
  readonly plan?: Plan;
  readonly inputs: JsonObject;
  readonly limits: Limits;
}

/** What is told of a run while it is driven. Entries are durable and numbered, the others are neither. */
export type RunEvent =
  | { readonly type: "entry"; readonly run: string; readonly entry: Entry }
  | { readonly type: "started"; readonly run: string; readonly key: string; readonly effect: Effect }
  | { readonly type: "text"; readonly run: string; readonly key: string; readonly text: string }
  | {
    readonly type: "retry";
    readonly run: string;
    readonly key: string;
    readonly failure: Failure;
    readonly at: number;
  }
  | { readonly type: "saved"; readonly run: string; readonly path: string }
  /** The text could not be saved; told once for every new reason. The run goes on, and its next save tries again. */
  | { readonly type: "unsaved"; readonly run: string; readonly path: string; readonly reason: string }
  | { readonly type: "log"; readonly run: string; readonly key: string; readonly text: string };
