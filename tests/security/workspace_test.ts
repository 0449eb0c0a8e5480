import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../lib/base/json.ts";
import { agent, follows, processPlan, task } from "../kinds/processing.ts";
import {
  answersIn,
  builtIn,
  call,
  calls,
  inWorkshop,
  NOTHING,
  playing,
  SECRET,
  workAt,
} from "../process_scenarios/workshop.ts";
import { snapshot } from "../tools/workspace/places.ts";
import { attack } from "./hostile.ts";

const FILES = { "a.txt": "one\n", "dir/b.txt": "two\n", ".git/config": "[core]\n", ".loom/loom.db": "kept" };

/** Every tool that takes a path, with that path in each of its places. */
function reaching(path: string): readonly (readonly [string, JsonObject])[] {
  return [
    ["read_file", { path }],
    ["write_file", { path, content: "owned" }],
    ["edit_file", { path, old_str: "", new_str: "owned" }],
    ["edit_file", { path, old_str: "safe", new_str: "owned" }],
    ["delete_file", { path }],
    ["move_file", { source: path, destination: "stolen.txt" }],
    ["move_file", { source: "a.txt", destination: path }],
    ["list_directory", { path }],
    ["glob_find", { pattern: "**", path }],
    ["glob_find", { pattern: path }],
    ["search_files", { pattern: "safe", path }],
    ["ripgrep_search", { pattern: "safe", path }],
    ["document_write", { path, title: "owned", content: "owned" }],
    ["spreadsheet", { operation: "create", path, headers: ["owned"] }],
    ["spreadsheet", { operation: "read", path }],
    ["analyze_code", { path }],
  ];
}

const TOOLS = [...new Set(reaching("").map(([name]) => name))];

Deno.test("[P51] no path of any tool leads out of the workspace: climbing, absolute, by a home, a drive or a hidden character", () =>
  inWorkshop(async (shop) => {
    const { outside, root } = shop,
      ways = [
        "../outside/secret.txt",
        "dir/../../outside/secret.txt",
        "./../outside/secret.txt",
        "dir/./.././../outside/secret.txt",
        `${outside}/secret.txt`,
        `${root}/../outside/secret.txt`,
        `file://${outside}/secret.txt`,
        "~/secret.txt",
        "~root/secret.txt",
        "..\\outside\\secret.txt",
        "C:\\secret.txt",
        "\\\\host\\secret.txt",
        "a.txt/../../outside/secret.txt",
        "dir//..//..//outside/secret.txt",
        "/proc/self/cwd/../outside/secret.txt",
        "/proc/self/environ",
        "a.txt\0/../../outside/secret.txt",
        "%2e%2e/outside/secret.txt",
        "..%2foutside%2fsecret.txt",
        "․․/outside/secret.txt",
      ];
    const turns = ways.map((way) => reaching(way).map(([name, input]) => call(name, input)));
    const before = await snapshot(root);
    const { end, said, asked } = await attack(shop, { tools: TOOLS, agent: { turns: 60, maxTokens: 9_000 } }, turns);
    assert.equal(end.kind, "done", end.reason);
    assert.equal(said.length, turns.flat().length);
    assert.ok(!JSON.stringify(asked).includes(SECRET.slice(4)), "the secret was read");
    const left = await snapshot(root);
    for (const path of [".git/config", ".loom/loom.db"]) assert.equal(left[path], before[path], path);
  }, FILES));

Deno.test("a link that is there, or that a command makes, is no way out for any tool", () =>
  inWorkshop(async (shop) => {
    const { outside, root } = shop;
    await Deno.symlink(outside, join(root, "there"));
    await Deno.symlink(join(outside, "secret.txt"), join(root, "file"));
    await Deno.symlink("dir", join(root, "inner"));
    const permissions = { run: ["ln", "cp", "mv", "mkdir"] };
    const links = [
      ["ln", "-s", outside, "made"],
      ["ln", "-s", "../outside", "made"],
      ["ln", "-s", "..", "up"],
      ["ln", "-s", "/", "root"],
      ["ln", join(outside, "secret.txt"), "hard"],
      ["cp", join(outside, "secret.txt"), "copy"],
      ["cp", "there/secret.txt", "copy"],
      ["cp", "-r", "there", "copy"],
      ["mv", "there", "moved"],
      ["mv", "there/secret.txt", "copy"],
      ["cp", "a.txt", "there/owned.txt"],
      ["mkdir", "there/owned"],
    ].map((command) => call("shell_execute", { command }));
    const through = [
      "there/secret.txt",
      "there/new.txt",
      "made/secret.txt",
      "up/outside/secret.txt",
      "file",
      "moved/x.txt",
    ]
      .map((path) => reaching(path).map(([name, input]) => call(name, input)));
    const { end, asked } = await attack(
      shop,
      { tools: [...TOOLS, "shell_execute"], permissions, agent: { turns: 60, maxTokens: 9_000 } },
      [links, ...through],
    );
    assert.equal(end.kind, "done", end.reason);
    assert.ok(!JSON.stringify(asked).includes(SECRET.slice(4)), "the secret was read");
  }, FILES));

Deno.test("what Git and Loom keep for themselves is written by no tool, in whatever letters and by whatever way", () =>
  inWorkshop(async (shop) => {
    const ways = [
      ".git/hooks/post-commit",
      ".git/config",
      ".GIT/config",
      ".gIt/config",
      ".git\u200c/config",
      "dir/../.git/config",
      "./.git//config",
      ".loom/loom.db",
      ".LOOM/loom.db",
      "dir/.git/hooks/x",
      "git~1/config",
    ];
    const writing = new Set(["write_file", "edit_file", "delete_file", "move_file", "document_write", "spreadsheet"]);
    const turns = ways.map((way) =>
      reaching(way).filter(([name]) => writing.has(name)).map(([name, input]) => call(name, input))
    );
    const before = await snapshot(join(shop.root, ".git")), loom = await snapshot(join(shop.root, ".loom"));
    const { end } = await attack(shop, { tools: [...writing], agent: { turns: 60, maxTokens: 9_000 } }, turns);
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual([await snapshot(join(shop.root, ".git")), await snapshot(join(shop.root, ".loom"))], [
      before,
      loom,
    ]);
    const nested = Object.keys(await snapshot(shop.root)).filter((path) => /^(dir\/)\.git/i.test(path));
    assert.deepEqual(nested, []);
  }, FILES));

Deno.test("one task that swaps a folder for a link while another writes into it gets nothing out of the workspace", () =>
  inWorkshop(async (shop) => {
    const { outside, root } = shop, rounds = 15, permissions = { ...NOTHING, run: ["mv"] };
    const tools = await builtIn(["write_file", "move_file", "shell_execute"], permissions);
    await Deno.symlink(outside, join(root, "way"));
    // No two turns are alike, or they would be taken for a circle.
    const swap = Array.from({ length: rounds }, (_, i) =>
      calls(...[
        ["mv", "dir", `aside-${i}`],
        ["mv", "way", "dir"],
        ["mv", "dir", "way"],
        ["mv", `aside-${i}`, "dir"],
      ].map((command) => call("shell_execute", { command }))));
    const write = Array.from({ length: rounds }, (_, i) =>
      calls(
        ...[1, 2, 3, 4].map((n) => call("write_file", { path: `dir/owned-${i}-${n}.txt`, content: "owned" })),
      ));
    const m = follows(playing({ "Swap folders": [...swap, "Done."], "Write files": [...write, "Done."] }));
    const names = Object.keys(tools), agentOf = (prompt: string) => agent(prompt, { tools: names, turns: rounds + 2 });
    const plan = processPlan({ m }, [
      task("swap", agentOf("Swap folders")),
      task("write", agentOf("Write files")),
    ], { tools, permissions });
    const before = await snapshot(outside), { end } = await workAt(shop, plan, { m });
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(await snapshot(outside), before);
    assert.ok(Object.keys(await snapshot(root)).some((path) => path.includes("owned-")), "it did write");
  }, { "dir/keep.txt": "kept" }));

/** A process that swaps a folder for a link that leads out, and back, as fast as it can. */
async function swapping(root: string, outside: string): Promise<AsyncDisposable> {
  // Where the folder is missing somebody else may make it anew.
  const script =
    'while [ -e "$2" ]; do mv -T dir aside; rm -rf dir; ln -sT "$1" dir; rm -rf dir; mv -T aside dir; done';
  const going = await Deno.makeTempFile({ prefix: "loom-swapping-" });
  const process = new Deno.Command("/bin/sh", {
    args: ["-c", script, "sh", outside, going],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    // It ends by itself, so that nothing of it is still at work.
    async [Symbol.asyncDispose]() {
      await Deno.remove(going);
      await process.status;
    },
  };
}

Deno.test({
  name:
    "another process that swaps a folder for a link at any moment gets nothing written, read or deleted outside of the workspace",
  // Its `mv` is that of Linux.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inWorkshop(async (shop) => {
      const { outside, root } = shop, writes = 60;
      await Deno.writeTextFile(join(outside, "keep.txt"), SECRET);
      const turns = Array.from({ length: writes / 4 }, (_, i) => [
        call("write_file", { path: `dir/owned-${i}.txt`, content: "owned" }),
        call("edit_file", { path: "dir/keep.txt", old_str: SECRET, new_str: "owned" }),
        call("read_file", { path: "dir/keep.txt", to: i + 1 }),
        call("delete_file", { path: "dir/keep.txt" }),
        call("write_file", { path: "dir/keep.txt", content: `${i}` }),
      ]);
      const reach = { tools: ["write_file", "edit_file", "read_file", "delete_file"], agent: { turns: writes } };
      await using _ = await swapping(root, outside);
      const { end, said, asked } = await attack(shop, reach, turns);
      assert.equal(end.kind, "done", end.reason);
      assert.ok(!JSON.stringify(asked.map(answersIn)).includes(SECRET), "the secret was read");
      assert.ok(said.some((answer) => answer.includes("Error:")), "it never met the link");
      assert.ok(said.some((answer) => !answer.includes("Error:")), "it never met the folder");
    }, { "dir/keep.txt": "kept" }),
});
