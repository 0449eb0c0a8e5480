/** Processes and packages of them, in words. */
import type { ListedProcess } from "../app/processes/list_processes.ts";
import type { PackageReview } from "../app/processes/package/review_package.ts";
import { listed } from "../text/listed.ts";
import { visible } from "../text/visible.ts";
import type { Paint } from "./ansi.ts";
import type { Column } from "./table.ts";
import { table } from "./table.ts";

/** How they are set. */
export interface PackageOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
}

const COLUMNS: readonly Column<ListedProcess>[] = [
  { title: "NAME", cell: ({ name }) => visible(name), style: ({ broken }) => broken.length > 0 ? "bad" : "accent" },
  { title: "VERSION", cell: ({ says }) => visible(says?.version ?? ""), spare: 3 },
  { title: "MODE", cell: ({ says }) => says?.mode ?? "", spare: 1 },
  { title: "PHASES", cell: ({ says }) => says ? String(says.phases) : "", side: "right", spare: 2 },
  { title: "FROM", cell: ({ is }) => is },
  { title: "WHAT IT DOES", cell: whatItDoes },
];

/** Processes in a table. */
export function processTable(processes: readonly ListedProcess[], options: PackageOptions): readonly string[] {
  return table(processes, COLUMNS, options);
}

function whatItDoes({ says, broken }: ListedProcess): string {
  if (broken.length > 0) return visible(`cannot be used: ${broken[0]!.message}`);
  return visible((says?.description ?? "").replace(/\s+/g, " "));
}

/** A process as a line of JSON. */
export function listedJson({ says, broken, folder, hides, ...process }: ListedProcess): unknown {
  return {
    ...process,
    folder: folder ?? null,
    version: says?.version ?? null,
    description: says?.description ?? null,
    author: says?.author ?? null,
    tags: says?.tags ?? [],
    mode: says?.mode ?? null,
    phases: says?.phases ?? null,
    hides,
    problems: broken.map(({ number, code, message }) => ({ number, code, message })),
  };
}

/** What is to be known of a package before it is installed. */
export function reviewLines(review: PackageReview, { paint }: PackageOptions): readonly string[] {
  const { name, says, phases, risk, to, replaces, files, leftOut, python } = review;
  const steps = phases === 1 ? "1 phase" : `${phases} phases`;
  return [
    `${paint("strong", visible(name))} ${visible(says.version)}, ${says.mode}, ${steps}`,
    ...(says.description === "" ? [] : [`  ${visible(says.description.replace(/\s+/g, " "))}`]),
    ...(says.author === "" ? [] : [`  by ${visible(says.author)}`]),
    `risk: ${paint(risk === "low" ? "good" : risk === "medium" ? "warn" : "bad", risk)}, ${riskWords(review)}`,
    ...toolLines(review),
    ...named("not taken, for it is Python", python),
    ...(leftOut.length === 0 ? [] : [`not taken: ${listed(leftOut.map(visible))}`]),
    `files: ${files.map(visible).join(", ")}`,
    `goes to ${visible(to)}${replaces === undefined ? "" : `, in place of version ${visible(replaces)}`}`,
  ];
}

function riskWords({ tools, permissions: { run }, dependencies: { npm, python } }: PackageReview): string {
  const why = [
    ...(tools.length > 0 ? ["it brings code that runs here"] : []),
    ...(run.length > 0 ? ["it has programs run"] : []),
    ...(npm.length > 0 ? [`its code takes packages of npm: ${npm.map(visible).join(", ")}`] : []),
    ...(python.length > 0
      ? [`it names packages of Python, which are not installed: ${python.map(visible).join(", ")}`]
      : []),
  ];
  return why.length === 0 ? "it is a definition and nothing else" : why.join("; ");
}

function toolLines({ tools, permissions }: PackageReview): readonly string[] {
  const { read, write, net, run, env } = permissions;
  const grants = [
    ...grant("reads", read),
    ...grant("writes", write),
    ...grant("reaches", net),
    ...grant("runs", run),
    ...grant("sees the variables", env),
  ];
  const may = grants.length > 0 ? grants.join("; ") : "reaches nothing";
  if (tools.length === 0) return run.length > 0 ? [`its agents may run ${run.map(visible).join(", ")}`] : [];
  return [
    "its tools:",
    ...tools.map(({ name, path, description }) =>
      `  ${visible(name)} (${visible(path)}): ${visible(description.replace(/\s+/g, " "))}`
    ),
    `  each of them: ${may}`,
  ];
}

function grant(verb: string, names: readonly string[]): readonly string[] {
  return names.length > 0 ? [`${verb} ${names.map(visible).join(", ")}`] : [];
}

function named(what: string, paths: readonly string[]): readonly string[] {
  return paths.map((path) => `${what}: ${visible(path)}`);
}
