/** What an interpreter runs that stands among its arguments. */
interface Interpreter {
  /** Its names, without version numbers. */
  readonly names: readonly string[];
  /** Letters of options that code follows. */
  readonly code: string;
  /** Letters of options that something else follows. */
  readonly valued: string;
  /** Long options that code follows. */
  readonly long: readonly string[];
  /** Words that make code of what follows. */
  readonly words?: readonly string[];
  /** Its options may stand behind other arguments. */
  readonly anywhere?: true;
}

const INTERPRETERS: readonly Interpreter[] = [
  { names: ["python", "pypy"], code: "c", valued: "mWXQ", long: [] },
  { names: ["node", "nodejs", "bun", "tsx", "ts-node"], code: "ep", valued: "rCPO", long: ["eval", "print"] },
  { names: ["deno"], code: "", valued: "cLA", long: ["eval"], words: ["eval", "repl"] },
  { names: ["perl"], code: "eE", valued: "IxFCDi", long: [] },
  { names: ["ruby", "jruby"], code: "e", valued: "rICEFKxTi", long: [] },
  { names: ["php"], code: "rRBE", valued: "cdfFzSt", long: ["run", "process-begin", "process-code", "process-end"] },
  { names: ["lua", "luajit", "texlua"], code: "e", valued: "l", long: [] },
  { names: ["R", "Rscript"], code: "e", valued: "fg", long: ["eval"], anywhere: true },
  { names: ["julia"], code: "eE", valued: "LJpHCO", long: ["eval", "print"] },
  { names: ["elixir", "iex", "clojure", "clj", "bb", "racket", "swipl"], code: "eg", valued: "rS", long: ["eval"] },
  {
    names: ["groovy", "scala", "osascript", "swift", "ghc", "runghc", "kotlin"],
    code: "e",
    valued: "l",
    long: ["eval"],
  },
  { names: ["guile"], code: "c", valued: "Lelsx", long: ["eval"] },
  { names: ["sbcl", "ecl", "clisp"], code: "x", valued: "", long: ["eval", "eval-file"] },
  {
    names: ["vim", "vi", "nvim", "view", "ex", "gvim"],
    code: "c",
    valued: "SuUsTwWtqr",
    long: ["cmd", "remote-send", "remote-expr"],
    anywhere: true,
  },
  {
    names: ["emacs"],
    code: "f",
    valued: "lLdtu",
    long: ["eval", "execute", "funcall"],
    words: ["-eval"],
    anywhere: true,
  },
  { names: ["erl"], code: "", valued: "", long: [], words: ["-eval", "-run", "-s"], anywhere: true },
  {
    names: ["gdb", "lldb"],
    code: "oO",
    valued: "xspcd",
    long: ["eval-command", "init-eval-command", "one-line"],
    words: ["-ex", "-iex"],
    anywhere: true,
  },
  { names: ["npx", "bunx"], code: "c", valued: "pw", long: ["call"] },
  { names: ["make", "gmake"], code: "E", valued: "CfIoWjl", long: ["eval"], anywhere: true },
];

/** Modules of Python that take code. */
const CODE_MODULES: ReadonlySet<string> = new Set(["timeit", "pdb", "code", "asyncio"]);

/** The argument by which a program is given code, such as `-c`; undefined when there is none. */
export function inlineCode(program: string, args: readonly string[]): string | undefined {
  const name = program.replace(/[\d.]+$/, ""), found = INTERPRETERS.find(({ names }) => names.includes(name));
  if (found === undefined) return undefined;
  const word = args.find((arg) => found.words?.includes(arg));
  if (word !== undefined) return word;
  const remote = args.find((arg) => /^(?:--?[\w-]+=?)?(?:data|blob):/i.test(arg));
  return remote ?? codeOption(found, args);
}

/** Options end where the program's own arguments begin: a word that is no value of the option before. */
function codeOption(interpreter: Interpreter, args: readonly string[]): string | undefined {
  let mayBeValue = false;
  for (const [index, arg] of args.entries()) {
    if (arg === "--") return undefined;
    if (arg.startsWith("--")) {
      const [name = "", value] = arg.slice(2).split("=", 2);
      if (interpreter.long.some((long) => name === long || name.length > 1 && long.startsWith(name))) return arg;
      mayBeValue = value === undefined;
    } else if (arg.length > 1 && /^[-+]/.test(arg)) {
      const end = inCluster(interpreter, arg, args[index + 1]);
      if (end === "code") return arg;
      if (end === "module") return undefined;
      mayBeValue = end === "valued";
    } else if (mayBeValue || interpreter.anywhere) mayBeValue = false;
    else return undefined;
  }
  return undefined;
}

/** What one argument with a dash comes to: `-lane` is four options, the last of which takes code. */
function inCluster(
  { names, code, valued }: Interpreter,
  arg: string,
  next: string | undefined,
): "code" | "module" | "valued" | "plain" {
  // Editors take `+command`; of others a plus is no option.
  if (arg.startsWith("+")) return names.includes("vim") && !/^\+\d*$/.test(arg) ? "code" : "plain";
  const letters = arg.slice(1);
  for (const [index, letter] of [...letters].entries()) {
    const rest = letters.slice(index + 1);
    if (code.includes(letter)) return "code";
    if (names.includes("perl") && /[mM]/.test(letter)) return /^-?[\w:]+(?:=[\w:,]*)?$/.test(rest) ? "plain" : "code";
    if (names.includes("python") && letter === "m") return CODE_MODULES.has(rest || (next ?? "")) ? "code" : "module";
    if (valued.includes(letter)) return rest === "" && letter !== "i" ? "valued" : "plain";
  }
  return "plain";
}
