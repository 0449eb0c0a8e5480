/** Takes a text in pieces and hands it on in lines. */
export interface LineReader {
  /** Takes the next piece. */
  add(piece: string): void;
}

/**
 * A reader that calls `take` for every whole line that is not blank, and `tooLong` once, for ever, when a line passes
 * `limit` UTF-16 code units.
 */
export function lineReader(limit: number, take: (line: string) => void, tooLong: () => void): LineReader {
  let parts: string[] = [], held = 0, over = false;
  const finish = (end: string): void => {
    const line = [...parts, end].join("").replace(/\r$/, "");
    parts = [], held = 0;
    if (line.trim() !== "") take(line);
  };
  const hold = (part: string): void => {
    parts.push(part), held += part.length;
    if (held > limit) over = true, parts = [], tooLong();
  };
  return {
    add(piece) {
      let from = 0;
      for (let at = piece.indexOf("\n"); at >= 0 && !over; at = piece.indexOf("\n", from)) {
        if (held + at - from > limit) return hold(piece.slice(from, at));
        finish(piece.slice(from, at));
        from = at + 1;
      }
      if (!over && from < piece.length) hold(piece.slice(from));
    },
  };
}
