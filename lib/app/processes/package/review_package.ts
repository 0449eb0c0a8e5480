/**
 * What is to be known of a package before anything of it is written or run.
 *
 * @module
 */
import { join } from "node:path";
import type { Permissions } from "../../../plan/mod.ts";
import type { Definition } from "../../../spec/definition.ts";
import type { Diagnostic } from "../../../text/diagnostic.ts";
import type { Source } from "../../../text/source.ts";
import { toolFacts } from "../../tool_facts.ts";
import type { ListedProcess } from "../list_processes.ts";
import { PackageError } from "./package_entry.ts";
import type { PackageFiles } from "./select_package.ts";

/** How much is at stake: a definition alone; code or programs, or packages that code needs; both. */
export type PackageRisk = "low" | "medium" | "high";

/** A tool that a package brings. */
export interface PackageTool {
  /** What agents call it. */
  readonly name: string;
  /** Its module in the package. */
  readonly path: string;
  /** What it says it does. */
  readonly description: string;
}

/** What the definition of a package says of itself. */
export interface PackageSays {
  /** Its version. */
  readonly version: string;
  /** What it is for. */
  readonly description: string;
  /** Who wrote it; empty where nobody says it. */
  readonly author: string;
  /** How far a planner may leave it: not at all, by tasks beside its phases, or altogether. */
  readonly mode: "strict" | "guided" | "suggestive";
}

/** What is to be known of a package. */
export interface PackageReview {
  /** Name of its process. */
  readonly name: string;
  /** What its definition says. */
  readonly says: PackageSays;
  /** How many phases it has. */
  readonly phases: number;
  /** How much is at stake. */
  readonly risk: PackageRisk;
  /** Tools that its agents get. */
  readonly tools: readonly PackageTool[];
  /** Packages of npm that its modules name, and packages of Python that its definition does. */
  readonly dependencies: { readonly npm: readonly string[]; readonly python: readonly string[] };
  /** What its tools and agents may reach and run. */
  readonly permissions: Permissions;
  /** Files that are not taken because they are Python. */
  readonly python: readonly string[];
  /** Files that are not taken because they are no part of a package. */
  readonly leftOut: readonly string[];
  /** Names of the files that are taken. */
  readonly files: readonly string[];
  /** The folder that it goes to. */
  readonly to: string;
  /** The version that it replaces there; absent: nothing. */
  readonly replaces?: string;
  /** Everything that is wrong with it; with an error it is not installed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a package is looked at with. */
export interface Reviewing {
  /** The folder that packages go to. */
  readonly into: string;
  /** Processes that lie there already. */
  readonly there: readonly ListedProcess[];
  /** Names of the ready processes. */
  readonly ready: ReadonlySet<string>;
}

/** Looks at a package. Nothing of it is written, and no line of its modules is run. */
export async function reviewPackage(from: PackageFiles, { into, there, ready }: Reviewing): Promise<PackageReview> {
  const { definition, diagnostics } = await readMain(from), { name } = definition;
  if (name === undefined) {
    throw new PackageError(`Cannot install the package: its ${from.main} gives it no name that can be used`);
  }
  if (ready.has(name)) {
    throw new PackageError(`Cannot install \`${name}\`: that is the name of a ready process; give it another one`);
  }
  const to = join(into, name), before = there.find((one) => one.folder === to);
  const twin = there.find((one) => one.name === name && one !== before);
  if (twin) {
    throw new PackageError(`Cannot install \`${name}\`: \`${twin.file}\` has that name already; remove it first`);
  }
  const tools = await toolsIn(from), npm = packagesIn(from), { dependencies: python } = definition;
  const { version, description, author, mode, phases, permissions = {} } = definition;
  const isCode = tools.length > 0 || (permissions.run ?? []).length > 0, needs = npm.length + python.length > 0;
  return {
    name,
    says: { version, description, author, mode },
    phases: phases.length,
    risk: isCode && needs ? "high" : isCode || needs ? "medium" : "low",
    tools,
    dependencies: { npm, python },
    permissions: { read: [], write: [], net: [], run: [], env: [], ...permissions },
    python: from.python,
    leftOut: from.leftOut,
    files: [...from.files.keys()].sort(),
    to,
    ...(before ? { replaces: before.says?.version ?? "one that cannot be read" } : {}),
    diagnostics,
  };
}

async function readMain(
  { main, files, python }: PackageFiles,
): Promise<{ readonly definition: Definition; readonly diagnostics: readonly Diagnostic[] }> {
  const [{ readSpec }, { findings }, { arrange }, { decode }] = await Promise.all([
    import("../../../spec/read_spec.ts"),
    import("../../../compile/findings.ts"),
    import("../../../text/arrange.ts"),
    import("../../../text/decode.ts"),
  ]);
  const decoded = decode(files.get(main)!, main);
  if (!("source" in decoded)) throw new PackageError(`Cannot install the package: ${decoded.diagnostics[0]!.message}`);
  const { source } = decoded, found = findings(), report = found.about(source), read = await readSpec(source, report);
  if (read?.kind !== "definition") {
    const why = arrange(found.all).find(({ severity }) => severity === "error")?.message;
    throw new PackageError(
      `Cannot install the package: its ${main} is no process definition${why === undefined ? "" : `: ${why}`}`,
    );
  }
  const names = [...files.keys(), ...python].flatMap((path) => /^tools\/([^/]+)$/.exec(path)?.[1] ?? []);
  await check({ source, located: read.located, report, definition: read.value }, names);
  return { definition: read.value, diagnostics: [...arrange(found.all), ...await moduleFaults(files, source)] };
}

type CheckedUnit = Parameters<typeof import("../../../compile/definition_check.ts").checkDefinition>[0];

async function check(unit: CheckedUnit, names: readonly string[]): Promise<void> {
  const [{ checkDefinition, unheldPatterns }, { namesIn, supplyOf }, { patternProblem }] = await Promise.all([
    import("../../../compile/definition_check.ts"),
    import("../../../compile/definition_tools.ts"),
    import("../../spec_tools.ts"),
  ]);
  const world = { tools: toolFacts, list: () => Promise.resolve(names.toSorted()), pattern: patternProblem };
  const supply = await supplyOf(unit, world), unheld = await unheldPatterns(unit.definition, world);
  checkDefinition(unit, { tools: namesIn(supply), unheld });
}

/** What is wrong with modules that are to be tools. */
async function moduleFaults(files: PackageFiles["files"], source: Source): Promise<readonly Diagnostic[]> {
  const { diagnostic } = await import("../../../text/diagnostic.ts"), faults: Diagnostic[] = [];
  for (const [path, read] of await modulesIn(files)) {
    if (read.ok) continue;
    const file = read.line === undefined ? path : `${path}:${read.line}`;
    faults.push(diagnostic(source, "bad-tool", { start: 0, end: 0 }, { file, reason: read.reason }));
  }
  return faults;
}

async function modulesIn(files: PackageFiles["files"]) {
  const { isToolModule, readTool } = await import("../../../compile/definition_tool_module.ts");
  const modules = [...files].filter(([path]) => /^tools\/[^/]+$/.test(path) && isToolModule(path));
  return modules.map(([path, bytes]) => [path, readTool(path, new TextDecoder().decode(bytes))] as const);
}

async function toolsIn({ files }: PackageFiles): Promise<readonly PackageTool[]> {
  return (await modulesIn(files)).map(([path, read]) => ({
    name: read.ok ? read.tool.name : path,
    path,
    description: read.ok ? read.tool.description : "",
  }));
}

/** Packages that modules name, as far as that can be seen without loading them. */
function packagesIn({ files }: PackageFiles): readonly string[] {
  const found = [...files].filter(([path]) => /\.[cm]?[jt]sx?$/.test(path)).flatMap(([, bytes]) =>
    [...new TextDecoder().decode(bytes).matchAll(/["'`]npm:\/?((?:@[\w.-]+\/)?[\w.-]+(?:@[\w.^~-]+)?)/g)].map((
      [, name],
    ) => name!)
  );
  return [...new Set(found)].sort();
}
