/**
 * What loops say of their rounds: one row of the journal each, which every view of a run is made from.
 *
 * @module
 */

/** What a round came to. */
export interface ToldRound {
  /** From 1; 0 is the start. */
  readonly round: number;
  /** What it made is gone on from; it was not good enough; it came to nothing. */
  readonly verdict: "accepted" | "rejected" | "failed";
  /** Total of its best candidate; null where it has none. */
  readonly score: number | null;
  /** The best total so far, and the round that had it; null before the first. */
  readonly best: { readonly score: number; readonly round: number } | null;
  /** The round whose text it was made from. */
  readonly from: number;
  /** The round that the next one goes on from, where that is not this one: it was gone back to. */
  readonly back?: number;
  /** Candidates it made. */
  readonly candidates?: number;
  /** Why it came to nothing, or the gates that its best candidate did not pass. */
  readonly error?: string;
  /** Rounds without a better best, and what was done about it, when something was. */
  readonly stalled?: { readonly rounds: number; readonly step: string };
  /** The node of its text. */
  readonly node?: string;
}
