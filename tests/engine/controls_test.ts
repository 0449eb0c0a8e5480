import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions } from "../../lib/app/loom_options.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import { RunLocked } from "../../lib/engine/host.ts";
import { ReplayMismatch } from "../../lib/engine/replay.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Generate, Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand, perform, race, take } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate, until, wordModel } from "./models.ts";

function ask(key: string, text = "a b"): Generate {
  return {
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ text }] },
    maxTokens: 50,
    sampling: {},
    seed: 1,
  };
}

const generic = (own: unknown) => own as OwnProgram<never, never, unknown>;
const quick = { retry: { base: 1, cap: 5, attempts: 4 } };

async function loomWith(options: LoomOptions) {
  const store = options.store ?? memoryStore();
  return { store, loom: await openLoom({ ...quick, ...options, store }) };
}

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

Deno.test("a question waits durably, is answered by whoever knows the run, and its time does not count", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  const own = program("p@1", () => demand({ do: "ask", key: "go", question: "Go?", choices: ["yes", "no"] }));
  const run = await loom.start(generic(own), { budget: { wall: 60_000 } });
  await until(async () => (await store.findRun(run.name)).status === "waiting");
  run.pause();
  await run.end;
  await loom.answer(run.name, "yes");
  assert.equal((await (await loom.resume(run.name)).end).outputs, "yes");
  assert.ok((await store.findRun(run.name)).ledger.wall < 60_000);
  assert.deepEqual(await store.inbox(1), [], "the answer left the inbox with the row that took it");
});

Deno.test("a wait is told of as begun once its row is there, and again by whoever drives the run next", async () => {
  const store = memoryStore(), told: string[] = [];
  const on = (event: RunEvent) => {
    if (event.type === "started") told.push(`${event.effect.do} ${event.key}`);
    if (event.type === "entry" && event.entry.type === "wait") told.push(`row ${event.entry.key}`);
  };
  const own = program("p@1", () =>
    all<Json>([
      () => demand({ do: "ask", key: "go", question: "Go?" }),
      () => demand({ do: "wait", key: "bell", signal: "bell" }),
    ]));
  const { loom } = await loomWith({ store, on }), run = await loom.start(generic(own));
  const isWaiting = async () => (await store.findRun(run.name)).status === "waiting";
  await until(isWaiting);
  assert.deepEqual(told, ["row go", "row bell", "ask go", "wait bell"]);
  run.pause();
  await run.end;
  const again = await loom.resume(run.name);
  await until(isWaiting);
  assert.deepEqual(told.slice(4), ["ask go", "wait bell"]);
  await loom.answer(run.name, "yes");
  await store.send(1, { kind: "signal", value: { signal: "bell" } });
  assert.deepEqual((await again.end).outputs, ["yes", { signal: true, value: null }]);
});

Deno.test("a question that nobody answers is answered by its default when it is due, restarts included", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  const own = program("p@1", () => demand({ do: "ask", key: "go", question: "Go?", timeout: 30, otherwise: "no" }));
  const run = await loom.start(generic(own));
  run.pause();
  await run.end;
  const due = (await store.entries(1, 0)).find(({ type }) => type === "wait")?.value as { due: number } | undefined;
  const end = await (await loom.resume(run.name)).end;
  assert.equal(end.outputs, "no");
  const dues = (await store.entries(1, 0)).filter(({ type }) => type === "wait").map(({ value }) =>
    (value as { due: number }).due
  );
  assert.equal(dues.length, 1, "a wait is begun once");
  if (due) assert.equal(dues[0], due.due);
});

Deno.test("a race between a timer and a call aborts the loser, and a resume decides it the same way", async () => {
  const { loom, store } = await loomWith({});
  const own = program("p@1", function* (): Program<Json> {
    const won = yield* race<Json>([
      () => demand({ do: "wait", key: "timer", duration: 5 }),
      () =>
        call(
          "forever",
          (signal) => new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
        ),
    ]);
    yield* commit({ won });
    return yield* call("after", () => won);
  });
  const run = await loom.start(generic(own));
  assert.deepEqual((await run.end).outputs, { signal: false, value: null });
  assert.equal((await store.entries(1, 0)).filter(({ key }) => key === "forever").length, 0);
});

Deno.test("guidance is taken once, journaled, and an empty take leaves no row", async () => {
  const held = gate<void>(), hold = gate<string>();
  const { loom, store } = await loomWith({ on: (event) => event.type === "started" && held.open() });
  const own = program("p@1", function* (): Program<Json> {
    const none = yield* take("take/1");
    yield* call("hold", () => hold.passed);
    const some = yield* take("take/2");
    return [none, some] as Json;
  });
  const run = await loom.start(generic(own));
  await held.passed;
  await store.send(1, { kind: "guide", value: "slower" });
  hold.open("");
  assert.deepEqual((await run.end).outputs, [[], [{ kind: "guide", value: "slower" }]]);
  assert.equal((await store.entries(1, 0)).filter(({ type }) => type === "took").length, 1);
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

Deno.test("a changed program is refused on resume, at the step where it differs", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  const hold = gate<string>();
  const before = program("p@1", function* (): Program<Json> {
    yield* call("a", () => 1, { what: "one" });
    return yield* call(
      "b",
      (signal) =>
        Promise.race([
          hold.passed,
          new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason))),
        ]),
    );
  });
  const run = await loom.start(generic(before));
  await until(async () => (await store.entries(1, 0)).some(({ key }) => key === "a"));
  run.pause({ abort: true });
  await run.end;
  const other = await loomWith({ store });
  const changed = (key: string, input: Json) => program("p@1", () => call(key, () => 1, input));
  await assert.rejects(
    (await other.loom.resume(run.name, { program: changed("a", { what: "two" }) as never })).end,
    (error) => error instanceof ReplayMismatch && error.key === "a",
  );
  await assert.rejects(
    (await other.loom.resume(run.name, { program: changed("z", null) as never })).end,
    (error) => error instanceof ReplayMismatch && /does not ask/.test(error.message),
  );
  hold.open("fine");
  assert.equal(
    (await (await other.loom.resume(run.name, { program: before as never })).end).outputs,
    "fine",
    "the run is as it was",
  );
});

Deno.test("a fork takes outcomes up to its row for nothing, has its own ledger, and leaves its origin alone", async () => {
  const store = memoryStore(),
    model = wordModel((_, n) => `v${n}`),
    { loom } = await loomWith({ store, models: { m: model } });
  const own = program("p@1", function* (_: Json, from?: { n: number; said: string[] }): Program<string[]> {
    let state = from ?? { n: 0, said: [] };
    while (state.n < 4) {
      const pair = yield* all([0, 1].map((i) => () => demand(ask(`k/${state.n}/${i}`))));
      state = { n: state.n + 1, said: [...state.said, ...pair.map(({ text }) => text)] };
      yield* commit(state);
    }
    return state.said;
  });
  const run = await loom.start(generic(own), { input: null, budget: { calls: 8 } }), origin = await run.end;
  const rows = await store.entries(1, 0), results = rows.filter(({ type }) => type === "result");
  const middle = results[4]!.seq,
    fork = await loom.fork(run.name, middle, { program: own as never }),
    end = await fork.end;
  const said = end.outputs as string[];
  assert.deepEqual(said.slice(0, 5), (origin.outputs as string[]).slice(0, 5));
  assert.notDeepEqual(said[5], (origin.outputs as string[])[5]);
  assert.equal(model.calls.length, 8 + 3);
  assert.equal(end.spent.calls, 3);
  assert.deepEqual(await store.entries(1, 0), rows);
  const own2 = await store.findRun(fork.name);
  assert.equal((await store.entries(own2.id, 0)).filter(({ reused }) => reused).length, 1);
});

Deno.test("a fork of a run that has committed nothing takes the outcomes over as well", async () => {
  const store = memoryStore(), { loom } = await loomWith({ store });
  let rolls = 0;
  const dice = program("p@1", function* (): Program<number[]> {
    return [yield* call("roll/1", () => ++rolls), yield* call("roll/2", () => ++rolls)];
  });
  const run = await loom.start(generic(dice));
  await run.end;
  const first = (await store.entries(1, 0)).find(({ key }) => key === "roll/1")!.seq;
  const fork = await loom.fork(run.name, first, { program: dice as never });
  assert.deepEqual((await fork.end).outputs, [1, 3]);
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
