/**
 * What `shell_execute` runs. Only what is granted; of that, nothing that becomes somebody else, runs a program that is not
 * granted, is given code instead of a file, or is given a path that leads out of the workspace.
 *
 * What that cannot be: a cage. A program that runs what files of the workspace say (an interpreter, `make`, `npm`) does
 * whatever those say, with all that the user may do. Such programs are granted by those who mean that.
 *
 * @module
 */
import { basename, resolve } from "node:path";
import { awkDeed } from "./awk_deed.ts";
import { inlineCode } from "./inline_code.ts";
import { isPathLike, keptByGit, leadsOut, pathsIn } from "./leads_out.ts";
import { readOptions } from "./read_options.ts";
import { hookIn, kindOfProgram } from "./runs_others.ts";
import { sedDeeds } from "./sed_deeds.ts";
import { scriptsIn, textArguments } from "./text_arguments.ts";

/** What is granted, and where. */
export interface ArgvRules {
  /** Programs by name or path, as in `permissions.run`. Words after a program grant it with these arguments first. */
  readonly run: readonly string[];
  /** The folder that paths of grants start from. */
  readonly folder: string;
  /** The workspace's real path, in which the program runs. */
  readonly root: string;
}

/** Characters of one argument; systems give programs no longer ones. */
const LONGEST = 100_000;

/** Why a program may not be run so; undefined when it may. */
export function refuseArgv(argv: readonly string[], rules: ArgvRules): string | undefined {
  const [program = "", ...args] = argv, name = basename(program), grant = grantOf(argv, rules);
  const refused = (why: string) => `Cannot run \`${shownArgv(argv)}\`: ${why}`;
  if (program === "") return "A command begins with the name of a program: give one";
  if (argv.some((arg) => arg.includes("\0"))) return refused("an argument holds a zero character");
  if (argv.some((arg) => arg.length > LONGEST)) return refused("an argument is too long; write it to a file");
  const kind = kindOfProgram(name);
  if (kind === "never") return refused(`\`${name}\` is never run`);
  if (grant === "none") return refused(notGranted(program, kind, rules.run));
  // What Git does is judged by rules of its own.
  if (name === "git") return undefined;
  // Who grants a program with its arguments means them.
  const why = (grant === "program" ? smuggled(kind, name, args) : undefined) ?? hooked(name, args) ??
    removal(name, args, rules.root) ?? outside(name, args, rules.root);
  return why && refused(why);
}

/** A command as messages name it. */
export function shownArgv(argv: readonly string[]): string {
  const text = argv.map((word) => /^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word)).join(" ");
  return text.length > 120 ? `${text.slice(0, 120).toWellFormed()}…` : text;
}

function grantOf(argv: readonly string[], { run, folder, root }: ArgvRules): "none" | "program" | "words" {
  const [program = "", ...args] = argv;
  const same = (granted: string) =>
    granted.includes("/") && program.includes("/")
      ? resolve(folder, granted) === resolve(root, program)
      : granted === program && granted !== "";
  if (run.some((granted) => same(granted))) return "program";
  const withWords = run.some((granted) => {
    const [first = "", ...words] = granted.trim().split(/\s+/);
    return words.length > 0 && same(first) && words.every((word, index) => args[index] === word);
  });
  return withWords ? "words" : "none";
}

function notGranted(program: string, kind: ReturnType<typeof kindOfProgram>, run: readonly string[]): string {
  if (kind === "word") {
    return `\`${program}\` belongs to a shell, and there is none: every program begins in the workspace`;
  }
  const list = run.map((granted) => `\`${granted}\``).join(", ");
  return `\`${program}\` is not granted; ${list === "" ? "no program is" : `granted are ${list}`}`;
}

function smuggled(kind: ReturnType<typeof kindOfProgram>, name: string, args: readonly string[]): string | undefined {
  if (kind === "runner") return `\`${name}\` runs another program; name that one itself`;
  if (kind === "shell") {
    return `\`${name}\` would run whatever it is told; name the program itself, or have \`permissions.run\` grant it with ` +
      `its script, as in \`${name} build.sh\``;
  }
  const code = inlineCode(name, args);
  if (code !== undefined) return `\`${code}\` gives it code instead of a file; write the code to a file and run that`;
  const scripts = scriptsIn(name, args);
  for (const script of scripts) {
    const deed = name === "sed" ? undefined : /^(?:[gmn]|original-)?awk$/.test(name) ? awkDeed(script) : undefined;
    if (deed !== undefined) return `${deed}, and its program is to read what it is given only`;
    if (name === "sed" && sedDeeds(script).runs) return "its script runs a program, or cannot be read";
  }
  return undefined;
}

function hooked(name: string, args: readonly string[]): string | undefined {
  const hook = hookIn(name, args);
  if (hook === undefined) return undefined;
  return `\`${hook}\` runs other programs or reaches what is not named; do that in calls of its own`;
}

/** What is removed with everything in it is named by a path in the workspace. */
function removal(name: string, args: readonly string[], root: string): string | undefined {
  if (name !== "rm") return undefined;
  const { options, operands } = readOptions(args, { valued: "", long: [] });
  const isOption = (long: string, ...letters: readonly string[]) =>
    options.some(({ name }) => letters.includes(name) || name.length > 1 && long.startsWith(name));
  if (isOption("no-preserve-root")) return "`--no-preserve-root` is never given";
  if (!isOption("recursive", "r", "R")) return undefined;
  const wrong = operands.map((at) => args[at]!).find((path) =>
    path.startsWith("/") || path.split("/").includes("..") || resolve(root, path) === root
  );
  return wrong &&
    `\`${wrong}\` is not removed with all that is in it; name folders in the workspace, from where it begins`;
}

function outside(name: string, args: readonly string[], root: string): string | undefined {
  const texts = textArguments(name, args);
  const files = name === "sed" ? scriptsIn(name, args).flatMap(filesOfSed) : [];
  for (const piece of new Set([...args.flatMap((arg, at) => texts.has(at) ? [] : pathsIn(arg)), ...files])) {
    const why = piece.startsWith("~/")
      ? "leads out of the workspace"
      : piece.length > 4096
      ? undefined
      : leadsOut(piece, root);
    const kept = why === undefined && piece.length <= 4096 ? keptByGit(name, piece, root) : undefined;
    if (kept !== undefined) return `\`${piece}\` ${kept}`;
    if (why === undefined) continue;
    const remedy = isPathLike(piece) ? "name paths in the workspace, from where it begins" : "name another place";
    return `\`${piece}\` ${why}; ${remedy}`;
  }
  return undefined;
}

function filesOfSed(script: string): readonly string[] {
  const deeds = sedDeeds(script);
  return deeds.runs ? [] : deeds.files;
}
