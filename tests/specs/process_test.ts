import assert from "node:assert/strict";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { namesOf, SPECS } from "./ready.ts";

/** What a run of a ready process came to, the question that it asks answered so, and the file that it left. */
async function outcomeOf(
  name: string,
  answer: string,
): Promise<Readonly<Record<"end" | "minutes" | "outputs", unknown>>> {
  const { plan, home } = await compileFile(new URL(name, SPECS).pathname, { folder: SPECS.pathname });
  const project = await Deno.makeTempDir({ prefix: "loom-specs-" });
  const loom = await openLoom({ memory: true, folder: project });
  try {
    const run = await loom.start(plan!, { seed: 7, home });
    // A question that is not asked yet takes the answer when it is.
    await loom.answer(run.name, answer, "task/taken");
    const { kind, reason, outputs, spent } = await run.end;
    assert.equal(spent.calls, 0);
    const minutes = await Deno.readTextFile(`${project}/documents/minutes.md`).catch(() => undefined);
    return { end: `${kind}: ${reason}`, outputs, minutes };
  } finally {
    await loom.close();
    await Deno.remove(project, { recursive: true });
  }
}

for (const name of namesOf("process")) {
  Deno.test(`specs/${name} runs to its end on this machine alone, and asks whether its file is kept`, async () => {
    const { end, outputs, minutes } = await outcomeOf(name, "yes");
    const { text, words, taken } = outputs as {
      readonly text: string;
      readonly words: number;
      readonly taken: boolean;
    };
    assert.match(String(end), /^done: /);
    assert.deepEqual([minutes, taken], [text, true]);
    assert.ok(words > 40 && words < 100, `${words} words`);
    for (const part of ["# The lamp\n", "# The stairs\n", "40 planks", "30 planks", "lit at four"]) {
      assert.ok(text.includes(part), part);
    }
    for (const part of ["really", "basically", "in order to"]) assert.ok(!text.includes(part), part);
    const refused = await outcomeOf(name, "no");
    assert.deepEqual([refused.minutes, (refused.outputs as { readonly taken: boolean }).taken], [undefined, false]);
  });
}
