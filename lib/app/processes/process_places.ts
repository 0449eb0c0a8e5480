/**
 * Where processes are looked for.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { dotFolder, worldAt } from "../compile_spec.ts";
import { projectFolder } from "../database.ts";
import { configFolder } from "../secrets.ts";

/** What sort of a place it is. */
export type PlaceKind = "built in" | "user" | "configured" | "workspace";

/** A folder with processes. */
export interface ProcessPlace {
  /** What sort of a place it is. */
  readonly is: PlaceKind;
  /** The folder; it need not be there. */
  readonly folder: string;
}

/** Where somebody looks from. */
export interface Standpoint {
  /** The project folder. Default: the nearest folder above that has a `.loom`, else the current one. */
  readonly folder?: string;
  /** The folder that work is done in. Default: the project folder. */
  readonly workspace?: string;
}

/** What a `loom.toml` says of processes. */
export interface ProcessDefaults {
  /** The process that is meant where none is named. */
  readonly default?: string;
  /** Folders to look for processes in, absolute. */
  readonly searchPaths: readonly string[];
  /** The folder that processes work in where none is named, absolute. */
  readonly workspace?: string;
}

/** Folders with processes, those whose processes hide others of their names last. */
export async function processPlaces(standpoint: Standpoint): Promise<readonly ProcessPlace[]> {
  const { searchPaths } = await processDefaults(standpoint), { workspace } = places(standpoint);
  const own = userFolders().map((folder): ProcessPlace => ({ is: "user", folder }));
  return [
    ...readyFolders().map((folder): ProcessPlace => ({ is: "built in", folder })),
    ...own,
    ...searchPaths.map((folder): ProcessPlace => ({ is: "configured", folder })),
    ...workspaceFolders(workspace).map((folder): ProcessPlace => ({ is: "workspace", folder })),
  ];
}

/** The user's folders of processes: packages are installed into the last one. */
export function userFolders(): readonly string[] {
  return [join(dotFolder(), "processes"), join(configFolder(), "processes")];
}

/** Folders of processes in a workspace: packages are installed into the last one. */
export function workspaceFolders(workspace: string): readonly string[] {
  return [join(workspace, ".loom", "processes"), join(workspace, "loom-processes")];
}

/** What the `loom.toml`s that hold in a workspace say of processes; of several the nearest one that says it. */
export async function processDefaults(standpoint: Standpoint): Promise<ProcessDefaults> {
  const { folder, workspace } = places(standpoint), { readDefaults } = await import("../../spec/read_spec.ts");
  const { defaults } = await worldAt({ name: "process.yaml", text: "" }, { folder, home: workspace });
  let said: ProcessDefaults = { searchPaths: [] };
  for (const source of defaults.toReversed()) {
    // What is wrong with it is told where a spec is compiled.
    const read = await readDefaults(source, () => {}), { process = {}, workspace: work = {} } = read?.value ?? {};
    const from = dirname(resolve(source.name)), { default: named, search_paths: paths } = process;
    said = {
      ...said,
      ...(named === undefined ? {} : { default: named }),
      ...(paths === undefined ? {} : { searchPaths: [paths].flat().map((path) => expanded(path, from)) }),
      ...(work.default_path === undefined ? {} : { workspace: expanded(work.default_path, from) }),
    };
  }
  return said;
}

function places({ folder = projectFolder(Deno.cwd()), workspace = folder }: Standpoint): Required<Standpoint> {
  return { folder: resolve(folder), workspace: resolve(workspace) };
}

/** An absolute path; `~` is the user's home. */
function expanded(path: string, from: string): string {
  const home = Deno.env.get("HOME");
  return home && /^~(\/|$)/.test(path) ? join(home, path.slice(1)) : resolve(from, path);
}

/** Folders of the ready processes; none where this program does not lie in files. */
export function readyFolders(): readonly string[] {
  const { protocol, pathname } = new URL("../../../specs/processes", import.meta.url);
  return protocol === "file:" ? [decodeURIComponent(pathname)] : [];
}
