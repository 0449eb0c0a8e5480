/** A text that keeps its beginning and its end, and says how much was left out between them. */
export interface BoundedText {
  /** Appends; costs the same however much came before. */
  add(text: string): void;
  /** The whole text, or both ends of it around a line that tells what is missing. */
  read(): string;
}

/** A {@link BoundedText} that gives back no more than `limit` UTF-16 code units and the line between. */
export function boundedText(limit: number): BoundedText {
  const half = Math.max(1, Math.floor(limit / 2));
  const tail: string[] = [];
  let head = "", held = 0, dropped = 0;

  function keepInTail(text: string): void {
    tail.push(text);
    held += text.length;
    while (held - tail[0]!.length >= half) {
      const gone = tail.shift()!.length;
      held -= gone;
      dropped += gone;
    }
  }

  return {
    add(text) {
      const room = half - head.length;
      if (room > 0) head += text.slice(0, room);
      if (text.length > room) keepInTail(text.slice(Math.max(0, room)));
    },
    read() {
      const rest = tail.join("");
      const end = rest.slice(-half);
      const missing = dropped + rest.length - end.length;
      const whole = missing === 0 ? head + end : `${head}\n… ${missing} characters left out …\n${end}`;
      return whole.toWellFormed();
    },
  };
}
