/** `loom do`: a goal, from its words to what it has changed. */
import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { main } from "../../../lib/cli/main.ts";
import { until } from "../../engine/models.ts";
import { fakeHost, loom, scratch } from "../fake_host.ts";

/** What a planner answers. */
const GRAPH = {
  tasks: [
    { id: "look", description: "Find out what is there", needs: [], tier: 1, verification: 1 },
    { id: "write", description: "Put it down", needs: ["look"], tier: 1, verification: 1, deliverables: ["notes.md"] },
  ],
};

/** One model for everything: it plans, looks, and writes a file. */
function settings({ graph = GRAPH as Json, content = "# Notes\n" } = {}): string {
  const rules = [
    { match: "Break a goal down", reply: { json: graph } },
    // What a tool has said is followed by a reminder.
    { match: "Remember what you are here for", reply: "It is put down." },
    {
      match: "# Task\n\nPut it down",
      reply: { calls: [{ name: "write_file", arguments: { path: "notes.md", content } }] },
    },
    { match: "# Task\n\nFind out", reply: "There is nothing." },
  ];
  return `[models.main]\nuse = "scripted/main"\nrules = ${toml(rules)}\n`;
}

/** A value as TOML on one line. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, one]) => `${key} = ${toml(one)}`).join(", ")} }`;
}

/** Waits until a run that goes on has said something; one that ends before fails with what it did say. */
async function said(
  words: RegExp,
  { host, running }: { readonly host: ReturnType<typeof fakeHost>; readonly running: Promise<number> },
): Promise<void> {
  let code: number | undefined;
  running.then((ended) => code = ended, () => code = -1);
  await until(() => words.test(host.said()) || code !== undefined);
  assert.match(host.said(), words);
}

const DO = ["do", "Write notes about this folder", "--name", "one"];

Deno.test("a goal is planned, carried out and verified, tells how it goes, prints what was said, and can be undone", async () => {
  await using folder = await scratch({ "loom.toml": settings() });
  const { code, out, err } = await loom(folder.path, DO), notes = `${folder.path}/notes.md`;
  assert.deepEqual([code, out], [0, "It is put down.\n"]);
  assert.equal(await Deno.readTextFile(notes), "# Notes\n");
  const said = err.replaceAll(/^\d\d:\d\d:\d\d /gm, "").replaceAll(/ · [\d.]+m?s\b/g, "");
  assert.match(
    said,
    /^one begins · Write notes about this folder · scripted\/main\na planner makes the graph\n2 tasks are planned: look, write\n/,
  );
  assert.match(said, /\nwrite is done · confidence 1 · 1 file · It is put down\.\n/);
  assert.match(said, /\none done: all 2 tasks are done · 4 calls · 1 file changed, `loom undo one` takes that back\n$/);
  assert.match(
    (await loom(folder.path, ["show", "one"])).out,
    /\ngoal: Write notes about this folder\n2 of 2 tasks done\n/,
  );
  assert.match(
    (await loom(folder.path, ["why", "one"])).out,
    /`loom changes one` lists what it changed, `loom undo one` takes it back\n/,
  );
  assert.equal((await loom(folder.path, ["undo", "one", "--yes"])).code, 0);
  await assert.rejects(Deno.stat(notes));
  assert.match((await loom(folder.path, ["learned"])).out, /graph +1 .* folder notes write /);
});

Deno.test("it works in the folder that is named, with what there is to know, under the limits that are given", async () => {
  await using folder = await scratch({ "loom.toml": settings() });
  await Deno.mkdir(`${folder.path}/ws`);
  const more = ["-w", "ws", "--context", "There is a clock", "--budget-calls", "3", "-q"];
  const { code, err } = await loom(folder.path, [...DO, ...more]);
  assert.equal(code, 4);
  assert.match(err, /one exhausted: the budget of 3 calls does not allow another call/);
  assert.match(
    (await loom(folder.path, ["show", "one"])).out,
    /goal: Write notes about this folder There is a clock\n/,
  );
  assert.equal((await loom(folder.path, ["resume", "one", "-q", "--add-budget", "calls=5"])).code, 0);
  assert.equal(await Deno.readTextFile(`${folder.path}/ws/notes.md`), "# Notes\n");
});

Deno.test("a person is asked before each change when that is wanted, and a no is heeded", async () => {
  // A task that promises no file is as good without.
  const graph = { tasks: [{ id: "write", description: "Put it down", needs: [], tier: 1, verification: 1 }] };
  await using folder = await scratch({ "loom.toml": settings({ graph }) });
  const host = fakeHost({ folder: folder.path }), running = main([...DO, "--approve", "always"], host);
  await said(/write waits for `loom answer one task\/write\/turn\/1\/call\/1\/approve yes`/, { host, running });
  const inbox = (await loom(folder.path, ["inbox"])).out;
  assert.match(inbox, /wants to call the tool write_file: calling it may change files\. It would be given:/);
  assert.match(inbox, /path: "notes\.md"/);
  assert.match(inbox, /one of: yes, no/);
  await loom(folder.path, ["answer", "one", "no"]);
  assert.equal(await running, 0);
  await assert.rejects(Deno.stat(`${folder.path}/notes.md`));
});

Deno.test("[V9] a process that is named, on the command line or in a loom.toml, is the one that is followed", async () => {
  const own = "name: own\nphase_mode: strict\nphases:\n  - {id: only, description: Find out what is there}\n";
  await using folder = await scratch({ "loom.toml": settings() });
  await Deno.mkdir(`${folder.path}/loom-processes`);
  await Deno.writeTextFile(`${folder.path}/loom-processes/own.yaml`, own);
  const tasks = async (name: string, ...more: readonly string[]) => {
    assert.equal((await loom(folder.path, ["do", "Look", "-q", "--name", name, ...more])).code, 0);
    const { out } = await loom(folder.path, ["show", name, "--json"]);
    return out.trimEnd().split("\n").map((line) => JSON.parse(line).task);
  };
  assert.deepEqual(await tasks("one"), ["look", "write"]);
  assert.deepEqual(await tasks("two", "--process", "own"), ["only"]);
  await Deno.writeTextFile(`${folder.path}/loom.toml`, `${settings()}[process]\ndefault = "own"\n`);
  assert.deepEqual(await tasks("three"), ["only"]);
});

Deno.test("Ctrl-C lets a goal rest, and a resume goes on with it", async () => {
  await using folder = await scratch({ "loom.toml": settings() });
  const host = fakeHost({ folder: folder.path }), running = main([...DO, "--approve", "always"], host);
  await said(/write waits for/, { host, running });
  host.interrupt();
  assert.equal(await running, 6);
  assert.match(host.said(), /one paused · .*`loom resume one` goes on\n$/);
  await loom(folder.path, ["answer", "one", "yes"]);
  const { code, err } = await loom(folder.path, ["resume", "one"]);
  assert.equal(code, 0);
  assert.doesNotMatch(err, /look (begins|is done)/);
  assert.match(err, / write is done · /);
});

Deno.test("events are JSON where that is wanted, and nothing else is printed", async () => {
  await using folder = await scratch({ "loom.toml": settings() });
  const { out, err } = await loom(folder.path, [...DO, "--json", "-q"]), lines = out.trimEnd().split("\n");
  const { type, kind, outputs } = JSON.parse(lines.at(-1)!);
  assert.deepEqual([type, kind, Object.keys(outputs), err], ["end", "done", ["write"], ""]);
});

Deno.test("what cannot be carried out is told before anything is begun", async () => {
  await using folder = await scratch({ "loom.toml": "" });
  for (
    const [words, told] of [
      [
        ["do", "x"],
        /Cannot carry out a goal: no model is there that does what it is told\. Write one into `loom\.toml`:/,
      ],
      [["do", "x", "--process", "nope"], /Cannot find the process `nope`/],
      [["do", "x", "-w", "nope"], /Cannot work in `nope`: there is no such folder/],
      [["do", "x", "--approve", "maybe"], /Cannot read `--approve maybe`/],
      [["do"], /GOAL/],
    ] as const
  ) {
    const { code, err } = await loom(folder.path, words);
    assert.equal(code, 2, words.join(" "));
    assert.match(err, told);
  }
  await Deno.writeTextFile(`${folder.path}/loom.toml`, settings());
  assert.match((await loom(folder.path, ["do", " "])).err, /Cannot carry out nothing: write a goal/);
});

Deno.test("a loom.toml that cannot be read is told as that, and not as the lack of a model", async () => {
  await using folder = await scratch({ "loom.toml": '[models.main]\nuse = "scripted/main\n' });
  const { code, err } = await loom(folder.path, ["do", "x"]);
  assert.equal(code, 2);
  assert.match(err, /^error\[L\d+\]: the text in double quotes that starts here is not closed\n .*loom\.toml:2:7\n/);
  assert.match(err, /\n1 error in /);
});

Deno.test("hostile words of a goal, a planner and a model never steer the terminal", async () => {
  const evil = "\u202E\x1b[2J\x1b[31m\x07 evil \u2067 " + "x".repeat(3_000);
  const graph = { tasks: [{ id: "write", description: `Put it down ${evil}`, needs: [], tier: 1, verification: 1 }] };
  await using folder = await scratch({ "loom.toml": settings({ graph, content: evil }) });
  const terminal = { columns: 80, rows: 24 };
  const run = await loom(folder.path, ["do", evil, "--name", "one", "--no-color"], { terminal });
  assert.equal(run.code, 0, run.err);
  for (const words of [["show", "one"], ["show", "one", "write"], ["why", "one"], ["logs", "one"], ["status", "one"]]) {
    const { out } = await loom(folder.path, [...words, "--no-color"], { terminal });
    assert.doesNotMatch(out.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u, words.join(" "));
  }
  assert.doesNotMatch(run.err.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
});
