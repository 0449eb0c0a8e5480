/** How a text is made shorter. */
export interface Shortening {
  /**
   * What of it stays. ends: two thirds of its beginning and its end, and between them how much is left out; start, end: that
   * part alone, with `…` for all the rest. Default: ends.
   */
  readonly keep?: "ends" | "start" | "end";
  /** Stands around the words that say how much is left out. Default: a line end, so that they have a line of their own. */
  readonly between?: string;
}

/** Share of what is kept of both ends that is kept of the beginning: that says what it is. */
const HEAD = 2 / 3;

/**
 * A text of about `most` characters that is whole letters: itself where it is no longer than that. Nine letters to be
 * three come to `ab`, `… 6 characters left out …` and `i`; with `keep: "start"` to `ab…`.
 */
export function shorten(text: string, most: number, { keep = "ends", between = "\n" }: Shortening = {}): string {
  if (text.length <= most) return text.toWellFormed();
  if (keep !== "ends") {
    const kept = Math.max(0, most - 1);
    return (keep === "start" ? `${text.slice(0, kept)}…` : `…${text.slice(text.length - kept)}`).toWellFormed();
  }
  const head = Math.ceil(most * HEAD), tail = most - head, missing = grouped(text.length - most);
  const begin = head > 0 ? [text.slice(0, head).toWellFormed()] : [];
  const end = tail > 0 ? [text.slice(text.length - tail).toWellFormed()] : [];
  return [...begin, `… ${missing} characters left out …`, ...end].join(between);
}

/** A whole number with commas between its thousands: `12,000`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
