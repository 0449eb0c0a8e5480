/** The most that a budget may name: sums of such amounts are exact in every unit of plans, and far from a number's end. */
export const BUDGET_BOUNDS = {
  /** Dollars. */
  usd: 1_000_000,
  /** Tokens. */
  tokens: 1_000_000_000_000,
  /** Model calls. */
  calls: 1_000_000_000,
  /** Rounds. */
  iterations: 1_000_000_000,
  /** Milliseconds: a hundred years. */
  wall: 3_153_600_000_000,
} as const;
