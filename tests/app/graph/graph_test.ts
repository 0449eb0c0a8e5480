import assert from "node:assert/strict";
import { graph, memoryStore, openLoom, plateau, refine } from "../../../mod.ts";
import type { GraphBuilder, RunHandle } from "../../../mod.ts";

/** What a handle came to, its outputs typed by nobody. */
async function ended(handle: RunHandle) {
  const { kind, reason, outputs } = await handle.end;
  return { kind, reason, outputs };
}

Deno.test("tasks are handed what they need by name, and run side by side where they can", async () => {
  const order: string[] = [], gate = Promise.withResolvers<void>();
  const made = graph("sum@1", (g, input: { readonly to: number }) => {
    const odd = g.task("odd", {}, async () => {
      order.push("odd begins");
      await gate.promise;
      return input.to - 1;
    });
    const even = g.task("even", {}, () => {
      order.push("even");
      gate.resolve();
      return input.to;
    });
    return { total: g.task("total", { needs: { odd, n: even } }, ({ odd, n }) => odd + n) };
  });
  using loom = await openLoom({ memory: true });
  const run = await loom.start(made, { input: { to: 4 } });
  assert.deepEqual(await ended(run), { kind: "done", reason: "3 tasks are done", outputs: { total: 7 } });
  assert.deepEqual(order, ["odd begins", "even"]);
});

Deno.test("what is committed is not done again when a graph is resumed; what failed is tried once more", async () => {
  const store = memoryStore(), calls = { first: 0, second: 0 };
  let isBroken = true;
  const made = graph("mend@1", (g) => {
    const first = g.task("first", {}, () => ++calls.first);
    const second = g.task("second", { needs: { first }, attempts: 2, pause: 0 }, ({ first }) => {
      calls.second++;
      if (isBroken) throw new Error("it is broken");
      return first + 1;
    });
    const aside = g.task("aside", {}, () => "done");
    return { second, aside, never: g.task("third", { needs: { second } }, ({ second }) => second) };
  });
  using loom = await openLoom({ store });
  const end = await ended(await loom.start(made, { name: "m" }));
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^the task `second` failed: .*it is broken.*; `third` never began$/);
  assert.deepEqual(end.outputs, { second: null, aside: "done", never: null });
  assert.deepEqual(calls, { first: 1, second: 2 });
  isBroken = false;
  const again = await ended(await loom.resume("m"));
  assert.deepEqual([again.kind, again.outputs], ["done", { second: 2, aside: "done", never: 2 }]);
  assert.deepEqual(calls, { first: 1, second: 3 });
});

Deno.test("one budget holds for functions, and for loops that they call", async () => {
  const fix = refine<number>(
    { budget: { iterations: 9 }, cost: () => 0.2, reserve: 0.2, converge: plateau({ patience: 9 }), score: (n) => n },
    (n) => n + 1,
  );
  const made = graph("spend@1", (g) => {
    const loop = g.task("loop", { reserve: 0 }, async () => (await fix(0)).steps);
    return { after: g.task("after", { needs: { loop }, reserve: 0.5 }, ({ loop }, { spend }) => (spend(0.1), loop)) };
  });
  using loom = await openLoom({ memory: true });
  const run = await loom.start(made, { budget: { usd: 0.7 } }), end = await run.end;
  assert.equal(end.kind, "exhausted");
  const { spent } = (await loom.store.findRun(run.name)).ledger;
  assert.ok(spent.usd <= 0.7e9, `${spent.usd} nano-dollars`);
});

Deno.test("a condition leaves a task out and what needs it; another value stands for one that fails", async () => {
  const made = graph("maybe@1", (g) => {
    const no = g.task("no", { when: () => false }, () => 1);
    const broken = g.task("broken", { otherwise: -1 }, (): number => {
      throw new Error("no");
    });
    const after = g.task("after", { after: [no] }, () => "after");
    return { left: g.task("left", { needs: { no } }, ({ no }) => no), broken, after };
  });
  using loom = await openLoom({ memory: true });
  assert.deepEqual(await ended(await loom.start(made)), {
    kind: "done",
    reason: "2 tasks are done, 2 left out",
    outputs: { left: null, broken: -1, after: "after" },
  });
});

Deno.test("a critical task ends everything at once", async () => {
  let isAborted = false;
  const made = graph("stop@1", (g) => {
    const slow = g.task(
      "slow",
      {},
      (_, { signal }) =>
        new Promise<null>((done) =>
          signal.addEventListener("abort", () => {
            isAborted = true;
            done(null);
          })
        ),
    );
    const bad = g.task("bad", { critical: true }, () => Promise.reject(new Error("all is lost")));
    return { slow, bad };
  });
  using loom = await openLoom({ memory: true });
  const end = await ended(await loom.start(made));
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /`bad` failed: .*all is lost.*`slow` given up$/);
  assert.ok(isAborted);
});

Deno.test("an attempt that takes too long is ended and tried again", async () => {
  const made = graph("late@1", (g) => ({
    slow: g.task(
      "slow",
      { attempts: 2, pause: 0, timeout: 20 },
      (_, { attempt, signal }) =>
        attempt === 2 ? "in time" : new Promise<string>((done) => signal.addEventListener("abort", () => done("late"))),
    ),
  }));
  using loom = await openLoom({ memory: true });
  assert.deepEqual((await ended(await loom.start(made))).outputs, { slow: "in time" });
});

Deno.test("a function that a pause has cut off begins anew with all the time of its attempt, however long it had worked", async () => {
  const store = memoryStore(), hangs = Promise.withResolvers<void>();
  let begun = 0;
  const made = graph("late@1", (g) => ({
    slow: g.task("slow", { timeout: 600_000, otherwise: "too late" }, (_, { signal }) => {
      if (++begun > 1) return "in time";
      hangs.resolve();
      return new Promise<string>((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
    }),
  }));
  using loom = await openLoom({ store });
  const run = await loom.start(made, { name: "late" });
  await hangs.promise;
  const { id, lease } = await store.findRun("late");
  await store.beat(id, lease.epoch, { ttl: 60_000, walls: [{ run: id, wall: 600_000 }] });
  run.pause({ abort: true });
  assert.equal((await ended(run)).kind, "paused");
  assert.deepEqual((await ended(await loom.resume("late"))).outputs, { slow: "in time" });
});

Deno.test("what is wrong with a graph is told where it is written down", () => {
  const add = (build: (g: GraphBuilder) => Record<string, never>) => async () => {
    using loom = await openLoom({ memory: true });
    const { end } = await loom.start(graph("bad@1", build));
    const { kind, reason } = await end;
    throw new Error(`${kind}: ${reason}`);
  };
  const twice = add((g) => (g.task("a", {}, () => 1), g.task("a", {}, () => 1), {}));
  const strange = add((g) => (g.task("a", { needs: { b: { name: "b" } } }, () => 1), {}));
  return Promise.all([
    assert.rejects(twice, /failed: .*Cannot add the task `a`: there is one of that name/),
    assert.rejects(strange, /failed: .*Cannot add the task `a`: it needs `b`, which is no task of this graph/),
    assert.rejects(add((g) => (g.task("a/b", {}, () => 1), {})), /Cannot name a task `a\/b`/),
  ]).then(() => {
    assert.throws(() => graph("x", () => ({})), /Cannot name a program `x`/);
    assert.throws(() => graph("x@1", () => ({}), { width: 0 }), /`width` is `0`/);
  });
});

Deno.test("ten thousand empty tasks run, sixteen at a time, and are not run again", async () => {
  const store = memoryStore();
  let count = 0;
  const made = graph("wide@1", (g) => {
    const layers = Array.from({ length: 100 }, () => [] as ReturnType<typeof g.task<number>>[]);
    for (const [l, layer] of layers.entries()) {
      for (let i = 0; i < 100; i++) {
        const above = layers[l - 1]?.[i], needs = above ? { above } : {};
        layer.push(
          g.task<number, { above?: typeof above } & Record<string, never>>(
            `n${l}-${i}`,
            { needs } as never,
            () => ++count,
          ),
        );
      }
    }
    return { last: layers[99]![99]! };
  }, { width: 16 });
  using loom = await openLoom({ store });
  const { kind } = await (await loom.start(made, { name: "w" })).end;
  assert.deepEqual([kind, count], ["done", 10_000]);
});
