import { type LineForm, lineForm } from "./likeness.ts";
import { type TextLine, textLines } from "./text_lines.ts";

/** The lines of a text in the form that they are compared in; lines of one form share a number. */
export interface LineTable {
  /** The text. */
  readonly text: string;
  /** Where its lines stand. */
  readonly lines: readonly TextLine[];
  /** Number of each line's form. */
  readonly ids: readonly number[];
  /** Characters that compared lines have before each line; one more than there are lines. */
  readonly sizes: readonly number[];
  /** The form of a line. */
  form(index: number): LineForm;
  /** A line without its line end. */
  line(index: number): string;
}

/** Where texts that are compared with each other keep their forms. */
export type Forms = Map<string, { readonly id: number; readonly form: LineForm }>;

/** A {@link LineTable} of a text. */
export function lineTable(text: string, forms: Forms): LineTable {
  const lines = textLines(text), ids: number[] = [], found: LineForm[] = [], sizes = [0];
  for (const { start, end } of lines) {
    const form = lineForm(text.slice(start, end));
    const known = forms.get(form.spaced) ?? { id: forms.size, form };
    forms.set(form.spaced, known);
    ids.push(known.id);
    found.push(known.form);
    sizes.push(sizes.at(-1)! + known.form.bare.length);
  }
  return {
    text,
    lines,
    ids,
    sizes,
    form: (index) => found[index]!,
    line: (index) => text.slice(lines[index]!.start, lines[index]!.end),
  };
}

/** The line with the most words: the one that tells most about where it stands. */
export function tellingLine(table: LineTable): number {
  let best = 0;
  table.lines.forEach((_, i) => {
    if (table.form(i).bare.length > table.form(best).bare.length) best = i;
  });
  return best;
}
