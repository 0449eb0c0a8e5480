/** What a reader of answers gives where it would have to guess: a sentence for the log and for asking again. */
export interface Unread {
  /** What was looked for, the answer's beginning, and why it does not do. */
  readonly problem: string;
}

const THOUGHTS = "think|thinking|thought|reasoning";

/** Tags of thoughts, kept as pieces of their own where a text is split at them. */
const TAG = new RegExp(`(</?(?:${THOUGHTS})>)`, "i");

/**
 * What is left of an answer without its thoughts: `<think>…</think>` goes, thoughts that never end leave nothing, and a
 * closing tag alone ends thoughts that began in the prompt. Wide forms of characters become plain ones.
 */
export function withoutThoughts(text: string): string {
  return withoutEnded(text.split(TAG))
    .replace(new RegExp(`^[\\s\\S]*</(?:${THOUGHTS})>`, "i"), " ")
    .replace(new RegExp(`<(?:${THOUGHTS})>[\\s\\S]*$`, "i"), " ")
    .trim();
}

/** Leaves out what stands from an opening tag to the next closing one of its name, looking at each piece once. */
function withoutEnded(pieces: readonly string[]): string {
  const tags = pieces.map((piece, i) => i % 2 === 0 ? "" : piece.toLowerCase()), kept: string[] = [];
  const lastEnds = new Map(tags.map((tag, i) => [tag, i]));
  for (let i = 0; i < pieces.length; i++) {
    const end = tags[i]!.replace(/^<(?!\/)/, "</");
    if (end === tags[i] || (lastEnds.get(end) ?? -1) < i) kept.push(pieces[i]!);
    else {
      i = tags.indexOf(end, i);
      kept.push(" ");
    }
  }
  return kept.join("");
}

/** The answer in plain characters, without thoughts, emphasis, code marks and quotation marks; lines stay lines. */
export function plainAnswer(text: string): string {
  return withoutThoughts(text).normalize("NFKC").replace(/[−‒–—]/g, "-")
    .replace(/(?<![\p{L}\p{N}])[*_`~"'“”‘’«»]+|[*_`~"'“”‘’«»]+(?![\p{L}\p{N}])/gu, "")
    .replace(/[*`~"“”«»]+/g, "")
    .replace(/[^\S\n]+/g, " ").replace(/ ?\n\s*/g, "\n").trim();
}

/** The problem of an answer that cannot be read. */
export function unread(what: string, answer: string, why: string): Unread {
  const line = answer.replace(/\s+/g, " ").trim();
  if (line === "") return { problem: `Cannot read ${what}: the answer is empty` };
  return { problem: `Cannot read ${what} in \`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\`: ${why}` };
}

const CORRECTION =
  /\b(?:actually|wait|rather|instead|sorry|correction|second thoughts?|hmm+|maybe|perhaps|or|changed? my mind|no)\b/i;

/** Whether an answer may take back what it has said. */
export function isCorrected(answer: string): boolean {
  return CORRECTION.test(answer);
}

const DENIAL = /\b(?:not|never|neither|cannot|hardly)\b|n't\b/i;

/** Characters before an announcement that are looked at. */
const SENTENCE = 200;

/** Whether the sentence in which something is announced at a place denies it. */
export function isDenied(answer: string, at: number): boolean {
  return DENIAL.test(answer.slice(Math.max(0, at - SENTENCE), at).split(/[.!?;\n]/).at(-1)!);
}
