/**
 * Commands as a paper prints them, with what they say: `console` blocks. A line that begins with `$` is a command; `…` on a
 * line of its own stands for any lines, within a line for anything. `^C` is pressed, and `Killed` happens, when the line
 * before it has been said.
 *
 * @module
 */
import type { Block } from "./paper.ts";

/** A command and what the paper says comes of it. */
export interface Printed {
  readonly command: string;
  /** Lines that it says. */
  readonly said: readonly string[];
  /** What happens to it on the way. */
  readonly cut?: {
    readonly signal: "SIGINT" | "SIGKILL";
    /** How many lines of `said` come before that. */
    readonly after: number;
  };
  /** Line of the paper. */
  readonly line: number;
}

/** The commands of a block, in their order. */
export function printedIn({ text, line }: Block): readonly Printed[] {
  const lines = text.split("\n").slice(0, -1), starts = lines.flatMap((one, i) => one.startsWith("$ ") ? [i] : []);
  return starts.map((start, i) => {
    const own = lines.slice(start + 1, starts[i + 1]), after = own.findIndex((one) => SIGNALS.has(one));
    return {
      command: lines[start]!.slice(2),
      said: own.filter((one) => !SIGNALS.has(one)),
      ...(after < 0 ? {} : { cut: { signal: SIGNALS.get(own[after]!)!, after } }),
      line: line + start + 1,
    };
  });
}

const SIGNALS: ReadonlyMap<string, "SIGINT" | "SIGKILL"> = new Map([["^C", "SIGINT"], ["Killed", "SIGKILL"]]);

/** What a command said, and how it ended. */
export interface Said {
  readonly text: string;
  readonly code: number;
}

/** Runs a command in a folder, and cuts it off where the paper does. */
export async function play({ command, said, cut }: Printed, at: Deno.CommandOptions): Promise<Said> {
  const line = command.startsWith("loom ") ? `exec ${command}` : command;
  const child = new Deno.Command("sh", { ...at, args: ["-c", `${line} 2>&1`], stdin: "null", stdout: "piped" }).spawn();
  const until = cut && patternOf(said.slice(0, cut.after), "some");
  let text = "", isCut = false;
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (isCut || !until?.test(text)) continue;
    isCut = true;
    child.kill(cut!.signal);
  }
  const { code } = await child.status;
  return { text, code };
}

/** Whether a command said what the paper prints. It goes on until the signal reaches it; killed, it says no more. */
export function fits({ text }: Said, { said, cut }: Printed): boolean {
  const expected = cut ? [...said.slice(0, cut.after), "…", ...said.slice(cut.after)] : said;
  return patternOf(expected, "all").test(text);
}

/** Times, durations, amounts of rows and bytes: they differ from run to run, so that any of their kind is right. */
const VARYING: readonly (readonly [found: RegExp, any: string])[] = [
  [/\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d|\d\d:\d\d:\d\d/g, "[\\d:-]+(?: [\\d:]+)?"],
  [/ *\b\d+(?:\.\d+)?m?s\b/g, " *[\\dhm.]+m?s"],
  [/ *\b\d+ (?:rows|kB|steps)\b/g, " *[\\d,.]+ (?:rows|kB|steps)"],
];

/** The lines as a pattern: from the beginning of what was said, to its end when all of it is printed. */
function patternOf(lines: readonly string[], how: "all" | "some"): RegExp {
  const parts = lines.map((line) => line === "…" ? "(?:.*\\n)*?" : `${lineOf(line)}\\n`);
  return new RegExp(`^${parts.join("")}${how === "all" ? "$" : ""}`);
}

/** Stands around the number of a kind of varying text, where it has been found. */
const MARK = "\uE000";

function lineOf(line: string): string {
  const marked = VARYING.reduce((text, [found], i) => text.replaceAll(found, `${MARK}${i}${MARK}`), line);
  const [first = "", ...rest] = RegExp.escape(marked).replaceAll("…", ".*").split(MARK);
  return rest.reduce((pattern, part, i) => pattern + (i % 2 === 0 ? VARYING[Number(part)]![1] : part), first);
}
