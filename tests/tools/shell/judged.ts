/** Commands as agents write them, and what is said of each. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { splitWords } from "../../../lib/plan/split_words.ts";
import { refuseArgv } from "../../../lib/tools/shell/refuse_argv.ts";
import { withPlace } from "../workspace/places.ts";

/** One command a line, as an agent writes it; `ROOT` is the workspace. */
export function commands(lines: string): readonly (readonly string[])[] {
  return lines.split("\n").map((line) => line.trim()).filter((line) => line !== "").map((line) => {
    const split = splitWords(line);
    return split.ok ? split.words : assert.fail(`${line}: ${split.construct}`);
  });
}

/** What comes of each command where all programs are granted: what is refused is not refused for want of a grant. */
async function judged(
  all: readonly (readonly string[])[],
): Promise<readonly (readonly [string, string | undefined])[]> {
  const judgements: (readonly [string, string | undefined])[] = [];
  await withPlace(async ({ root, outside }) => {
    await Deno.mkdir(join(root, "src"));
    await Deno.mkdir(join(root, ".git"));
    const links = { out: outside, in: "src", dangling: join(outside, "not-yet"), loop: "loop" };
    for (const [name, target] of Object.entries(links)) await Deno.symlink(target, join(root, name));
    for (const words of all) {
      const argv = words.map((word) => word.replaceAll("ROOT", root));
      judgements.push([words.join(" "), refuseArgv(argv, { run: argv.slice(0, 1), folder: root, root })]);
    }
  });
  return judgements;
}

/** All of them are refused, in words like these. */
export async function allRefused(all: readonly (readonly string[])[], like: RegExp = /^Cannot run `/): Promise<void> {
  for (const [command, why] of await judged(all)) assert.match(why ?? "it was let through", like, command);
}

/** None of them is refused. */
export async function allLetThrough(all: readonly (readonly string[])[]): Promise<void> {
  for (const [command, why] of await judged(all)) assert.equal(why, undefined, command);
}
