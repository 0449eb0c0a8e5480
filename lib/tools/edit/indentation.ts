/** How a text indents. */
export interface IndentStyle {
  /** By tabs rather than spaces. */
  readonly tabs: boolean;
  /** Spaces of one level. */
  readonly unit: number;
  /** Whether no line is one level of spaces deeper than the one above, so that nothing tells the unit. */
  readonly isGuess: boolean;
}

/** How the indentation of a block in a file follows from that of the old text that is meant to be it. */
export interface IndentFit {
  /** Indentations of the old text, and those of the file in their place. */
  readonly known: ReadonlyMap<string, string>;
  /** Spaces of one level in the old text. */
  readonly oldUnit: number;
  /** How the file indents. */
  readonly style: IndentStyle;
}

/** Spaces that one level usually has, the usual ones first. */
const UNITS = [4, 2, 8, 3];
/** A line this many levels away from where the old text has it stands at another depth. */
const OTHER_DEPTH = 0.5;

/** The tabs and spaces that a line begins with. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** How these lines indent, or undefined where none does. */
export function indentStyle(lines: Iterable<string>): IndentStyle | undefined {
  const steps = new Map<number, number>();
  let tabs = 0, spaces = 0, above: number | undefined;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const indent = indentOf(line);
    if (indent.includes("\t")) tabs++;
    else {
      if (indent !== "") spaces++;
      const step = indent.length - (above ?? indent.length);
      if (UNITS.includes(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
      above = indent.length;
    }
  }
  if (tabs + spaces === 0) return undefined;
  const [unit] = [...steps].reduce((most, step) => step[1] > most[1] ? step : most, [UNITS[0]!, 0]);
  return { tabs: tabs > spaces, unit, isGuess: steps.size === 0 };
}

/** Lines of an old text that have words, the same lines of the file, and how both texts indent. */
export interface IndentPair {
  /** Indentations of the old text's lines. */
  readonly old: readonly string[];
  /** Indentations of the file's lines. */
  readonly file: readonly string[];
  /** How the old and the new text indent. */
  readonly written: IndentStyle | undefined;
  /** How the file indents. */
  readonly style: IndentStyle | undefined;
}

/**
 * How the lines of the file are indented in relation to those of the old text, or undefined where they are nested in
 * another way: all lines have to be off by the same number of levels, give or take less than half of one. One level
 * may have another width in the old text than in the file, and be a tab in one of them.
 */
export function fitIndents({ old, file, written, style }: IndentPair): IndentFit | undefined {
  const own = style ?? written ?? { tabs: false, unit: UNITS[0]!, isGuess: true };
  const likely = written === undefined || written.isGuess ? own.unit : written.unit;
  let best: { readonly unit: number; readonly off: number } | undefined;
  for (const unit of new Set([likely, own.unit, ...UNITS])) {
    const shifts = old.map((indent, i) => level(file[i]!, own.unit) - level(indent, unit));
    const middle = shifts.toSorted((a, b) => a - b)[shifts.length >> 1] ?? 0;
    const offs = shifts.map((shift) => Math.abs(shift - middle));
    if (offs.some((off) => off >= OTHER_DEPTH)) continue;
    const off = offs.reduce((sum, off) => sum + off, 0);
    if (best === undefined || off < best.off - 1e-9) best = { unit, off };
  }
  if (best === undefined) return undefined;
  const known = new Map<string, string>();
  old.forEach((indent, i) => known.has(indent) || known.set(indent, file[i]!));
  return { known, oldUnit: best.unit, style: own };
}

/** A line written in the manner of the old text, indented as the file is. */
export function reindent(line: string, fit: IndentFit): string {
  if (line.trim() === "") return line;
  const indent = indentOf(line);
  return (fit.known.get(indent) ?? newIndent(indent, fit)) + line.slice(indent.length);
}

/** For an indentation that the old text has nowhere: from the one that is whole levels away, or else the nearest. */
function newIndent(indent: string, { known, oldUnit, style }: IndentFit): string {
  const wanted = level(indent, oldUnit);
  let least = Infinity, found = wanted;
  for (const [old, file] of known) {
    const away = wanted - level(old, oldUnit);
    const cost = Math.abs(away) + (Number.isInteger(away) ? 0 : 1_000);
    if (cost < least) least = cost, found = level(file, style.unit) + away;
  }
  return written(Math.max(0, found), style);
}

function level(indent: string, unit: number): number {
  let tabs = 0;
  for (const letter of indent) if (letter === "\t") tabs++;
  return tabs + (indent.length - tabs) / unit;
}

function written(level: number, { tabs, unit }: IndentStyle): string {
  const spaces = Math.round(level * unit);
  return tabs ? "\t".repeat(Math.floor(spaces / unit)) + " ".repeat(spaces % unit) : " ".repeat(spaces);
}
