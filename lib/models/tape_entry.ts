import { canonical } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import {
  type EmbedResult,
  ModelError,
  type ModelEvent,
  type ModelFailure,
  type ModelRequest,
  type ScoreRequest,
  type ScoreResult,
  type Usage,
} from "./model.ts";

/** A call as a tape knows it. */
export type Asked =
  | { readonly do: "generate"; readonly request: ModelRequest }
  | { readonly do: "score"; readonly request: ScoreRequest }
  | { readonly do: "embed"; readonly request: { readonly texts: readonly string[] } };

/** What came of a call; events come before a failure. */
export interface Came {
  readonly events?: readonly ModelEvent[];
  readonly score?: ScoreResult;
  readonly embed?: EmbedResult;
  readonly failed?: FailedCall;
}

/** A {@link ModelError} as data. */
export interface FailedCall {
  readonly failure: ModelFailure;
  readonly message: string;
  readonly retryAfter?: number;
  readonly status?: number;
  readonly usage?: Usage;
  readonly mayBill?: boolean;
}

/** One line of a tape. */
export interface TapeEntry extends Came {
  /** Version of the line's own shape. */
  readonly tape: 1;
  /** The model that answered; for readers only. */
  readonly model: string;
  /** What {@link hashOf} gives for the call. */
  readonly hash: string;
}

/** The SHA-256 of a call: equal for calls that ask for the same, whatever run they belong to. */
export function hashOf(asked: Asked): string {
  if (asked.do !== "generate") return sha256(canonical(asked));
  const { idempotencyKey: _, ...request } = asked.request;
  return sha256(canonical({ do: asked.do, request }));
}

/** The line of an entry, its line break included. */
export function lineOf(entry: TapeEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entries of a tape. A last line that was cut off is left out. Throws {@link ModelError} for any other line. */
export function entriesOf(tape: string): TapeEntry[] {
  const lines = tape.split("\n"), last = lines.length - 1;
  return lines.flatMap((line, i) => {
    if (line.trim() === "") return [];
    const entry = entryOf(line);
    if (!entry && i < last) {
      throw new ModelError("model", `Cannot read line ${i + 1} of the tape: expected an entry of tape version 1`);
    }
    return entry ?? [];
  });
}

function entryOf(line: string): TapeEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<TapeEntry> | null;
    return entry?.tape === 1 && typeof entry.hash === "string" ? entry as TapeEntry : undefined;
  } catch {
    return undefined;
  }
}

/** A failure as data, and back. */
export function failedCall(error: ModelError): FailedCall {
  const { failure, message, retryAfter, status, usage, mayBill } = error;
  return {
    failure,
    message,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(status !== undefined && { status }),
    ...(usage && { usage }),
    mayBill,
  };
}
