import assert from "node:assert/strict";
import { compile, compileFile } from "../../lib/app/compile_spec.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { bound } from "../../lib/compile/cost.ts";
import { faultServer } from "../models/faults/fault_server.ts";
import { OPENAI_WIRE } from "../models/faults/openai_wire.ts";
import { namesOf, SPECS, textOf } from "./ready.ts";

/** Those whose models are elsewhere. */
const REMOTE = ["autoloom.toml", "autoloom.yaml"];

for (const name of namesOf("autoloom").filter((name) => !REMOTE.includes(name))) {
  Deno.test(`specs/${name} runs to its end on this machine alone, within the bound of its cost`, async () => {
    const { plan, home } = await compileFile(new URL(name, SPECS).pathname, { folder: SPECS.pathname });
    assert.equal(plan?.kind, "autoloom");
    const project = await Deno.makeTempDir({ prefix: "loom-specs-" }),
      loom = await openLoom({ memory: true, folder: project });
    try {
      // One spec never ends of itself: its calls are counted instead of its time.
      const limited = plan.stop ? plan : { ...plan, budget: { calls: 12 } };
      const { kind, reason, outputs, spent } = await (await loom.start(limited, { seed: 7, home })).end;
      assert.equal(kind, plan.stop ? "done" : "exhausted", reason);
      const { text } = outputs as { text: string }, most = bound(limited).total!;
      assert.ok(text.length > 40, text);
      assert.ok(spent.calls > 0 && spent.calls <= most.calls!, `${spent.calls} of ${most.calls} calls`);
      assert.ok(spent.tokens <= most.input! + most.output!, `${spent.tokens} tokens`);
      if (plan.save !== undefined) {
        const [saved] = [...Deno.readDirSync(`${project}/documents`)];
        assert.equal(Deno.readTextFileSync(`${project}/documents/${saved!.name}`), text);
      }
    } finally {
      await loom.close();
      await Deno.remove(project, { recursive: true });
    }
  });
}

for (const name of REMOTE) {
  Deno.test(`specs/${name} asks its models for what it says, and buys nothing twice over a pause`, async () => {
    const project = await Deno.makeTempDir({ prefix: "loom-specs-" });
    Deno.env.set("LOOM_TEST_KEY", "a-key-of-the-test");
    await using server = faultServer({
      wire: OPENAI_WIRE,
      behave: [],
      text: ({ path, index }) => path === "/v1/completions" ? ` word ${index}.` : "2",
    });
    const text = textOf(name)
      .replaceAll("https://openrouter.ai/api/v1", server.url)
      .replaceAll('{ key = "openrouter" }', '{ env = "LOOM_TEST_KEY" }')
      .replaceAll("{key: openrouter}", "{env: LOOM_TEST_KEY}");
    const { plan, diagnostics } = await compile(text, { name });
    assert.deepEqual(diagnostics, []);
    const loom = await openLoom({ memory: true, folder: project });
    try {
      const run = await loom.start({ ...plan!, budget: { ...plan!.budget, calls: 18 } }, { seed: 7, name: "one" });
      while (server.seen.length < 8) await new Promise((resolve) => setTimeout(resolve));
      run.pause();
      assert.equal((await run.end).kind, "paused");
      const { kind, outputs, spent } = await (await loom.resume("one")).end;
      assert.equal(kind, "exhausted");
      assert.equal(spent.calls, 18);
      assert.equal(server.seen.length, 18);
      assert.equal(new Set(server.seen.map(({ key }) => key)).size, 18);
      const made = server.seen.filter(({ path }) => path === "/v1/completions");
      assert.equal(made.length, 15);
      for (const { body, headers } of made) {
        const { model, temperature, min_p, max_tokens } = body;
        const asked = { model: "deepseek/deepseek-v3-base", temperature: 1, min_p: 0.02, max_tokens: 128 };
        assert.deepEqual({ model, temperature, min_p, max_tokens }, asked);
        assert.equal(headers["authorization"], "Bearer a-key-of-the-test");
      }
      const [saved] = [...Deno.readDirSync(`${project}/documents`)];
      assert.match(saved!.name, /^\d{4}-\d\d-\d\d-one\.txt$/);
      assert.equal(Deno.readTextFileSync(`${project}/documents/${saved!.name}`), (outputs as { text: string }).text);
    } finally {
      loom.close();
      Deno.env.delete("LOOM_TEST_KEY");
      await Deno.remove(project, { recursive: true });
    }
  });
}
