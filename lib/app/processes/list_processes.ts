/**
 * The processes that there are, those that cannot be read among them.
 *
 * @module
 */
import { join } from "node:path";
import type { World } from "../../compile/world.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import { readSource, worldAt } from "../compile_spec.ts";
import type { PlaceKind, ProcessPlace, Standpoint } from "./process_places.ts";
import { processPlaces } from "./process_places.ts";

/** A process by the name it has. */
export interface ListedProcess {
  /** Its name; of one that cannot be read the name of its file. */
  readonly name: string;
  /** The file that says it. */
  readonly file: string;
  /** The folder of its package; absent for a single file. */
  readonly folder?: string;
  /** What sort of a place it lies in. */
  readonly is: PlaceKind;
  /** What it says of itself; absent where it cannot be read. */
  readonly says?: ProcessSays;
  /** What is wrong with it, where it cannot be used. */
  readonly broken: readonly Diagnostic[];
  /** Files of the same name that it hides, the nearest of them last. */
  readonly hides: readonly string[];
}

/** What a process says of itself. */
export interface ProcessSays {
  /** Its version; absent for a spec of kind `process`. */
  readonly version?: string;
  /** What it is for. */
  readonly description: string;
  /** Who wrote it. */
  readonly author: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** How far a planner may leave it: not at all, by tasks beside its phases, or altogether. */
  readonly mode: "strict" | "guided" | "suggestive";
  /** Its phases, or its tasks. */
  readonly phases: number;
}

/** Files of one folder that are looked at. */
const MOST = 1_000;

/** Names of the files that packages say their process in, the first that is there. */
const PACKAGE_FILES: readonly string[] = ["process.yaml", "process.yml", "process.toml"];

/**
 * All processes that can be named, in the order of their names; of several of a name the one that is meant. One that cannot
 * be used is among them, with what is wrong. What lies in no files, as the ready ones of a package from a registry, is not.
 *
 * @example The ready ones
 * ```ts
 * import { listProcesses } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const ready = (await listProcesses()).filter(({ is }) => is === "built in");
 * assert.ok(ready.some(({ name, broken }) => name === "research-report" && broken.length === 0));
 * ```
 */
export async function listProcesses(standpoint: Standpoint = {}): Promise<readonly ListedProcess[]> {
  const found = new Map<string, ListedProcess>();
  for (const place of await processPlaces(standpoint)) {
    for (const one of await processesIn(place)) {
      const hidden = found.get(one.name);
      found.set(one.name, hidden ? { ...one, hides: [...hidden.hides, hidden.file] } : one);
    }
  }
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** The processes of one folder, in the order of their files. */
export async function processesIn({ is, folder }: ProcessPlace): Promise<readonly ListedProcess[]> {
  const listed: ListedProcess[] = [];
  for (const entry of await filesIn(folder)) {
    const read = await readProcess(entry.file);
    if (read) listed.push({ ...read, ...entry, is, hides: [] });
  }
  return listed;
}

/** The file of a package; undefined where the folder is none. */
export async function packageFile(folder: string): Promise<string | undefined> {
  for (const name of PACKAGE_FILES) if (await isFile(join(folder, name))) return join(folder, name);
  return undefined;
}

type Entry = Pick<ListedProcess, "file" | "folder">;

async function filesIn(folder: string): Promise<readonly Entry[]> {
  const names: string[] = [], entries: Entry[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.startsWith(".") && names.length < MOST) names.push(name);
    }
  } catch {
    return [];
  }
  for (const name of names.sort()) {
    const path = join(folder, name), inside = await packageFile(path);
    if (inside !== undefined) entries.push({ file: inside, folder: path });
    else if (/\.(ya?ml|toml)$/.test(name) && await isFile(path)) entries.push({ file: path });
  }
  return entries;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** What stands in a file; undefined for a spec that is no process. */
async function readProcess(file: string): Promise<Pick<ListedProcess, "name" | "says" | "broken"> | undefined> {
  const read = await readSource(file), name = stem(file);
  if (!("source" in read)) return { name, broken: read.diagnostics };
  const { source } = read;
  if (/^["']?kind["']?\s*[:=]\s*["']?(?!process\b)\w/m.test(source.text)) return undefined;
  return await readText(source, name);
}

/** Shape, ids, files and patterns are looked at; models are not, for they are not its own. */
async function readText(source: Source, otherwise: string): Promise<Pick<ListedProcess, "name" | "says" | "broken">> {
  const [{ readSpec }, { findings }, { arrange }] = await Promise.all([
    import("../../spec/read_spec.ts"),
    import("../../compile/findings.ts"),
    import("../../text/arrange.ts"),
  ]);
  const found = findings(), report = found.about(source), read = await readSpec(source, report);
  if (read?.kind === "definition") {
    await checked({ source, located: read.located, report, definition: read.value });
  }
  const broken = arrange(found.all.filter(({ severity }) => severity === "error"));
  if (read?.kind === "definition") {
    const { name = otherwise, version, description, author, tags, mode, phases } = read.value;
    const says = { version, description, author, tags, mode, phases: phases.length };
    return { name, says, broken };
  }
  if (read?.kind !== "process") return { name: otherwise, broken };
  const { name = otherwise, description = "", plan, tasks = {} } = read.value;
  const mode = (typeof plan === "string" ? plan : plan?.mode) ?? "strict";
  return { name, says: { description, author: "", tags: [], mode, phases: Object.keys(tasks).length }, broken };
}

type CheckArguments = Parameters<typeof import("../../compile/definition_check.ts").checkDefinition>;

async function checked(unit: CheckArguments[0]): Promise<void> {
  const [{ checkDefinition, unheldPatterns }, { namesIn, supplyOf }] = await Promise.all([
    import("../../compile/definition_check.ts"),
    import("../../compile/definition_tools.ts"),
  ]);
  const world: World = await worldOf(unit.source), supply = await supplyOf(unit, world);
  checkDefinition(unit, { tools: namesIn(supply), unheld: await unheldPatterns(unit.definition, world) });
}

async function worldOf(source: Source): Promise<World> {
  const home = join(source.name, "..");
  return await worldAt(source, { folder: home, home });
}

function stem(file: string): string {
  const parts = file.split("/"), own = parts.at(-1)!.replace(/\.\w+$/, "");
  return own === "process" && parts.length > 1 ? parts.at(-2)! : own;
}
