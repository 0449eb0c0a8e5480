/** How deep lists and maps may be nested. */
export const MAX_DEPTH = 200;

/** How many values a document may hold, those of its aliases counted at every use. */
export const MAX_VALUES = 100_000;
