/** What a grader is given: the candidate, the text before it, and where the run stands. */
export interface Graded {
  /** The piece of text to grade. */
  readonly candidate: { readonly text: string };
  /** All of the text before it. */
  readonly text: string;
}

/** Likes sentences of different lengths: the spread of their word counts, over the mean. */
export function rhythm({ candidate }: Graded): number {
  const sentences = candidate.text.split(/[.!?]+/).map((sentence) => sentence.trim()).filter(Boolean);
  const lengths = sentences.map((sentence) => sentence.split(/\s+/).length);
  if (lengths.length < 2) return 0;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length;
  return Math.sqrt(variance) / mean;
}
