import type { CallBody, Effect, TextRef } from "../plan/mod.ts";

/** An effect a program waits for. */
export interface IssuedEffect {
  readonly what: "effect";
  readonly key: string;
  readonly effect: Effect;
  /** Names what is asked for: see `hashOf`. */
  readonly hash: string;
  readonly body?: CallBody;
}

/** Something a program waits for that the engine has to bring. */
export type Issued =
  | IssuedEffect
  | { readonly what: "take"; readonly key: string }
  | { readonly what: "read"; readonly key: string; readonly text: TextRef; readonly alone: boolean };

/** What became of a program or of a part of it. */
export type Ended<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** What stepping a program came to. */
export type Turn =
  /** The root committed a state; step on. */
  | { readonly turn: "commit"; readonly state: unknown }
  /** It has not waited for long; step on when others have had their turn. */
  | { readonly turn: "more" }
  /** All fibers wait; these are new. */
  | { readonly turn: "wait"; readonly issued: readonly Issued[] }
  | { readonly turn: "end" };

/** A mistake in how a program uses the engine: ours or a library user's, never the model's. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

/** Nothing is on its way, and still the program waits. */
export function neverComes(): ProgramError {
  return new ProgramError(
    "The program waits for what never comes: a fiber that joins itself or one that was cancelled",
  );
}
