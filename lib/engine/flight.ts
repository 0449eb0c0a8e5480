import type { Json } from "../base/json.ts";
import type { Booking, CallBody, Effect, Failure, Note, Outcome } from "../plan/mod.ts";
import type { NewNode } from "../store/store.ts";
import type { Prepared } from "./paid.ts";
import type { Tried } from "./past.ts";
import type { StepTill } from "./till.ts";
import type { IssuedEffect } from "./turn.ts";
import type { World } from "./world.ts";

/** One effect on its way: asked for, not yet committed. */
export interface Flight {
  readonly key: string;
  readonly effect: Effect;
  readonly hash: string;
  readonly body?: CallBody;
  /** What its program waits for. */
  readonly issued: IssuedEffect;
  /** Commits before it was asked for. A key may come again after a commit; both together never do. */
  readonly commits: number;
  /** Aborts what it does. */
  readonly abort: AbortController;
  /** Attempts so far, those of earlier lives included. */
  tried: Tried;
  /** The call, once its texts are resolved. */
  prepared?: Prepared;
  /** Position of its intent and what that reserves; absent while nothing is reserved. */
  intent?: { readonly seq: number; readonly reserved: Booking };
  /** What a function of a user books and starts, attempt by attempt. */
  till?: StepTill;
  /** How often what it does waits for the work of others, and so is no work for the part of the program it is of. */
  rests: number;
  /** Nobody waits for it any more: what it still costs is settled. */
  dropped: boolean;
  /** It has come down: what it still does counts for nothing. */
  down: boolean;
  /** Only waits: for a timer, a person or a signal. */
  readonly waits: boolean;
}

/** What became of a flight, or of a message, to be committed. */
export type Landed =
  | {
    readonly landed: "outcome";
    readonly flight: Flight;
    readonly outcome: Outcome<Json>;
    readonly spend?: Booking;
    readonly node?: NewNode;
    readonly notes?: readonly Note[];
    /** Messages this outcome answers. */
    readonly takes?: readonly number[];
    /** Taken from another run, for nothing. */
    readonly reused?: boolean;
  }
  /** An attempt failed; another follows. */
  | {
    readonly landed: "retry";
    readonly flight: Flight;
    readonly failure: Failure;
    readonly at: number;
    readonly spend: Booking;
  }
  /** Aborted: there is no outcome, only what it cost. */
  | { readonly landed: "dropped"; readonly flight: Flight; readonly spend?: Booking }
  /** A message that is not an outcome. */
  | {
    readonly landed: "took";
    readonly key?: string;
    readonly value: Json;
    readonly takes: readonly number[];
    /** Taken from another run. */
    readonly reused?: boolean;
  };

/** What landed as its row will hold it: without secrets. */
export function asStored(landed: Landed, { clean }: Pick<World, "clean">): Landed {
  if (landed.landed !== "outcome") return landed;
  const { node } = landed, outcome = clean(landed.outcome);
  return outcome === landed.outcome ? landed : { ...landed, outcome, ...(node ? { node: clean(node) } : {}) };
}

/** Names a step in its whole run: its key, and the commits before it. */
export function stepName({ commits, key }: Pick<Flight, "commits" | "key">): string {
  return `${commits}/${key}`;
}
