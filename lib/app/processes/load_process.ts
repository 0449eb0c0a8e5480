/**
 * A process by its name, or by its path.
 *
 * @module
 */
import { resolve } from "node:path";
import type { CompiledSpec } from "../compile_spec.ts";
import { compileFile } from "../compile_spec.ts";
import { projectFolder } from "../database.ts";
import { listProcesses, packageFile } from "./list_processes.ts";
import type { Standpoint } from "./process_places.ts";

/** A process that was found. */
export interface LocatedProcess {
  /** The file that says it. */
  readonly file: string;
  /** Whether it was found by its path. */
  readonly byPath: boolean;
}

/** What came of a process. */
export interface LoadedProcess extends CompiledSpec, LocatedProcess {}

/**
 * Where a process is: an existing path comes first, of a file or of a package, then a name. `at`: the folder that paths
 * start from.
 *
 * @throws {RangeError} that lists what there is, where there is none of that name.
 */
export async function locateProcess(
  nameOrPath: string,
  { at = ".", ...standpoint }: LoadOptions,
): Promise<LocatedProcess> {
  const path = resolve(at, nameOrPath), file = await fileAt(path), isPath = /[/\\]|\.(ya?ml|toml)$/.test(nameOrPath);
  if (file !== undefined) return { file, byPath: true };
  if (isPath) throw new RangeError(await whyNot(nameOrPath, path));
  const listed = await listProcesses(standpoint), found = listed.find(({ name }) => name === nameOrPath);
  if (found) return { file: found.file, byPath: false };
  const { nearest } = await import("../../base/near.ts"), near = nearest(nameOrPath, listed.map(({ name }) => name));
  const names = listed.map(({ name, broken }) => broken.length > 0 ? `${name} (cannot be read)` : name);
  const hint = near === undefined ? "" : `did you mean \`${near}\`? `;
  throw new RangeError(`Cannot find the process \`${nameOrPath}\`: ${hint}There are ${names.join(", ") || "none"}`);
}

/** From where a process is loaded. */
export interface LoadOptions extends Standpoint {
  /** The folder that paths start from. Default: the current one. */
  readonly at?: string;
}

/**
 * Compiles a process, found by its name or by the path of its file or package. What is wrong with it is in the diagnostics.
 * For one that was found by name the `loom.toml`s of the workspace hold, for any other those of its folder.
 *
 * @example A process of one's own, with its model
 * ```ts
 * import { loadProcess } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/loom.toml`, '[models.main]\nuse = "ollama/qwen3:14b"\nroles = ["planner", "executor"]\n');
 * await Deno.mkdir(`${folder}/loom-processes`);
 * await Deno.writeTextFile(`${folder}/loom-processes/tidy.yaml`, `
 * name: tidy
 * phase_mode: strict
 * phases:
 *   - {id: look, description: Find what nobody needs any more}
 * `);
 * const { plan, diagnostics, file } = await loadProcess("tidy", { folder });
 * assert.deepEqual(diagnostics.filter(({ severity }) => severity === "error"), []);
 * assert.deepEqual([plan?.kind, plan?.name, file], ["process", "tidy", `${folder}/loom-processes/tidy.yaml`]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @throws {RangeError} that lists what there is, where there is none of that name.
 */
export async function loadProcess(nameOrPath: string, options: LoadOptions = {}): Promise<LoadedProcess> {
  const located = await locateProcess(nameOrPath, options), { folder, workspace = folder } = options;
  const around = located.byPath ? {} : { around: workspace ?? projectFolder(Deno.cwd()) };
  return {
    ...await compileFile(located.file, { ...(folder === undefined ? {} : { folder }), ...around }),
    ...located,
  };
}

async function fileAt(path: string): Promise<string | undefined> {
  try {
    return (await Deno.stat(path)).isDirectory ? await packageFile(path) : path;
  } catch {
    return undefined;
  }
}

async function whyNot(written: string, path: string): Promise<string> {
  const isFolder = await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
  return isFolder
    ? `Cannot find a process in \`${written}\`: the folder has no \`process.yaml\``
    : `Cannot find the process \`${written}\`: there is no such file`;
}
