import assert from "node:assert/strict";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { explainPlan } from "../../lib/app/explain_plan.ts";
import { availableModels } from "../../lib/app/list_models.ts";
import { readDefaults } from "../../lib/spec/read_spec.ts";
import { inFolder } from "../app/folders.ts";
import { blocksOf } from "./paper.ts";
import { textOf } from "./tree.ts";

const PAGE = "docs/configuration.md";

/** What the page shows of a `loom.toml`, and of specs beside it. */
const blocks = blocksOf(textOf(PAGE)), settings = blocks.filter(({ info }) => info === "toml loom.toml");

Deno.test("every loom.toml of the page about configuration holds, for specs as well", async () => {
  assert.ok(settings.length >= 3);
  for (const { text, line } of settings) {
    await inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/loom.toml`, text);
      const { models, diagnostics } = await availableModels({ home: folder, folder });
      assert.deepEqual(diagnostics, [], `${PAGE}:${line}`);
      const named = models.filter(({ from }) => from !== undefined).map(({ name }) => name);
      assert.deepEqual(named, [...text.matchAll(/^\[models\.(\w+)\]/gm)].map(([, name]) => name), `${PAGE}:${line}`);
      await Deno.writeTextFile(
        `${folder}/story.yaml`,
        "loom: 1\nkind: autoloom\nstart: a\nexpand: {model: ngram/builtin, width: 1}\n",
      );
      const compiled = await compileFile(`${folder}/story.yaml`, { folder });
      const said = compiled.diagnostics.filter(({ source }) => source.name.endsWith("loom.toml"));
      assert.deepEqual(said, [], `${PAGE}:${line}`);
    });
  }
});

Deno.test("the spec of the page about configuration gets the model that the page says", async () => {
  const at = blocks.findIndex(({ info }) => info === "yaml story.yaml"), beside = blocks[at - 1]!;
  assert.equal(beside.info, "toml loom.toml");
  const shown = blocks.find(({ text }) => text.startsWith("$ loom explain"))!.text;
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/loom.toml`, beside.text);
    await Deno.writeTextFile(`${folder}/story.yaml`, blocks[at]!.text);
    const { plan, diagnostics, origins } = await compileFile(`${folder}/story.yaml`, { folder });
    assert.deepEqual(diagnostics, []);
    const said = (await explainPlan(plan!, "text", origins)).replaceAll(`${folder}/`, "");
    for (const line of shown.split("\n").slice(1).filter((line) => line.trim() !== "" && !line.includes("…"))) {
      assert.ok(said.includes(`${line}\n`), `${line}\n\n${said}`);
    }
  });
});

Deno.test("the page about configuration tells of everything that a loom.toml may hold", async () => {
  const page = textOf(PAGE), unknown: string[] = [];
  await readDefaults({ name: "loom.toml", text: "[defaults]\nx = 1\n[x]\n" }, (code, _, params) => {
    if (code === "unknown-key" || code === "ignored-key") {
      unknown.push(...(params as { readonly allowed: readonly string[] }).allowed);
    }
  });
  assert.deepEqual(unknown.toSorted(), [
    "budget",
    "defaults",
    "execution",
    "logging",
    "memory",
    "models",
    "process",
    "save",
    "server",
    "verification",
    "workspace",
  ]);
  for (const key of unknown) assert.match(page, new RegExp(`\`${key}\``), key);
});
