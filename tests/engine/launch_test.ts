import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Ran } from "../../lib/engine/world.ts";
import type { Outcome, Program } from "../../lib/plan/mod.ts";
import { demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { wordModel } from "./models.ts";
import { driveRun, newRun } from "./worlds.ts";

/** What comes of a script that gives a value where a shape is asked for, as a program and as the journal see it. */
async function scripted(ran: Ran<Json>, returns: Json): Promise<Outcome<Json>> {
  const own = program("p@1", () => perform({ do: "script", key: "s", script: "judge", input: null, returns }));
  const store = memoryStore(), run = await newRun(store, own);
  const { rest } = await driveRun(store, run, own, { world: { script: () => Promise.resolve(ran) } });
  const end = await rest, row = (await store.entries(run.id, 0)).find(({ key }) => key === "s");
  assert.ok(end.rest === "ended");
  assert.deepEqual(end.outputs, row?.value);
  return end.outputs as unknown as Outcome<Json>;
}

const RETURNS: Json = { score: "number(0..1)", "note?": "string", tags: "list(string)" };

Deno.test("what a script returns is held to its shape: where it does not fit, the step fails and says where and how", async () => {
  const told = async (value: Json, returns: Json = RETURNS) => {
    const outcome = await scripted({ ok: true, value }, returns);
    assert.ok(outcome.type === "failed");
    assert.equal(outcome.failure.code, "shape");
    return outcome.failure.message.replace("The script `judge` returned what does not fit ", "");
  };
  assert.equal(await told("7", "number"), 'at $: expected number, found "7"; change what it returns');
  assert.equal(await told(null, "int"), "at $: expected int, found null; change what it returns");
  assert.equal(
    await told({ score: 2, tags: [] }),
    "at $.score: expected number(0..1), found 2; change what it returns",
  );
  assert.equal(
    await told({ score: 1, tags: ["a", 2] }),
    "at $.tags[1]: expected string, found 2; change what it returns",
  );
  assert.equal(await told({ score: 1 }), "at $.tags: expected list(string), found nothing; change what it returns");
});

Deno.test("what fits is given, and a field that may be absent and is, is null; a script's own failure stays its own", async () => {
  const value = { score: 0.5, tags: ["a"], more: true };
  assert.deepEqual(await scripted({ ok: true, value }, RETURNS), { type: "value", value: { ...value, note: null } });
  assert.deepEqual(await scripted({ ok: true, value: [1, null] }, "any"), { type: "value", value: [1, null] });
  const failure = { code: "script", message: "it threw" };
  assert.deepEqual(await scripted({ ok: false, failure }, "number"), { type: "failed", failure });
});

Deno.test("a run that fails for a wrong shape keeps what it has spent, and goes on from there when the script is mended", async () => {
  let value: Json = "high";
  const model = wordModel(() => "said"), store = memoryStore();
  const own = program("p@1", function* (): Program<Json> {
    const prompt = { form: "text", parts: [{ text: "a b" }] } as const;
    yield* demand({ do: "generate", key: "paid", model: "m", prompt, maxTokens: 50, sampling: {}, seed: 1 });
    return yield* demand({ do: "script", key: "s", script: "judge", input: null, returns: "number" });
  });
  const parts = { models: { m: model }, world: { script: () => Promise.resolve({ ok: true, value } as const) } };
  const run = await newRun(store, own), failed = await (await driveRun(store, run, own, parts)).rest;
  assert.ok(failed.rest === "ended");
  assert.deepEqual([failed.end.kind, failed.end.cause, failed.end.failure?.code], ["failed", "s", "shape"]);
  assert.equal((await store.run(run.id)).ledger.spent.calls, 1);
  value = 7;
  await store.append(run.id, (await store.run(run.id)).lease.epoch, [{
    entry: { seq: 99, type: "reopen", at: 0, value: { again: ["s"] } },
  }]);
  const done = await (await driveRun(store, run, own, parts)).rest;
  assert.ok(done.rest === "ended");
  assert.deepEqual([done.outputs, model.calls.length], [7, 1]);
});

Deno.test("what only the database is to blame for is no outcome of a tool: driving ends with it, and the run stays as it is", async () => {
  const store = memoryStore(), full = new StoreError("full", "Cannot write: the disk is full");
  const own = program("t@1", () => demand({ do: "tool", key: "k", tool: "t", input: null }));
  const run = await newRun(store, own);
  const { rest } = await driveRun(store, run, own, { world: { tool: () => Promise.reject(full) } });
  await assert.rejects(rest, full);
  assert.ok(!(await store.entries(run.id, 0)).some(({ key }) => key === "k"));
  const again = await driveRun(store, run, own, { world: { tool: () => Promise.resolve({ ok: true, value: 1 }) } });
  const done = await again.rest;
  assert.ok(done.rest === "ended");
  assert.equal(done.outputs, 1);
});
