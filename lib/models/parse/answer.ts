/** What a reader of answers gives where it would have to guess: a sentence for the log and for asking again. */
export interface Unread {
  /** What was looked for, the answer's beginning, and why it does not do. */
  readonly problem: string;
}

const THOUGHTS = "think|thinking|thought|reasoning";

/**
 * What is left of an answer without its thoughts: `<think>…</think>` goes, thoughts that never end leave nothing, and a
 * closing tag alone ends thoughts that began in the prompt. Wide forms of characters become plain ones.
 */
export function withoutThoughts(text: string): string {
  return text.replace(new RegExp(`<(${THOUGHTS})>[\\s\\S]*?</\\1>`, "gi"), " ")
    .replace(new RegExp(`^[\\s\\S]*</(?:${THOUGHTS})>`, "i"), " ")
    .replace(new RegExp(`<(?:${THOUGHTS})>[\\s\\S]*$`, "i"), " ")
    .trim();
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
