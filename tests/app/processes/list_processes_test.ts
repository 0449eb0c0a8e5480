import assert from "node:assert/strict";
import type { ListedProcess } from "../../../lib/app/processes/list_processes.ts";
import { listProcesses, packageFile, processesIn } from "../../../lib/app/processes/list_processes.ts";
import { inFolder, withEnv } from "../folders.ts";
import { write } from "./packages.ts";

function definition(name: string, description: string): string {
  return `name: ${name}\nversion: "1.5"\ndescription: ${description}\nphases: [{id: a, description: A}]\n`;
}

/** Does something with a home, settings and a workspace of their own. */
async function atHome<T>(
  work: (place: { readonly home: string; readonly workspace: string }) => Promise<T>,
): Promise<T> {
  return await inFolder((folder) => {
    const home = `${folder}/home`, workspace = `${folder}/work`;
    Deno.mkdirSync(home);
    Deno.mkdirSync(workspace);
    return withEnv({ HOME: home, XDG_CONFIG_HOME: `${home}/.config` }, () => work({ home, workspace }));
  });
}

function byName(listed: readonly ListedProcess[]): { readonly [name: string]: ListedProcess } {
  return Object.fromEntries(listed.map((one) => [one.name, one]));
}

Deno.test("the ready processes are listed with what they say, wherever one stands", async () => {
  await atHome(async ({ workspace }) => {
    const listed = await listProcesses({ folder: workspace }), { "research-report": report } = byName(listed);
    assert.ok(listed.length >= 7);
    assert.deepEqual(listed.map(({ name }) => name), listed.map(({ name }) => name).toSorted());
    assert.deepEqual([report!.is, report!.says!.mode, report!.says!.phases, report!.broken], [
      "built in",
      "guided",
      4,
      [],
    ]);
    for (const { name, is, broken } of listed) assert.deepEqual([is, broken], ["built in", []], name);
  });
});

Deno.test("[P11] of several processes of a name the one of the later place is meant: ready, user, configured, workspace", async () => {
  await atHome(async ({ home, workspace }) => {
    const name = "research-report",
      places = [
        `${home}/.loom/processes`,
        `${home}/.config/loom/processes`,
        `${workspace}/shared`,
        `${workspace}/.loom/processes`,
        `${workspace}/loom-processes`,
      ];
    await write(workspace, { "loom.toml": '[process]\nsearch_paths = ["shared", "~/more", "missing"]\n' });
    const hides: string[] = [byName(await listProcesses({ folder: workspace }))[name]!.file];
    for (const [i, folder] of places.entries()) {
      await write(folder, { "mine.yaml": definition(name, `of place ${i}`) });
      const found = byName(await listProcesses({ folder: workspace }))[name]!;
      assert.deepEqual([found.file, found.says!.description, found.hides], [
        `${folder}/mine.yaml`,
        `of place ${i}`,
        hides,
      ]);
      hides.push(found.file);
    }
    await write(`${home}/more`, { "other.yaml": definition("other", "of a home") });
    const { other } = byName(await listProcesses({ folder: workspace }));
    assert.deepEqual([other!.is, other!.file], ["configured", `${home}/more/other.yaml`]);
  });
});

Deno.test("[P12] a folder with a process.yaml is a package, files beside it are processes, and all else is passed over", async () => {
  await inFolder(async (folder) => {
    await write(folder, {
      "pack/process.yaml": definition("packed", "a package"),
      "pack/tools/a.ts": "",
      "tomls/process.toml": 'name = "in-toml"\nphase_mode = "guided"\n',
      "single.yml": definition("single", "a file"),
      "spec.yaml": "loom: 1\nkind: process\nname: by-spec\ndescription: A spec\ntasks: {a: {ask: yes?}}\n",
      "story.yaml": "loom: 1\nkind: autoloom\nstart: a\n",
      "loom.toml": "[defaults]\n",
      "notes.txt": definition("not-one", "no"),
      ".hidden.yaml": definition("hidden", "no"),
      ".old-1/process.yaml": definition("old", "no"),
      "empty/README.md": "",
    });
    const listed = await processesIn({ is: "user", folder });
    assert.deepEqual(listed.filter(({ broken }) => broken.length === 0).map(({ name }) => name).sort(), [
      "by-spec",
      "in-toml",
      "packed",
      "single",
    ]);
    const { packed, "by-spec": spec } = byName(listed);
    assert.deepEqual([packed!.folder, packed!.file], [`${folder}/pack`, `${folder}/pack/process.yaml`]);
    assert.deepEqual([spec!.says!.mode, spec!.says!.phases, spec!.folder], ["strict", 1, undefined]);
    assert.equal(await packageFile(`${folder}/empty`), undefined);
  });
});

Deno.test("[P13] a process that cannot be used is listed as one, with what is wrong", async () => {
  await inFolder(async (folder) => {
    await write(folder, {
      "cycle.yaml": "name: round\nphases:\n  - {id: a, description: A, depends_on: [a]}\n",
      "garbage.yaml": "name: [\n",
      "needs.yaml": "name: needy\nphases: []\ntools: {required: [ga_metrics]}\n",
      "pack/process.yaml": "phases: []\n",
      "bytes.yaml": "name: \u0000\n",
    });
    const listed = byName(await processesIn({ is: "user", folder }));
    assert.deepEqual(Object.keys(listed).sort(), ["bytes", "garbage", "needy", "pack", "round"]);
    assert.match(listed["round"]!.broken[0]!.message, /a -> a$/);
    assert.match(listed["needy"]!.broken[0]!.message, /requires the tool `ga_metrics`/);
    assert.match(listed["pack"]!.broken[0]!.message, /needs `name`/);
    assert.equal(listed["garbage"]!.says, undefined);
  });
});

Deno.test("a package's own tools count for what it requires", async () => {
  await inFolder(async (folder) => {
    const text = "name: x\nphases: []\ntools: {required: [add_up, read_file]}\n";
    await write(folder, { "pack/process.yaml": text, "pack/tools/add-up.ts": "", "single.yaml": text });
    const broken = (await processesIn({ is: "user", folder })).map((
      one,
    ) => [one.folder !== undefined, one.broken.length]);
    assert.deepEqual(broken, [[true, 0], [false, 1]]);
  });
});
