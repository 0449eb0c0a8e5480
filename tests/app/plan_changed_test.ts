import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { planChanged } from "../../lib/app/plan_changed.ts";

const SPEC = `loom: 1
kind: autoloom
name: told
models: {base: {use: ngram/builtin}}
start: {file: start.txt}
expand: {model: base, width: 2, max_tokens: 4}
grade: {by: novelty(candidate.text)}
stop: {depth: 1}
`;

Deno.test("a run tells when its spec, or a file the spec names, has changed since; comments are no change", async () => {
  const folder = await Deno.makeTempDir(), file = `${folder}/spec.yaml`;
  await Deno.writeTextFile(file, SPEC);
  await Deno.writeTextFile(`${folder}/start.txt`, "Once");
  using loom = await openLoom({ memory: true, folder });
  const { plan, home } = await compile({ file }, { folder });
  const run = await loom.start(plan!, { home, spec: file });
  await run.end;
  const changed = async () => await planChanged(loom.store, await loom.store.findRun(run.name));
  assert.equal(await changed(), undefined);
  await Deno.writeTextFile(file, `# a comment\n${SPEC}`);
  assert.equal(await changed(), undefined);
  await Deno.writeTextFile(`${folder}/start.txt`, "Twice");
  assert.deepEqual(await changed(), { spec: file, isGone: false });
  await Deno.writeTextFile(`${folder}/start.txt`, "Once");
  await Deno.remove(file);
  assert.deepEqual(await changed(), { spec: file, isGone: true });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run of a text or of a program has no file that could change", async () => {
  using loom = await openLoom({ memory: true });
  const { plan } = await compile(SPEC.replace("{file: start.txt}", "Once"));
  const run = await loom.start(plan!);
  await run.end;
  assert.equal(await planChanged(loom.store, await loom.store.findRun(run.name)), undefined);
});
