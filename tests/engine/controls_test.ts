import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import { RunLocked } from "../../lib/engine/host.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate, until, wordModel } from "./models.ts";
import { ask, generic, loomWith } from "./quick_looms.ts";

Deno.test("cancelling aborts what is in the air, settles it, and ends the run for good", async () => {
  const started = gate<void>();
  const model = wordModel((_, __, signal) =>
    new Promise((_resolve, reject) => {
      started.open();
      signal.addEventListener("abort", () => reject(signal.reason));
    })
  );
  const { loom, store } = await loomWith({ models: { m: model } });
  const run = await loom.start(
    generic(program("p@1", () => all([demand(ask("a")), demand(ask("b"))].map((one) => () => one)))),
  );
  await started.passed;
  await loom.cancel(run.name, "enough");
  const end = await run.end;
  assert.deepEqual([end.kind, end.reason], ["cancelled", "enough"]);
  const rows = await store.entries(1, 0);
  assert.equal(rows.filter(({ type }) => type === "settled").length, 2);
  assert.deepEqual((await store.findRun(run.name)).ledger.reserved, { usd: 0, tokens: 0, calls: 0 });
  assert.equal((await (await loom.resume(run.name)).end).kind, "cancelled");
});

Deno.test("a run that nobody drives can be cancelled too", async () => {
  const { loom, store } = await loomWith({ models: { m: wordModel(() => "x") } });
  const hold = gate<string>();
  const own = program(
    "p@1",
    () =>
      call("slow", (signal) =>
        Promise.race([
          hold.passed,
          new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
        ])),
  );
  const run = await loom.start(generic(own));
  run.pause({ abort: true });
  await run.end;
  assert.equal((await store.findRun(run.name)).status, "paused");
  await loom.cancel(run.name);
  assert.equal((await store.findRun(run.name)).status, "cancelled");
});

Deno.test("a pause lets calls finish and keeps their results; the resume hands them out for nothing", async () => {
  const hold = gate<string>(), model = wordModel((_, n) => n === 0 ? hold.passed : "second");
  const { loom } = await loomWith({ models: { m: model } });
  const own = program("p@1", function* (): Program<string> {
    const a = yield* demand(ask("a"));
    return `${a.text} ${(yield* demand(ask("b"))).text}`;
  });
  const run = await loom.start(generic(own));
  await until(() => model.calls.length === 1);
  run.pause();
  hold.open("first");
  assert.equal((await run.end).kind, "paused");
  assert.equal((await (await loom.resume(run.name)).end).outputs, "first second");
  assert.equal(model.calls.length, 2);
});

Deno.test("a second driver is refused and told who drives; one that lost its lease can write nothing more", async () => {
  const store = memoryStore(), hold = gate<string>();
  const own = program("p@1", function* (): Program<string> {
    return yield* call("k", () => hold.passed);
  });
  const { loom } = await loomWith({ store });
  const run = await loom.start(generic(own));
  await assert.rejects(
    loom.resume(run.name),
    (error) => error instanceof RunLocked && /process \d+ on this machine does/.test(error.message),
  );
  const lease = (await store.findRun(run.name)).lease;
  assert.ok(await store.acquire(1, "thief", { ttl: 60_000, gone: lease.epoch }));
  hold.open("late");
  await assert.rejects(run.end, { failure: "fenced" });
  assert.equal((await store.entries(1, 0)).some(({ type }) => type === "done" || type === "end"), false);
});

Deno.test("working time ends a run at its wall and aborts what is in the air; its time is not given back on resume", async () => {
  const { loom, store } = await loomWith({});
  const own = program(
    "p@1",
    () =>
      call(
        "long",
        (signal) => new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
      ),
  );
  const run = await loom.start(generic(own), { budget: { wall: 40 } }), end = await run.end;
  assert.deepEqual([end.kind, /working time/.test(end.reason)], ["exhausted", true]);
  assert.ok((await store.findRun(run.name)).ledger.wall >= 40);
  assert.equal((await (await loom.resume(run.name)).end).kind, "exhausted");
});

Deno.test("everything that happens is told, entries with their numbers, after they are durable", async () => {
  const events: RunEvent[] = [], store = memoryStore();
  const { loom } = await loomWith({ store, models: { m: wordModel(() => "said") }, on: (event) => events.push(event) });
  await (await loom.start(generic(program("p@1", () => demand(ask("k")))))).end;
  const told = events.flatMap((event) => event.type === "entry" ? [event.entry.seq] : []);
  assert.deepEqual(told, (await store.entries(1, 0)).map(({ seq }) => seq));
  assert.ok(events.some((event) => event.type === "text" && event.text === "said"));
});
