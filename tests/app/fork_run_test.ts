import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import { call, commit } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";
import { inFolder } from "./folders.ts";

/** A run of a plan with an input, and what forks of it tell. */
async function grown() {
  const m = dreamer(), store = memoryStore(), logs: string[] = [];
  const on = (event: { readonly type: string; readonly text?: string }) =>
    void (event.type === "log" && logs.push(event.text!));
  const loom = await openLoom({ store, models: { m }, on });
  const plan = planFor({ m }, { inputs: { a: { type: "string", default: "x" } }, outputs: { a: "inputs.a" } });
  await (await loom.start(plan, { name: "o", seed: 1 })).end;
  return { store, loom, logs, rows: await store.entries(1, 0) };
}

Deno.test("a fork begins after a row that is there, and after no other", async () => {
  const { store, loom, rows } = await grown(), last = rows.at(-1)!.seq;
  for (const seq of [0, -1, last + 1, 99_999_999, 1.5, NaN, "2" as unknown as number]) {
    await assert.rejects(
      loom.fork("o", seq),
      /^RangeError: Cannot fork `o` at .*: its journal has no row of that number; `loom show o` lists its steps$/,
      String(seq),
    );
  }
  assert.equal((await store.runs()).length, 1);
  assert.equal((await (await loom.fork("o", last)).end).kind, "done");
});

Deno.test("a fork says which inputs changed after they were used; before the first state nothing was", async () => {
  const { loom, logs, rows } = await grown(), late = rows.findLast(({ type }) => type === "result")!.seq;
  const end = await (await loom.fork("o", late, { inputs: { a: "y" } })).end;
  assert.deepEqual([end.kind, end.outputs], ["done", { a: "y" }]);
  const said = `\`a\` is not what \`o\` had: what was made with the old one up to row ${late} stays`;
  assert.deepEqual(logs, [said]);
  await (await loom.fork("o", late, { inputs: { a: "x" } })).end;
  await (await loom.fork("o", late)).end;
  await (await loom.fork("o", rows[0]!.seq, { inputs: { a: "z" } })).end;
  assert.equal(logs.length, 1);
});

Deno.test("a fork takes inputs by name from a plan's origin, and one input from a program's", async () => {
  const { loom, rows } = await grown(), at = rows[0]!.seq;
  await assert.rejects(
    loom.fork("o", at, { input: 1 }),
    /^TypeError: Cannot fork `o` with `input`: a plan takes `inputs`/,
  );
  await (await loom.start(program("p@1", () => call("k", () => 1)), { name: "p" })).end;
  await assert.rejects(
    loom.fork("p", 1, { inputs: { a: 1 } }),
    /^TypeError: Cannot fork `p` with `inputs`: a program of your own takes one `input`$/,
  );
});

Deno.test("a fork by a program that is not the origin's is refused by the origin's name, and nothing is made", async () => {
  const store = memoryStore(),
    loop = (version: number) =>
      program(`loop@${version}`, function* () {
        yield* call("k", () => 1);
        yield* commit({ n: 1 });
      });
  await (await (await openLoom({ store })).start(loop(1), { name: "o" })).end;
  const later = await openLoom({ store });
  await assert.rejects(
    later.fork("o", 3, { program: loop(2) }),
    /^RangeError: Cannot fork `o`: it was begun by `loop@1`, and this is `loop@2`; hand that program to openLoom or to fork$/,
  );
  await assert.rejects(later.fork("o", 3), /^RangeError: Cannot fork `o`: it was begun by `loop@1`; hand that program/);
  assert.equal((await store.runs()).length, 1);

  const m = dreamer(), old = { ...planFor({ m }), program: "autoloom@0" };
  const run = await store.createRun({
    name: "old",
    title: "old",
    program: old.program,
    plan: old,
    inputs: { inputs: {}, document: "d", run: { name: "old", date: "2026-01-01" } },
    limits: {},
    seed: 1,
    at: 1,
    durability: "normal",
  });
  await store.append(run.id, (await store.acquire(run.driver, "x", { ttl: 60_000 }))!, [
    { entry: { seq: 1, type: "begin", at: 1, value: {} } },
  ]);
  await assert.rejects(
    later.fork("old", 1),
    /^RangeError: Cannot fork `old`: it was begun by `autoloom@0`, and this loom has `autoloom@\d+`; start its spec anew$/,
  );
  assert.equal((await store.runs()).length, 2);
});

Deno.test("a fork saves its text under its own name", () =>
  inFolder(async (folder) => {
    const m = dreamer(), loom = await openLoom({ store: memoryStore(), models: { m }, folder });
    const plan = planFor({ m }, { save: "${{ run.name }}.txt" });
    await (await loom.start(plan, { name: "one", seed: 1 })).end;
    await (await loom.fork("one", 3, { name: "two" })).end;
    const saved = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".txt"));
    assert.deepEqual(saved.sort(), ["one.txt", "two.txt"]);
  }));
