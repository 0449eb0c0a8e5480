import type { Json } from "../base/json.ts";
import type { Booking, CallBody, Effect, Failure, Note, Outcome } from "../plan/mod.ts";
import type { NewNode } from "../store/store.ts";
import type { Prepared } from "./paid.ts";

/** One effect on its way: asked for, not yet committed. */
export interface Flight {
  readonly key: string;
  readonly effect: Effect;
  readonly hash: string;
  readonly body?: CallBody;
  /** Aborts what it does. */
  readonly abort: AbortController;
  /** Failed attempts that the journal holds. */
  failures: number;
  /** Milliseconds since 1970 before which it is not tried again. */
  notBefore: number;
  /** The call, once its texts are resolved. */
  prepared?: Prepared;
  /** Position of its intent and what that reserves; absent while nothing is reserved. */
  intent?: { readonly seq: number; readonly reserved: Booking };
  /** Nobody waits for it any more: what it still costs is settled. */
  dropped: boolean;
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
  | { readonly landed: "took"; readonly key?: string; readonly value: Json; readonly takes: readonly number[] };
