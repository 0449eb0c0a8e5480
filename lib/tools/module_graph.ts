/**
 * Pins a script: its whole module graph as text, checked before anything runs.
 *
 * The graph is read from a private copy that grows until nothing is missing, so what was checked is what is pinned,
 * whatever happens to the files meanwhile. No line of the script is evaluated.
 *
 * @module
 */
import { normalize } from "node:path";
import { nearest } from "../base/near.ts";
import type { PinnedScript } from "../plan/plan.ts";
import { computedImports } from "./computed_imports.ts";
import { formOf, importTarget } from "./import_target.ts";
import type { ModuleForm } from "./import_target.ts";
import { linkModules } from "./link_modules.ts";
import { moduleEdges } from "./module_edges.ts";
import type { ModuleEdge, ParsedGraph } from "./module_edges.ts";
import { openCopy, writeModule } from "./private_copy.ts";
import type { PrivateCopy } from "./private_copy.ts";
import { MODULE_LIMITS, readModule } from "./read_module.ts";

/** Which script to pin. */
export interface PinRequest {
  /** The spec's folder. */
  readonly root: string;
  /** The module, relative to the folder. */
  readonly entry: string;
  /** The export to call. */
  readonly name: string;
  /** Path of the Deno executable. Default: the one we run in. */
  readonly deno?: string;
}

/** One thing wrong with a script. */
export interface ScriptProblem {
  /** The module, relative to the spec's folder. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** From 1; absent when the whole module is meant. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** What came of pinning: the same for the same files. */
export type PinResult =
  | { readonly ok: true; readonly script: PinnedScript }
  | { readonly ok: false; readonly problems: readonly ScriptProblem[] };

/** The module graph of a script, as plain data, or everything that is wrong with it. */
export async function pinScript(request: PinRequest): Promise<PinResult> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-pin-" }));
  try {
    return await pinThrough(await openCopy(folder), { deno: Deno.execPath(), ...request });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What is known of the graph so far. */
interface Draft {
  readonly copy: PrivateCopy;
  readonly root: string;
  readonly deno: string;
  readonly texts: Map<string, string>;
  readonly code: Set<string>;
  readonly npm: Set<string>;
  readonly problems: Map<string, ScriptProblem>;
}

async function pinThrough(copy: PrivateCopy, request: Required<PinRequest>): Promise<PinResult> {
  const { name, deno } = request, entry = normalize(request.entry);
  const root = await Deno.realPath(request.root);
  const draft: Draft = { copy, root, deno, texts: new Map(), code: new Set(), npm: new Set(), problems: new Map() };
  await addEntry(draft, entry);
  if (draft.texts.has(entry)) await addGraph(draft, entry);
  const lock = draft.problems.size === 0 ? await link(draft, entry, name) : undefined;
  if (draft.problems.size > 0) return { ok: false, problems: [...draft.problems.values()].sort(byPlace) };
  const script: PinnedScript = { entry, name, modules: sorted(draft.texts), npm: [...draft.npm].sort() };
  return { ok: true, script: lock === undefined ? script : { ...script, lock } };
}

async function addEntry(draft: Draft, entry: string): Promise<void> {
  if (entry.startsWith("/") || entry.startsWith("..")) {
    return report(draft, {
      path: entry,
      message: `\`${entry}\` lies outside the spec's folder: a script must be inside`,
    });
  }
  if (formOf(entry) === undefined) {
    return report(draft, {
      path: entry,
      message: `\`${entry}\` is not a script: name a .ts, .mts, .tsx, .js, .mjs or .jsx file`,
    });
  }
  await addModule(draft, { path: entry, as: "code" }, { path: entry });
}

/** Adds what is imported until every import has its module. */
async function addGraph(draft: Draft, entry: string): Promise<void> {
  for (let known = 0; known < draft.texts.size;) {
    known = draft.texts.size;
    const graph = await moduleEdges(draft.copy, entry, draft.deno);
    for (const path of [...draft.code]) await follow(draft, path, graph);
  }
}

async function follow(draft: Draft, path: string, graph: ParsedGraph): Promise<void> {
  const module = graph.get(path);
  if (module === undefined) return;
  if (!module.ok) {
    const { message, line, column } = module.error;
    return report(draft, { path, message: `Cannot parse \`${path}\`: ${message}`, ...place({ line, column }) });
  }
  for (const edge of module.edges) await followEdge(draft, path, edge);
}

async function followEdge(draft: Draft, from: string, edge: ModuleEdge): Promise<void> {
  const target = importTarget(from, edge.specifier, edge.attribute);
  if (target.kind === "module") await addModule(draft, target, { path: from, ...place(edge) });
  if (target.kind === "package") draft.npm.add(target.name);
  if (target.kind === "refused") report(draft, { path: from, message: target.why, ...place(edge) });
}

async function addModule(
  draft: Draft,
  target: { readonly path: string; readonly as: ModuleForm },
  importer: Omit<ScriptProblem, "message">,
): Promise<void> {
  if (draft.texts.has(target.path)) return addForm(draft, target);
  const read = await readModule(draft.root, target.path);
  if (!read.ok) return report(draft, { ...importer, message: read.why });
  const size = [...draft.texts.values()].reduce((sum, text) => sum + text.length, read.text.length);
  if (size > MODULE_LIMITS.script) return report(draft, { ...importer, message: tooMuch(target.path) });
  draft.texts.set(target.path, read.text);
  await addForm(draft, target);
}

/** Puts the module into the copy as what it is read as: one file may be both code and text. */
async function addForm(draft: Draft, { path, as }: { readonly path: string; readonly as: ModuleForm }): Promise<void> {
  const text = draft.texts.get(path)!;
  if (as === "code") draft.code.add(path);
  await writeModule(draft.copy, path, draft.code.has(path) ? reportComputed(draft, path, text) : text);
}

function tooMuch(path: string): string {
  return `With \`${path}\` the script has more than ${MODULE_LIMITS.script} characters: import less, or read data at run time`;
}

/**
 * Reports computed imports, and gives the text without them: Deno would look through whole folders for what such an
 * import might mean, outside ours too.
 */
function reportComputed(draft: Draft, path: string, text: string): string {
  const message = "An import must name its module by a literal string: what is computed cannot be pinned";
  const found = computedImports(text);
  for (const { line, column } of found) report(draft, { path, message, line, column });
  return found.reduce((rest, { offset }) => `${rest.slice(0, offset)}$$$$$$${rest.slice(offset + 6)}`, text);
}

/** Links the graph and looks for the export that will be called; gives the lock of its packages. */
async function link(draft: Draft, entry: string, name: string): Promise<string | undefined> {
  const { copy, deno } = draft;
  const linked = await linkModules({ copy, deno, entry, code: [...draft.code].sort(), npm: [...draft.npm] });
  if (!linked.ok) {
    const { message, path = entry, line, column } = linked.error;
    report(draft, { path, message: `Cannot load \`${path}\`: ${message}`, ...place({ line, column }) });
    return undefined;
  }
  if (!linked.names.includes(name)) report(draft, { path: entry, message: noExport(entry, name, linked.names) });
  return linked.lock;
}

function noExport(entry: string, name: string, names: readonly string[]): string {
  if (names.length === 0) return `\`${entry}\` exports nothing: export a function \`${name}\``;
  const near = nearest(name, names);
  const hint = near ? `did you mean \`${near}\`?` : `it exports ${names.map((one) => `\`${one}\``).join(", ")}`;
  return `\`${entry}\` has no export \`${name}\`: ${hint}`;
}

/** One mistake is reported once, however often the graph is walked. */
function report(draft: Draft, problem: ScriptProblem): void {
  draft.problems.set(JSON.stringify(problem), problem);
}

function place(at: { readonly line?: number | undefined; readonly column?: number | undefined }): {
  line?: number;
  column?: number;
} {
  return at.line === undefined || at.column === undefined ? {} : { line: at.line, column: at.column };
}

function byPlace(a: ScriptProblem, b: ScriptProblem): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.message < b.message ? -1 : 1);
}

function sorted(texts: ReadonlyMap<string, string>): { readonly [path: string]: string } {
  return Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
