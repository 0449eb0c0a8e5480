import assert from "node:assert/strict";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { bound } from "../../lib/compile/cost.ts";

const folder = new URL("../../specs/", import.meta.url);

const NAMES = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => /\.(yaml|toml)$/.test(name))
  .sort();

for (const name of NAMES) {
  Deno.test(`specs/${name} runs to its end on this machine alone, within the bound of its cost`, async () => {
    const { plan, home } = await compileFile(new URL(name, folder).pathname, { folder: folder.pathname });
    const project = await Deno.makeTempDir({ prefix: "loom-specs-" }),
      loom = await openLoom({ memory: true, folder: project });
    try {
      // One spec never ends of itself: its calls are counted instead of its time.
      const limited = plan!.stop ? plan! : { ...plan!, budget: { calls: 12 } };
      const { kind, reason, outputs, spent } = await (await loom.start(limited, { seed: 7, home })).end;
      assert.equal(kind, plan!.stop ? "done" : "exhausted", reason);
      const { text } = outputs as { text: string }, most = bound(limited).total!;
      assert.ok(text.length > 40, text);
      assert.ok(spent.calls > 0 && spent.calls <= most.calls, `${spent.calls} of ${most.calls} calls`);
      assert.ok(spent.tokens <= most.input! + most.output!, `${spent.tokens} tokens`);
      if (plan!.save !== undefined) {
        const [saved] = [...Deno.readDirSync(`${project}/documents`)];
        assert.equal(Deno.readTextFileSync(`${project}/documents/${saved!.name}`), text);
      }
    } finally {
      await loom.close();
      await Deno.remove(project, { recursive: true });
    }
  });
}
