/**
 * The process that carries a goal out: the one that is named, the one that a `loom.toml` names, or the general one.
 *
 * @module
 */
import { dirname } from "node:path";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { CompileOptions } from "../compile_spec.ts";
import { readSource } from "../compile_spec.ts";
import { locateProcess } from "../processes/load_process.ts";
import type { Standpoint } from "../processes/process_places.ts";
import { processDefaults } from "../processes/process_places.ts";

/** Where somebody wants a goal carried out. */
export interface GoalPlace extends Required<Standpoint> {
  /** The folder that paths start from. */
  readonly at: string;
  /** Tools that a process may name beside its own. Default: none. */
  readonly tools?: CompileOptions["tools"];
}

/** The text of a process. */
export interface FoundProcess {
  /** Its text. */
  readonly source: Source;
  /** The folder that it stands in. */
  readonly home: string;
  /** Whether it was found by its path: what holds there holds for it. */
  readonly byPath: boolean;
  /** Its file; absent where Loom brings it along and lies in no files. */
  readonly file?: string;
}

/** The process that Loom brings along for any goal. */
const GENERAL = "general";

/** The text of a process, or what is wrong with its file. Throws a RangeError where there is none of that name. */
export async function findProcess(
  wanted: string | undefined,
  place: GoalPlace,
): Promise<FoundProcess | { readonly diagnostics: readonly Diagnostic[] }> {
  const name = wanted ?? (await processDefaults(place)).default ?? GENERAL, ours = oursOf(name);
  if (ours && ours.protocol !== "file:") return await fetched(ours, place.workspace);
  const { file, byPath } = await locateProcess(name, place), read = await readSource(file);
  return "source" in read
    ? { source: read.source, home: dirname(file), byPath, file }
    : { diagnostics: read.diagnostics };
}

/** Where the general process stands: wherever this module does. */
function oursOf(name: string): URL | undefined {
  return name === GENERAL ? new URL(`../../../specs/processes/${GENERAL}.yaml`, import.meta.url) : undefined;
}

async function fetched(url: URL, home: string): Promise<FoundProcess> {
  return { source: { name: `${GENERAL}.yaml`, text: await (await fetch(url)).text() }, home, byPath: false };
}
