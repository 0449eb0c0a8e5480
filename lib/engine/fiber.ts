import type { Program } from "../plan/mod.ts";
import type { Scope } from "./scopes.ts";
import type { Ended } from "./turn.ts";

/** What a fiber gets when it goes on: a value, or an error to throw. */
export type Sent = { readonly value: unknown } | { readonly error: unknown };

/** One running part of a program, as its scheduler sees it. */
export interface FiberState {
  readonly id: number;
  readonly program: Program<unknown>;
  readonly parent: FiberState | undefined;
  /** Those it started that have not ended well. */
  readonly children: Set<FiberState>;
  /** Children that threw, oldest first. */
  readonly failed: FiberState[];
  /** Its end is told to a parent that waits for the next one. */
  readonly watched: boolean;
  /** Watched children that have ended and were not told yet, oldest first. */
  readonly arrived: FiberState[];
  /** How many watched children are alive. */
  watching: number;
  /** What it waits for: a key, fibers, or the next end of a watched child. */
  waits: { readonly for: "key"; readonly key: string } | { readonly for: "next" } | {
    readonly for: "fibers";
    readonly race: boolean;
    readonly fibers: readonly FiberState[];
  } | undefined;
  /** The smallest part of the program it is in whose work is measured. */
  scope: Scope | undefined;
  /** Waits for work, and is counted for that in the parts that it is in. */
  works: boolean;
  ended: Ended<unknown> | undefined;
  /** Its parent knows that it threw. */
  failureTaken: boolean;
  cancelled: boolean;
}

/** A fiber that has not been stepped. */
export function newFiber(
  id: number,
  program: Program<unknown>,
  { parent, watched = false }: { readonly parent?: FiberState | undefined; readonly watched?: boolean },
): FiberState {
  return {
    id,
    program,
    parent,
    watched,
    arrived: [],
    watching: 0,
    children: new Set(),
    failed: [],
    waits: undefined,
    scope: parent?.scope,
    works: false,
    ended: undefined,
    failureTaken: false,
    cancelled: false,
  };
}

/** Lets `finally` blocks run; what they still yield goes nowhere. */
export function close(program: Program<unknown>): void {
  try {
    program.return(undefined);
  } catch {
    // A program that throws while it is being ended has nobody left to tell.
  }
}
