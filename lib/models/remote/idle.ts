/** Milliseconds without a byte before an answer is given up, unless somebody says otherwise. */
export const IDLE = 120_000;
