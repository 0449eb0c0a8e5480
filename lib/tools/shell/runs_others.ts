/** Programs that become somebody else, or change the machine: never run, whatever is granted. */
const NEVER: ReadonlySet<string> = new Set([
  ...["sudo", "sudoedit", "doas", "su", "pkexec", "runuser", "sg", "newgrp", "setpriv", "chroot", "nsenter", "unshare"],
  ...["shutdown", "reboot", "halt", "poweroff", "mount", "umount", "fdisk", "parted", "wipefs", "mkswap", "insmod"],
]);

/** Programs that run the program that they are given. */
const RUNNERS: ReadonlySet<string> = new Set([
  ...[
    "env",
    "xargs",
    "parallel",
    "nice",
    "ionice",
    "timeout",
    "gtimeout",
    "nohup",
    "setsid",
    "stdbuf",
    "time",
    "gtime",
  ],
  ...[
    "command",
    "exec",
    "eval",
    "builtin",
    "busybox",
    "toybox",
    "script",
    "watch",
    "flock",
    "chrt",
    "taskset",
    "numactl",
  ],
  ...["prlimit", "setarch", "linux32", "linux64", "strace", "ltrace", "perf", "valgrind", "systemd-run", "at", "batch"],
  ...["crontab", "start-stop-daemon", "daemonize", "screen", "tmux", "expect", "unbuffer", "rlwrap", "proot", "bwrap"],
  ...["firejail", "fakeroot", "entr", "watchexec", "dbus-run-session", "caffeinate"],
]);

/** Programs that run whatever a file or an argument says. */
const SHELLS: ReadonlySet<string> = new Set([
  ...["sh", "bash", "rbash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "nu", "elvish", "xonsh"],
  ...["pwsh", "powershell", "cmd"],
]);

/** Words that belong to a shell. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...[
    "cd",
    "pushd",
    "popd",
    "export",
    "source",
    ".",
    "alias",
    "set",
    "unset",
    "ulimit",
    "umask",
    "read",
    "wait",
    "trap",
  ],
  ...["if", "for", "while", "until", "case", "function", "[[", "select"],
]);

/** What is to be said of a program that is not simply run; undefined for all others. */
export function kindOfProgram(name: string): "never" | "runner" | "shell" | "word" | undefined {
  if (NEVER.has(name) || /^mkfs(?:\.|$)/.test(name)) return "never";
  if (RUNNERS.has(name) || /^ld(?:-linux.*)?\.so/.test(name)) return "runner";
  if (SHELLS.has(name)) return "shell";
  return BUILT_IN.has(name) ? "word" : undefined;
}

/** Options by which a program runs others, or deletes more than it is given by name. */
interface Hooks {
  /** Arguments as they are written. */
  readonly words?: RegExp;
  /** The first argument, where letters of options need no dash there. */
  readonly first?: RegExp;
  /** Long options, however short they are cut. */
  readonly long?: readonly string[];
}

const HOOKS: ReadonlyMap<string, Hooks> = new Map<string, Hooks>([
  ["find", { words: /^-(?:delete|exec|execdir|ok|okdir|fprint0?|fprintf|fls)$/ }],
  ...["fd", "fdfind"].map((name) => [name, { words: /^-[A-Za-z]*[xX]/, long: ["exec", "exec-batch"] }] as const),
  ["rg", { long: ["pre", "hostname-bin"] }],
  ["ag", { long: ["pager"] }],
  ...["tar", "gtar", "bsdtar"].map((name) =>
    [name, {
      words: /^-[A-Za-z]*[IFP]/,
      first: /^[A-Za-z]*[IFP]/,
      long: [
        ...[
          "to-command",
          "checkpoint-action",
          "use-compress-program",
          "rsh-command",
          "info-script",
          "new-volume-script",
        ],
        ...["absolute-names", "rmt-command"],
      ],
    }] as const
  ),
  ["zip", { words: /^-[A-Za-z]*TT/, long: ["unzip-command"] }],
  ["rsync", { words: /^-[A-Za-z]*e/, long: ["rsh", "rsync-path"] }],
  ...["ssh", "scp", "sftp"].map((name) => [name, { words: /^-[A-Za-z0-9]*[oFS]/ }] as const),
  ["wget", { words: /^-[A-Za-z]*e/, long: ["execute", "use-askpass"] }],
  ["curl", { words: /^-[A-Za-z]*K/, long: ["config"] }],
  ["sort", { long: ["compress-program"] }],
  ["split", { long: ["filter"] }],
  ["go", { words: /^--?(?:exec|toolexec|vettool)(?:=|$)/ }],
  ...["gcc", "g++", "cc", "c++", "clang", "clang++"].map((name) =>
    [name, { words: /^-(?:wrapper|fplugin|specs)/ }] as const
  ),
  ["man", { words: /^-[A-Za-z]*[PH]/, long: ["pager", "html"] }],
  ["sqlite3", { words: /^\s*\.(?:shell|system|excel|edit|once|output|read|load|import|open)/ }],
  ["make", { words: /^SHELL\s*[:?+]*=/ }],
  ["gmake", { words: /^SHELL\s*[:?+]*=/ }],
  ["npm", { words: /^-c$/, long: ["call", "script-shell"] }],
]);

/** The argument by which a program would run another one or delete what is not named; undefined when there is none. */
export function hookIn(program: string, args: readonly string[]): string | undefined {
  const hooks = HOOKS.get(program);
  return hooks && args.find((arg, at) => {
    const long = arg.startsWith("--") ? arg.slice(2).split("=", 1)[0]! : "";
    return hooks.words?.test(arg) || at === 0 && hooks.first?.test(arg) ||
      long.length > 1 && hooks.long?.some((name) => name.startsWith(long));
  });
}
