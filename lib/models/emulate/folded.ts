/** A text in which only what is read counts: white space, quotation marks and dashes are one of each sort. */
export interface Folded {
  /** The text as it is compared. */
  readonly text: string;
  /** For each of its characters, where the character of the raw text ends that it stands for. */
  readonly ends: readonly number[];
}

const SAME: ReadonlyMap<string, string> = new Map([
  ...pairs("’‘‚‛ʼ′", "'"),
  ...pairs("“”„‟«»″", '"'),
  ...pairs("‐‑‒–—―−", "-"),
  ["…", "..."],
]);

/** Models change quotation marks, dashes and spaces when they repeat a text. */
export function folded(raw: string): Folded {
  const ends: number[] = [];
  let text = "", at = 0;
  for (const character of raw) {
    at += character.length;
    if (/\s/u.test(character)) {
      if (text.endsWith(" ")) ends[ends.length - 1] = at;
      else text += " ", ends.push(at);
      continue;
    }
    const same = SAME.get(character) ?? character;
    text += same;
    for (let i = 0; i < same.length; i++) ends.push(at);
  }
  return { text, ends };
}

function pairs(characters: string, as: string): [string, string][] {
  return [...characters].map((character) => [character, as]);
}
