import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { call, commit, demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { until, wordModel } from "./models.ts";
import { ask, generic, loomWith } from "./quick_looms.ts";

Deno.test("a failure that can pass is tried again, each attempt with its own intent, and all of them are charged", async () => {
  const model = wordModel((_, n) => n < 2 ? new ModelError("server", "503") : "fine");
  const { store, loom } = await loomWith({ models: { m: model } });
  const end = await (await loom.start(generic(program("p@1", () => demand(ask("k")))))).end;
  assert.equal(end.kind, "done");
  const rows = (await store.entries(1, 0)).map(({ type }) => type);
  assert.deepEqual(rows, ["begin", "drive", "intent", "failure", "intent", "failure", "intent", "result", "end"]);
  assert.equal(end.spent.calls, 3);
  assert.deepEqual(model.calls.map(({ idempotencyKey }) => idempotencyKey?.split("/").at(-1)), ["0", "1", "2"]);
});

Deno.test("answers that cannot be used are asked for a bounded number of times, earlier lives included", async () => {
  const store = memoryStore(), failing = wordModel(() => new ModelError("malformed", "cut off"));
  const first = await loomWith({ store, models: { m: failing }, retry: { base: 200, cap: 10_000, attempts: 4 } });
  const run = await first.loom.start(generic(program("p@1", () => perform(ask("k")))));
  await until(async () => (await store.entries(1, 0)).some(({ type }) => type === "failure"));
  run.pause({ abort: true });
  assert.equal((await run.end).kind, "paused");
  const before = failing.calls.length;
  const second = await loomWith({ store, models: { m: failing } });
  const end = await (await second.loom.resume(run.name, { program: program("p@1", () => perform(ask("k"))) as never }))
    .end;
  assert.equal(end.kind, "done");
  assert.match(JSON.stringify(end.outputs), /4 attempts/);
  assert.equal(failing.calls.length, 4, `${before} attempts before the pause`);
});

Deno.test("what cannot pass stops at once and names what to do; a resume after the cause is mended tries that step again", async () => {
  let mended = false;
  const model = wordModel(({ prompt }) =>
    !mended && prompt.form === "text" && prompt.text === "bad"
      ? new ModelError("auth", "the key was refused; set another")
      : "ok"
  );
  const { loom } = await loomWith({ models: { m: model } });
  const own = program("p@1", function* (): Program<string> {
    const a = yield* demand(ask("first"));
    const b = yield* demand(ask("second", "bad"));
    return a.text + b.text;
  });
  const run = await loom.start(generic(own)), end = await run.end;
  assert.equal(end.kind, "failed");
  assert.equal(end.reason, "step `second` failed: the key was refused; set another");
  assert.equal(model.calls.length, 2);
  mended = true;
  const again = await (await loom.resume(run.name)).end;
  assert.deepEqual([again.kind, again.outputs], ["done", "okok"]);
  assert.equal(model.calls.length, 3, "the first step was not bought again");
});

Deno.test("an answer cut off in the middle is asked again and never taken for a text", async () => {
  const whole = wordModel(() => "whole");
  let first = true;
  const cut = {
    ...whole,
    async *generate(...args: Parameters<typeof whole.generate>) {
      for await (const event of whole.generate(...args)) {
        if (first && event.type === "end") return void (first = false);
        yield event;
      }
    },
  };
  const { loom, store } = await loomWith({ models: { m: cut } });
  const end = await (await loom.start(generic(program("p@1", () => demand(ask("k")))))).end;
  assert.equal((end.outputs as { text: string }).text, "whole");
  assert.ok((await store.entries(1, 0)).some(({ type }) => type === "failure"));
});

Deno.test("what a step returns that is not JSON fails that step with the path, and nothing else is lost", async () => {
  const { loom } = await loomWith({ models: { m: wordModel(() => "x") } });
  const own = program("p@1", function* (): Program<Json> {
    yield* demand(ask("paid"));
    return yield* call("bad", () => ({ list: [1, Number.NaN] }) as Json);
  });
  const end = await (await loom.start(generic(own))).end;
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /\$\.list\[1\].*NaN/);
  assert.equal(end.spent.calls, 1);
});

Deno.test("a state that is not JSON fails the run with the path, and keeps what was spent", async () => {
  const { loom } = await loomWith({ models: { m: wordModel(() => "x") } });
  const own = program("p@1", function* (): Program<Json> {
    yield* demand(ask("paid"));
    yield* commit({ when: new Date(0) });
    return null;
  });
  const end = await (await loom.start(generic(own))).end;
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /\$\.when/);
  assert.equal(end.spent.calls, 1);
});
