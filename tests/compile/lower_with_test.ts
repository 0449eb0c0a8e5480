import assert from "node:assert/strict";
import { refineSpec, spec } from "../project/gen/diagnostic_example.ts";
import { FILES } from "./arbitrary_spec.ts";
import { memoryWorld } from "./memory_world.ts";
import { refinePlanOf, told } from "./refining.ts";

const WORTH = refineSpec({ more: "outputs: {worth: best.total, words: '[best.text]', grown: best.text}" });
const GROWN = spec({
  more: "inputs: {seed: text}\noutputs: {words: words(text), best: best}",
  start: "start: ${{ inputs.seed }}",
});
const WORLD = memoryWorld({ files: { ...FILES, "worth.yaml": WORTH, "grown.yaml": GROWN, "bad.yaml": "loom: 1\n" } });
const IMPORT = "import: {polish: ./polish.yaml, worth: worth.yaml, grown: grown.yaml}";

async function found(propose: string, more = IMPORT): Promise<readonly string[]> {
  const all = await told({ more, propose: `propose: {${propose}}` }, WORLD);
  return all.filter((one) => !one.startsWith("unused-import"));
}

Deno.test("a spec that is run is given values and templates for its inputs", async () => {
  const { propose, imports } = await refinePlanOf({
    more: "import: {polish: ./polish.yaml}",
    propose:
      'propose: {run: polish, n: 2, with: {draft: "Round ${{ round }}: ${{ best.text }}", rounds: 3, tone: dry}}',
  }, WORLD);
  assert.deepEqual(propose, {
    by: "run",
    plan: "polish",
    with: { draft: "Round ${{ round }}: ${{ best.text }}", rounds: "${{ 3 }}", tone: "dry" },
    text: "outputs.text",
  });
  assert.deepEqual(Object.keys(imports), ["polish"]);
  assert.equal(imports["polish"]!.kind, "refine");
});

Deno.test("what a spec that is run is given is held to the types of its inputs", async () => {
  const given = async (more: string) => await found(`run: polish, with: {draft: a, ${more}}`);
  assert.deepEqual(await given("rounds: 3"), []);
  assert.deepEqual(await given('rounds: "${{ round }}"'), []);
  assert.deepEqual(await given("rounds: 12"), ["wrong-value 12"]);
  assert.deepEqual(await given("rounds: three"), ["wrong-value three"]);
  assert.deepEqual(await given('rounds: "${{ best.text }}"'), ["unexpected-result best.text"]);
  assert.deepEqual(await given('rounds: "${{ round }} times"'), ["unexpected-result ${{ round }} times"]);
  assert.deepEqual(await given("tone: wild"), ["wrong-value wild"]);
  assert.deepEqual(await given("mood: dry"), ["unknown-input mood"]);
  assert.deepEqual(await found('run: polish, with: {draft: "${{ round }}"}'), ["unexpected-result ${{ round }}"]);
  assert.deepEqual(await found('run: polish, with: {draft: "${{ string(round) }}"}'), []);
  assert.deepEqual(await found("run: polish, with: {draft: 5}"), ["wrong-value 5"]);
  assert.deepEqual(await found("run: polish"), ["missing-input polish"]);
});

Deno.test("the candidate is an output of the spec that is run, and its types are known", async () => {
  assert.deepEqual(await found("run: worth"), ["no-candidate worth"]);
  assert.deepEqual(await found("run: worth, text: outputs.grown"), []);
  assert.deepEqual(await found("run: worth, text: outputs.grow"), ["unknown-field grow"]);
  assert.deepEqual(await found("run: worth, text: outputs.worth"), ["unexpected-result outputs.worth"]);
  assert.deepEqual(await found("run: worth, text: 'outputs.words.join()'"), []);
  assert.deepEqual(await found("run: grown, with: {seed: a}, text: outputs.best.text"), []);
  assert.deepEqual(await found("run: grown, with: {seed: a}, text: outputs.best.total"), ["unknown-field total"]);
  assert.deepEqual(await found("run: polish, with: {draft: a}, text: string(outputs.score)"), []);
});

Deno.test("an import that is not there is told, and one that is wrong is told once", async () => {
  assert.deepEqual(await found("run: polsh"), ["unknown-import polsh"]);
  assert.deepEqual(await found("run: polish, with: {draft: a}", ""), ["unknown-import polish"]);
  assert.deepEqual(await found("run: bad", "import: {bad: bad.yaml}"), ["missing-key loom"]);
  assert.deepEqual(await found("run: gone", "import: {gone: gone.yaml}"), ["missing-file gone.yaml"]);
});

Deno.test("imports that nothing runs are warnings", async () => {
  assert.deepEqual(await told({ more: IMPORT, propose: "propose: {run: worth, text: outputs.grown}" }, WORLD), [
    "unused-import polish",
    "unused-import grown",
  ]);
});

Deno.test("a plan survives a power cut as well as the specs it runs", async () => {
  const paid = memoryWorld({
    files: { "a.yaml": refineSpec({}), "b.yaml": WORTH.replace("openai/gpt-5.2", "scripted/x") },
  });
  const durability = async (path: string) =>
    (await refinePlanOf({ more: `import: {a: ${path}}`, propose: 'propose: {run: a, text: "string(outputs)"}' }, paid))
      .durability;
  assert.equal(await durability("a.yaml"), "full");
  assert.equal(await durability("b.yaml"), "normal");
});
