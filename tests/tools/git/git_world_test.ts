import assert from "node:assert/strict";
import { askGit } from "../../../lib/tools/git/look_at_repository.ts";
import { gitEnvironment, settings } from "../../../lib/tools/git/git_world.ts";
import { byHand, options, withRepository } from "./repository.ts";

Deno.test("no setting of a repository has Git reach more than the remotes of a call", () =>
  withRepository(async (place) => {
    const own = [["fetch.all", "true"], ["fetch.recurseSubmodules", "true"], ["submodule.recurse", "true"]] as const;
    const promised = [["promisor.acceptFromServer", "All"], ["promisor.advertise", "true"]] as const;
    for (const [name, value] of [...own, ...promised]) await byHand(place, ["config", name, value]);
    const env = gitEnvironment(options(place).from!, place.root), { signal } = new AbortController();
    const held = async (name: string) =>
      (await askGit([...settings(), "config", "--get", name], { root: place.root, env, signal })).text.trim();
    for (const [name] of own) assert.equal(await held(name), "false", name);
    assert.equal(await held("promisor.acceptFromServer"), "none");
    assert.equal(await held("promisor.advertise"), "false");
  }));
