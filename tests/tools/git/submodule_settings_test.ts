import assert from "node:assert/strict";
import { join } from "node:path";
import type { Place } from "../workspace/places.ts";
import { byHand, call, failed, git, withRepository } from "./repository.ts";

/** A repository with another one in it at `sub`, that is set to run a program for each of its files. */
async function withSubmodule(test: (place: Place, ran: () => boolean) => Promise<void>): Promise<void> {
  await withRepository(async (place) => {
    const { root, outside } = place, sub = join(root, "sub"), witness = join(outside, "witness");
    const inside = (...args: readonly string[]) => byHand({ ...place, root: sub }, args);
    await Deno.mkdir(sub);
    await inside("init", "-q");
    await Deno.writeTextFile(join(sub, "f.txt"), "x\n");
    await Deno.writeTextFile(join(sub, ".gitattributes"), "*.txt filter=f\n");
    await inside("add", ".");
    await inside("commit", "-q", "-m", "Sub");
    await byHand(place, ["add", "sub"]);
    await Deno.writeTextFile(join(root, ".gitmodules"), '[submodule "s"]\npath = sub\nurl = ./sub\nignore = none\n');
    await byHand(place, ["add", ".gitmodules"]);
    await byHand(place, ["commit", "-q", "-m", "With sub"]);
    await inside("config", "filter.f.clean", `sh -c 'touch ${witness}; cat'`);
    await test(place, () => {
      // A file that looks changed is read through the filter.
      Deno.utimeSync(join(sub, "f.txt"), 1, Math.floor(Math.random() * 1e9));
      try {
        Deno.removeSync(witness);
        return true;
      } catch {
        return false;
      }
    });
  });
}

Deno.test("what is set in a submodule is run by nothing, whatever `.gitmodules` says of it", () =>
  withSubmodule(async (place, ran) => {
    ran();
    for (const args of ["status", "diff", "diff HEAD", "log -p", "show", "ls-files -m", "stash list", "branch"]) {
      await git(place, args);
      assert.equal(ran(), false, args);
    }
    for (
      const args of [
        "add -A",
        "add -u",
        "commit -am x",
        "stash",
        "switch -c x",
        "checkout -b x",
        "rebase main",
        "reset",
      ]
    ) {
      assert.match(
        (await failed(place, args)).message,
        /`filter\.f\.clean` of the submodule `sub` runs a program/,
        args,
      );
      assert.equal(ran(), false, args);
    }
    await byHand(place, ["status"]);
    assert.equal(ran(), true, "Git by itself runs it");
  }));

Deno.test("a submodule is not removed, and one that is kept outside of the workspace keeps everything as it is", () =>
  withSubmodule(async (place) => {
    const { root, outside } = place;
    await byHand({ ...place, root: join(root, "sub") }, ["config", "--unset", "filter.f.clean"]);
    for (const args of ["rm sub", "rm -n sub", "rm -r .", "rm --cached sub"]) {
      assert.match((await failed(place, args)).message, /`sub` is a repository of its own; remove it by hand/, args);
    }
    assert.ok((await Deno.stat(join(root, "sub/.git"))).isDirectory);
    await git(place, "add -A");
    await Deno.rename(join(root, "sub/.git"), join(outside, "kept"));
    await Deno.writeTextFile(join(root, "sub/.git"), `gitdir: ${join(outside, "kept")}\n`);
    await git(place, "status");
    assert.match((await failed(place, "add -A")).message, /of the submodule `sub`, .* is outside of the workspace/);
  }));

Deno.test("a submodule without a name that can be set stops what looks as well", () =>
  withRepository(async (place) => {
    await Deno.writeTextFile(join(place.root, ".gitmodules"), '[submodule "a=b"]\npath = sub\nignore = none\n');
    const result = await call(place, "status");
    assert.match(result.ok ? result.output : result.message, /a submodule has a name with `=` in it/);
  }));
