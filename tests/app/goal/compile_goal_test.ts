import assert from "node:assert/strict";
import { compileGoal } from "../../../lib/app/goal/compile_goal.ts";
import { workspaceFolder } from "../../../lib/app/goal/workspace_folder.ts";
import { renderHuman } from "../../../lib/text/render_human.ts";
import { inFolder } from "../folders.ts";

/** Compiles in a folder with these files, and gives the names of models by what they do. */
async function goal(
  files: { readonly [path: string]: string },
  more: { readonly process?: string; readonly approve?: "always"; readonly workspace?: string } = {},
) {
  return await inFolder(async (folder) => {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    }
    const { workspace = "." } = more;
    const made = await compileGoal({ ...more, folder, at: folder, workspace: `${folder}/${workspace}` });
    return { ...made, said: renderHuman(made.diagnostics, { colour: false, width: 100 }) };
  });
}

const model = (name: string, ...roles: readonly string[]) =>
  `[models.${name}]\nuse = "scripted/${name}"\nreplies = ["x"]\n${
    roles.length === 0 ? "" : `roles = ${JSON.stringify(roles)}\n`
  }`;

const SPEC = `loom: 1
kind: process
name: own
inputs: {goal: text}
goal: \${{ inputs.goal }}
tasks:
  a: {agent: "Do it", verify: {llm: true}}
plan: guided
memory: {}
`;

Deno.test("without a process the general one is taken, a planner's, with the one model that is there for everything", async () => {
  const { plan, said, file } = await goal({ "loom.toml": model("one") });
  assert.equal(said, "");
  assert.deepEqual([plan!.name, plan!.planner?.mode, plan!.tasks.length], ["general", "suggestive", 0]);
  assert.deepEqual(Object.values(plan!.models).map(({ facts }) => facts.id), ["scripted/one"]);
  assert.ok(file?.endsWith("specs/processes/general.yaml"));
});

Deno.test("models are taken by what they do, and a role that nobody has goes to one that is there", async () => {
  const toml = model("plans", "planner") + model("works", "executor");
  const { plan, said } = await goal({ "loom.toml": toml, "own.yaml": SPEC }, { process: "own.yaml" });
  assert.equal(said, "");
  const id = (name: string | undefined) => plan!.models[name!]!.facts.id, [a] = plan!.tasks;
  assert.deepEqual([
    id(plan!.planner!.model),
    a!.work.by === "agent" && id(a!.work.agent.model),
    id(a!.verify!.llm!.model),
    id(plan!.memory!.model),
  ], ["scripted/plans", "scripted/works", "scripted/plans", "scripted/plans"]);
  const others = model("judge", "verifier") + model("works", "executor");
  const next = (await goal({ "loom.toml": others, "own.yaml": SPEC }, { process: "own.yaml" })).plan!;
  assert.deepEqual([
    next.models[next.planner!.model]!.facts.id,
    next.models[next.memory!.model]!.facts.id,
  ], ["scripted/works", "scripted/judge"]);
});

Deno.test("without any model it is said what to write into a loom.toml", async () => {
  for (const toml of ["", '[models.base]\nuse = "ngram/builtin"\n']) {
    await assert.rejects(
      goal({ "loom.toml": toml }),
      /^RangeError: Cannot carry out a goal: no model is there [^]*\[models\.main\]\n {2}use = "[^]*roles = \["planner", "executor", "verifier", "extractor"\]/,
    );
  }
});

Deno.test("a process is named by a loom.toml, by its path, by its folder and by its name, wherever it stands", async () => {
  const one = model("one"),
    name = async (files: { readonly [path: string]: string }, process?: string) =>
      (await goal({ "loom.toml": one, ...files }, process === undefined ? {} : { process })).plan?.name;
  assert.equal(
    await name({ "loom.toml": `${one}[process]\ndefault = "mine/own.yaml"\n`, "mine/own.yaml": SPEC }),
    "own",
  );
  assert.equal(await name({ "mine/own.yaml": SPEC }, "mine/own.yaml"), "own");
  assert.equal(await name({ "mine/process.yaml": SPEC }, "mine"), "own");
  assert.equal(await name({ "loom-processes/own.yaml": SPEC }, "own"), "own");
  assert.equal(await name({}, "research-report"), "research-report");
  await assert.rejects(
    name({}, "reserch-report"),
    /^RangeError: Cannot find the process `reserch-report`: did you mean/,
  );
  await assert.rejects(
    name({}, "gone.yaml"),
    /^RangeError: Cannot find the process `gone\.yaml`: there is no such file$/,
  );
});

Deno.test("what is wrong with a process is told where it stands, and what is no process is refused", async () => {
  const { plan, said } = await goal({ "loom.toml": model("one"), "own.yaml": SPEC.replace("agent:", "agnet:") }, {
    process: "own.yaml",
  });
  assert.equal(plan, undefined);
  assert.match(said, /agnet/);
  const story = "loom: 1\nkind: autoloom\nstart: a\nexpand: {model: ngram/builtin, width: 1}\nstop: {depth: 1}\n";
  await assert.rejects(
    goal({ "loom.toml": model("one"), "s.yaml": story }, { process: "s.yaml" }),
    /^RangeError: Cannot carry a goal out by `.*s\.yaml`: it is of kind `autoloom`; /,
  );
});

Deno.test("beside and above a process that is named by its path its own loom.toml holds first, else that of the workspace", async () => {
  const files = { "loom.toml": model("here"), "ws/loom.toml": model("there"), "mine/own.yaml": SPEC };
  const id = async (process: string, workspace: string, more: { readonly [path: string]: string } = {}) => {
    const { plan } = await goal({ ...files, ...more }, { process, workspace });
    return plan!.models[plan!.planner!.model]!.facts.id;
  };
  assert.equal(await id("general", "ws"), "scripted/there");
  assert.equal(await id("general", "."), "scripted/here");
  assert.equal(await id("mine/own.yaml", "ws"), "scripted/here");
  assert.equal(await id("mine/own.yaml", "ws", { "mine/loom.toml": model("beside", "planner") }), "scripted/beside");
});

Deno.test("people are asked as it is wanted, and the folder to work in has to be there", async () => {
  const { plan } = await goal({ "loom.toml": model("one") }, { approve: "always" });
  assert.equal(plan!.planner!.pattern.agents[0].approve.policy, "always");
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/work`);
    const at = { folder, at: folder };
    assert.equal(await workspaceFolder(undefined, at), folder);
    assert.equal(await workspaceFolder("work", at), `${folder}/work`);
    await assert.rejects(workspaceFolder("gone", at), /^RangeError: Cannot work in `gone`: there is no such folder; /);
    await Deno.writeTextFile(`${folder}/loom.toml`, '[workspace]\ndefault_path = "work"\n');
    assert.equal(await workspaceFolder(undefined, at), `${folder}/work`);
  });
});
