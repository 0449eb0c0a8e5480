import { bracketEnd } from "./bracket_end.ts";

/** Characters of a script that is read. */
const LONGEST_SCRIPT = 10_000;

/** What a script of `sed` does beside editing. */
export type SedDeeds =
  /** It runs a program, or cannot be read. */
  | { readonly runs: true }
  | {
    readonly runs: false;
    /** Files that it reads or writes. */
    readonly files: readonly string[];
  };

/** Finds what a script of `sed` does beside editing what it is given. */
export function sedDeeds(script: string): SedDeeds {
  const scan = { script, at: 0 }, files: string[] = [];
  if (script.length > LONGEST_SCRIPT) return { runs: true };
  for (;;) {
    take(/[\s;]+/y, scan);
    if (scan.at >= script.length) return { runs: false, files };
    if (readAddress(scan) && take(/\s*,\s*/y, scan) !== undefined && !readAddress(scan)) return { runs: true };
    take(/[\s!]+/y, scan);
    const deed = readCommand(scan);
    if (deed === "runs") return { runs: true };
    files.push(...deed);
  }
}

interface Scan {
  readonly script: string;
  at: number;
}

function take(pattern: RegExp, scan: Scan): string | undefined {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.script)?.[0];
  scan.at += found?.length ?? 0;
  return found;
}

/**
 * Passes a part and its delimiter. Some let a delimiter in the brackets of a pattern be, others end the pattern there: a
 * pattern that they read differently is not passed.
 */
function passPart(scan: Scan, end: string, part: "pattern" | "text"): boolean {
  while (scan.at < scan.script.length) {
    if (take(/\\[^]/y, scan) !== undefined) continue;
    if (scan.script[scan.at] === end) return void scan.at++, true;
    const open = part === "pattern" && scan.script[scan.at] === "[";
    const close = open ? bracketEnd(scan.script, scan.at, { escapes: false }) : undefined;
    if (scan.script.slice(scan.at, close ?? scan.at).replace(/\\[^]/g, "").includes(end)) return false;
    scan.at = close ?? scan.at + 1;
  }
  return false;
}

function readAddress(scan: Scan): boolean {
  if (take(/(?:\d+(?:~\d+)?|[+~]\d+|\$)\s*/y, scan) !== undefined) return true;
  const opened = take(/\/|\\[^\n]/y, scan);
  return opened !== undefined && passPart(scan, opened.at(-1)!, "pattern") && take(/[IM]*\s*/y, scan) !== undefined;
}

function readCommand(scan: Scan): "runs" | readonly string[] {
  const command = take(/[^]/y, scan) ?? "";
  switch (command) {
    case "s":
      return readSubstitution(scan);
    case "y": {
      const end = take(/[^\n\\]/y, scan);
      return end !== undefined && passPart(scan, end, "text") && passPart(scan, end, "text") ? [] : "runs";
    }
    case "r":
    case "R":
    case "w":
    case "W":
      return [(take(/[^\n]*/y, scan) ?? "").trim()];
    case "a":
    case "i":
    case "c":
      take(/(?:\\[^]|[^\n\\])*/y, scan);
      return [];
    case "#":
      take(/[^\n]*/y, scan);
      return [];
  }
  if (/[:btTvqQlL]/.test(command)) take(/[^;\n}]*/y, scan);
  return /[{}=dDgGhHnNpPxzF:btTvqQlL]/.test(command) ? [] : "runs";
}

function readSubstitution(scan: Scan): "runs" | readonly string[] {
  const end = take(/[^\n\\]/y, scan);
  if (end === undefined || !passPart(scan, end, "pattern") || !passPart(scan, end, "text")) return "runs";
  const flags = take(/[^\s;}w]*/y, scan) ?? "";
  if (flags.includes("e")) return "runs";
  return take(/w/y, scan) === undefined ? [] : [(take(/[^\n]*/y, scan) ?? "").trim()];
}
