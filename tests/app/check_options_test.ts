import assert from "node:assert/strict";
import type { UndoOptions } from "../../lib/app/changes/undo_run.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { Loom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import { program } from "../../lib/app/own_program.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import { all, call } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";
import { withKeptRun } from "./changes/kept_run.ts";
import { namesIn } from "./folders.ts";

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

Deno.test("an option of an undoing that does not hold is named, and nothing is undone", async () => {
  await withKeptRun(async ({ store, root, write, rest }) => {
    await write("task/look", "a.txt", "a");
    await rest();
    await using loom = await openLoom({ store });
    const cases: readonly [unknown, RegExp][] = [
      [{ tasks: "look", dry_run: true }, /^TypeError: Cannot undo .*: there is no `tasks`, did you mean `task`\?/],
      [{ dry_run: true }, /^TypeError: .*there is no `dry_run`, did you mean `dryRun`\?/],
      [{ task: 7 }, /^TypeError: .*: `task` is `7`; give a text$/],
      [{ change: 0 }, /^RangeError: .*: `change` is `0`; give the number of a change, from 1 on$/],
      [{ dryRun: "no" }, /^TypeError: .*: `dryRun` is `no`; give `true` or `false`$/],
      [{ signal: {} }, /^TypeError: .*: `signal` is an object; give an `AbortSignal`$/],
      [
        { task: "look", change: 1 },
        /^TypeError: .*: `change` is one change, and `task` means others; give one of them/,
      ],
      [{ takenBack: true, change: 1 }, /^TypeError: .*`takenBack` means others; give one of them$/],
      [null, /^TypeError: .*: the options are `null`; give an object$/],
    ];
    for (const [options, message] of cases) {
      assert.match(await messageOf(() => loom.undo("kept", options as UndoOptions)), message);
    }
    assert.deepEqual(namesIn(root), ["a.txt"]);
    const undone = await loom.undo("kept", { task: "look", change: undefined, project: undefined } as object);
    assert.ok(undone.ok);
    assert.deepEqual(namesIn(root), []);
  });
});

Deno.test("whoever looks on is told of what was undone, and of a trial nothing", async () => {
  await withKeptRun(async ({ store, write, rest }) => {
    await write("task/look", "a.txt", "a");
    await write("task/look", "b.txt", "b");
    await rest();
    const told: RunEvent[] = [];
    await using loom = await openLoom({ store, on: (event) => told.push(event) });
    await loom.undo("kept", { dryRun: true });
    assert.equal(told.length, 0);
    await loom.undo("kept", { change: 1 });
    await loom.undo("kept");
    await loom.undo("kept");
    const texts = told.map((event) => event.type === "log" && [event.run, event.key, event.text]);
    assert.deepEqual(texts, [["kept", "undo", "1 change was undone"], ["kept", "undo", "1 change was undone"]]);
  });
});

Deno.test("a filter of what was learned that does not hold is named, and nothing is forgotten", async () => {
  const store = memoryStore();
  await using loom = await openLoom({ store });
  await (await loom.start(step)).end;
  await store.learned.learn(1, [{ kind: "retry", key: "a", at: 1 }]);
  for (const filter of [{ kinds: "success" }, { limit: 1 }] as object[]) {
    assert.match(await messageOf(() => loom.learned.forget(filter)), /^TypeError: Cannot forget .*there is no `/);
  }
  assert.match(
    await messageOf(() => loom.learned.list({ kind: 1 } as never)),
    /^TypeError: .*`kind` is `1`; give a text/,
  );
  assert.match(await messageOf(() => loom.learned.list({ limit: -1 })), /^RangeError: Cannot list .*`limit` is `-1`/);
  assert.equal((await loom.learned.list({ kind: "retry", limit: 1 })).length, 1);
  assert.equal(await loom.learned.forget({ kind: "retry" }), 1);
});

Deno.test("an option of a goal that does not hold is named as one of a goal", async () => {
  await using loom = await openLoom({ memory: true });
  const cases: readonly [unknown, RegExp][] = [
    [{ contxt: "x" }, /^TypeError: Cannot carry the goal out: there is no `contxt`, did you mean `context`\?/],
    [{ inputs: {} }, /^TypeError: Cannot carry the goal out: there is no `inputs`/],
    [{ workspace: 7 }, /^TypeError: Cannot carry the goal out: `workspace` is `7`; give a text$/],
    [{ budget: { usd: -1 } }, /^RangeError: Cannot carry the goal out: `budget\.usd` is `-1`/],
    [null, /^TypeError: Cannot carry the goal out: the options are `null`; give an object$/],
  ];
  for (const [options, message] of cases) assert.match(await messageOf(() => loom.do("x", options as object)), message);
  assert.match(
    await messageOf(() => loom.do(undefined as never)),
    /^TypeError: Cannot carry the goal out: `goal` is `undefined`; give a text$/,
  );
});
