/** A stretch of what a model generates: of its answer, or of what it thinks before. */
export interface Stretch {
  /** What it belongs to. */
  readonly type: "text" | "reasoning";
  /** Never empty. */
  readonly text: string;
}

/** Tells the thoughts at the beginning of a text from the answer after them. */
export interface ThinkSplitter {
  /** What the next piece belongs to, marks and what is dropped around them included; undefined: not known yet. */
  readonly next: "text" | "reasoning" | undefined;
  /** Takes the next piece; gives what is certain by now. */
  push(piece: string): readonly Stretch[];
  /** What was held back, when no more comes. */
  flush(): readonly Stretch[];
}

const OPENING = "<think>", CLOSING = "</think>";

/** The most newlines that templates of models set between thoughts and an answer: an empty line. */
const APART = 2;

/**
 * For models whose reasoning comes inline: `<think>…</think>` at the very beginning is reasoning, everything else is
 * text. Blank space before the marks belongs to neither, nor does the empty line behind them; any other blank space is
 * the answer's own. Thoughts that never end are reasoning to the last.
 */
export function thinkSplitter(): ThinkSplitter {
  let held = "", at: "beginning" | "thinking" | "after" | "text" = "beginning", apart = APART;

  function step(): Stretch | undefined {
    switch (at) {
      case "beginning": {
        const begun = held.trimStart();
        if (OPENING.startsWith(begun) && begun !== OPENING) return undefined;
        if (begun.startsWith(OPENING)) held = begun.slice(OPENING.length), at = "thinking";
        else at = "text";
        return step();
      }
      case "thinking": {
        const end = held.indexOf(CLOSING);
        if (end < 0) return take("reasoning", held.length - overlap(held));
        const thought = take("reasoning", end);
        held = held.slice(CLOSING.length), at = "after";
        return thought ?? step();
      }
      case "after":
        for (; apart > 0 && held.startsWith("\n"); apart--) held = held.slice(1);
        if (held === "") return undefined;
        at = "text";
        return step();
      case "text":
        return take("text", held.length);
    }
  }

  function take(type: Stretch["type"], length: number): Stretch | undefined {
    const text = held.slice(0, length);
    held = held.slice(length);
    return text === "" ? undefined : { type, text };
  }

  return {
    get next() {
      return at === "beginning" ? undefined : at === "text" ? "text" : "reasoning";
    },
    push(piece) {
      held += piece;
      const stretches: Stretch[] = [];
      for (let found = step(); found; found = step()) stretches.push(found);
      return stretches;
    },
    flush() {
      const rest = take(at === "thinking" ? "reasoning" : "text", held.length);
      return rest ? [rest] : [];
    },
  };
}

/** Length of the longest end of `text` that the closing mark begins with. */
function overlap(text: string): number {
  for (let length = Math.min(text.length, CLOSING.length - 1); length > 0; length--) {
    if (CLOSING.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
