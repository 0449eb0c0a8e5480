/**
 * The process that carries a goal out: the one that is named, the one that a `loom.toml` names, or the general one.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import type { World } from "../../compile/world.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import { readSource } from "../compile_spec.ts";

/** Where a process is looked for. */
export interface ProcessPlaces {
  /** The folder that paths start from. */
  readonly at: string;
  /** What holds there. */
  readonly defaults: World["defaults"];
}

/** The text of a process. */
export interface FoundProcess {
  readonly source: Source;
  /** The folder that it stands in. */
  readonly home: string;
  /** Its file; absent for one that Loom brings along. */
  readonly file?: string;
}

/** The process that Loom brings along for any goal. */
const GENERAL = "general";

/** The text of a process, or what is wrong with its file. Throws a RangeError where there is none of that name. */
export async function findProcess(
  wanted: string | undefined,
  { at, defaults }: ProcessPlaces,
): Promise<FoundProcess | { readonly diagnostics: readonly Diagnostic[] }> {
  const name = wanted ?? await defaultProcess(defaults) ?? GENERAL;
  const path = await fileOf(resolve(at, name));
  if (path !== undefined) return await readFile(path);
  if (name === GENERAL) return await general(at);
  if (looksLikePath(name)) return await readFile(resolve(at, name));
  throw new RangeError(
    `Cannot find the process \`${name}\`: there is no file and no folder of that name, and the one that Loom brings along ` +
      `is \`${GENERAL}\``,
  );
}

/** A file, or the one of a package. */
async function fileOf(path: string): Promise<string | undefined> {
  for (const file of [path, join(path, "process.yaml")]) {
    try {
      if ((await Deno.stat(file)).isFile) return file;
    } catch {
      // What cannot be looked at is told when it is read, if it was meant.
    }
  }
  return undefined;
}

function looksLikePath(name: string): boolean {
  return /[/\\]|\.(ya?ml|toml)$/i.test(name);
}

async function readFile(file: string): Promise<FoundProcess | { readonly diagnostics: readonly Diagnostic[] }> {
  const read = await readSource(file);
  return "source" in read ? { source: read.source, home: dirname(file), file } : { diagnostics: read.diagnostics };
}

/** Wherever this module stands, the process stands beside it. */
async function general(home: string): Promise<FoundProcess> {
  const url = new URL(`../../../specs/processes/${GENERAL}.yaml`, import.meta.url);
  const text = url.protocol === "file:" ? await Deno.readTextFile(url) : await (await fetch(url)).text();
  return { source: { name: `${GENERAL}.yaml`, text }, home };
}

/** The process that the nearest `loom.toml` names which names one. */
async function defaultProcess(defaults: World["defaults"]): Promise<string | undefined> {
  const { readDefaults } = await import("../../spec/read_spec.ts");
  for (const source of defaults) {
    const read = await readDefaults(source, () => {});
    const name = read?.value.process?.default;
    if (name !== undefined) return name;
  }
  return undefined;
}
