import assert from "node:assert/strict";
import type { Plan } from "../../plan/mod.ts";
import { planHash } from "../../plan/mod.ts";
import type { Promises } from "./setting.ts";
import { drive, fails, newRun, row } from "./setting.ts";

/** What a store promises about runs. */
export const RUNS: Promises = {
  "a run is found as it was made": async (store) => {
    const plan = { version: 1, b: 1, a: ["é", null] } as unknown as Plan;
    const made = await store.createRun(newRun("lighthouse-1", {
      plan,
      inputs: { topic: "the sea", list: [1, 2.5, null] },
      limits: { usd: 9_000_000_000, iterations: 4, wall: 5_000, deadline: 1_800_000_000_000 },
      durability: "full",
    }));
    assert.deepEqual(await store.run(made.id), made);
    assert.deepEqual(await store.findRun("lighthouse-1"), made);
    assert.deepEqual(await store.plan(made.id), plan);
    assert.deepEqual(await store.inputs(made.id), { topic: "the sea", list: [1, 2.5, null] });
    const { name, title, program, seed, created, driver, durability, status, steps, updated, lease, ledger } = made;
    assert.deepEqual([name, title, program, seed, created], [
      "lighthouse-1",
      "A title",
      "test@1",
      7,
      1_700_000_000_000,
    ]);
    assert.deepEqual([driver, durability, status, steps, updated], [made.id, "full", "queued", 0, created]);
    assert.deepEqual(lease, { epoch: 0, holder: "", live: false });
    assert.deepEqual(ledger, {
      limits: { usd: 9_000_000_000, iterations: 4, wall: 5_000, deadline: 1_800_000_000_000 },
      spent: { usd: 0, tokens: 0, calls: 0 },
      reserved: { usd: 0, tokens: 0, calls: 0 },
      wall: 0,
    });
  },

  "a run without a plan has none, and a plan is known by its hash, in whatever order it was written": async (store) => {
    const bare = await store.createRun(newRun("bare"));
    assert.equal(await store.plan(bare.id), undefined);
    assert.equal("planHash" in bare, false);
    const one = await store.createRun(newRun("one", { plan: { a: 1, b: 2 } as unknown as Plan }));
    const two = await store.createRun(newRun("two", { plan: { b: 2, a: 1 } as unknown as Plan }));
    assert.deepEqual([one.planHash, two.planHash], Array(2).fill(planHash({ a: 1, b: 2 } as unknown as Plan)));
  },

  "a name is used once, and the run that has it stays as it is": async (store) => {
    const { run, epoch } = await drive(store, "taken", { limits: { usd: 5 } });
    await store.append(run.id, epoch, [row(1, { type: "drive" })]);
    const before = await store.run(run.id);
    await assert.rejects(store.createRun(newRun("taken", { limits: { usd: 99 } })), fails("taken", /`taken`/));
    assert.deepEqual(await store.run(run.id), before);
  },

  "a child is made once for its parent and key, whatever it is named the second time": async (store) => {
    const root = await store.createRun(newRun("root"));
    const child = await store.createRun(newRun("child", { parent: { run: root.id, key: "task/a" } }));
    const again = await store.createRun(newRun("child-2", { parent: { run: root.id, key: "task/a" } }));
    assert.deepEqual(again, child);
    assert.equal(child.driver, root.id);
    assert.deepEqual(child.parent, { run: root.id, key: "task/a" });
    const other = await store.createRun(newRun("other", { parent: { run: root.id, key: "task/b" } }));
    const deep = await store.createRun(newRun("deep", { parent: { run: other.id, key: "task/a" } }));
    assert.equal(deep.driver, root.id);
    assert.deepEqual((await store.purses(deep.id)).map(({ run }) => run), [deep.id, other.id, root.id]);
    await assert.rejects(
      store.createRun(newRun("child", { parent: { run: root.id, key: "task/c" } })),
      fails("taken"),
    );
  },

  "many makers of one child get the same child": async (store) => {
    const root = await store.createRun(newRun("root"));
    const children = await Promise.all(
      Array.from({ length: 8 }, (_, i) => store.createRun(newRun(`c${i}`, { parent: { run: root.id, key: "k" } }))),
    );
    assert.equal(new Set(children.map(({ id }) => id)).size, 1);
    assert.equal((await store.runs({ parent: root.id })).length, 1);
  },

  "a fork knows its origin and drives itself": async (store) => {
    const first = await store.createRun(newRun("first"));
    const fork = await store.createRun(newRun("fork", { origin: { run: first.id, seq: 12 } }));
    assert.deepEqual(fork.origin, { run: first.id, seq: 12 });
    assert.equal(fork.driver, fork.id);
  },

  "the beginning of a name finds a run when only one begins so": async (store) => {
    await store.createRun(newRun("harbour-1"));
    await store.createRun(newRun("harbour-12"));
    await store.createRun(newRun("hill-😀"));
    assert.equal((await store.findRun("hi")).name, "hill-😀");
    assert.equal((await store.findRun("hill-")).name, "hill-😀");
    assert.equal((await store.findRun("harbour-1")).name, "harbour-1");
    await assert.rejects(store.findRun("harbour"), fails("not-found", /harbour/));
    await assert.rejects(store.findRun("h%"), fails("not-found", /`h%`/));
    await assert.rejects(store.findRun("HILL"), fails("not-found"));
    await assert.rejects(store.run(999), fails("not-found", /999/));
  },

  "runs are listed newest first, children only for their parent": async (store) => {
    const roots = [];
    for (const name of ["a", "b", "c"]) roots.push(await store.createRun(newRun(name)));
    await store.createRun(newRun("b.x", { parent: { run: roots[1]!.id, key: "x" } }));
    await store.createRun(newRun("b.y", { parent: { run: roots[1]!.id, key: "y" } }));
    assert.deepEqual((await store.runs()).map(({ name }) => name), ["c", "b", "a"]);
    assert.deepEqual((await store.runs({ limit: 2 })).map(({ name }) => name), ["c", "b"]);
    assert.deepEqual((await store.runs({ parent: roots[1]!.id })).map(({ name }) => name), ["b.y", "b.x"]);
    assert.deepEqual(await store.runs({ parent: roots[0]!.id }), []);
  },

  "a run's status follows its rows": async (store) => {
    const { run, epoch } = await drive(store, "standing");
    const statusAfter = async (seq: number, type: "drive" | "pause" | "reopen" | "end", value?: { kind: string }) => {
      await store.append(run.id, epoch, [row(seq, { type, ...(value ? { value } : {}) })]);
      return (await store.run(run.id)).status;
    };
    assert.equal(await statusAfter(1, "drive"), "running");
    assert.equal(await statusAfter(2, "pause"), "paused");
    assert.equal(await statusAfter(3, "reopen"), "running");
    for (const [i, kind] of ["done", "converged", "stalled", "exhausted", "failed", "cancelled"].entries()) {
      assert.equal(await statusAfter(4 + i, "end", { kind }), kind);
    }
    await store.append(run.id, epoch, [row(20)]);
    assert.equal((await store.run(run.id)).status, "cancelled");
  },

  "only its driver shows that a running run waits": async (store) => {
    const { run, epoch } = await drive(store, "waits");
    await store.setWaiting(run.id, epoch, true);
    assert.equal((await store.run(run.id)).status, "queued");
    await store.append(run.id, epoch, [row(1, { type: "drive" })]);
    await store.setWaiting(run.id, epoch - 1, true);
    assert.equal((await store.run(run.id)).status, "running");
    await store.setWaiting(run.id, epoch, true);
    assert.equal((await store.run(run.id)).status, "waiting");
    await store.setWaiting(run.id, epoch, false);
    assert.equal((await store.run(run.id)).status, "running");
  },

  "a run counts its outcomes and knows when its newest row was written": async (store) => {
    const { run, epoch } = await drive(store, "counted"), other = await drive(store, "next");
    await store.append(run.id, epoch, [row(1, { type: "begin" }), row(2), row(3, { type: "cursor" })]);
    await store.append(run.id, epoch, [row(9, { type: "result", at: 1_700_000_009_999 })]);
    await store.append(other.run.id, other.epoch, [row(1)]);
    const head = await store.run(run.id);
    assert.deepEqual([head.steps, head.updated], [2, 1_700_000_009_999]);
    assert.deepEqual((await store.runs()).map(({ name, steps }) => [name, steps]), [["next", 1], ["counted", 2]]);
  },

  "snapshots anywhere in a batch change no count of outcomes": async (store) => {
    const { run, epoch } = await drive(store, "first"), other = await drive(store, "second");
    const steps = async () => (await store.run(run.id)).steps;
    await store.append(other.run.id, other.epoch, [{ ...row(1), snapshot: 0 }, row(2)]);
    await store.append(run.id, epoch, [row(1), { ...row(2), snapshot: 1 }, row(3), row(4, { type: "failure" })]);
    assert.equal(await steps(), 3);
    await store.append(run.id, epoch, [row(5), { ...row(6, { type: "cursor" }), snapshot: 2 }]);
    assert.equal(await steps(), 4);
    await store.append(run.id, epoch, [{ ...row(8, { type: "result" }), snapshot: 3 }, { ...row(10), snapshot: 4 }]);
    assert.equal(await steps(), 6);
    await store.append(run.id, epoch, [row(20)]);
    assert.equal(await steps(), 7);
    assert.equal((await store.run(other.run.id)).steps, 2);
  },

  "messages come in the order they were sent, and go with the row that takes them": async (store) => {
    const { run, epoch } = await drive(store, "inbox"), other = await store.createRun(newRun("other"));
    await store.send(run.id, { kind: "guide", value: { text: "more sea" } });
    await store.send(other.id, { kind: "pause", value: null });
    await store.send(run.id, { kind: "budget", value: { usd: 3 } });
    const [first, second] = await store.inbox(run.id), [others] = await store.inbox(other.id);
    assert.deepEqual([first!.kind, first!.value, second!.kind], ["guide", { text: "more sea" }, "budget"]);
    assert.ok(first!.id < second!.id);
    await assert.rejects(
      store.append(run.id, epoch - 1, [{ ...row(1, { type: "took" }), takes: [first!.id] }]),
      fails("fenced"),
    );
    await store.append(run.id, epoch, [{ ...row(1, { type: "took" }), takes: [first!.id, others!.id] }]);
    assert.deepEqual((await store.inbox(run.id)).map(({ id }) => id), [second!.id]);
    assert.equal((await store.inbox(other.id)).length, 1);
    await store.send(run.id, { kind: "cancel", value: null });
    assert.deepEqual((await store.inbox(run.id)).map(({ kind }) => kind), ["budget", "cancel"]);
    await assert.rejects(store.send(999, { kind: "cancel", value: null }), fails("not-found", /999/));
  },

  "a projection is what was set last": async (store) => {
    const { id } = await store.createRun(newRun("saved"));
    assert.equal(await store.projection(id), undefined);
    await store.setProjection(id, { path: "story.md", writing: "aa" });
    assert.deepEqual(await store.projection(id), { path: "story.md", writing: "aa" });
    await store.setProjection(id, { path: "story.md", written: "aa" });
    assert.deepEqual(await store.projection(id), { path: "story.md", written: "aa" });
  },
};
