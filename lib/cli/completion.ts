/**
 * What can stand where the cursor is. The scripts of all shells ask for it, and are answered with a suggestion and what
 * it means on each line, then a directive.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { GLOBALS } from "./globals.ts";
import type { Host } from "./host.ts";
import type { Option, Parameter } from "./parameter.ts";
import { isVariadic } from "./parameter.ts";
import { findCommand } from "./parse_arguments.ts";
import { COMMAND_NAMES, loadCommand } from "./registry.ts";

/** One word that fits. */
export interface Suggestion {
  readonly word: string;
  readonly about?: string;
}

/** What a script is told. */
export interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  /** A sum of {@link DIRECTIVE}s. */
  readonly directive: number;
}

/** What a script is to do with suggestions. */
export const DIRECTIVE = {
  /** Put no space after the word: it goes on. */
  noSpace: 2,
  /** Suggest no files of your own. */
  noFiles: 4,
} as const;

/** Suggestions for the last of the words, which may be begun or empty. */
export async function suggestionsFor(host: Host, words: readonly string[]): Promise<Suggestions> {
  const before = words.slice(0, -1), written = words.at(-1) ?? "";
  const { name, rest } = findCommand(before), command = name === undefined ? undefined : await loadCommand(name);
  const found = command
    ? await inCommand(host, command, { rest, written })
    : await first(host, { before, written, isFree: name === undefined });
  if (found === "files") return { suggestions: [], directive: 0 };
  const start = written.startsWith("--") && written.includes("=") ? written.slice(written.indexOf("=") + 1) : written;
  const suggestions = found.filter(({ word }) => word.startsWith(start));
  const goesOn = suggestions.length > 0 && suggestions.every(({ word }) => word.endsWith("/"));
  return { suggestions, directive: DIRECTIVE.noFiles + (goesOn ? DIRECTIVE.noSpace : 0) };
}

type Found = readonly Suggestion[] | "files";

/** Where no command that is known stands; `isFree`: none at all. */
async function first(
  host: Host,
  { before, written, isFree }: {
    readonly before: readonly string[];
    readonly written: string;
    readonly isFree: boolean;
  },
): Promise<Found> {
  const options = Object.values(GLOBALS), open = openOption(options, before.at(-1), written);
  if (open) return await valuesOf(host, open, written);
  if (written.startsWith("-")) return options.map(named);
  if (!isFree) return [];
  return await Promise.all(
    COMMAND_NAMES.map(async (name) => ({ word: name, about: (await loadCommand(name))!.summary })),
  );
}

async function inCommand(
  host: Host,
  { parameters }: Command,
  { rest, written }: { readonly rest: readonly string[]; readonly written: string },
): Promise<Found> {
  const all: readonly Parameter<unknown>[] = [...Object.values(parameters), ...Object.values(GLOBALS)];
  const options = all.filter((one) => one.place === "option"), places = all.filter((one) => one.place === "argument");
  const open = openOption(options, rest.at(-1), written);
  if (open) return await valuesOf(host, open, written);
  if (written.startsWith("-")) return options.map(named);
  const at = rest.filter((word, i) => !word.startsWith("-") && !openOption(options, rest[i - 1], word)).length;
  const place = places[at] ?? places.findLast(isVariadic);
  if (place?.suggest) return wordsOf(await place.suggest(host, written));
  return place && FILES.has(place.label) ? "files" : [];
}

/** Labels of what is a file or a folder: shells know those best. */
const FILES: ReadonlySet<string> = new Set(["FILE", "FOLDER", "SOURCE"]);

/** The option whose value stands at the cursor: the word before wants one, or `=` was written. */
function openOption(
  options: readonly Option<unknown>[],
  before: string | undefined,
  written: string,
): Option<unknown> | undefined {
  const name = written.startsWith("--") && written.includes("=") ? written.slice(0, written.indexOf("=")) : before;
  if (name === undefined) return undefined;
  return options.find(({ long, short, label }) => label !== undefined && (long === name || short === name));
}

async function valuesOf(host: Host, option: Option<unknown>, written: string): Promise<Found> {
  if (option.choices) return wordsOf(option.choices);
  if (option.suggest) return wordsOf(await option.suggest(host, written));
  return option.label !== undefined && FILES.has(option.label) ? "files" : [];
}

function wordsOf(words: readonly string[]): readonly Suggestion[] {
  return words.map((word) => ({ word }));
}

function named({ long, about }: Option<unknown>): Suggestion {
  return { word: long, about };
}
