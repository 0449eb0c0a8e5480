/** Share of what is kept that is kept from the beginning. */
const HEAD = 2 / 3;

/**
 * A text of about `most` characters: its beginning and its end, and between them how much is left out, on a line of its own
 * unless `between` says otherwise.
 */
export function shorten(text: string, most: number, between = "\n"): string {
  if (text.length <= most) return text;
  const head = Math.floor(most * HEAD), tail = most - head;
  const kept = [text.slice(0, head), `… ${grouped(text.length - most)} characters left out …`, text.slice(head - most)];
  return kept.slice(head === 0 ? 1 : 0, tail === 0 ? 2 : 3).join(between).toWellFormed();
}

/** A whole number with commas between its thousands: `12,000`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
