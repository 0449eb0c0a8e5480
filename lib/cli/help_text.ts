/** What `--help` says, made of the same data that the parser reads. */
import type { Command } from "./command.ts";
import { GLOBALS } from "./globals.ts";
import type { Option, Parameter, Parameters, Positional } from "./parameter.ts";
import { wrap } from "./wrap.ts";

/** How help is set. */
export interface HelpOptions {
  /** Cells of a line. */
  readonly width: number;
  /** Sets a heading apart. */
  readonly heading: (text: string) => string;
}

/** A group of commands with what each does. */
export interface HelpGroup {
  readonly title: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
}

/** The help of the whole program. */
export function programHelp(groups: readonly HelpGroup[], options: HelpOptions): string {
  const names = groups.flatMap(({ commands }) => commands.map(({ name }) => name.length));
  const column = Math.max(...names) + 4;
  const sections = groups.map(({ title, commands }) =>
    section(title, commands.flatMap(({ name, summary }) => row(name, summary, { ...options, column })), options)
  );
  return [
    "Runs loops of language models from specs: durable, on a budget, and never bought twice.\n",
    section("Usage", ["  loom COMMAND [OPTIONS]", "  loom help COMMAND", "  loom --version"], options),
    ...sections,
    section("Options of every command", optionRows(GLOBALS, options), options),
    section("Exit codes", [
      ...paragraph(
        "0 done, 1 failed, 2 wrong command line or spec, 3 stalled, 4 exhausted, 5 cancelled, 6 not ended yet, " +
          "7 locked by another process, 8 database unusable, 130 killed by a second Ctrl-C",
        options,
      ),
    ], options),
  ].join("\n");
}

/** The help of one command. */
export function commandHelp(command: Command, options: HelpOptions): string {
  const { name, summary, details = [], parameters, examples = [] } = command;
  const places = positionals(parameters), own = optionsOf(parameters);
  const usage = ["loom", name, ...(own.length > 0 ? ["[OPTIONS]"] : []), ...places.map(({ label }) => label)].join(" ");
  const column = Math.max(0, ...examples.map(({ line }) => line.length));
  return [
    `${wrap(summary, options.width).join("\n")}\n`,
    section("Usage", [`  ${usage}`], options),
    ...details.map((text) => `${wrap(text, options.width).join("\n")}\n`),
    ...(places.length > 0 ? [section("Arguments", argumentRows(places, options), options)] : []),
    ...(own.length > 0 ? [section("Options", optionRows(parameters, options), options)] : []),
    section("Options of every command", optionRows(GLOBALS, options), options),
    ...(examples.length > 0
      ? [
        section("Examples", examples.flatMap(({ line, does }) => example(line, does, { ...options, column })), options),
      ]
      : []),
  ].join("\n");
}

function section(title: string, lines: readonly string[], { heading }: HelpOptions): string {
  return `${heading(title)}\n${lines.join("\n")}\n`;
}

function paragraph(text: string, { width }: HelpOptions): readonly string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

type Columned = HelpOptions & { readonly column: number };

/** A term, and beside it, or below it where it is too long, what it means. */
function row(term: string, meaning: string, { width, column }: Columned): readonly string[] {
  const [first, ...rest] = wrap(meaning, Math.max(20, width - column)), indent = " ".repeat(column);
  const head = `  ${term}`;
  const lines = head.length < column - 1 ? [head.padEnd(column) + first] : [head, indent + first];
  return [...lines, ...rest.map((line) => indent + line)];
}

function example(line: string, does: string, options: Columned): readonly string[] {
  const whole = `  ${line.padEnd(options.column)}  ${does}`;
  return whole.length <= options.width
    ? [whole]
    : [`  ${line}`, ...wrap(does, options.width - 6).map((l) => `      ${l}`)];
}

function argumentRows(places: readonly Positional<unknown>[], options: HelpOptions): readonly string[] {
  const column = columnFor(places.map(({ label }) => label));
  return places.flatMap(({ label, about }) => row(label.replace(/^\[|\]$/g, ""), about, { ...options, column }));
}

function optionRows(parameters: Parameters, options: HelpOptions): readonly string[] {
  const listed = optionsOf(parameters), column = columnFor(listed.map(termOf));
  return listed.flatMap((option) => row(termOf(option), meaningOf(option), { ...options, column }));
}

const WIDEST = 28;

function columnFor(terms: readonly string[]): number {
  return Math.min(WIDEST, Math.max(...terms.map((term) => term.length)) + 4);
}

function termOf({ short, long, label }: Option<unknown>): string {
  return `${short ? `${short}, ` : "    "}${long}${label ? ` ${label}` : ""}`;
}

function meaningOf({ about, choices }: Option<unknown>): string {
  return choices ? `${about}: ${choices.join(", ")}` : about;
}

function optionsOf(parameters: Parameters): readonly Option<unknown>[] {
  return Object.values(parameters).filter((one: Parameter<unknown>) => one.place === "option");
}

function positionals(parameters: Parameters): readonly Positional<unknown>[] {
  return Object.values(parameters).filter((one: Parameter<unknown>) => one.place === "argument");
}
