import { parseDuration } from "../base/duration.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import type { Scope } from "../expr/scope.ts";
import type { CommandLine } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { CommandEntry } from "../spec/spec_refine.ts";
import { checkedTemplate } from "./check_text.ts";
import { savePathProblem } from "./save_path.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** A program that a spec runs, and what its arguments may speak of. */
export interface Commanding {
  /** What is written; a list alone is its arguments. */
  readonly command: readonly string[] | CommandEntry;
  /** Where it is written. */
  readonly at: Path;
  /** What its arguments may speak of. */
  readonly scope: Scope;
  /** Where files come from. */
  readonly world: World;
}

/** A program as the plan keeps it; undefined where something is wrong with it, which has been reported. */
export async function lowerCommand(unit: Unit, commanding: Commanding): Promise<CommandLine | undefined> {
  const { command, at, scope } = commanding, entry = isList(command) ? { run: command } : command;
  const own = isList(command) ? at : [...at, "run"];
  const run = lowerArguments(unit, { written: entry.run, at: own, scopeFor: () => scope });
  const file = lowerFile(unit, entry, at), files = await lowerFiles(unit, entry, commanding);
  if (!run || file === "wrong" || !files) return undefined;
  return {
    run,
    ...(file === undefined ? {} : { file }),
    files,
    ...(entry.timeout === undefined ? {} : { timeout: parseDuration(entry.timeout)! }),
  };
}

function isList(command: Commanding["command"]): command is readonly string[] {
  return Array.isArray(command);
}

/** A program and its arguments, as they are written. */
export interface Arguments {
  /** What is written; absent: it was wrong, and has been reported. */
  readonly written: readonly string[] | undefined;
  /** Where. */
  readonly at: Path;
  /** What each may speak of. */
  readonly scopeFor: ScopeFor;
}

/** A program and its arguments, each a sound template; undefined where something is wrong, which has been reported. */
export function lowerArguments(unit: Unit, { written, at, scopeFor }: Arguments): readonly string[] | undefined {
  const run = (written ?? []).map((_, i) => {
    const placed = placedAt(unit, [...at, i]);
    return placed && checkedTemplate(unit, placed, scopeFor(placed, "template"));
  });
  const sound = run.filter((argument) => argument !== undefined);
  const granted = written?.[0] !== undefined && isGranted(unit, [...at, 0], written[0]);
  return granted && sound.length === run.length ? sound : undefined;
}

/** A program is written out, and granted as it is written. */
export function isGranted(unit: Unit, at: Path, program: string): boolean {
  const parsed = parseTemplate(program), span = spanAt(unit, at), { run } = unit.spec.permissions ?? {};
  if (program.trim() === "" || (parsed.ok && parsed.template.parts.some(({ kind }) => kind === "hole"))) {
    const reason = program.trim() === "" ? "it names no program" : "the program itself cannot hold `${{ }}`";
    unit.report("bad-command", span, {
      reason,
      advice: "write the program out; the arguments after it may have holes",
    });
    return false;
  }
  if (run?.some((granted) => sameProgram(granted, program))) return true;
  if (/\s/.test(program)) {
    const items = program.trim().split(/\s+/).join(", "), reason = `no shell reads \`${program}\``;
    unit.report("bad-command", span, {
      reason,
      advice: `give the program and its arguments one by one: \`[${items}]\``,
    });
    return false;
  }
  // What was wrong with the grants has been told.
  if (run || !isWritten(unit, ["permissions", "run"])) unit.report("ungranted-program", span, { program });
  return false;
}

/** A name grants exactly that name; a path grants that file, however it is spelled. */
function sameProgram(granted: string, program: string): boolean {
  const isPath = granted.includes("/") && program.includes("/");
  return granted === program || isPath && plainPath(granted) === plainPath(program);
}

function plainPath(path: string): string {
  return path.split("/").filter((part) => part !== ".").join("/");
}

/** The name of the file that holds the text: it is laid into a folder of the command's own. */
function lowerFile(unit: Unit, { file }: CommandEntry, at: Path): string | "wrong" | undefined {
  if (file === undefined) return isWritten(unit, [...at, "file"]) ? "wrong" : undefined;
  const problem = file.includes("${{") ? "it is no template" : savePathProblem(file);
  if (problem === undefined) return file;
  const advice = "give a name such as `draft.md`: it is laid into a folder of the command's own";
  unit.report("bad-command", spanAt(unit, [...at, "file"]), { reason: `\`file\` cannot be this: ${problem}`, advice });
  return "wrong";
}

async function lowerFiles(
  unit: Unit,
  { file, files = [] }: CommandEntry,
  { at, world }: Commanding,
): Promise<readonly string[] | undefined> {
  let sound = true;
  for (const [i, path] of files.entries()) {
    const span = spanAt(unit, [...at, "files", i]);
    if (!(await isThere(unit, world, { path, at: [...at, "files", i] }))) sound = false;
    else if (path === file) {
      const advice = "the file with the text takes its place: leave it out";
      unit.report("bad-command", span, { reason: `\`${path}\` is \`file\` already`, advice });
      sound = false;
    }
  }
  return sound ? files : undefined;
}

/** Whether a file or a folder beside the spec is there. What is in it is of no account. */
async function isThere(unit: Unit, world: World, { path, at }: { readonly path: string; readonly at: Path }) {
  const span = spanAt(unit, at);
  if (path.trim() === "" || path.includes("\0")) return told(unit.report("missing-file", span, { path }));
  const read = await world.read({ path, from: unit.source.name });
  if (read.ok || read.why === "unreadable") return true;
  if (read.why === "outside") return told(unit.report("outside-project", span, { path }));
  return told(unit.report("missing-file", span, { path, near: read.near }));
}

function told(_: void): false {
  return false;
}
