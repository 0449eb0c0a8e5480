import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { CompiledSpec } from "../../lib/app/compile_spec.ts";
import { compile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import { jsonSchema } from "../../lib/spec/schema.ts";
import { folderOf, type Layer, LAYERS } from "../lint/table.ts";
import { PAGE, withFunctions } from "./gen/functions.ts";
import type { Block } from "./paper.ts";
import { anchorsOf, blocksOf, linksOf, pathsIn, testsIn } from "./paper.ts";
import { files, textOf } from "./tree.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Papers for people; what tools write is theirs. */
const papers = files().filter((path) => path.endsWith(".md") && !path.startsWith("tests/"));
/** Papers whose blocks are examples of ours. */
const written = papers.filter((path) => path !== "docs/diagnostics.md");

/** What the examples of papers name beside scripts. */
const BESIDE: { readonly [name: string]: string } = {
  "draft.txt": "The lamp went out at four.\n",
  "corpus.txt": "The sea came in at night. The sea went out at day. Nobody counted the waves.\n",
  "propose.ts": "export const shorten = ({ text }: { text: string }): string => text.slice(1);\n",
  "draft.md": "The lamp went out at four.\n",
  "judge.md": "Grade this:\n\n${{ candidate.text }}\n",
  "polish.yaml": `loom: 1
kind: refine
inputs: {draft: text, rounds: {type: int, default: 3}}
start: \${{ inputs.draft }}
propose: {script: ./score.ts}
stop: {done: depth >= inputs.rounds}
`,
};

/** A sound spec, part by part: an example that is no whole spec takes the place of its parts. */
const SOUND: { readonly [kind: string]: { readonly [key: string]: string } } = {
  autoloom: {
    loom: "loom: 1",
    kind: "kind: autoloom",
    start: "start: It began with",
    expand: "expand: {model: ngram/builtin}",
    grade: "grade: {by: novelty(candidate.text)}",
    stop: "stop: {depth: 8}",
  },
  refine: {
    loom: "loom: 1",
    kind: "kind: refine",
    start: "start: It began with",
    propose: "propose: {script: ./score.ts}",
    score: "score: {script: ./score.ts}",
    stop: "stop: {depth: 8}",
  },
  process: {
    loom: "loom: 1",
    kind: "kind: process",
    goal: "goal: A changelog",
    permissions: "permissions: {run: [git]}",
    models: "models: {smart: {use: openai/gpt-5.2, roles: [executor, planner, verifier, extractor]}}",
    tasks: "tasks: {log: {command: [git, log]}}",
  },
};

/** What only specs that make a text better have, and those that are graphs of tasks. */
const OF_REFINE = /^(?:kind: refine|propose:|score:|goal:|accept:|backtrack:|on_error:|stall:)/m;
const OF_PROCESS = /^(?:kind: process|tasks:|tools:|servers:|agent:|plan:|replan:|memory:|workspace:)/m;

Deno.test("every link of the papers leads somewhere", () => {
  const lost = papers.flatMap((paper) =>
    linksOf(textOf(paper)).filter((link) => {
      const [path = "", anchor] = link.split("#"), target = path === "" ? paper : normalize(join(dirname(paper), path));
      return !existsSync(join(ROOT, target)) || (anchor && !anchorsOf(textOf(target)).has(anchor));
    }).map((link) => `${paper}: ${link}`)
  );
  assert.deepEqual(lost, []);
});

Deno.test("every file that the papers name is there", () => {
  const named = papers.flatMap((paper) => pathsIn(textOf(paper)).map((path) => ({ paper, path })));
  assert.deepEqual(named.filter(({ path }) => !existsSync(join(ROOT, path))), []);
});

Deno.test("every test that ARCHITECTURE.md cites is there", () => {
  const tests = files().filter((path) => path.endsWith("_test.ts")).map(textOf).join("\n"),
    cited = testsIn(textOf("ARCHITECTURE.md"));
  assert.ok(cited.length >= 9);
  for (const name of cited) assert.ok(tests.includes(`Deno.test("${name}"`), name);
});

Deno.test("every example in TypeScript is run, or is a script of a spec beside it", () => {
  const run = /const examples = here\((\[.*\])\)/.exec(textOf("tests/run.ts"))?.[1];
  const places = JSON.parse(run!) as readonly string[];
  for (const paper of written) {
    const blocks = blocksOf(textOf(paper)), code = blocks.filter(({ info }) => /^(ts|typescript|js)\b/.test(info));
    if (code.length > 0) assert.ok(places.some((place) => paper === place || paper.startsWith(`${place}/`)), paper);
    for (const block of code.filter(({ info }) => info !== "ts")) {
      const name = scriptName(block);
      assert.ok(name && blocks.some(({ text }) => text.includes(`./${name}`)), `${paper}:${block.line} is not run`);
    }
  }
});

Deno.test("every whole spec of the papers compiles without a word, every part of one without an error", async () => {
  for (const paper of written) {
    const blocks = blocksOf(textOf(paper)), scripts = blocks.filter((block) => scriptName(block));
    await using folder = await folderWith(scripts);
    for (const block of blocks.filter(({ info }) => info === "yaml" || info === "toml")) {
      const whole = isWhole(block),
        { diagnostics } = await compiled(whole ? block.text : completed(block.text), {
          folder: folder.path,
          language: block.info,
        });
      const told = diagnostics.filter(({ severity }) => whole || severity === "error");
      assert.deepEqual(told.map(({ message }) => message), [], `${paper}:${block.line}`);
    }
  }
});

Deno.test("the specs of the page about scripts run, their scripts with them", async () => {
  const blocks = blocksOf(textOf("docs/scripts.md"));
  await using folder = await folderWith(blocks.filter((block) => scriptName(block)));
  for (const block of blocks.filter(isWhole)) {
    const { plan, home } = await compiled(block.text, { folder: folder.path, language: block.info });
    using loom = await openLoom({ memory: true, folder: folder.path });
    const end = await (await loom.start(plan!, { home, seed: 7 })).end;
    assert.equal(end.kind, "done", end.reason);
  }
});

Deno.test("the whole spec of the language page is the same plan in YAML and in TOML", async () => {
  const specs = blocksOf(textOf(PAGE)).filter(isWhole).slice(0, 2);
  assert.deepEqual(specs.map(({ info }) => info), ["yaml", "toml"]);
  await using folder = await folderWith([]);
  const plans = await Promise.all(
    specs.map(({ text, info }) => compiled(text, { folder: folder.path, language: info })),
  );
  assert.ok(plans[0]!.plan);
  assert.deepEqual(plans[0]!.plan, plans[1]!.plan);
});

Deno.test("the pages of the language, of models and of processes tell of every key that a spec may have", () => {
  const pages = textOf(PAGE) + textOf("docs/models.md") + textOf("docs/processes.md");
  const code = [...pages.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!).join("\n") +
    blocksOf(pages).map(({ text }) => text).join();
  const untold = keysOf(jsonSchema()).filter((key) => !new RegExp(`\\b${key}\\b`).test(code));
  assert.deepEqual(untold, []);
});

Deno.test("the functions of the language page are those that the checker knows", () => {
  const page = textOf(PAGE);
  assert.equal(page, withFunctions(page), "run `deno run -A tests/project/gen/functions.ts`");
});

Deno.test("the layer table of ARCHITECTURE.md is the one that lint enforces", () => {
  const lines = textOf("ARCHITECTURE.md").split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  for (const layer of Object.keys(LAYERS) as Layer[]) {
    const cells = lines.find((cells) => cells[1] === folderOf(layer))?.slice(1, -1) ?? [];
    const allowed = (cells.at(-1) ?? "").split(", ").filter((name) => name !== "–");
    assert.deepEqual(allowed.toSorted(), LAYERS[layer].toSorted(), layer);
  }
});

Deno.test("no file names a folder of somebody's machine", () => {
  const home = Deno.env.get("HOME") ?? "", own = [ROOT.replace(/\/$/, ""), home].filter((path) => path.length > 1);
  const foreign = [
    ...own.map((path) => path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")),
    "/Users/\\w",
    "/home/(?!me\\b)\\w",
  ];
  const anywhere = new RegExp(`(^|[\\s"'\`(=:])(${foreign.join("|")})`, "m");
  for (const path of files()) assert.doesNotMatch(textOf(path), anywhere, path);
});

Deno.test("no file names the host of a registry", () => {
  // Spelled in pieces, so that this file does not find itself.
  const hosts = [["registry.npm", "js"], ["js", "r.io"], ["deno", ".land"], ["crates", ".io"], ["py", "pi.org"]];
  const any = new RegExp(hosts.map((parts) => parts.join("").replaceAll(".", "\\.")).join("|"));
  for (const path of files()) assert.doesNotMatch(textOf(path), any, path);
});

/** Names of all properties in a JSON Schema. */
function keysOf(schema: Json): readonly string[] {
  if (schema === null || typeof schema !== "object") return [];
  const own = Array.isArray(schema) ? [] : Object.keys((schema as JsonObject)["properties"] ?? {});
  return [...new Set([...own, ...Object.values(schema).flatMap(keysOf)])];
}

/** The file that a script of a paper stands for: its first line says it. */
function scriptName({ info, text }: Block): string | undefined {
  return info === "ts ignore" ? /^\/\/ ([\w-]+\.ts)\n/.exec(text)?.[1] : undefined;
}

function isWhole({ info, text }: Block): boolean {
  return info === "yaml" ? /^loom: 1$/m.test(text) : info === "toml" && /^loom = 1$/m.test(text);
}

/** The sound spec with the parts that an example gives. */
function completed(part: string): string {
  const given = new Set([...part.matchAll(/^([a-z_]+):/gm)].map(([, key]) => key));
  const kind = OF_PROCESS.test(part) ? "process" : OF_REFINE.test(part) ? "refine" : "autoloom";
  const rest = Object.entries(SOUND[kind]!).filter(([key]) => !given.has(key)).map(([, text]) => text);
  return [...rest, part].join("\n");
}

/** A folder with everything that the examples of a paper name. */
async function folderWith(scripts: readonly Block[]): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(BESIDE)) await Deno.writeTextFile(join(path, name), text);
  for (const block of scripts) await Deno.writeTextFile(join(path, scriptName(block)!), block.text);
  const score = join(path, "score.ts");
  if (!existsSync(score)) await Deno.writeTextFile(score, "export default () => 1;\n");
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function compiled(
  text: string,
  { folder, language }: { readonly folder: string; readonly language: string },
): Promise<CompiledSpec> {
  return await compile(text, { folder, name: `example.${language}` });
}
