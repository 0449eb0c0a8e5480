import type { Program } from "../plan/mod.ts";
import type { Ended } from "./scheduler.ts";

/** What a fiber gets when it goes on: a value, or an error to throw. */
export type Sent = { readonly value: unknown } | { readonly error: unknown };

/** One running part of a program, as its scheduler sees it. */
export interface FiberState {
  readonly id: number;
  readonly program: Program<unknown>;
  readonly parent: FiberState | undefined;
  readonly children: Set<FiberState>;
  /** What it waits for: a key, or fibers. */
  waits: { readonly for: "key"; readonly key: string } | {
    readonly for: "fibers";
    readonly race: boolean;
    readonly fibers: readonly FiberState[];
  } | undefined;
  ended: Ended<unknown> | undefined;
  failureTaken: boolean;
  cancelled: boolean;
}

/** The first child whose failure nobody has seen. */
export function failedAmong(children: ReadonlySet<FiberState>): FiberState | undefined {
  for (const child of children) if (child.ended && !child.ended.ok && !child.failureTaken) return child;
  return undefined;
}

/** Lets `finally` blocks run; what they still yield goes nowhere. */
export function close(program: Program<unknown>): void {
  try {
    program.return(undefined);
  } catch {
    // A program that throws while it is being ended has nobody left to tell.
  }
}
