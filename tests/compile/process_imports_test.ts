import assert from "node:assert/strict";
import { processSpec, refineSpec } from "../project/gen/diagnostic_example.ts";
import { FILES } from "./arbitrary_spec.ts";
import { findIn, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";
import { processPlanOf, told } from "./processing.ts";

const SORTED = processSpec({
  more:
    "inputs: {lines: list(string)}\noutputs: {first: 'tasks.sort.stdout', asked: 'has(tasks.ask) ? tasks.ask.answer : null'}",
  tasks: [
    'sort: {command: {run: [git], stdin: "${{ inputs.lines.join() }}"}}',
    "ask: {ask: Ok?, if: tasks.sort.code == 0}",
  ],
});
const PLAIN = processSpec({
  tasks: ["a: {command: [git]}", "b: {ask: Ok?, needs: [a]}", "c: {ask: Ok?, if: tasks.a.code == 0}"],
});
const PLANNED = processSpec({
  more: "goal: A\nplan: {mode: guided, model: openai/gpt-5.2}",
  tasks: ["a: {command: [git]}"],
});
const WORLD = memoryWorld({ files: { ...FILES, "sorted.yaml": SORTED, "plain.yaml": PLAIN, "planned.yaml": PLANNED } });
const IMPORT = "import: {sorted: sorted.yaml, plain: plain.yaml, planned: planned.yaml}";

async function found(task: string, output = "1"): Promise<readonly string[]> {
  const all = await told({ more: `${IMPORT}\noutputs: {a: "${output}"}`, tasks: [task] }, WORLD);
  return all.filter((one) => !one.startsWith("unused-import"));
}

Deno.test("a process runs another one, whose outputs it knows", async () => {
  const sorted = "a: {run: sorted, with: {lines: [b, a]}}";
  assert.deepEqual(await found(sorted, "tasks.a.first.trim()"), []);
  assert.deepEqual(await found(sorted, "tasks.a.asked.trim()"), ["maybe-null tasks.a.asked"]);
  assert.deepEqual(await found(sorted, "tasks.a.frist"), ["unknown-field frist"]);
  assert.deepEqual(await found("a: {run: sorted, with: {lines: b}}"), ["wrong-value b"]);
});

Deno.test("without outputs a process gives what the tasks give that nobody needs", async () => {
  assert.deepEqual(await found("a: {run: plain}", "tasks.a.b.answer"), []);
  assert.deepEqual(await found("a: {run: plain}", "tasks.a.a.stdout"), ["unknown-field a"]);
  assert.deepEqual(await found("a: {run: plain}", "tasks.a.c.answer"), ["maybe-null tasks.a.c"]);
  assert.deepEqual(await found("a: {run: planned}", "tasks.a.anything"), []);
});

Deno.test("a text is made better by a process, where one of its outputs is a text", async () => {
  const text = (run: string) => refineSpec({ more: IMPORT, propose: `propose: {${run}}` });
  const said = async (run: string) =>
    (await findIn(text(run), WORLD)).map(shown).map(([code, at]) => `${code} ${at}`).filter((one) =>
      !one.startsWith("unused-import")
    );
  assert.deepEqual(await said('run: sorted, with: {lines: "${{ [best.text] }}"}, text: outputs.first'), []);
  assert.deepEqual(await said('run: sorted, with: {lines: "${{ [best.text] }}"}'), ["no-candidate sorted"]);
});

Deno.test("a process that imports itself is told", async () => {
  const files = { "spec.yaml": processSpec({ more: "import: {own: spec.yaml}", tasks: ["a: {run: own}"] }) };
  assert.deepEqual((await findIn(files["spec.yaml"], memoryWorld({ files }))).map(({ code }) => code), [
    "import-cycle",
  ]);
});

Deno.test("what a paid run of another spec is worth survives a power cut as that spec does", async () => {
  const { durability } = await processPlanOf({ more: IMPORT, tasks: ["a: {run: planned}"] }, WORLD);
  assert.equal(durability, "full");
  assert.equal(
    (await processPlanOf({ more: "import: {plain: plain.yaml}", tasks: ["a: {run: plain}"] }, WORLD)).durability,
    "normal",
  );
});
