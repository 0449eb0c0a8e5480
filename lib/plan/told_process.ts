/**
 * What processes say of what they do: rows of the journal, which every view of a run is made from. Each is the value of a
 * `tell` effect.
 *
 * @module
 */
import type { Json } from "../base/json.ts";

/** A task of a graph as it is told. */
export interface ToldTask {
  /** Its name. */
  readonly name: string;
  /** Names of those that come first. */
  readonly needs: readonly string[];
  /** What it is. */
  readonly about?: string;
  /** What it does: `agent`, `command` … */
  readonly by: string;
}

/** One check of a verification. */
export interface ToldCheck {
  /** What was looked at. */
  readonly name: string;
  /** Whether it holds. */
  readonly passed: boolean;
  /** A warning does not fail the task. */
  readonly severity: "error" | "warning";
  /** What is wrong. */
  readonly detail?: string;
}

/** What is told of a process. */
export type ToldProcess =
  /** A planner is asked for a graph, or for another one; `why` says what for. */
  | { readonly told: "planning"; readonly version: number; readonly why?: string }
  /** The graph as it is from here on; version 1 is the first. */
  | { readonly told: "planned"; readonly version: number; readonly tasks: readonly ToldTask[] }
  /** An attempt of a task begins. Told of agents, and of tasks that can be tried more than once or are verified. */
  | { readonly told: "attempt"; readonly task: string; readonly attempt: number; readonly model?: string }
  /** What an agent was told first, verbatim. */
  | { readonly told: "prompt"; readonly task: string; readonly system: string; readonly text: string }
  /** What a verification came to. */
  | {
    readonly told: "verified";
    readonly task: string;
    readonly attempt: number;
    readonly tier: 1 | 2 | 3;
    readonly passed: boolean;
    readonly confidence: number;
    readonly checks: readonly ToldCheck[];
    readonly feedback?: string;
  }
  /** An attempt failed and another one follows. */
  | { readonly told: "retrying"; readonly task: string; readonly attempt: number; readonly why: string }
  /** A task has come to its end. */
  | {
    readonly told: "task";
    readonly task: string;
    readonly is: "done" | "failed" | "skipped";
    /** Attempts that it took. */
    readonly attempts?: number;
    /** From 0 to 1, where it was verified. */
    readonly confidence?: number;
    /** Why it failed or was left out. */
    readonly why?: string;
    /** Paths that it changed. */
    readonly changed?: readonly string[];
    /** The first of what it answered. */
    readonly text?: string;
  }
  /** Tasks that cannot begin any more, and what each of them waits for. */
  | {
    readonly told: "stuck";
    readonly tasks: readonly { readonly task: string; readonly needs: readonly string[] }[];
  }
  /** A person is asked before a tool does something; the answer is that of the `ask` with the same key and `/approve`. */
  | { readonly told: "approval"; readonly task: string; readonly tool: string; readonly why: string }
  /** What was found worth remembering; `why` there is nothing, where looking for it failed, or some was left out. */
  | { readonly told: "memory"; readonly task: string; readonly entries: readonly Memory[]; readonly why?: string }
  /** Guidance of a person that was taken in. */
  | { readonly told: "guidance"; readonly words: readonly Json[] };

/** Something worth remembering that a task found out. */
export interface Memory {
  /** One of the plan's types. */
  readonly type: string;
  /** At most 150 characters. */
  readonly summary: string;
  /** All of it. */
  readonly detail: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** Names of tasks that it matters to. */
  readonly relevant: readonly string[];
}
