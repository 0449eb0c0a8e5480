import assert from "node:assert/strict";
import { loadProcess, locateProcess } from "../../../lib/app/processes/load_process.ts";
import { processDefaults } from "../../../lib/app/processes/process_places.ts";
import { inFolder, withEnv } from "../folders.ts";
import { write } from "./packages.ts";

const OWN = "name: mine\nphase_mode: strict\nphases: [{id: a, description: A}]\n";
const MODELS = '[models.local]\nuse = "ollama/qwen3:8b"\nroles = ["planner", "executor", "verifier", "extractor"]\n';

async function atHome<T>(work: (workspace: string) => Promise<T>): Promise<T> {
  return await inFolder((folder) => {
    Deno.mkdirSync(`${folder}/work`);
    return withEnv({ HOME: folder, XDG_CONFIG_HOME: `${folder}/.config` }, () => work(`${folder}/work`));
  });
}

Deno.test("a process is found by its path first, as a file or as a package, and then by its name", async () => {
  await atHome(async (workspace) => {
    await write(workspace, {
      "loom-processes/a.yaml": OWN,
      "mine/process.yaml": OWN,
      "file.yaml": OWN,
      "research-report/notes.md": "no package",
    });
    const where = { folder: workspace, at: workspace };
    const located = async (word: string) => (await locateProcess(word, where)).file.replace(`${workspace}/`, "");
    assert.equal(await located("mine"), "mine/process.yaml");
    assert.equal(await located("./mine"), "mine/process.yaml");
    assert.equal(await located("file.yaml"), "file.yaml");
    assert.match(await located("research-report"), /specs\/processes\/research-report\.yaml$/);
    await Deno.remove(`${workspace}/mine`, { recursive: true });
    assert.equal(await located("mine"), "loom-processes/a.yaml");
  });
});

Deno.test("[P13] a process that is not there is told with those that are, broken ones as such", async () => {
  await atHome(async (workspace) => {
    await write(workspace, {
      "loom-processes/mine.yaml": OWN,
      "loom-processes/bad.yaml": "name: bad\nphases: 5\n",
      "x/a": "",
    });
    const where = { folder: workspace, at: workspace },
      fails = (word: string, why: RegExp) => assert.rejects(() => locateProcess(word, where), why);
    await fails(
      "nope",
      /^RangeError: Cannot find the process `nope`: There are bad \(cannot be read\), .*mine, research-report$/,
    );
    await fails("minee", /did you mean `mine`\? There are /);
    await fails("./nope.yaml", /Cannot find the process `\.\/nope\.yaml`: there is no such file/);
    await fails("./x", /Cannot find a process in `\.\/x`: the folder has no `process\.yaml`/);
  });
});

Deno.test("a ready process is compiled with the models of the workspace, and a package with its own folder as its home", async () => {
  await atHome(async (workspace) => {
    await write(workspace, { "loom.toml": MODELS, "pack/process.yaml": OWN });
    const ready = await loadProcess("document-review", { folder: workspace, at: workspace });
    assert.deepEqual(ready.diagnostics.filter(({ severity }) => severity === "error"), []);
    assert.deepEqual(Object.keys(ready.plan!.models), ["local"]);
    const own = await loadProcess("pack", { folder: workspace, at: workspace });
    assert.deepEqual([own.home, own.plan!.name], [`${workspace}/pack`, "mine"]);
  });
});

Deno.test("a tool of a package is pinned with what it imports, and is what its module says", async () => {
  await atHome(async (workspace) => {
    await write(workspace, {
      "loom.toml": MODELS,
      "pack/process.yaml": `${OWN}tools: {required: [add_up]}\npermissions: {net: [api.example.com]}\n`,
      "pack/tools/add-up.ts": 'import { add } from "./_sum.ts";\n' +
        'export const tool = { description: "Adds two numbers", parameters: { a: "number", b: "number" } };\n' +
        "export default ({ a, b }: { a: number; b: number }): number => add(a, b);\n",
      "pack/tools/_sum.ts": "export const add = (a: number, b: number): number => a + b;\n",
      "pack/tools/other.ts": "export const tool = { description: 'None' };\nexport const helper = 1;\n",
    });
    const broken = await loadProcess("./pack", { folder: workspace, at: workspace });
    assert.deepEqual(broken.diagnostics.map(({ message }) => message), [
      "`tools/other.ts` has no export `default`: it exports `helper`, `tool`",
    ]);
    await Deno.remove(`${workspace}/pack/tools/other.ts`);
    const { plan, diagnostics } = await loadProcess("./pack", { folder: workspace, at: workspace });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(Object.keys(plan!.scripts["tools/add-up.ts#default"]!.modules), [
      "tools/_sum.ts",
      "tools/add-up.ts",
    ]);
  });
});

Deno.test("what loom.tomls say of processes is read from the nearest one, paths from the file that says them", async () => {
  await atHome(async (workspace) => {
    await write(workspace, {
      "loom.toml": '[process]\ndefault = "far"\nsearch_paths = "far"\n[workspace]\ndefault_path = "~/projects"\n',
      "sub/loom.toml": '[process]\ndefault = "near"\n',
    });
    assert.deepEqual(await processDefaults({ folder: workspace, workspace: `${workspace}/sub` }), {
      default: "near",
      searchPaths: [`${workspace}/far`],
      workspace: `${Deno.env.get("HOME")}/projects`,
    });
    assert.deepEqual(await processDefaults({ folder: `${workspace}/sub/none` }), { searchPaths: [] });
  });
});

Deno.test("a loom.toml in ~/.loom holds where no nearer one says otherwise", async () => {
  await atHome(async (workspace) => {
    await write(Deno.env.get("HOME")!, { ".loom/loom.toml": MODELS });
    const { plan } = await loadProcess("document-review", { folder: workspace, at: workspace });
    assert.deepEqual(Object.keys(plan!.models), ["local"]);
  });
});
