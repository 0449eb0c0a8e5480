import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand, race, take } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { gate, until } from "./models.ts";
import { generic, loomWith } from "./quick_looms.ts";

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
