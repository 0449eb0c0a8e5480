import { maskEscaping } from "../app/escaping.ts";
import { visible } from "../text/visible.ts";
import { paintFor } from "./ansi.ts";
import type { Sink } from "./host.ts";

/** How many errors of one are told: those that caused it, and those it is made of. */
const MOST = 8;

/** What is said of a mistake of our own: all that the error tells, but no secret that this process has found. */
export function bugReport(error: unknown, sink: Pick<Sink, "ansi">): string {
  const told = linesOf(`loom has a mistake of its own and cannot go on\n\n${described(error)}\n`);
  return `${paintFor(sink)("bad", "error:")} ${told}\n` +
    "Please report this with the lines above. What is committed is safe: `loom resume` goes on from there\n";
}

/** Lines that may be shown: without secrets, and without characters that a terminal would obey. */
export function linesOf(text: string): string {
  return maskEscaping(text).split("\n").map(visible).join("\n");
}

/** The words and the stack of an error and of those inside it. Nothing else of them: it may be a whole request. */
function described(error: unknown): string {
  const told = new Map<unknown, string>();
  const tell = (one: unknown, lead: string): void => {
    if (told.size === MOST || told.has(one)) return;
    told.set(one, lead + wordsOf(one));
    for (const inner of insideOf(one)) tell(inner, "Caused by: ");
  };
  tell(error, "");
  return [...told.values()].join("\n");
}

/** What is thrown may be anything, and fail where it is looked at. */
function wordsOf(error: unknown): string {
  try {
    if (!(error instanceof Error) || error.stack === undefined) return String(error);
    // A stack has the words that there were when it was made.
    return error.stack.includes(error.message) ? error.stack : `${String(error)}\n${error.stack}`;
  } catch {
    return "something that cannot be shown";
  }
}

function insideOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  try {
    const errors = error instanceof AggregateError ? error.errors : [];
    const both = error instanceof SuppressedError ? [error.error, error.suppressed] : [];
    return [error.cause, ...errors, ...both].filter((inner) => inner !== undefined);
  } catch {
    return [];
  }
}
