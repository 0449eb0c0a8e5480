/** Goals in code: `loom.do`, what it changed and what it taught. */
import assert from "node:assert/strict";
import { GoalError } from "../../../lib/app/goal/goal_error.ts";
import type { GoalOptions } from "../../../lib/app/goal/goal_options.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import type { LoomOptions } from "../../../lib/app/loom_options.ts";
import { setupOf } from "../../../lib/app/setup_of.ts";
import { inFolder, withEnv } from "../folders.ts";

/** A model that says one thing. */
const MODEL = '[models.main]\nuse = "scripted/main"\nreplies = ["It is done."]\n';

/** A process of one task, which is told the goal. */
function processOf(name: string, more = ""): string {
  return `loom: 1\nkind: process\nname: ${name}\ninputs: {goal: text, context: {type: text, default: ""}}\n${more}` +
    "tasks:\n  only: {agent: {model: main, prompt: 'Goal: ${{ inputs.goal }} ${{ inputs.context }}'}}\n";
}

/** Works in a project with these files, and a home of its own. */
async function inProject(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (home) => {
    const folder = `${home}/project`;
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    }
    await withEnv({ HOME: home, XDG_CONFIG_HOME: `${home}/.config` }, () => work(folder));
  });
}

async function done(folder: string, options: GoalOptions, more: Partial<LoomOptions> = {}) {
  await using loom = await openLoom({ folder, memory: true, ...more });
  const run = await loom.do("Tidy up", options), end = await run.end, head = await loom.store.findRun(run.name);
  return { end, plan: await loom.store.plan(head.id), setup: await setupOf(loom.store, head) };
}

Deno.test("a goal in code follows the process of a name, of a path, or the one that a loom.toml names", async () => {
  const files = {
    "loom.toml": `${MODEL}[process]\ndefault = "mine"\n`,
    "loom-processes/mine.yaml": processOf("mine"),
    "there/other.yaml": processOf("other"),
  };
  await inProject(files, async (folder) => {
    const names = [];
    for (const process of [undefined, "mine", "there/other.yaml", `${folder}/there/other.yaml`]) {
      const { end, plan } = await done(folder, process === undefined ? {} : { process });
      assert.equal(end.kind, "done", end.reason);
      names.push(plan?.name);
    }
    assert.deepEqual(names, ["mine", "mine", "other", "other"]);
  });
});

Deno.test("a goal in code is worked at in the folder that is named, else in that of a loom.toml, else in the project", async () => {
  const files = { "loom.toml": MODEL, "p.yaml": processOf("p"), "ws/x": "", "near/x": "" };
  await inProject(files, async (folder) => {
    const at = async (options: GoalOptions) => (await done(folder, { process: "p.yaml", ...options })).setup.workspace;
    assert.equal(await at({}), folder);
    await Deno.writeTextFile(`${folder}/loom.toml`, `${MODEL}[workspace]\ndefault_path = "near"\n`);
    assert.equal(await at({}), `${folder}/near`);
    assert.equal(await at({ workspace: `${folder}/ws` }), `${folder}/ws`);
    await assert.rejects(
      at({ workspace: `${folder}/nope` }),
      /Cannot work in `.*nope`: there is no such folder; make it, or name another one with `workspace`$/,
    );
  });
});

Deno.test("what a process, a name or an option has wrong is told, and nothing is begun", async () => {
  const files = {
    "loom.toml": MODEL,
    "bad.yaml": "loom: 1\nkind: process\ntasks: {a: {agnt: 5}}\n",
    "p.yaml": processOf("p"),
  };
  await inProject(files, async (folder) => {
    await using loom = await openLoom({ folder, memory: true });
    await assert.rejects(loom.do("x", { process: "bad.yaml" }), (error) => {
      assert.ok(error instanceof GoalError);
      assert.match(error.message, /^Cannot carry the goal out: .*`agnt`/);
      return error.diagnostics.some(({ severity }) => severity === "error");
    });
    await assert.rejects(loom.do("x", { process: "nope" }), /Cannot find the process `nope`/);
    await assert.rejects(loom.do(" ", { process: "p.yaml" }), /Cannot carry out nothing: write a goal/);
    await assert.rejects(loom.do(5 as never), /Cannot carry the goal out: `goal` is `5`; give a text/);
    await assert.rejects(loom.do("x", { approve: "maybe" as never }), /`approve` is .*maybe/);
    await assert.rejects(loom.do("x", { process: "p.yaml", budgt: 1 } as never), /there is no `budgt`/);
    await Deno.remove(`${folder}/loom.toml`);
    await assert.rejects(loom.do("x"), /no model is there that does what it is told/);
    assert.deepEqual(await loom.store.runs(), []);
  });
});

Deno.test("a process may name the tools that the loom was opened with", async () => {
  const files = {
    "loom.toml": MODEL,
    "p.yaml": "loom: 1\nkind: process\nname: p\ninputs: {goal: text}\ntasks: {a: {tool: clock}, " +
      "b: {agent: {model: main, prompt: '${{ inputs.goal }} ${{ tasks.a.text }}'}}}\n",
  };
  await inProject(files, async (folder) => {
    let asked = 0;
    const clock = { description: "Tells the hour", run: () => (asked++, { hour: 9 }) };
    const { end } = await done(folder, { process: "p.yaml" }, { tools: { clock } });
    assert.deepEqual([end.kind, asked], ["done", 1], end.reason);
  });
});

Deno.test("what a goal has changed is listed, a part of it is undone, and a run of no such task is told", async () => {
  const rules = `[models.main]
use = "scripted/main"
[[models.main.rules]]
match = "*Turn 2 of*"
reply = "Done."
[[models.main.rules]]
match = "*Goal: *"
reply = { calls = [{ name = "write_file", arguments = { path = "a.md", content = "a" } }] }
`;
  const process = processOf("p").replace("prompt:", "tools: [writing], prompt:");
  await inProject({ "loom.toml": rules, "p.yaml": process }, async (folder) => {
    await using loom = await openLoom({ folder, memory: true });
    const run = await loom.do("Write it", { process: "p.yaml" });
    assert.equal((await run.end).kind, "done");
    assert.deepEqual((await loom.changes(run.name)).map(({ task, what, path }) => [task, what, path]), [
      ["only", "create", "a.md"],
    ]);
    await assert.rejects(loom.undo(run.name, { task: "none" }), /`none`/);
    assert.equal((await loom.undo(run.name, { dryRun: true })).ok, true);
    assert.equal(await Deno.readTextFile(`${folder}/a.md`), "a");
    assert.equal((await loom.undo(run.name, { task: "only" })).ok, true);
    await assert.rejects(Deno.stat(`${folder}/a.md`));
    const learned = await loom.learned.list();
    assert.deepEqual([await loom.learned.forget(), await loom.learned.list()], [learned.length, []]);
  });
});
