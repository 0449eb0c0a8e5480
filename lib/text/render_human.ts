import type { Diagnostic, Severity } from "./diagnostic.ts";
import { placeAt } from "./line_index.ts";
import { snippetOf } from "./snippet.ts";
import { visible, widthOf } from "./visible.ts";

/** How {@link renderHuman} may draw. */
export interface HumanOptions {
  /** Whether to colour. */
  readonly colour: boolean;
  /** Terminal cells a line may take; fewer than 40 count as 40. */
  readonly width: number;
}

type Ink = Severity | "strong" | "place" | "gutter";

const INKS: Readonly<Record<Ink, string>> = {
  error: "\x1b[1;31m",
  warning: "\x1b[1;33m",
  strong: "\x1b[1m",
  place: "\x1b[36m",
  gutter: "\x1b[2m",
};

type Paint = (ink: Ink, text: string) => string;

/** A message longer than this is cut: no sentence of ours is, so what is longer holds a name nobody can read. */
const LONGEST_MESSAGE = 1_000;

/** Each diagnostic with its source line and carets under its span, and a last line that counts them. */
export function renderHuman(diagnostics: readonly Diagnostic[], options: HumanOptions): string {
  if (diagnostics.length === 0) return "";
  const paint: Paint = (ink, text) => options.colour ? `${INKS[ink]}${text}\x1b[0m` : text;
  const width = Math.max(40, options.width);
  const blocks = diagnostics.map((found) => block(found, paint, width).map((line) => `${line}\n`).join(""));
  return `${blocks.join("\n")}\n${summary(diagnostics)}\n`;
}

function block(found: Diagnostic, paint: Paint, width: number): string[] {
  const { number, severity, message, source, span, hint } = found;
  const { line, column } = placeAt(source, span.start);
  const head = [
    `${paint(severity, `${severity}[${number}]`)}${paint("strong", `: ${shown(message)}`)}`,
    `  ${paint("place", `${visible(source.name)}:${line}:${column}`)}`,
  ];
  const edge = Math.max(5, String(line).length);
  const gutter = (label: string) => `${paint("gutter", `${label.padStart(edge)} |`)} `;
  const room = width - edge - 3;
  const said = hint === undefined ? [] : [shown(hint)];
  if (source.text === "") return [...head, ...said.map((text) => `  ${text}`)];
  const { text, indent, carets } = snippetOf(source, span, room);
  const [beside, ...below] = besides(said[0], room, indent + carets + 1);
  const marks = ["^".repeat(carets), beside].filter(Boolean).join(" ");
  return [
    ...head,
    `${gutter(String(line))}${text}`.trimEnd(),
    `${gutter("")}${" ".repeat(indent)}${paint(severity, marks)}`,
    ...below.map((part) => `${gutter("")}${paint(severity, part)}`),
  ];
}

/**
 * The hint as lines: beside the carets where there is room for a few words, with further lines in the same column;
 * otherwise below them.
 */
function besides(hint: string | undefined, room: number, taken: number): string[] {
  if (hint === undefined) return [""];
  if (taken + Math.min(widthOf(hint), FEW_WORDS) > room) return ["", ...wrapped(hint, room)];
  const [first, ...rest] = wrapped(hint, room - taken);
  return [first!, ...rest.map((line) => " ".repeat(taken) + line)];
}

/** Cells that it takes to make a line of words worth reading. */
const FEW_WORDS = 30;

function wrapped(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > room) {
      lines.push(line.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function shown(text: string): string {
  return visible(text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} …` : text);
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const names = [...new Set(diagnostics.map(({ source }) => source.name))];
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counts = [counted(errors, "error"), counted(warnings, "warning")].filter(Boolean).join(", ");
  return `${counts} in ${names.length === 1 ? visible(names[0]!) : `${names.length} files`}`;
}

function counted(count: number, thing: string): string {
  return count === 0 ? "" : `${count} ${thing}${count === 1 ? "" : "s"}`;
}
