import assert from "node:assert/strict";
import { placeAt } from "../../lib/text/line_index.ts";
import type { World } from "../../lib/compile/world.ts";
import type { AutoloomPlan } from "../../lib/plan/mod.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import { findIn, found, planOf, planOfText, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

Deno.test("a text may stand in a file, and its holes are looked at there", async () => {
  const files = {
    "seed.md": "It was ${{ run.date }}\n",
    "ask.md": "Which of ${{ n }}?",
    "bad.md": "one\n  ${{ candidate }}\n",
  };
  const world = memoryWorld({ files });
  const plan = await planOf({
    start: "start: {file: ./seed.md}",
    grade: "grade: {model: scripted/x, ask: {file: ask.md}}",
  }, world);
  assert.deepEqual(plan.start, { from: "text", text: files["seed.md"] });
  assert.equal(plan.grade.by === "model" && plan.grade.ask, files["ask.md"]);
  const [problem] = await findIn(spec({ start: "start: {file: bad.md}" }), world);
  assert.deepEqual([problem!.source.name, ...shown(problem!)], ["bad.md", "unknown-name", "candidate"]);
  const { line, column } = placeAt(problem!.source, problem!.span.start);
  assert.deepEqual([line, column], [2, 7]);
});

Deno.test("what is in a file is part of the plan, so another text is another plan", async () => {
  const start = "start: {file: seed.txt}",
    of = async (text: string) => (await planOf({ start }, memoryWorld({ files: { "seed.txt": text } }))).start;
  assert.notDeepEqual(await of("a"), await of("b"));
});

Deno.test("files that cannot be had are told where they are named", async () => {
  const files = { "dir/a.txt": "a", "latin.txt": new Uint8Array([0x61, 0xe9]) }, world = memoryWorld({ files });
  const at = async (path: string) => await found({ start: `start: {file: ${path}}` }, world);
  assert.deepEqual(await at("nowhere.txt"), [["missing-file", "nowhere.txt"]]);
  assert.deepEqual(await at("../a.txt"), [["outside-project", "../a.txt"]]);
  assert.deepEqual(await at("/etc/passwd"), [["outside-project", "/etc/passwd"]]);
  assert.deepEqual(await at("dir"), [["unreadable-file", "dir"]]);
  const codes = (await findIn(spec({ start: "start: {file: latin.txt}" }), world)).map((
    { code, source },
  ) => [code, source.name]);
  assert.deepEqual(codes, [["not-utf8", "latin.txt"], ["unreadable-file", "spec.yaml"]]);
});

Deno.test("an input may have a file as its default, and a default is held to its type", async () => {
  const world = memoryWorld({ files: { "seed.txt": "From a file" } });
  const inputs = `inputs:
  a: {type: text, default: {file: seed.txt}}
  b: {type: "number(0..1)", default: 0.5, description: B}
  c: {type: [yes, no], default: "yes"}
  d: {type: {name: text, size?: int}, default: {name: x}}
  e: list(date)
  f: {type: date, default: 2026-03-01}`;
  const plan = await planOf({ more: inputs, start: "start: ${{ json(inputs) }}" }, world);
  assert.deepEqual(plan.inputs, {
    a: { type: "string", default: "From a file" },
    b: { type: "number(0..1)", default: 0.5, description: "B" },
    c: { type: '"yes" | "no"', default: "yes" },
    d: { type: "{name: string, size?: int}", default: { name: "x" } },
    e: { type: "list(date)" },
    f: { type: "date", default: "2026-03-01" },
  });
  const at = async (input: string) =>
    await found({ more: `inputs: {a: ${input}}`, start: "start: ${{ json(inputs) }}" }, world);
  assert.deepEqual(await at("{type: int, default: 1.5}"), [["wrong-default", "1.5"]]);
  assert.deepEqual(await at("{type: text, default: {file: none.txt}}"), [["missing-file", "none.txt"]]);
  assert.deepEqual(await at("{type: {b: int}, default: {b: x}}"), [["wrong-default", "{b: x}"]]);
  assert.deepEqual(await at("{type: date, default: soon}"), [["wrong-default", "soon"]]);
  assert.deepEqual(await at("{type: list(txt)}"), [["bad-shape", "txt"]]);
  assert.deepEqual(await at("{type: {b: {c: list(txt)}}}"), [["bad-shape", "txt"]]);
  assert.deepEqual(await at("{type: [a, a]}"), [["bad-shape", "[a, a]"]]);
});

Deno.test("imports are compiled into the plan, each once, with files that lie beside them", async () => {
  const files = {
    "parts/a.yaml": spec({ more: "import: {c: ./c.yaml}", start: "start: {file: a.txt}" }),
    "parts/b.yaml": spec({ more: "import: {c: c.yaml}" }),
    "parts/c.yaml": spec({ more: "name: c" }),
    "parts/a.txt": "From parts",
  };
  const read: string[] = [], world = memoryWorld({ files });
  const noting: World = { ...world, read: (asked) => (read.push(asked.path), world.read(asked)) };
  const plan = await planOfText(spec({ more: "import: {a: parts/a.yaml, b: parts/b.yaml}" }), noting);
  assert.deepEqual(Object.keys(plan.imports), ["a", "b"]);
  assert.deepEqual((plan.imports["a"] as AutoloomPlan).start, { from: "text", text: "From parts" });
  assert.deepEqual(plan.imports["a"]!.imports["c"], plan.imports["b"]!.imports["c"]);
  assert.equal(plan.imports["b"]!.imports["c"]!.name, "c");
});

Deno.test("what is wrong in an import is told there, and there is no plan", async () => {
  const files = { "b.yaml": spec({ stop: "stop: {dpeth: 3}" }), "c.yaml": "loom: 1\nkind: proces\n" };
  const diagnostics = await findIn(spec({ more: "import: {b: b.yaml, c: c.yaml, d: d.yaml}" }), memoryWorld({ files }));
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === "error").map((one) => [one.source.name, ...shown(one)]),
    [
      ["b.yaml", "unknown-key", "dpeth"],
      ["c.yaml", "unknown-kind", "proces"],
      ["spec.yaml", "missing-file", "d.yaml"],
    ],
  );
});

Deno.test("imports that lead back are told with their way, however long it is", async () => {
  const files = {
    "spec.yaml": spec({}),
    "b.yaml": spec({ more: "import: {c: c.yaml}" }),
    "c.yaml": spec({ more: "import: {b: ./b.yaml}" }),
    "self.yaml": spec({ more: "import: {self: self.yaml}" }),
  };
  const diagnostics = await findIn(
    spec({ more: "import: {b: b.yaml, me: spec.yaml, self: self.yaml}" }),
    memoryWorld({ files }),
  );
  const cycles = diagnostics.filter(({ code }) => code === "import-cycle");
  assert.deepEqual(cycles.map(({ source, message }) => [source.name, message.split(": ")[1]]), [
    ["c.yaml", "b.yaml → c.yaml → b.yaml"],
    ["self.yaml", "self.yaml → self.yaml"],
    ["spec.yaml", "spec.yaml → spec.yaml"],
  ]);
});

Deno.test("everything that is wrong with a script is told at the place that names it", async () => {
  const world = memoryWorld({ files: { "score.ts": "await import(x)" } });
  const at = async (script: string) => await findIn(spec({ grade: `grade: {by: {script: "${script}"}}` }), world);
  const [problem] = await at("./score.ts");
  assert.deepEqual([...shown(problem!), problem!.message], [
    "bad-script",
    '"./score.ts"',
    "score.ts:1:7: a computed import",
  ]);
  assert.deepEqual((await at("./none.ts#x")).map(shown), [["bad-script", '"./none.ts#x"']]);
  assert.deepEqual((await at("./score.ts#9")).map(shown), [["wrong-value", '"./score.ts#9"']]);
});
