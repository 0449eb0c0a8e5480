import assert from "node:assert/strict";
import { askGit } from "../../../lib/tools/git/look_at_repository.ts";
import { gitEnvironment } from "../../../lib/tools/git/git_world.ts";
import { addressesOf, type GitSetting, readRemotes } from "../../../lib/tools/git/read_remotes.ts";
import { byHand, options, withRepository } from "./repository.ts";

const SETTINGS: readonly (readonly [string, string])[] = [
  ["remote.origin.url", "work:a/b"],
  ["remote.origin.url", "https://second.example/b"],
  ["remote.pushed.url", "https://one.example/c"],
  ["remote.pushed.pushurl", "work:push/c"],
  ["remote.with.dots.url", "https://one.example/long/d"],
  ["remote.Capitals.url", "https://one.example/e"],
  ["remote.empty.fetch", "refs/heads/*:refs/x/*"],
  ["url.https://short.example/.insteadOf", "https://one.example/"],
  ["url.https://long.example/.insteadOf", "https://one.example/long/"],
  ["url.https://work.example/.insteadOf", "work:"],
  ["url.https://twice.example/.insteadOf", "https://work.example/"],
  ["url.ssh://push.example/.pushInsteadOf", "https://one.example/"],
  ["branch.main.remote", "with.dots"],
];

Deno.test("addresses of remotes are those that Git itself comes to", () =>
  withRepository(async (place) => {
    for (const [name, value] of SETTINGS) await byHand(place, ["config", "--add", name, value]);
    const look = {
      root: place.root,
      env: gitEnvironment(options(place).from!, place.root),
      signal: new AbortController().signal,
    };
    const settings = (await askGit(["config", "--list", "-z"], look)).text.split("\0").filter((line) => line !== "");
    const remotes = readRemotes(
      settings.map((line): GitSetting => ({
        name: line.slice(0, line.indexOf("\n")),
        value: line.slice(line.indexOf("\n") + 1),
      })),
      "main",
    );
    assert.deepEqual([...remotes.known.keys()], ["origin", "pushed", "with.dots", "Capitals", "empty"]);
    for (const name of ["origin", "pushed", "with.dots", "Capitals"]) {
      for (const deed of ["fetch", "push"] as const) {
        const { text } = await askGit(["remote", "get-url", "--all", ...deed === "push" ? ["--push"] : [], name], look);
        assert.deepEqual(addressesOf(name, deed, remotes), text.trimEnd().split("\n"), `${name} ${deed}`);
      }
    }
    for (
      const address of [
        "work:x",
        "https://one.example/long/x",
        "https://one.example/x",
        "work.example:x",
        "empty",
        "other",
      ]
    ) {
      const { text } = await askGit(["ls-remote", "--get-url", address], look);
      assert.deepEqual(addressesOf(address, "fetch", remotes), [text.trimEnd()], address);
    }
    const { text } = await askGit(["ls-remote", "--get-url"], look);
    assert.deepEqual(addressesOf(remotes.fetched, "fetch", remotes), [text.trimEnd()]);
    assert.equal(remotes.pushed, "with.dots");
  }));
