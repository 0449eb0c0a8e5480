/**
 * Compiling specs from disk or from text: the compiler's world, as it is on this machine.
 *
 * @module
 */
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Plan } from "../plan/mod.ts";
import type { Origin } from "../compile/origin.ts";
import type { FileRead, ScriptPinned, World } from "../compile/world.ts";
import type { Decoded } from "../text/decode.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { configFolder } from "./secrets.ts";
import { projectFolder } from "./database.ts";
import type { LoomTool } from "./loom_options.ts";
import { readAtMost } from "./read_at_most.ts";

/** How a spec is compiled. */
export interface CompileOptions {
  /** The project folder: files a spec names lie inside it. Default: the nearest folder above with a `.loom`, else the current one. */
  readonly folder?: string;
  /** Where a text without a file stands: paths in it start there. Default: the project folder. */
  readonly home?: string;
  /** What to call a text without a file in diagnostics. Its ending tells the language. Default `spec.yaml`, or `spec.toml` for what looks like TOML. */
  readonly name?: string;
  /** Tools that are handed to the loom that will run the spec: a process may name them. Default: none. */
  readonly tools?: { readonly [name: string]: Omit<LoomTool, "run"> };
  /** The folder whose `loom.toml`s hold, and those above it. Default: that of the spec. */
  readonly around?: string;
}

/** What came of a spec. */
export interface CompiledSpec {
  /** Present when there is no error: what {@link Loom.start} takes. */
  readonly plan?: Plan;
  /** Errors and warnings, by source and place; {@link renderDiagnostics} makes them text. */
  readonly diagnostics: readonly Diagnostic[];
  /** The folder the spec stands in: its scripts and commands run there. */
  readonly home: string;
  /** Where parts of the plan come from that the spec does not say itself: a `loom.toml`, or a role. */
  readonly origins: readonly Origin[];
}

/**
 * Compiles a spec, given as text or as a file, to a plan. Never throws for what stands in it: everything that is wrong
 * is in the diagnostics, all at once.
 *
 * @example All problems at once, each with its place
 * ```ts
 * import { compile } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const { plan, diagnostics } = await compile("loom: 1\nkind: autolom\n");
 * assert.equal(plan, undefined);
 * assert.match(diagnostics[0]!.message, /autolom/);
 * ```
 */
export async function compile(
  spec: string | { readonly file: string },
  options: CompileOptions = {},
): Promise<CompiledSpec> {
  const folder = resolve(options.folder ?? projectFolder(Deno.cwd()));
  if (typeof spec !== "string") return await compileFile(spec.file, { ...options, folder });
  const home = resolve(options.home ?? folder),
    name = options.name ?? (/^\s*loom\s*=/m.test(spec) ? "spec.toml" : "spec.yaml");
  return await compileSource({ name, text: spec.replace(/^\ufeff/, "") }, placeOf(options, { folder, home }));
}

/** Compiles the spec in a file. A file that cannot be read is a diagnostic too. */
export async function compileFile(path: string, options: CompileOptions = {}): Promise<CompiledSpec> {
  const folder = resolve(options.folder ?? projectFolder(Deno.cwd())), home = dirname(resolve(path));
  const read = await readSource(path);
  return "source" in read
    ? await compileSource(read.source, placeOf(options, { folder, home }))
    : { diagnostics: read.diagnostics, home, origins: [] };
}

/** The text of a file, under the name that messages give it. One that cannot be read is a diagnostic too. */
export async function readSource(path: string, name: string = path): Promise<Decoded> {
  const { decode, MAX_BYTES: limit } = await import("../text/decode.ts");
  const { diagnostic } = await import("../text/diagnostic.ts"), source: Source = { name, text: "" };
  const start = { start: 0, end: 0 };
  try {
    const read = await readAtMost(path, limit);
    if (read.ok) return decode(read.bytes, name);
    return { diagnostics: [diagnostic(source, "too-large", start, { bytes: read.size, limit })] };
  } catch (error) {
    const reason = reasonOf(error);
    return { diagnostics: [diagnostic(source, "unreadable-file", start, { path: name, reason })] };
  }
}

/** Where a spec stands, the project folder, and what is handed over. */
export interface Place extends Pick<CompileOptions, "tools"> {
  readonly folder: string;
  readonly home: string;
  /** The folder whose `loom.toml`s hold. Default: `home`. */
  readonly around?: string;
}

function placeOf({ tools, around }: CompileOptions, place: Place): Place {
  return { ...place, ...(tools ? { tools } : {}), ...(around === undefined ? {} : { around: resolve(around) }) };
}

async function compileSource(source: Source, place: Place): Promise<CompiledSpec> {
  const { compile } = await import("../compile/compile.ts");
  const compiled = await compile(source, await worldAt(source, place));
  return { ...compiled, home: place.home };
}

/** Everything a spec's plan depends on, as it is on this machine. */
export async function worldAt(source: Source, { folder, home, tools, around = home }: Place): Promise<World> {
  const root = isWithin(folder, home) ? folder : home, places = new Map([[source.name, home]]);
  const { modelFacts } = await import("../models/registry.ts");
  return {
    read: ({ path, from }) => readFile({ path: resolve(places.get(from) ?? home, path), root, places }),
    pin: async ({ entry, name, from }): Promise<ScriptPinned> => {
      const { pinScript } = await import("../tools/module_graph.ts"), at = places.get(from) ?? home;
      return await pinScript({ root: home, entry: relative(home, resolve(at, entry)), name });
    },
    model: ({ use, options }) => modelFacts(use, options),
    tools: async (permissions) => await (await import("./tool_facts.ts")).toolFacts(permissions),
    ...(tools ? { handed: (await import("./spec_tools.ts")).handedFacts(tools) } : {}),
    server: async (asked) => await (await import("./spec_tools.ts")).serverFacts(asked, home),
    pattern: async (source) => await (await import("./spec_tools.ts")).patternProblem(source),
    list: ({ path, from }) => filesIn(resolve(places.get(from) ?? home, path)),
    now: Date.now(),
    ...await settings(around, folder),
  };
}

/** Names of the files in a folder, sorted. */
async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = [];
    for await (const { name, isFile } of Deno.readDir(folder)) if (isFile) names.push(name);
    return names.sort();
  } catch {
    return [];
  }
}

async function readFile(
  { path, root, places }: { readonly path: string; readonly root: string; readonly places: Map<string, string> },
): Promise<FileRead> {
  try {
    const real = await Deno.realPath(path);
    if (!isWithin(await Deno.realPath(root), real)) return { ok: false, why: "outside" };
    const name = shown(real), { MAX_BYTES: limit } = await import("../text/decode.ts");
    const read = await readAtMost(real, limit);
    if (!read.ok) return { ok: false, why: "unreadable", reason: tooLarge(read.size, limit) };
    places.set(name, dirname(real));
    return { ok: true, name, bytes: read.bytes };
  } catch (error) {
    if (!isWithin(root, path)) return { ok: false, why: "outside" };
    if (!(error instanceof Deno.errors.NotFound)) return { ok: false, why: "unreadable", reason: reasonOf(error) };
    const near = await neighbour(path);
    return { ok: false, why: "missing", ...(near === undefined ? {} : { near }) };
  }
}

function tooLarge(size: number | undefined, limit: number): string {
  const most = limit.toLocaleString("en-US");
  return size === undefined
    ? `it has more than ${most} bytes`
    : `it has ${size.toLocaleString("en-US")} bytes, and the limit is ${most}`;
}

/** A file beside a missing one whose name is much like it. */
async function neighbour(path: string): Promise<string | undefined> {
  const { nearest } = await import("../base/near.ts"), folder = dirname(path);
  try {
    const names = [];
    for await (const { name, isFile } of Deno.readDir(folder)) if (isFile) names.push(name);
    return nearest(path.slice(folder.length + 1), names);
  } catch {
    return undefined;
  }
}

/** The `loom.toml`s that hold: those from the spec's folder up to the project's, then the user's. */
async function settings(home: string, folder: string): Promise<Pick<World, "defaults" | "unread">> {
  const folders = [home];
  for (let at = home; isWithin(folder, at) && at !== folder;) folders.push(at = dirname(at));
  const own = [join(configFolder(), "config.toml"), join(dotFolder(), "loom.toml")];
  const paths = [...folders.map((at) => join(at, "loom.toml")), ...own];
  const defaults: Source[] = [], unread: Diagnostic[] = [];
  for (const path of new Set(paths)) {
    if (!await isThere(path)) continue;
    const read = await readSource(path, shown(path));
    if ("source" in read) defaults.push(read.source);
    else unread.push(...read.diagnostics);
  }
  return { defaults, unread };
}

/** A folder of the user whose settings and processes hold as well: `~/.loom`. */
export function dotFolder(): string {
  return join(Deno.env.get("HOME") || Deno.cwd(), ".loom");
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
  }
}

/** A path as people see it: from the current folder where that is shorter. */
function shown(path: string): string {
  const way = relative(Deno.cwd(), path);
  return way.startsWith("..") || isAbsolute(way) ? path : way;
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return "it may not be read";
  }
  if (error instanceof Deno.errors.IsADirectory || (error instanceof Error && /directory/i.test(error.message))) {
    return "it is a folder";
  }
  return error instanceof Error ? error.message : String(error);
}
