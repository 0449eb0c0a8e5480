import assert from "node:assert/strict";
import { readTool } from "../../lib/compile/definition_tool_module.ts";
import { readDefaults, readSpec } from "../../lib/spec/read_spec.ts";
import { planOf } from "../compile/defining.ts";
import { blocksOf } from "./paper.ts";
import { textOf } from "./tree.ts";

const PAGE = "docs/processes.md", page = textOf(PAGE);

/** What the page shows of files. */
const blocks = blocksOf(page);

function shown(info: string): readonly string[] {
  return blocks.filter((block) => block.info === info).map(({ text }) => text);
}

Deno.test("the definition of the page about processes is one plan in YAML and in TOML, with nothing said", async () => {
  const [yaml] = shown("yaml minutes.yaml"), [toml] = shown("toml minutes.toml");
  assert.deepEqual(
    await planOf({ text: yaml!, name: "minutes.yaml" }),
    await planOf({ text: toml!, name: "minutes.toml" }),
  );
});

Deno.test("every loom.toml of the page about processes is read with nothing said", async () => {
  const settings = shown("toml loom.toml");
  assert.ok(settings.length >= 3);
  for (const text of settings) {
    await readDefaults({ name: "loom.toml", text }, (code) => assert.fail(`${code}\n${text}`));
  }
});

Deno.test("the tool of the page about processes can be read", () => {
  const [module] = shown("mts page_views.ts"), read = readTool("tools/page_views.ts", module!);
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(read.tool.parameters["required"], ["page", "days"]);
});

Deno.test("the page about processes tells of every key of definitions, and of everything that is not needed", async () => {
  const known: string[] = [];
  const text =
    "x: 1\nname: x\nphases: [{x: 1, id: a, description: A}]\nverification: {x: 1, rules: [{x: 1, name: a, check: b}]}\n" +
    "tools: {x: 1}\nmemory: {x: 1, extract_types: [{x: 1, type: a}]}\nworkspace_analysis: {x: 1}\nreplanning: {x: 1}\n" +
    "planner_examples: [{x: 1}]\n";
  await readSpec({ name: "process.yaml", text }, (code, _, params) => {
    if (code === "ignored-key") known.push(...(params as { readonly allowed: readonly string[] }).allowed);
  });
  assert.ok(known.length > 40, known.join());
  for (const key of known) assert.match(page, new RegExp(`\`([\\w.]+\\.)?${key}\``), key);
  const idle: string[] = [];
  const table =
    "[execution]\nmax_loop_iterations=1\nenable_streaming=1\n[workspace]\nscratch_dir=''\n[memory]\ndatabase_path=''\n" +
    "[server]\nhost=''\nport=1\n[logging]\nlevel=''\nevent_log_path=''\n";
  await readDefaults({ name: "loom.toml", text: table }, (code, _, params) => {
    if (code === "not-needed") idle.push((params as { readonly part: string }).part);
  });
  assert.equal(idle.length, 8);
  for (const part of idle) assert.ok(page.includes(part), part);
});

Deno.test("the page about processes names every ready one with its mode", () => {
  const folder = new URL("../../specs/processes/", import.meta.url), ready = [...Deno.readDirSync(folder)];
  assert.ok(ready.length >= 7);
  for (const { name: file } of ready) {
    const name = file.replace(/\.\w+$/, ""), [row] = new RegExp(`^\\| \`${name}\` .*$`, "m").exec(page) ?? [];
    const [, mode] = /^phase_mode: (\w+)$/m.exec(Deno.readTextFileSync(new URL(file, folder))) ?? [];
    assert.match(row ?? "", new RegExp(`^\\| \`${name}\` +\\| \`${mode}\` +\\| \\w`), name);
  }
});
