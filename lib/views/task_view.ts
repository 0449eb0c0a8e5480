import type { Booking, ToldCheck } from "../plan/mod.ts";

/** How a task stands. `stuck`: what it needs has failed, so it never began. */
export type TaskState = "waiting" | "running" | "asks" | "done" | "failed" | "skipped" | "stuck";

/** An attempt that came to nothing and was followed by another one. */
export interface FailedTry {
  /** Which one, from 1. */
  readonly attempt: number;
  /** Why, in a sentence. */
  readonly why: string;
  /** Name of the model that made it, where one did. */
  readonly model?: string;
}

/** A question that waits for a person. */
export interface TaskQuestion {
  /** The step that asks. */
  readonly key: string;
  /** What is asked. */
  readonly question: string;
}

/** A task of a process for people: what it is, how it stands, and what it has cost. */
export interface TaskView {
  /** Its name. */
  readonly name: string;
  /** What it does: `agent`, `command` … */
  readonly by: string;
  /** What it is. */
  readonly about?: string;
  /** Names of those that come first. */
  readonly needs: readonly string[];
  /** How it stands. */
  readonly state: TaskState;
  /** Attempts that have begun. */
  readonly attempts: number;
  /** Attempts that its plan gives it. */
  readonly most?: number;
  /** Attempts that were followed by another one, oldest first. */
  readonly failures: readonly FailedTry[];
  /** The model of the newest attempt, by its name in the plan. */
  readonly model?: string;
  /** Of one that is done for each item of a list: items that have begun. */
  readonly items?: number;
  /** Turns of models. */
  readonly turns: number;
  /** Calls of tools. */
  readonly calls: number;
  /** From 0 to 1, where it was verified. */
  readonly confidence?: number;
  /** What the newest verification has looked at. */
  readonly checks: readonly ToldCheck[];
  /** Paths that it changed; where somebody has looked, those that are not as they were. */
  readonly changed: readonly string[];
  /** Why it failed, was left out, is tried again, or has a value that stands for one of its own. */
  readonly why?: string;
  /** The first of what it answered. */
  readonly text?: string;
  /** What its steps cost, those of runs that it started included. */
  readonly cost: Booking;
  /** Milliseconds since 1970 of its first row. */
  readonly began?: number;
  /** Milliseconds since 1970 of its newest row. */
  readonly at?: number;
  /**
   * Milliseconds in which it was under way, as its rows tell it: neither those in which it waited for a person nor those in
   * which nobody drove its run.
   */
  readonly worked?: number;
  /** Questions that it asks people and waits for, oldest first. */
  readonly questions: readonly TaskQuestion[];
}
