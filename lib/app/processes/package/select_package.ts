/**
 * Which of many files are a package: the definition, its tools, and the papers beside it.
 *
 * @module
 */
import type { PackageEntry } from "./package_entry.ts";
import { PACKAGE_LIMITS, PackageError, shown } from "./package_entry.ts";

/** The files of a package, by their paths in it. */
export interface PackageFiles {
  /** Name of the definition's file. */
  readonly main: string;
  /** What is taken: the definition, tools, README and LICENSE. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Tools that are not taken, for they are Python. */
  readonly python: readonly string[];
  /** What lies beside them and is no part of a package. */
  readonly leftOut: readonly string[];
}

const MAIN = /^process\.(ya?ml|toml)$/;
const PAPER = /^(readme|license|licence|copying)(\.[\w-]+)?$/i;
const PYTHON_TOOL = /^tools\/[^/]+\.py$/i;
const TOOL_FILE = /\.([cm]?[jt]sx?|json|txt|md|csv|ya?ml)$/i;

/** The package among these entries: at their root, or one folder down. Throws {@link PackageError} where there is none. */
export async function selectPackage(entries: readonly PackageEntry[], from: string): Promise<PackageFiles> {
  const root = rootOf(withoutWrapping(entries), from), own = root.entries;
  const main = own.find(({ path }) => MAIN.test(path))!.path;
  const wanted = own.filter(({ path }) => path === main || PAPER.test(path) || path.startsWith("tools/"));
  const link = wanted.find(({ is }) => is === "link");
  if (link) {
    throw new PackageError(
      `Cannot install from \`${from}\`: \`${shown(link.path)}\` is a link; put the file itself there`,
    );
  }
  const isPython = (path: string) => /\.py[cdowx]?$/i.test(path) || path.includes("__pycache__/");
  const isTaken = (path: string) => path === main || PAPER.test(path) || TOOL_FILE.test(path);
  const paths = wanted.map(({ path }) => path), files = new Map<string, Uint8Array>();
  for (const entry of wanted) {
    if (entry.is !== "file" || isPython(entry.path) || !isTaken(entry.path)) continue;
    if (files.has(entry.path)) {
      throw new PackageError(`Cannot install from \`${from}\`: it holds \`${shown(entry.path)}\` twice`);
    }
    files.set(entry.path, await entry.read());
    holdTo(files, from);
  }
  return {
    main,
    files,
    python: paths.filter((path) => PYTHON_TOOL.test(path)).sort(),
    leftOut: leftOutOf(own, files),
  };
}

/** Paths of what is not taken and not named as a tool in Python; what Python compiles is nobody's work. */
function leftOutOf(own: readonly PackageEntry[], files: ReadonlyMap<string, unknown>): readonly string[] {
  const isNamed = (path: string) => files.has(path) || PYTHON_TOOL.test(path) || path.includes("__pycache__/");
  return own.map(({ path }) => path).filter((path) => !isNamed(path)).sort();
}

/** Archives of repositories have one folder around everything. */
function withoutWrapping(entries: readonly PackageEntry[]): readonly PackageEntry[] {
  const [first] = entries, folder = first?.path.split("/")[0] ?? "";
  const isWrapped = entries.length > 0 && folder !== "tools" &&
    entries.every(({ path }) => path.startsWith(`${folder}/`));
  return isWrapped ? entries.map((entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) })) : entries;
}

function rootOf(entries: readonly PackageEntry[], from: string): { readonly entries: readonly PackageEntry[] } {
  if (entries.some(({ path }) => MAIN.test(path))) return { entries };
  const folders = new Set(entries.flatMap(({ path }) => {
    const [folder, name, ...deeper] = path.split("/");
    return name !== undefined && deeper.length === 0 && MAIN.test(name) ? [folder!] : [];
  }));
  const [folder, ...others] = folders;
  if (folder === undefined) {
    throw new PackageError(`Cannot install from \`${from}\`: there is no \`process.yaml\` in it`);
  }
  if (others.length > 0) {
    const names = [...folders].map((name) => `\`${shown(name)}\``).join(", ");
    throw new PackageError(
      `Cannot install from \`${from}\`: it holds several packages, ${names}; name the folder of one`,
    );
  }
  const inside = entries.filter(({ path }) => path.startsWith(`${folder}/`));
  return { entries: inside.map((entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) })) };
}

function holdTo(files: ReadonlyMap<string, Uint8Array>, from: string): void {
  const all = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const [last, { length }] = [...files].at(-1)!, isLarge = length > PACKAGE_LIMITS.file;
  if (files.size > PACKAGE_LIMITS.files) {
    throw new PackageError(`Cannot install from \`${from}\`: it has more than ${PACKAGE_LIMITS.files} files`);
  }
  if (!isLarge && all <= PACKAGE_LIMITS.taken) return;
  const most = (isLarge ? PACKAGE_LIMITS.file : PACKAGE_LIMITS.taken).toLocaleString("en-US");
  throw new PackageError(`Cannot install from \`${from}\`: with \`${shown(last)}\` it has more than ${most} bytes`);
}
