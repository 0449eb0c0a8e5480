import type { Json } from "../../base/json.ts";
import type { AgentSettings, Approval } from "../../plan/mod.ts";
import type { Spend } from "../refine/spend.ts";

/** A task of a graph: what others name as what they need. */
export interface TaskHandle<T> {
  /** Its name. */
  readonly name: string;
  /** Never present: carries the type of its value. */
  readonly value?: T;
}

/** Tasks that come first, by the names that their values are handed over under. */
export interface Needs {
  /** A task. */
  readonly [name: string]: TaskHandle<unknown>;
}

/** Values of tasks that came first. */
export type ValuesOf<N extends Needs> = { readonly [K in keyof N]: N[K] extends TaskHandle<infer T> ? T : never };

/** What every task may say. */
export interface TaskOptions<N extends Needs, T> {
  /** Tasks that come first: it is handed their values. */
  readonly needs?: N;
  /** Tasks that only come first, whatever becomes of them. */
  readonly after?: readonly TaskHandle<unknown>[];
  /** Whether it is done at all; one that is not is left out, and so is what needs it. */
  readonly when?: (values: ValuesOf<N>) => boolean;
  /** How often it is tried. Default 1. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled each time, up to a minute. Default 1000. */
  readonly pause?: number;
  /**
   * Milliseconds that an attempt may work; waiting for people and a run that rests take none of it. Default: ten minutes
   * for an agent, no limit for a function.
   */
  readonly timeout?: number;
  /** Its value where it fails; absent: what needs it never begins, the rest goes on, and the run fails. */
  readonly otherwise?: T;
  /** Its failure ends the run at once. Default false. */
  readonly critical?: boolean;
}

/** A task that is a function. */
export interface FunctionOptions<N extends Needs, T> extends TaskOptions<N, T> {
  /** The most that an attempt may cost: dollars, or `{usd, tokens, calls}`. Default: it costs nothing. */
  readonly reserve?: number | Spend | ((values: ValuesOf<N>) => number | Spend);
}

/** A task that an agent does. */
export interface AgentOptions<N extends Needs, T> extends TaskOptions<N, T> {
  /** Name of a model that was handed to `openLoom`. */
  readonly model: string;
  /** What it is to do. */
  readonly prompt: string | ((values: ValuesOf<N>) => string);
  /** What it is told to be. */
  readonly system?: string;
  /** Names of tools that were handed to `openLoom`. Default none. */
  readonly tools?: readonly string[];
  /** Shape of its answer, as specs write it: `{score: "number(0..10)"}`. Absent: a text. */
  readonly returns?: Json;
  /** The most turns of an attempt. Default 20. */
  readonly turns?: number;
  /** Tokens of an answer. Default 4096. */
  readonly maxTokens?: number;
  /**
   * Looks at what it came to: gives what is wrong with it, which the next attempt is told, or nothing where it is taken. A
   * step of its own: it may wait, and read what there is to read.
   */
  readonly verify?: (value: T, values: ValuesOf<N>) => string | undefined | Promise<string | undefined>;
  /** When a person is asked before a tool does something. Default `risky`. */
  readonly approve?: Approval["policy"];
  /** Models that take over when attempts fail, by name. */
  readonly ladder?: readonly string[];
  /** Sampler → value. */
  readonly sampling?: AgentSettings["sampling"];
}

/** What an agent comes to that has no `returns`. */
export interface AgentAnswer {
  /** Its last words. */
  readonly text: string;
  /** Paths that its tools changed. */
  readonly changed: readonly string[];
}

/** What a function is handed beside the values of what came first. */
export interface TaskContext {
  /** Name of the run. */
  readonly runId: string;
  /** Name of the task. */
  readonly task: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when its time is over, or the run has to stop. */
  readonly signal: AbortSignal;
  /** Books what it has cost: dollars, or `{usd, tokens, calls}`. */
  spend(amount: number | Spend): void;
}

/** Does a task; loops that it calls run inside it, under the budget of the graph. */
export type TaskFunction<N extends Needs, T> = (values: ValuesOf<N>, context: TaskContext) => T | Promise<T>;
