/** How deep lists and maps may be nested. */
export const MAX_DEPTH = 200;

/**
 * How many values a document may hold, those of its aliases counted at every use. Enough for 10,000 tasks that say as much
 * as the bytes of a file let them; a document so full is read within seconds, in less than half a gigabyte.
 */
export const MAX_VALUES = 300_000;
