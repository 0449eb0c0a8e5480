import { fileURLToPath } from "node:url";
import { readLoadError } from "./deno_error.ts";
import type { DenoError } from "./deno_error.ts";
import { moduleUrl } from "./private_copy.ts";
import type { PrivateCopy } from "./private_copy.ts";
import { runDeno } from "./run_deno.ts";

/** One import of one module, as Deno's parser found it. */
export interface ModuleEdge {
  /** What is imported, as written. */
  readonly specifier: string;
  /** The `type` of its `with {…}`, where it is written as a literal. */
  readonly attribute?: string;
  /** Where the specifier stands, from 1. */
  readonly line: number;
  /** Where the specifier stands, from 1. */
  readonly column: number;
}

/** What Deno's parser says of a module of the copy. */
export type ParsedModule =
  | { readonly ok: true; readonly edges: readonly ModuleEdge[] }
  | { readonly ok: false; readonly error: DenoError };

/** Modules by path. */
export type ParsedGraph = ReadonlyMap<string, ParsedModule>;

interface InfoDependency {
  readonly specifier: string;
  readonly code?: { readonly span?: { readonly start: { readonly line: number; readonly character: number } } };
  readonly assertionType?: string;
}

interface InfoModule {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly InfoDependency[];
}

/**
 * What is imported by every module of the copy that can be reached from `entry`. Imports for types alone do not count:
 * they are gone when the script runs. Nothing is loaded from the network.
 */
export async function moduleEdges(copy: PrivateCopy, entry: string, deno: string): Promise<ParsedGraph> {
  const offline = ["--no-config", "--no-lock", "--no-remote", "--no-npm"];
  const { ok, stdout, stderr } = await runDeno({
    deno,
    args: ["info", "--json", ...offline, moduleUrl(copy, entry)],
    cwd: copy.folder,
    patience: 30_000,
    env: { DENO_DIR: copy.cache },
  });
  if (!ok) {
    const message = stderr.trim() === "" ? "reading its imports took too long" : stderr.trim();
    return new Map([[entry, { ok: false, error: { message } }]]);
  }
  const { modules } = JSON.parse(stdout) as { readonly modules: readonly InfoModule[] };
  const inside = modules.filter((module) => module.specifier.startsWith(copy.codeUrl));
  return new Map(inside.map((module) => [pathIn(copy, module.specifier), parsed(module, copy)]));
}

function pathIn(copy: PrivateCopy, url: string): string {
  return fileURLToPath(url).slice(copy.code.length + 1);
}

function parsed(module: InfoModule, copy: PrivateCopy): ParsedModule {
  if (module.error !== undefined) {
    return { ok: false, error: readLoadError(module.error, { url: copy.codeUrl, path: `${copy.code}/` }) };
  }
  return { ok: true, edges: (module.dependencies ?? []).filter((one) => one.code).map(edge) };
}

function edge({ specifier, code, assertionType }: InfoDependency): ModuleEdge {
  const { line, character } = code?.span?.start ?? { line: 0, character: 0 };
  return {
    specifier,
    ...(assertionType === undefined ? {} : { attribute: assertionType }),
    line: line + 1,
    column: character + 1,
  };
}
