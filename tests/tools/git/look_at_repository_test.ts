import assert from "node:assert/strict";
import { join } from "node:path";
import { byHand, failed, git, withRepository } from "./repository.ts";

Deno.test("a repository that lends its objects from outside of the workspace is refused, at first and at second hand", () =>
  withRepository(async (place) => {
    const { root, outside } = place, lent = join(root, ".git/objects/info/alternates");
    await byHand({ ...place, root: outside }, ["init", "-q", "other"]);
    const objects = join(outside, "other/.git/objects");
    for (const line of [objects, "../../../outside/other/.git/objects", `"${objects}"`, `\n# a note\n${objects}`]) {
      await Deno.writeTextFile(lent, `${line}\n`);
      assert.match(
        (await failed(place, "log")).message,
        /is outside of the workspace, and a part of the repository/,
        line,
      );
    }
    await byHand(place, ["init", "-q", "near"]);
    await Deno.writeTextFile(lent, `${join(root, "near/.git/objects")}\n`);
    await git(place, "log");
    await Deno.mkdir(join(root, "near/.git/objects/info"), { recursive: true });
    await Deno.writeTextFile(join(root, "near/.git/objects/info/alternates"), `${objects}\n`);
    assert.equal((await failed(place, "log")).code, "refused");
  }));

Deno.test("pipes among what Git keeps keep nobody waiting", () =>
  withRepository(async (place) => {
    await Deno.mkdir(join(place.root, ".git/rebase-merge"));
    const { success } = await new Deno.Command("mkfifo", {
      args: [join(place.root, ".git/rebase-merge/git-rebase-todo")],
    }).output();
    assert.ok(success);
    await git(place, "log");
  }));
