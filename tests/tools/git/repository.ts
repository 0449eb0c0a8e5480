/** Git as the tests of this folder call it, and a repository to call it in. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { gitCommand, type GitOptions } from "../../../lib/tools/git/git_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { type Place, withPlace } from "../workspace/places.ts";

type Ok = Extract<ToolResult, { readonly ok: true }>;
type Failed = Extract<ToolResult, { readonly ok: false }>;

/** What Git is given in these tests: a home without settings, and somebody who commits. */
export const options = ({ outside }: Place): GitOptions => ({
  env: ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"],
  from: {
    PATH: Deno.env.get("PATH")!,
    HOME: outside,
    LANG: "C",
    ...Object.fromEntries(["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, "A tester"],
      [`GIT_${who}_EMAIL`, "tester@example.com"],
    ])),
  },
});

/** What comes of a call. */
export async function call(
  place: Place,
  args: string | readonly string[],
  more: Partial<GitOptions> = {},
): Promise<ToolResult> {
  const input: JsonObject = { args: typeof args === "string" ? args.split(" ") : args };
  return await gitCommand({ ...options(place), ...more }).run(input, place.context);
}

/** A call that Git ends with 0. */
export async function git(place: Place, args: string | readonly string[]): Promise<Ok> {
  const result = await call(place, args);
  if (!result.ok) return assert.fail(`${args}: ${result.message}`);
  assert.match(result.output, /^Exit code: 0\n/, `${args}: ${result.output}`);
  return result;
}

/** A call that is not made. */
export async function failed(
  place: Place,
  args: string | readonly string[],
  more: Partial<GitOptions> = {},
): Promise<Failed> {
  const result = await call(place, args, more);
  return result.ok ? assert.fail(`${args} was let through: ${result.output}`) : result;
}

/** Git as somebody runs it by hand. */
export async function byHand(place: Place, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: [...args],
    cwd: place.root,
    clearEnv: true,
    env: { ...options(place).from! },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** A repository with a commit of `a.txt`, on the branch `main`. */
export async function withRepository(test: (place: Place) => Promise<void>): Promise<void> {
  await withPlace(async (place) => {
    await git(place, "init -q -b main");
    await Deno.writeTextFile(join(place.root, "a.txt"), "one\n");
    await git(place, "add .");
    await git(place, ["commit", "-q", "-m", "First"]);
    await test(place);
  });
}

/** What a file holds. */
export const text = (place: Place, path: string): Promise<string> => Deno.readTextFile(join(place.root, path));
