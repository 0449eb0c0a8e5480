/** Every key of a `loom.toml` that says how processes are run: it has an effect, or is named as not needed. */
import assert from "node:assert/strict";
import { z } from "zod";
import { compileGoal } from "../../../lib/app/goal/compile_goal.ts";
import { workspaceFolder, workspaceOfSpec } from "../../../lib/app/goal/workspace_folder.ts";
import { loadProcess } from "../../../lib/app/processes/load_process.ts";
import { SETTINGS_TABLES } from "../../../lib/spec/definition_settings.ts";
import { inFolder, withEnv } from "../folders.ts";
import { write } from "./packages.ts";

const MODELS = '[models.main]\nuse = "ollama/qwen3:8b"\nroles = ["planner", "executor", "verifier", "extractor"]\n';

/** A definition with something of everything that a setting can change. */
const DEFINITION = `name: own
phase_mode: guided
phases:
  - {id: look, description: Look, model_tier: 1, verification_tier: 1, deliverables: [a.md — what was seen]}
  - {id: judge, description: Judge, depends_on: [look], verification_tier: 2}
  - {id: vote, description: Vote, depends_on: [judge], verification_tier: 3}
verification:
  rules:
    - {name: no-todo, description: nothing is left open, type: regex, check: later, severity: error, target: output}
replanning: {triggers: a task failed}
`;

/** Keys that change a plan, and what they are set to. */
const CHANGING: Readonly<Record<string, unknown>> = {
  "execution.max_subtask_retries": 1,
  "execution.max_parallel_subtasks": 7,
  "execution.max_replans": 5,
  "execution.auto_approve_confidence_threshold": 0.5,
  "verification.tier1_enabled": false,
  "verification.tier2_enabled": false,
  "verification.tier3_enabled": false,
  "verification.tier3_vote_count": 5,
  "workspace.without": ["node_modules"],
  "workspace.entries": 500_000,
};

/** Keys that mean nothing here, and what they are set to. */
const NOT_NEEDED: Readonly<Record<string, unknown>> = {
  "execution.max_loop_iterations": 50,
  "execution.enable_streaming": true,
  "workspace.scratch_dir": "~/.loom/scratch",
  "memory.database_path": "~/.loom/loom.db",
  "server.host": "127.0.0.1",
  "server.port": 9000,
  "logging.level": "INFO",
  "logging.event_log_path": "~/.loom/logs",
};

/** Keys that say where something is, each with a test of its own below. */
const PLACES = ["process.default", "process.search_paths", "workspace.default_path"];

async function inProject(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (home) => {
    await withEnv({ HOME: home, XDG_CONFIG_HOME: `${home}/.config` }, async () => {
      await write(home, { "project/loom-processes/own.yaml": DEFINITION, "project/near/x": "" });
      await work(`${home}/project`);
    });
  });
}

/** What comes of the definition where a `loom.toml` says one thing more. */
async function compiled(folder: string, key?: string, value?: unknown) {
  const [table, name] = key?.split(".") ?? [];
  await write(folder, { "loom.toml": key ? `${MODELS}[${table}]\n${name} = ${JSON.stringify(value)}\n` : MODELS });
  const { plan, diagnostics } = await loadProcess("own", { folder, at: folder });
  return { plan, said: diagnostics.map(({ code, message }) => `${code} ${message}`) };
}

Deno.test("these are all keys of a loom.toml about processes", () => {
  const known = Object.entries(SETTINGS_TABLES).flatMap(([table, schema]) => {
    const { properties = {} } = z.toJSONSchema(schema) as { readonly properties?: object };
    return Object.keys(properties).map((key) => `${table}.${key}`);
  });
  assert.deepEqual(
    [...Object.keys(CHANGING), ...Object.keys(NOT_NEEDED), ...PLACES].toSorted(),
    known.toSorted(),
  );
});

Deno.test("every setting changes the plan of a process, or is named as not needed with the reason", async () => {
  await inProject(async (folder) => {
    const usual = await compiled(folder);
    assert.ok(usual.plan, usual.said.join("\n"));
    for (const [key, value] of Object.entries(CHANGING)) {
      const { plan, said } = await compiled(folder, key, value);
      assert.deepEqual(said, usual.said, key);
      assert.notDeepEqual(plan, usual.plan, key);
    }
    for (const [key, value] of Object.entries(NOT_NEEDED)) {
      const { plan, said } = await compiled(folder, key, value);
      assert.deepEqual(plan, usual.plan, key);
      assert.match(said.filter((one) => !usual.said.includes(one)).join(), new RegExp(`^not-needed .*\`${key}\`, \\w`));
    }
  });
});

Deno.test("the process and the places that a loom.toml names are those that are meant", async () => {
  await inProject(async (folder) => {
    const place = { folder, workspace: folder, at: folder };
    await write(folder, { "loom.toml": `${MODELS}[process]\ndefault = "own"\n` });
    assert.equal((await compileGoal(place)).plan?.name, "own");
    await write(folder, {
      "loom.toml": `${MODELS}[process]\nsearch_paths = ["far"]\n`,
      "far/found.yaml": DEFINITION.replace("own", "found"),
    });
    assert.equal((await loadProcess("found", { folder, at: folder })).plan?.name, "found");
    await write(folder, { "loom.toml": `${MODELS}[workspace]\ndefault_path = "near"\n` });
    const { plan } = await loadProcess("own", { folder, at: folder }), from = { folder, at: "/", around: folder };
    assert.equal(await workspaceFolder(undefined, { folder, at: folder }), `${folder}/near`);
    assert.equal(await workspaceOfSpec(plan!, undefined, from), `${folder}/near`);
    assert.equal(await workspaceOfSpec(plan!, folder, from), folder);
    assert.equal(
      await workspaceOfSpec({ ...plan!, kind: "process", workspace: "other" } as never, undefined, from),
      undefined,
    );
    await write(folder, { "loom.toml": MODELS });
    assert.equal(await workspaceOfSpec(plan!, undefined, from), undefined);
  });
});
