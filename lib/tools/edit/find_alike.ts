import { fitIndents, type IndentFit, indentOf, indentStyle } from "./indentation.ts";
import { type Effort, lengthBound, likeness } from "./likeness.ts";
import { type LineTable, tellingLine } from "./line_table.ts";

/** A block of lines of the file that is taken for the old text. */
export interface AlikeBlock {
  /** Index of its first line. */
  readonly first: number;
  /** How many lines it has: as many as the old text. */
  readonly count: number;
  /** From the threshold to 1. */
  readonly similarity: number;
  /** How its indentation differs. */
  readonly fit: IndentFit;
}

/** What looking for a block came to. */
export type AlikeSearch =
  | { readonly is: "found"; readonly block: AlikeBlock }
  | { readonly is: "several"; readonly firsts: readonly number[] }
  | { readonly is: "none" }
  /** Given up: too many lines are nearly the same. */
  | { readonly is: "costly" };

/** What counts as alike. */
export interface AlikeLimits {
  /** Least similarity of a block. */
  readonly threshold: number;
  /** What the best block has to be ahead of the next one above the threshold. */
  readonly margin: number;
}

/** A block with a line less alike than this is another one, however well the rest fits. */
const LEAST_LINE = 0.6;
/** Characters of both lines without a counterpart where one is wrong. */
const ONE_WRONG = 2;
/** Steps of one search: a fraction of a second. */
const MOST_WORK = 30_000_000;
/** Steps of looking at the indentation of one line. */
const INDENT_WORK = 20;
/** Blocks between which nothing can decide any more, after which no others are looked for. */
const MOST_BLOCKS = 20;

/**
 * The one block of lines of the file that the old text is meant to be.
 *
 * The similarity of a block is the mean of its lines' {@link likeness}, each weighed by its length, so that braces and
 * blank lines do not make up for another statement. Every line has to reach the threshold by itself or have no more
 * than one wrong character, and all have to be nested as in the old text.
 *
 * What it costs: one pass over the file by lengths of lines, and a comparison with the old text's longest line for each
 * different line of about its length; only where that is alike, the lines around are looked at, equal ones by number
 * and others by bounds before they are compared, until what is lost rules the block out. Each two different lines are
 * compared once. In all it takes no more than a fixed number of steps and gives up then.
 */
export function findAlike(
  file: LineTable,
  old: LineTable,
  { to, ...limits }: AlikeLimits & { to: string },
): AlikeSearch {
  if (old.sizes.at(-1) === 0) return { is: "none" };
  const effort: Effort = { left: MOST_WORK },
    compare = comparing(file, old, { effort, threshold: limits.threshold }),
    pivot = tellingLine(old);
  const candidates: Candidate[] = [];
  let undecided = 0;
  const style = indentStyle(file.lines.keys().map(file.line));
  const written = indentStyle([...old.lines.map((_, i) => old.line(i)), ...to.split("\n")]);
  for (let first = 0; first + old.lines.length <= file.lines.length && effort.left >= 0; first++) {
    effort.left--;
    if (lengthBound(old.form(pivot), file.form(first + pivot)) < LEAST_LINE) continue;
    if (compare(pivot, first + pivot) === 0) continue;
    const similarity = blockSimilarity(file, old, { first, compare, effort, least: limits.threshold });
    if (similarity === undefined) continue;
    const indents = (table: LineTable, from: number) =>
      old.lines.flatMap((_, i) => old.form(i).bare === "" ? [] : [indentOf(table.line(from + i))]);
    effort.left -= INDENT_WORK * old.lines.length;
    const fit = fitIndents({ old: indents(old, 0), file: indents(file, first), written, style });
    candidates.push({ first, count: old.lines.length, similarity, fit });
    // No block can be so much more alike than one like this that it is clearly ahead.
    if (similarity > 1 - limits.margin && ++undecided === MOST_BLOCKS) break;
  }
  return effort.left < 0 ? { is: "costly" } : choose(candidates, limits.margin);
}

/** A block whose words are alike; `fit` is undefined where its lines are nested in another way. */
type Candidate = Omit<AlikeBlock, "fit"> & { readonly fit: IndentFit | undefined };

function choose(candidates: readonly Candidate[], margin: number): AlikeSearch {
  const [best, next] = candidates.toSorted((a, b) => b.similarity - a.similarity);
  if (best === undefined) return { is: "none" };
  if (next && best.similarity - next.similarity < margin) {
    const near = candidates.filter(({ similarity }) => best.similarity - similarity < margin);
    return { is: "several", firsts: near.map(({ first }) => first) };
  }
  // Not the next best one then: the words say that this one is meant.
  return best.fit ? { is: "found", block: { ...best, fit: best.fit } } : { is: "none" };
}

type Compare = (old: number, file: number) => number;

/** Compares two lines, each two forms once; 0 is for lines that are not the same one. */
function comparing(
  file: LineTable,
  old: LineTable,
  { effort, threshold }: { effort: Effort; threshold: number },
): Compare {
  const known = new Map<number, number>(), last = old.lines.length - 1;
  const isOpen = old.lines[last]!.end === old.lines[last]!.next;
  return (i, j) => {
    const a = old.form(i), b = file.form(j);
    if (old.ids[i] === file.ids[j]) return 1;
    // An old text that begins or ends within a line is no block of lines: the rest of the line would be lost.
    const isPart = a.bare !== "" && a.bare.length < b.bare.length;
    if (isPart && i === 0 && b.bare.endsWith(a.bare)) return 0;
    if (isPart && i === last && isOpen && b.bare.startsWith(a.bare)) return 0;
    const pair = old.ids[i]! * 2 ** 26 + file.ids[j]!;
    const least = Math.max(LEAST_LINE, Math.min(threshold, 1 - ONE_WRONG / (a.bare.length + b.bare.length)));
    const found = known.get(pair) ?? likeness(a, b, { least, effort });
    known.set(pair, found);
    return found >= least - 1e-9 ? found : 0;
  };
}

interface Block {
  readonly first: number;
  readonly compare: Compare;
  readonly effort: Effort;
  readonly least: number;
}

/** The block's similarity, or undefined as soon as it can no longer be `least` or a line is another one. */
function blockSimilarity(
  file: LineTable,
  old: LineTable,
  { first, compare, effort, least }: Block,
): number | undefined {
  const count = old.lines.length;
  const all = old.sizes[count]! + file.sizes[first + count]! - file.sizes[first]!, most = (1 - least) * all + 1e-9;
  const lostBy = (similarity: (i: number) => number): number | undefined => {
    let lost = 0;
    for (let i = 0; i < count; i++) {
      effort.left--;
      if (old.ids[i] === file.ids[first + i]) continue;
      const alike = similarity(i);
      lost += (1 - alike) * (old.form(i).bare.length + file.form(first + i).bare.length);
      if (alike === 0 || lost > most) return undefined;
    }
    return lost;
  };
  if (lostBy((i) => lengthBound(old.form(i), file.form(first + i))) === undefined) return undefined;
  const lost = lostBy((i) => compare(i, first + i));
  return lost === undefined || effort.left < 0 ? undefined : 1 - lost / all;
}
