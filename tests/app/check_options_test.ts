import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import type { Loom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import { program } from "../../lib/app/own_program.ts";
import { all, call } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";

const step = program("step@1", () => call("k", () => 1));

async function messageOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return String(error);
  }
  return "nothing was thrown";
}

Deno.test("every option of a loom that does not hold is named with its value and what to give", async () => {
  const cases: readonly [unknown, RegExp][] = [
    [null, /^TypeError: Cannot open a loom: the options are `null`; give an object$/],
    [{ memroy: true }, /^TypeError: Cannot open a loom: there is no `memroy`, did you mean `memory`\? \(known: db, /],
    [{ memory: 1 }, /^TypeError: Cannot open a loom: `memory` is `1`; give `true` or `false`$/],
    [{ db: 7 }, /^TypeError: .*: `db` is `7`; give a text$/],
    [{ folder: [] }, /^TypeError: .*: `folder` is a list; give a text$/],
    [{ store: {} }, /^TypeError: .*: `store` is an object; give a store, such as `memoryStore\(\)`$/],
    [{ on: "x" }, /^TypeError: .*: `on` is `x`; give a function$/],
    [{ models: [] }, /^TypeError: .*: `models` is a list; give an object$/],
    [{ models: { m: "gpt" } }, /^TypeError: .*: `models\.m` is `gpt`; give a model$/],
    [{ tools: { t: () => 1 } }, /^TypeError: .*: `tools\.t` is a function; give a tool, /],
    [
      { tools: { t: { description: "", run: () => 1, timeout: "5s" } } },
      /^TypeError: .*its `timeout` in milliseconds$/,
    ],
    [
      { tools: { t: { description: "", run: () => 1, timeout: 0 } } },
      /^TypeError: .*`tools\.t` is an object; give a tool/,
    ],
    [{ programs: {} }, /^TypeError: .*: `programs` is an object; give a list$/],
    [{ programs: [function* () {}] }, /^TypeError: .*: `programs\[0\]` is a function; give what `program` made$/],
    [{ programs: [{ program: "x", body: () => 1 }] }, /^TypeError: Cannot name a program `x`/],
    [{ retry: { attempts: 0 } }, /^RangeError: .*: `retry\.attempts` is `0`; give a whole number from 1 on$/],
    [{ retry: { base: NaN } }, /^RangeError: .*: `retry\.base` is `NaN`; give milliseconds from 0 on$/],
    [{ retry: { cap: Infinity } }, /^RangeError: .*: `retry\.cap` is `Infinity`/],
    [{ retry: { tries: 3 } }, /^TypeError: .*: there is no `retry\.tries` \(known: attempts, base, cap\)$/],
    [
      { memory: true, store: memoryStore() },
      /^TypeError: .*it has one database, and `memory` and `store` name several$/,
    ],
  ];
  for (const [options, message] of cases) {
    assert.match(await messageOf(() => openLoom(options as LoomOptions)), message);
  }
});

Deno.test("every option of a start, a resume and a fork that does not hold is named, and nothing is made", async () => {
  const store = memoryStore(), loom = await openLoom({ store });
  const cases: readonly [unknown, RegExp][] = [
    [
      { budget: { dollars: 1 } },
      /^TypeError: .*there is no `budget\.dollars` \(known: usd, tokens, calls, iterations, /,
    ],
    [{ budget: { token: 1 } }, /^TypeError: .*there is no `budget\.token`, did you mean `tokens`\?/],
    [{ budget: 1 }, /^TypeError: .*: `budget` is `1`; give an object$/],
    [{ budget: { usd: NaN } }, /^RangeError: .*: `budget\.usd` is `NaN`; give dollars from 0 to 9007199$/],
    [{ budget: { usd: 1e300 } }, /^RangeError: .*: `budget\.usd` is `1e\+300`; give dollars/],
    [{ budget: { usd: -0.5 } }, /^RangeError: .*: `budget\.usd` is `-0\.5`/],
    [{ budget: { usd: "1" } }, /^TypeError: .*: `budget\.usd` is `1`; give dollars/],
    [{ budget: { calls: -1 } }, /^RangeError: .*: `budget\.calls` is `-1`; give a whole number from 0 on$/],
    [{ budget: { tokens: 1.5 } }, /^RangeError: .*: `budget\.tokens` is `1\.5`/],
    [{ budget: { iterations: Infinity } }, /^RangeError: .*: `budget\.iterations` is `Infinity`/],
    [{ budget: { wall: NaN } }, /^RangeError: .*: `budget\.wall` is `NaN`; give a whole number of milliseconds from 0/],
    [
      { budget: { deadline: "x" } },
      /^TypeError: .*: `budget\.deadline` is `x`; give a whole number of milliseconds since/,
    ],
    [{ name: 7 }, /^TypeError: .*: `name` is `7`; give a text$/],
  ];
  const onlyNew: readonly [unknown, RegExp][] = [
    [{ seed: NaN }, /^RangeError: .*: `seed` is `NaN`; give a whole number from 0 to 2147483647$/],
    [{ seed: "x" }, /^TypeError: .*: `seed` is `x`/],
    [{ seed: 2 ** 31 }, /^RangeError: .*: `seed` is `2147483648`/],
    [{ durability: "half" }, /^RangeError: .*: `durability` is `half`; give `full` or `normal`$/],
    [{ home: 1 }, /^TypeError: .*: `home` is `1`/],
    [{ spec: 1 }, /^TypeError: .*: `spec` is `1`/],
    [{ inputs: [] }, /^TypeError: .*: `inputs` is a list; give an object$/],
    [{ bugdet: {} }, /^TypeError: .*there is no `bugdet`, did you mean `budget`\?/],
  ];
  for (const [options, message] of [...cases, ...onlyNew]) {
    assert.match(await messageOf(() => loom.start(step, options as StartOptions)), message);
  }
  assert.deepEqual(await store.runs(), []);

  await (await loom.start(step, { name: "r" })).end;
  for (const [options, message] of [...cases, ...onlyNew]) {
    assert.match(await messageOf(() => loom.fork("r", 1, options as StartOptions)), message);
  }
  for (const [{ budget }, message] of cases.slice(0, -1) as [{ budget: number }, RegExp][]) {
    const resume = await messageOf(() => loom.resume("r", { addBudget: budget } as object));
    assert.match(resume, new RegExp(message.source.replace("budget", "addBudget")));
  }
  assert.match(
    await messageOf(() => loom.resume("r", { program: 1 } as object)),
    /`program` is `1`; give what `program`/,
  );
  assert.equal((await store.runs()).length, 1);
});

Deno.test("a field that is undefined is as good as none, and takes no limit away", async () => {
  const m = dreamer(),
    store = memoryStore(),
    loom = await openLoom({ store, models: { m }, db: undefined } as unknown as LoomOptions);
  const plan = planFor({ m }, { budget: { calls: 3 } });
  await (await loom.start(plan, { name: undefined, budget: { calls: undefined } } as unknown as StartOptions)).end;
  assert.deepEqual((await store.run(1)).ledger.limits, { calls: 3 });
});

Deno.test("whatever a run is called by that is no name is told as such", async () => {
  using loom = await openLoom({ memory: true });
  const run = await loom.start(step);
  await run.end;
  const calls: readonly ((loom: Loom, name: string) => Promise<unknown>)[] = [
    (loom, name) => loom.resume(name),
    (loom, name) => loom.fork(name, 1),
    (loom, name) => loom.addBudget(name, { calls: 1 }),
    (loom, name) => loom.pause(name),
  ];
  for (const call of calls) {
    for (const name of [run, "", undefined]) {
      assert.match(
        await messageOf(() => call(loom, name as string)),
        /^TypeError: Cannot find a run without its name: give the text that `run\.name` holds$/,
      );
    }
  }
});

Deno.test("a width that lets nothing run fails the run in words", async () => {
  using loom = await openLoom({ memory: true });
  const idle = program("idle@1", () => all([() => call("k", () => 1)], { width: 0 }));
  const { kind, reason } = await (await loom.start(idle)).end;
  assert.deepEqual([kind, reason], [
    "failed",
    "RangeError: Cannot run programs side by side: `width` is `0`; give a whole number from 1 on",
  ]);
});
