import { COMMANDS, type GitShape, SHAPES } from "./git_shapes.ts";

/** An option of Git as it was given. */
export interface GitOption {
  /** With its dashes: `--force`, `-m`. */
  readonly name: string;
  /** Its value. */
  readonly value?: string;
  /** What the value is. */
  readonly takes: "nothing" | "text" | "path";
}

/** A call of Git, taken apart. */
export interface GitCall {
  /** The command, and the command of that one: `stash push`. */
  readonly command: string;
  /** Its options. */
  readonly options: readonly GitOption[];
  /** What is no option and stands before `--`. */
  readonly operands: readonly string[];
  /** What stands behind `--`; undefined where there is none. */
  readonly behind: readonly string[] | undefined;
}

/** A call, or why it is not made. */
export type GitReading =
  | { readonly ok: true; readonly call: GitCall }
  | { readonly ok: false; readonly why: string };

/** Takes a call of Git apart. Only commands and options that are known here are taken, each as Git spells it in full. */
export function readGit(args: readonly string[]): GitReading {
  const [first, ...rest] = args;
  if (first === undefined) return refused("give a command, such as `status`");
  if (args.some((arg) => arg.includes("\0"))) return refused("an argument holds a zero character");
  if (first === "git") return refused("leave out `git`: the arguments begin with the command");
  if (first.startsWith("-")) return refused(`options before the command are not taken, such as \`${first}\``);
  if (!COMMANDS.includes(first)) {
    return refused(`the command \`${first}\` is not taken; these are: ${COMMANDS.join(", ")}`);
  }
  const named = commandOf(first, rest), shape = SHAPES[named.command];
  if (shape === undefined) {
    const words = Object.keys(SHAPES).filter((name) => name.startsWith(`${first} `)).map((name) => `\`${name}\``);
    return refused(`\`${named.command}\` is not taken; these are: ${words.join(", ")}`);
  }
  return readArguments(named.command, named.rest, shape);
}

function refused(why: string): Extract<GitReading, { readonly ok: false }> {
  return { ok: false, why };
}

function commandOf(
  first: string,
  rest: readonly string[],
): { readonly command: string; readonly rest: readonly string[] } {
  if (first !== "stash" && first !== "remote") return { command: first, rest };
  const at = first === "remote" ? rest.findIndex((arg) => !/^(?:-v|--verbose)$/.test(arg)) : 0, second = rest[at];
  if (second === undefined || second.startsWith("-")) {
    return { command: first === "stash" ? "stash push" : "remote", rest };
  }
  return { command: `${first} ${second}`, rest: rest.slice(at + 1) };
}

function readArguments(command: string, args: readonly string[], shape: GitShape): GitReading {
  const options: GitOption[] = [], operands: string[] = [];
  let behind: string[] | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (behind) behind.push(arg);
    else if (arg === "--") behind = [];
    else if (arg === "-" || !arg.startsWith("-")) operands.push(arg);
    else {
      const found = arg.startsWith("--")
        ? longOption(arg, args[at + 1], shape)
        : shortOptions(arg, args[at + 1], shape);
      if (typeof found === "string") return refused(whyNot(command, found));
      options.push(...found.options);
      if (found.tookNext) at++;
    }
  }
  return { ok: true, call: { command, options, operands, behind } };
}

interface Found {
  readonly options: readonly GitOption[];
  readonly tookNext: boolean;
}

/** The option, or the name of one that is not taken. */
function longOption(arg: string, next: string | undefined, shape: GitShape): Found | string {
  const cut = arg.indexOf("="), name = cut < 0 ? arg.slice(2) : arg.slice(2, cut);
  const value = cut < 0 ? undefined : arg.slice(cut + 1),
    has = (names: string | undefined) => names?.split(" ").includes(name);
  const one = (option: GitOption, tookNext = false): Found => ({ options: [option], tookNext });
  for (const takes of ["text", "path"] as const) {
    if (!has(shape[takes])) continue;
    if (value !== undefined) return one({ name: `--${name}`, value, takes });
    return next === undefined ? `--${name}` : one({ name: `--${name}`, value: next, takes }, true);
  }
  if (has(shape.optional)) return one({ name: `--${name}`, takes: "text", ...value === undefined ? {} : { value } });
  if (value !== undefined) return `--${name}`;
  if (has(shape.flags)) return one({ name: `--${name}`, takes: "nothing" });
  const positive = name.replace(/^no-/, ""),
    known = [shape.no, shape.flags, shape.optional, shape.text].join(" ").split(" ");
  const taken = positive !== name && known.includes(positive);
  return taken ? one({ name: `--${name}`, takes: "nothing" }) : `--${name}`;
}

function shortOptions(arg: string, next: string | undefined, shape: GitShape): Found | string {
  if (shape.numbers && /^-\d+$/.test(arg)) return { options: [{ name: arg, takes: "nothing" }], tookNext: false };
  const options: GitOption[] = [], letters = arg.slice(1);
  for (let at = 0; at < letters.length; at++) {
    const name = `-${letters[at]}`,
      rest = letters.slice(at + 1),
      has = (set: string | undefined) => set?.includes(letters[at]!);
    if (has(shape.short)) {
      options.push({ name, takes: "nothing" });
      continue;
    }
    if (has(shape.shortOptional)) {
      return { options: [...options, { name, value: rest, takes: "text" }], tookNext: false };
    }
    const takes = has(shape.shortText) ? "text" : has(shape.shortPath) ? "path" : undefined;
    if (takes === undefined || rest === "" && next === undefined) return name;
    return { options: [...options, { name, value: rest || next!, takes }], tookNext: rest === "" };
  }
  return { options, tookNext: false };
}

/** Options that somebody may well try, and what is to be done instead. */
const WHY: readonly { readonly of: RegExp; readonly option: RegExp; readonly why: string }[] = [
  {
    of: /^push/,
    option: /^(?:-f|--f.*)$/,
    why: "a push with force overwrites what others have pushed; pull, merge and push",
  },
  { of: /^push/, option: /^(?:-d|--d.*|--mirror|--prune)$/, why: "it deletes branches of the remote" },
  {
    of: /^reset/,
    option: /^--(?:hard|merge|keep|h.*|k.*)$/,
    why: "it throws away what was not committed; use `stash`",
  },
  {
    of: /^(?:checkout|switch)/,
    option: /^(?:-f|-m|--force|--discard-changes|--merge)$/,
    why: "it throws away what was not committed; use `stash`",
  },
  {
    of: /^(?:checkout|switch)/,
    option: /^-[BC]$|^--force-create$/,
    why: "it moves a branch that is there; choose another name",
  },
  {
    of: /^restore/,
    option: /^(?:-W|--worktree)$/,
    why: "it throws away what was not committed; only `--staged` is taken",
  },
  {
    of: /^branch/,
    option: /^-[DMCf]$|^--force$/,
    why: "it loses commits that are on no other branch; use `-d`, `-m` or `-c`",
  },
  { of: /^rebase/, option: /^(?:-x|--exec|-i|--interactive|--edit-todo)$/, why: "it runs programs or opens an editor" },
  {
    of: /^(?:add|commit|reset|checkout|restore|stash)/,
    option: /^(?:-p|--patch|-i|--interactive|-e|--edit)$/,
    why: "there is nobody to answer its questions",
  },
  { of: /^(?:rm|mv)/, option: /^(?:-f|--force)$/, why: "it throws away what was not committed" },
  { of: /^stash/, option: /^(?:-a|--all)$/, why: "it takes what is ignored as well; use `-u`" },
  { of: /^add/, option: /^(?:-f|--force)$/, why: "what is ignored is not added" },
];

function whyNot(command: string, option: string): string {
  const why = WHY.find((one) => one.of.test(command) && one.option.test(option))?.why;
  const plain = "it is not among the options that are taken, each written out in full";
  return `\`${option}\` is not taken with \`${command}\`: ${why ?? plain}`;
}
