/** One end of a text, to be taken in a length of our choice. */
export interface Side {
  /** Length of the whole text, in UTF-16 code units. */
  readonly length: number;
  /** The first or last `length` code units. */
  take(length: number): string;
  /**
   * The length closest to `aim`, between two others, at which the text may be cut: between words, or anywhere but
   * within a surrogate pair where there are no words. Undefined: there is none.
   */
  cutNear(aim: number, between: Between): number | undefined;
}

/** Both ends excluded. */
export interface Between {
  readonly above: number;
  readonly below: number;
}

/** What is longer is no word. */
const LONG_WORD = 40;

/** The beginning of a text; a cut comes before the space after a word. */
export function beginningOf(text: string): Side {
  return side(text, {
    take: (length) => text.slice(0, length),
    positionOf: (length) => length,
    isBetweenWords: (at) => isSpace(text, at) && !isSpace(text, at - 1),
  });
}

/** The end of a text; a cut comes after the space before a word, or before it when it is to be joined to something. */
export function endOf(text: string, isJoined: boolean): Side {
  return side(text, {
    take: (length) => text.slice(text.length - length),
    positionOf: (length) => text.length - length,
    isBetweenWords: (at) => isSpace(text, at) === isJoined && isSpace(text, at - 1) !== isJoined,
  });
}

interface Cutting {
  take(length: number): string;
  /** The place in the text that a cut at this length falls on. */
  positionOf(length: number): number;
  isBetweenWords(position: number): boolean;
}

function side(text: string, { take, positionOf, isBetweenWords }: Cutting): Side {
  return { length: text.length, take, cutNear };

  function cutNear(aim: number, { above, below }: Between): number | undefined {
    const near = Math.min(Math.max(aim, above + 1), below - 1);
    if (near <= above) return undefined;
    let hasWords = false;
    for (let distance = 0; distance <= LONG_WORD; distance++) {
      for (const length of [near - distance, near + distance]) {
        if (!isBetweenWords(positionOf(length))) continue;
        if (length > above && length < below) return length;
        hasWords = true;
      }
    }
    if (hasWords && below - above <= LONG_WORD) return undefined;
    return [near, near + 1, near - 1].find((length) => length > above && length < below && mayCut(positionOf(length)));
  }

  function mayCut(at: number): boolean {
    return !(/[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? ""));
  }
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at] ?? "");
}
