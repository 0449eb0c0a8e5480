import assert from "node:assert/strict";
import { join } from "node:path";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { inFolder } from "./folders.ts";

/** Tasks that are written, and how many of them may begin at the same time. */
const TASKS = 10_000, WIDE = 100;

Deno.test("a spec of ten thousand written tasks, chained a hundred wide, is compiled and all of them are done", () =>
  inFolder(async (folder) => {
    const spec = join(folder, "many.yaml");
    const task = (i: number) => {
      const needs = i < WIDE ? "" : `, needs: [t${i - WIDE}]`;
      return `  t${i}: {tool: calculator, with: {expression: "${i} + 1"}${needs}}\n`;
    };
    const tasks = Array.from({ length: TASKS }, (_, i) => task(i)).join("");
    const outputs = `outputs: {last: tasks.t${TASKS - 1}.text}`;
    await Deno.writeTextFile(spec, `loom: 1\nname: many\nkind: process\n${outputs}\ntasks:\n${tasks}`);
    using loom = await openLoom({ store: memoryStore() });
    const { plan, diagnostics } = await compileFile(spec, { folder });
    assert.deepEqual(diagnostics.map(({ message }) => message), []);
    const run = await loom.start(plan!), end = await run.end;
    assert.equal(end.kind, "done", JSON.stringify(end));
    assert.match(JSON.stringify(end.outputs), new RegExp(`${TASKS}`));
  }));
