import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Generate, Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { gate, until, wordModel } from "./models.ts";
import type { Fault } from "./stores.ts";
import { bury, faulty } from "./stores.ts";
import { driveRun, newRun } from "./worlds.ts";

function ask(key: string): Generate {
  return {
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ text: key }] },
    maxTokens: 50,
    sampling: {},
    seed: 1,
    weave: { document: "d", parent: null, role: "candidate" },
  };
}

/** Two rounds of two paid calls, a step and a child that buys once. */
const loop = program("loop@1", function* (_: Json, from?: { n: number; said: string[] }): Program<Json> {
  let state: { n: number; said: string[] } = from ?? { n: 0, said: [] };
  while (state.n < 2) {
    const { n, said }: { n: number; said: string[] } = state;
    const pair = yield* all([0, 1].map((i) => () => demand(ask(`k/${n}/${i}`))));
    const step: string = yield* call(`step/${n}`, () => `step ${n}`);
    const child = yield* demand({ do: "run", key: `child/${n}`, plan: "kid", inputs: {} });
    state = { n: n + 1, said: [...said, ...pair.map(({ text }) => text), step, String(child.outputs)] };
    yield* commit(state);
  }
  return state.said;
});
const kid = program("kid@1", function* (): Program<Json> {
  return (yield* demand(ask("kid"))).text;
});
const children = { kid: kid as unknown as OwnProgram };

function answering() {
  const bought = new Map<string, number>();
  const model = wordModel(({ idempotencyKey = "", prompt }) => {
    bought.set(idempotencyKey, (bought.get(idempotencyKey) ?? 0) + 1);
    return `said ${(prompt as { readonly text: string }).text}`;
  });
  return { bought, models: { m: model } };
}

/** Keys of calls whose result is committed, in any run of the store. */
async function committed(store: Store): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const heads = [...await store.runs()];
  for (const head of heads) {
    heads.push(...await store.runs({ parent: head.id }));
    let commits = 0;
    for (const { type, key, state } of await store.entries(head.id, 0)) {
      if (state !== undefined) commits++;
      if (type === "result") keys.add(`${head.name}/${commits}/${key}/0`);
    }
  }
  return keys;
}

async function isHeld(store: Store): Promise<boolean> {
  return (await store.run(1)).lease.live;
}

Deno.test("a database that fails at any append loses nothing: driving rejects with its error, and a resume buys nothing again", async () => {
  const calm = memoryStore(), calmly = answering();
  let appends = 0;
  const counting = faulty(calm, ({ n }) => void (appends = n));
  const expected = await (await driveRun(counting, await newRun(counting, loop), loop, { ...calmly, children })).rest;
  assert.equal(expected.rest, "ended");
  for (const failure of ["full", "busy", "fenced"] as const) {
    for (const at of ["before", "after"] as const) {
      for (let fails = 1; fails <= appends; fails++) {
        const inner = memoryStore(), error = new StoreError(failure, `Cannot write: ${failure}`);
        const store = faulty(inner, ({ n }) => n === fails ? { at, error } : undefined);
        const { bought, models } = answering(), run = await newRun(store, loop);
        await assert.rejects((await driveRun(store, run, loop, { models, children })).rest, { failure });
        assert.equal(await isHeld(inner), false, "the lease is given back");
        const done = await committed(inner), before = new Map(bought), rows = (await inner.entries(1, 0)).length;
        await new Promise((resolve) => setTimeout(resolve, 0));
        assert.equal((await inner.entries(1, 0)).length, rows, "nothing is written after the failure");
        const rest = await (await driveRun(inner, run, loop, { models, children })).rest;
        assert.deepEqual(rest, expected, `${failure} ${at} append ${fails}`);
        for (const key of done) assert.equal(bought.get(key), before.get(key), `${key} was bought again`);
      }
    }
  }
});

Deno.test("a commit that is told to have failed although it is in is not done again, and driving goes on", async () => {
  const { entries } = await journal({ fails: Infinity, at: "before" });
  for (let fails = 1; fails <= entries.length + 8; fails++) {
    const after = await journal({ fails, at: "after", only: "result" });
    assert.deepEqual(after.outputs, ["said a", "said b", "step"]);
    assert.equal(new Set(after.entries.map(({ seq }) => seq)).size, after.entries.length);
    assert.deepEqual(after.entries.map(({ type }) => type), entries.map(({ type }) => type));
    assert.deepEqual(after.told, after.entries.map(({ seq }) => seq));
  }
});

/** One short run, some of whose appends of results fail for a reason that might lie in a row. */
async function journal({ fails, at, only }: { fails: number; at: Fault; only?: string }) {
  const inner = memoryStore(), told: number[] = [];
  const store = faulty(
    inner,
    ({ n, writes }) =>
      n >= fails && writes.some(({ entry }) => entry.type === only || entry.type === "done")
        ? { at, error: new StoreError("broken", "Cannot use the database: the connection was reset") }
        : undefined,
  );
  const own = program("p@1", function* (): Program<Json> {
    const a = yield* demand(ask("a"));
    yield* commit({ list: [a.text] });
    const b = yield* demand(ask("b"));
    yield* commit({ list: [a.text, b.text] });
    return [a.text, b.text, yield* call("step", () => "step")];
  });
  const parts = {
    ...answering(),
    on: (event: { type: string; entry?: { seq: number } }) => void (event.entry && told.push(event.entry.seq)),
  };
  const rest = await (await driveRun(store, await newRun(store, own), own, parts as never)).rest;
  const run = await inner.run(1);
  return { outputs: rest.rest === "ended" ? rest.outputs : undefined, entries: await inner.entries(run.id, 0), told };
}

Deno.test("a result whose row cannot be stored is committed as failed, with its spend and the states that ride", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("a", "b", "c"), async (bad) => {
      const store = memoryStore();
      const own = program("p@1", function* (_: Json, from?: { said: string[] }): Program<Json> {
        const said: string[] = [...from?.said ?? []];
        for (const key of ["a", "b", "c"].slice(said.length)) {
          const outcome = (yield { say: "perform", effect: ask(key) }) as { readonly type: string };
          said.push(outcome.type);
          yield* commit({ said });
        }
        return said;
      });
      const { models: { m } } = answering();
      const model = {
        ...m,
        async *generate(...args: Parameters<typeof m.generate>) {
          for await (const event of m.generate(...args)) {
            const isBad = (args[0].prompt as { text: string }).text === bad && event.type === "text";
            yield isBad ? { ...event, logprobs: [{ token: "x", logprob: -Infinity }] } : event;
          }
        },
      };
      const run = await newRun(store, own),
        rest = await (await driveRun(store, run, own, { models: { m: model } })).rest;
      assert.equal(rest.rest, "ended");
      const expected = ["a", "b", "c"].map((key) => key === bad ? "failed" : "value");
      assert.deepEqual(rest.rest === "ended" && rest.outputs, expected);
      assert.equal((await store.run(run.id)).ledger.spent.calls, 3);
      assert.equal((await store.run(run.id)).ledger.reserved.calls, 0);
    }),
    { numRuns: 6, seed: 1 },
  );
});

Deno.test("a lease that is lost while calls are in the air ends driving, aborts the calls, and nothing of it is left behind", async () => {
  const store = memoryStore(), aborted: string[] = [], started = gate<void>();
  const model = wordModel(({ prompt }, n, signal) =>
    new Promise((_, reject) => {
      if (n === 2) started.open();
      signal.addEventListener("abort", () => {
        aborted.push((prompt as { readonly text: string }).text);
        reject(signal.reason);
      });
    })
  );
  const own = program("p@1", function* (): Program<Json> {
    yield* all([
      () => demand(ask("a")),
      () => demand(ask("b")),
      () => demand({ do: "run", key: "c", plan: "kid", inputs: {} }),
    ] as (() => Program<unknown>)[]);
    return null;
  });
  const run = await newRun(store, own), driving = await driveRun(store, run, own, { models: { m: model }, children });
  await started.passed;
  const { lease } = await store.run(run.id);
  assert.ok(await store.acquire(run.id, "thief", { ttl: 60_000, gone: lease.epoch }));
  await assert.rejects(driving.rest, { failure: "fenced" });
  assert.deepEqual(aborted.toSorted(), ["a", "b", "kid"]);
  const rows = [...await store.entries(1, 0), ...await store.entries(2, 0)];
  assert.equal(rows.some(({ type }) => type === "settled" || type === "result" || type === "end"), false);
  assert.equal((await store.run(run.id)).lease.holder, "thief", "another's lease is not given back");
});

Deno.test("a database that fails for a while does not end a run that only waits", async () => {
  const inner = memoryStore();
  let isDown = false;
  const down = () => new StoreError("busy", "Cannot write: another process holds the lock");
  const store: Store = {
    ...inner,
    inbox: (run) => isDown ? Promise.reject(down()) : inner.inbox(run),
    beat: (...args) => isDown ? Promise.reject(down()) : inner.beat(...args),
  };
  const own = program("p@1", () => demand({ do: "ask", key: "go", question: "?" }));
  const run = await newRun(store, own), driving = await driveRun(store, run, own);
  await until(async () => (await inner.run(run.id)).status === "waiting");
  isDown = true;
  await new Promise((resolve) => setTimeout(resolve, 250));
  isDown = false;
  await inner.send(run.id, { kind: "answer", value: { answer: "yes" } });
  const rest = await driving.rest;
  assert.equal(rest.rest === "ended" && rest.outputs, "yes");
});

Deno.test("a listener that throws, and a state that cannot be stored, leave what was bought as it is", async () => {
  const store = memoryStore(), { models } = answering();
  const own = program("p@1", function* (): Program<Json> {
    const a = yield* demand(ask("a"));
    yield* commit({ kept: a.text, list: [1] });
    yield* demand(ask("b"));
    yield* commit({ kept: "changed", list: [1, Number.NaN] });
    return null;
  });
  const rest = await (await driveRun(store, await newRun(store, own), own, { models })).rest;
  assert.ok(rest.rest === "ended");
  assert.match(rest.end.reason, /\$\.list\[1\]/);
  assert.deepEqual(rest.outputs, { kept: "said a", list: [1] }, "the state before is what the run is worth");
});

Deno.test("the working time of lives that are killed counts, also what no beat has stored", async () => {
  const inner = memoryStore(),
    steps = program("steps@1", function* (): Program<null> {
      for (let i = 0; i < 6; i++) yield* call(`step/${i}`, () => i);
      return null;
    });
  const run = await newRun(inner, steps);
  let now = 1_000_000;
  for (let life = 0; life < 3; life++) {
    let rows = 0;
    const dying: Store = {
      ...inner,
      append: async (id, epoch, writes) => {
        if ((rows += writes.length) > 3) throw new StoreError("fenced", "killed");
        return await inner.append(id, epoch, writes);
      },
      beat: () => Promise.reject(new StoreError("busy", "killed")),
    };
    await assert.rejects((await driveRun(dying, run, steps, { world: { now: () => now += 100 } })).rest);
    await bury(inner, run.id);
  }
  const rows = await inner.entries(run.id, 0), drives = rows.filter(({ type }) => type === "drive");
  const walls = drives.map(({ value }) => (value as { readonly wall: number }).wall);
  assert.equal(walls[0], 0);
  const lived = rows.filter(({ seq }) => seq < drives[1]!.seq).at(-1)!.at - drives[0]!.at;
  assert.ok(lived > 0);
  assert.equal(walls[1], lived);
  assert.ok(walls[2]! > walls[1]!, JSON.stringify(walls));
});
