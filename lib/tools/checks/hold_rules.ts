import type { ToldCheck } from "../../plan/told_process.ts";
import type { LineMatcher } from "../files/line_matcher.ts";
import { lineMatcher } from "../files/line_matcher.ts";
import { goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { LookedAt } from "./look_at_file.ts";

/** A pattern that must not be found. */
export interface FileRule {
  /** What reports call it. */
  readonly name: string;
  /** A regular expression; `(?i)` before it takes capitals and small letters for the same, `(?m)` looks line by line. */
  readonly pattern: string;
  /** A warning does not fail the task. */
  readonly severity: "error" | "warning";
  /** What it is looked for in: the answer, or the files. */
  readonly target: "output" | "deliverables";
}

/** What patterns are looked for in. */
export interface Searched {
  /** The answer. */
  readonly output: string;
  /** The files. */
  readonly files: readonly LookedAt[];
}

/** Characters of a text that are searched. */
const MOST_SEARCHED = 1_000_000;
/** Steps of all matchers together, half a minute or so. */
const MOST_STEPS = 300_000_000;
/** Characters of a line that is told. */
const SHOWN = 120;

/** Looks for the pattern of each rule. Every search takes time in proportion to pattern times text, whatever they are. */
export async function holdRules(
  rules: readonly FileRule[],
  searched: Searched,
  signal: AbortSignal,
): Promise<readonly ToldCheck[]> {
  const checks: ToldCheck[] = [];
  let left = MOST_STEPS;
  for (const rule of rules) {
    try {
      const found = await find(rule, searched, { signal, most: left });
      left -= found.steps;
      checks.push(checkOf(rule, found.detail));
    } catch (error) {
      if (!(error instanceof WorkspaceTrouble) || error.code !== "invalid") throw error;
      checks.push(checkOf(rule, error.message));
    }
  }
  return checks;
}

function checkOf({ name, severity }: FileRule, detail: string | undefined): ToldCheck {
  return detail === undefined ? { name, passed: true, severity } : { name, passed: false, severity, detail };
}

/** Where a pattern is found first, in words; undefined for nowhere. */
async function find(
  { pattern, target }: FileRule,
  { output, files }: Searched,
  { signal, most }: { readonly signal: AbortSignal; readonly most: number },
): Promise<{ readonly detail: string | undefined; readonly steps: number }> {
  const { source, flags } = taken(pattern), matcher = lineMatcher(source, { ignoreCase: flags.includes("i") });
  for (const { text, of } of textsFor(target, { output, files })) {
    await new Promise((resolve) => setTimeout(resolve));
    goOn(signal, "Cannot look for patterns");
    if (matcher.steps > most) {
      return { detail: "it was not looked for everywhere: there is too much", steps: matcher.steps };
    }
    const isFound = flags.includes("m") ? text.split("\n").some((line) => matcher.test(line)) : matcher.test(text);
    if (isFound) return { detail: `\`${pattern}\` is found in ${of}${lineOf(text, matcher)}`, steps: matcher.steps };
  }
  return { detail: undefined, steps: matcher.steps };
}

function textsFor(
  target: FileRule["target"],
  { output, files }: Searched,
): readonly { readonly text: string; readonly of: string }[] {
  if (target === "output") return [{ text: output.slice(0, MOST_SEARCHED), of: "the answer" }];
  return files.flatMap(({ path, text }) => text === undefined ? [] : [{ text, of: `\`${path}\`` }]);
}

/** The line that fits by itself, where one does. */
function lineOf(text: string, matcher: LineMatcher): string {
  const lines = text.split("\n"), at = lines.findIndex((line) => matcher.test(line));
  if (at < 0) return "";
  const line = lines[at]!.trim();
  return `, line ${at + 1}: ${line.length > SHOWN ? `${line.slice(0, SHOWN).toWellFormed()}…` : line}`;
}

/** A pattern without the flags that stand before it. */
function taken(pattern: string): { readonly source: string; readonly flags: string } {
  const [whole = "", flags = ""] = /^\(\?([a-z]+)\)/.exec(pattern) ?? [];
  if (/^[imu]*$/.test(flags)) return { source: pattern.slice(whole.length), flags };
  throw new WorkspaceTrouble("invalid", `Cannot search for \`${pattern}\`: of flags, \`i\` and \`m\` are known`);
}
