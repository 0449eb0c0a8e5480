import { gitRisk } from "./git_risk.ts";
import { splitWords } from "./split_words.ts";

/** How deep commands within commands are looked at. */
const DEPTH = 4;

/** Arguments of a program that runs others among which the other one is looked for. */
const AHEAD = 8;

/** Why running a command line is risky; undefined when it is not. One that no tool would run is judged by its parts. */
export function commandRisk(text: string, depth = 0): string | undefined {
  const split = splitWords(text);
  if (split.ok) return programRisk(split.words, depth);
  const parts = text.split(/[;|&\n\r()`{}]/).map((part) => part.trim().split(/\s+/).map(unquoted));
  return first(parts, (words) => programRisk(words.filter((word) => word !== ""), depth));
}

/** Why running a program is risky, given its name and arguments; undefined when it is not. */
export function programRisk(words: readonly string[], depth = 0): string | undefined {
  const [program = "", ...args] = words, name = (program.split("/").at(-1) ?? "").toLowerCase().replace(/\.exe$/, "");
  if (depth > DEPTH) return "it runs commands within commands";
  if (name === "git") return gitRisk(args);
  if (BECOMES.has(name)) return "it runs as somebody else";
  if (RUNNERS.has(name)) {
    return first(args.slice(0, AHEAD).keys(), (at) => programRisk(args.slice(at), depth + 1)) ?? destroying(args);
  }
  if (SHELLS.test(name)) return first(args, (arg) => /\s/.test(arg) ? commandRisk(arg, depth + 1) : undefined);
  return removing(name, args) ?? publishing(name, args) ?? sending(name, args) ?? OTHERS.get(name) ??
    (READERS.has(name) ? undefined : destroying(args));
}

function first<T>(items: Iterable<T>, look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unquoted(word: string): string {
  return word.replace(/^['"]+|['"]+$/g, "");
}

const SHELLS = /^(?:ba|da|z|k|fi|c|tc|a)?sh$/;
const BECOMES: ReadonlySet<string> = new Set(["sudo", "doas", "su", "pkexec", "runuser"]);
const RUNNERS: ReadonlySet<string> = new Set([
  ...["env", "xargs", "parallel", "nice", "ionice", "timeout", "nohup", "setsid", "stdbuf", "time", "watch", "busybox"],
  ...["command", "exec", "eval", "npx", "bunx", "pnpx"],
]);

/** Programs that only show what they are given. */
const READERS: ReadonlySet<string> = new Set([
  ...["grep", "egrep", "fgrep", "rg", "ag", "ack", "echo", "printf", "cat", "head", "tail", "less", "wc", "ls", "diff"],
]);

/** Programs with other risks. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ...["kill", "pkill", "killall", "skill"].map((name) => [name, "it ends programs"] as const),
  ...["ssh", "scp", "sftp", "rsync", "ftp", "telnet", "nc", "ncat", "socat"].map((name) =>
    [name, "it reaches another machine"] as const
  ),
  ...[
    "aws",
    "gcloud",
    "az",
    "kubectl",
    "helm",
    "terraform",
    "tofu",
    "pulumi",
    "ansible",
    "ansible-playbook",
    "heroku",
    "flyctl",
  ]
    .map((name) => [name, "it may change what runs elsewhere"] as const),
  ...[
    "systemctl",
    "service",
    "launchctl",
    "crontab",
    "at",
    "iptables",
    "ufw",
    "useradd",
    "usermod",
    "passwd",
    "reboot",
    "shutdown",
  ]
    .map((name) => [name, "it changes the machine"] as const),
  ...["dd", "shred", "truncate", "wipefs", "fdisk", "parted"].map((name) =>
    [name, "it overwrites what is there"] as const
  ),
]);

const DELETES = /^(?:rm|unlink|srm|wipe|trash|trash-put)$/;

function removing(name: string, args: readonly string[]): string | undefined {
  const recursive = (letters: RegExp) =>
    args.some((arg) => arg.startsWith("--") ? arg.length > 3 && "--recursive".startsWith(arg) : letters.test(arg));
  if (name === "rm" && recursive(/^-[A-Za-z]*[rR]/)) return "it removes folders with all that is in them";
  if (DELETES.test(name)) return "it deletes files";
  if (name === "rmdir") return "it deletes folders";
  if (args.includes("--remove-files")) return "it deletes files";
  if (/^(?:chmod|chown|chgrp)$/.test(name) && recursive(/^-[A-Za-z]*R/)) {
    return "it changes permissions of whole folders";
  }
  if (/^mkfs/.test(name)) return "it overwrites what is there";
  const found = name === "find" || name === "fd";
  if (found && args.some((arg) => /^-(?:delete|exec|execdir|ok|okdir)$|^--?(?:x|X|exec)/.test(arg))) {
    return "it does something to all that it finds";
  }
  if (name === "docker" || name === "podman") {
    const removes = args.some((arg) => /^(?:rm|rmi|prune|kill)$/.test(arg));
    return removes ? "it removes containers, images or what they hold" : undefined;
  }
  return undefined;
}

/** What publishes, by the program and a word among its arguments. */
const PUBLISHING: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:npm|pnpm|yarn|bun)$/, /^(?:publish|unpublish|deprecate|dist-tag|owner|access)$/],
  [
    /^(?:cargo|deno|jsr|poetry|uv|flit|hatch|pdm|vsce|ovsx|lerna|changeset|dart|flutter|clojars|sbt|mix)$/,
    /^(?:publish|yank|hex\.publish)$/,
  ],
  [/^(?:mvn|mvnw|gradle|gradlew)$/, /^(?:deploy|publish\w*|release:\w+)$/],
  [/^(?:gem|nuget|helm|docker|podman|oras|skopeo|dotnet)$/, /^(?:push|copy|yank)$/],
  [/^(?:twine|conda|anaconda)$/, /^upload$/],
  [/^python[\d.]*$/, /^twine$/],
  [/^(?:gh|glab|hub)$/, /^(?:create|merge|delete|close|edit|comment|upload|api|set|run|review|transfer|archive)$/],
  [/^(?:vercel|netlify|wrangler|firebase|surge|fly|flyctl|now)$/, /^(?:deploy|publish|--prod)$/],
];

function publishing(name: string, args: readonly string[]): string | undefined {
  const publishes = PUBLISHING.some(([program, word]) => program.test(name) && args.some((arg) => word.test(arg)));
  return publishes ? "it publishes something" : undefined;
}

function sending(name: string, args: readonly string[]): string | undefined {
  if (!/^(?:curl|wget|http|https|xh)$/.test(name)) return undefined;
  const method = args.some((arg, at) => {
    const given = /^(?:-[A-Za-z]*X|--request=|--method=)(.+)$/.exec(arg)?.[1] ??
      (/^(?:-[A-Za-z]*X|--request|--method)$/.test(args[at - 1] ?? "") ? arg : undefined);
    return given !== undefined && !/^(?:GET|HEAD)$/i.test(given) || /^(?:POST|PUT|PATCH|DELETE)$/.test(arg);
  });
  const body = args.some((arg) => /^(?:-[A-Za-z]*[dFT]|--(?:data|form|upload|post|body|json).*)/.test(arg));
  return method || body && name !== "http" ? "it sends something" : undefined;
}

const DESTROYING =
  /\b(?:drop\s+(?:table|database|schema|view|index|user|role|column)|truncate\s+(?:table\s+)?[\w."`]+|delete\s+from)\b/i;

/** Texts that delete what is in a database. */
function destroying(args: readonly string[]): string | undefined {
  return args.some((arg) => isDestroying(arg)) ? "it deletes what is in a database" : undefined;
}

/** Whether a text is a statement of SQL that deletes. */
export function isDestroying(text: string): boolean {
  return DESTROYING.test(text.slice(0, 100_000));
}
