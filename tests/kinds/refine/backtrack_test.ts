import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { RunHandle } from "../../../lib/app/run_handle.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { asked, notesOf } from "../growing.ts";
import type { Asked } from "../refining.ts";
import { lines, refine, refinePlan, says } from "../refining.ts";

/** What a writer was asked to make better, call by call. */
function begunFrom({ calls }: Asked): readonly string[] {
  return calls.map((request) => asked(request).replace("Better: ", ""));
}

Deno.test("best_score goes back to the best text after every round that was not accepted", async () => {
  const m = says("3", "2", "1", "4", "0"), { told } = await refine({ m }, { stop: { stop: "depth", depth: 5 } });
  assert.deepEqual(begunFrom(m), ["1", "3", "3", "3", "4"]);
  assert.deepEqual(lines(told).slice(2), [
    "2 rejected 2 best 3@1 from 1 back 1",
    "3 rejected 1 best 3@1 from 1 back 1",
    "4 accepted 4 best 4@4 from 1",
    "5 rejected 0 best 4@4 from 4 back 4",
  ]);
});

Deno.test("last_good keeps the text from before a round that was not accepted; what is worse may be gone on from", async () => {
  const m = says("3", "2", "0", "2.5"),
    { told, end } = await refine({ m }, {
      backtrack: "last_good",
      accept: "total >= 1",
      stop: { stop: "depth", depth: 4 },
    });
  assert.deepEqual(begunFrom(m), ["1", "3", "2", "2"]);
  assert.deepEqual(lines(told).slice(2), [
    "2 accepted 2 best 3@1 from 1",
    "3 rejected 0 best 3@1 from 2 back 2",
    "4 accepted 2.5 best 3@1 from 2",
  ]);
  assert.deepEqual(end.outputs, { text: "3", score: 3 });
});

Deno.test("none goes on from whatever is accepted, and gives the best of it", async () => {
  const m = says("3", "2", "1"), { end } = await refine({ m }, { backtrack: "none", accept: "true" });
  assert.deepEqual(begunFrom(m), ["1", "3", "2"]);
  assert.deepEqual(end.outputs, { text: "3", score: 3 });
});

Deno.test("of equals the newest is the best, and it is gone on from (Z13)", async () => {
  const m = says("5", "5.0", "5.00", "4"), { told, end } = await refine({ m }, { stop: { stop: "depth", depth: 4 } });
  assert.deepEqual(begunFrom(m), ["1", "5", "5.0", "5.00"]);
  assert.deepEqual(told.map(({ best }) => best?.round), [0, 1, 2, 3, 3]);
  assert.deepEqual(end.outputs, { text: "5.00", score: 5 });
});

Deno.test("when less is better, less is kept", async () => {
  const m = says("3", "0.5", "0.7", "0.5"),
    { told } = await refine({ m }, {
      goal: "min",
      accept: "total <= best.total",
      stop: { stop: "depth", depth: 4 },
    });
  assert.deepEqual(lines(told).slice(1), [
    "1 rejected 3 best 1@0 from 0 back 0",
    "2 accepted 0.5 best 0.5@2 from 0",
    "3 rejected 0.7 best 0.5@2 from 2 back 2",
    "4 accepted 0.5 best 0.5@4 from 2",
  ]);
});

Deno.test("the best of several candidates counts, of equals the first; all keep what they came from and were worth", async () => {
  const m = says("2", "7", "7.0", "1", "9", "3"),
    { told, tree, end } = await refine({ m }, {
      n: 3,
      stop: { stop: "depth", depth: 2 },
    });
  assert.deepEqual(end.outputs, { text: "9", score: 9 });
  assert.deepEqual(told.map(({ candidates }) => candidates), [undefined, 3, 3]);
  const drafts = notesOf(tree, "draft").map(({ node, value }) => ({
    ...value as object,
    text: tree.nodes.get(node)!.text,
  }));
  const [start, ...made] = drafts as {
    round: number;
    text: string;
    total: number;
    from: string | null;
    accepted: boolean;
  }[];
  assert.deepEqual([start!.text, start!.total, start!.from], ["1", 1, null]);
  assert.deepEqual(made.map(({ round, text, total, accepted }) => `${round} ${text} ${total} ${accepted}`).sort(), [
    "1 2 2 false",
    "1 7 7 true",
    "1 7.0 7 false",
    "2 1 1 false",
    "2 3 3 false",
    "2 9 9 true",
  ]);
  const seven = [...tree.nodes.values()].find(({ text }) => text === "7")!;
  assert.equal(told[1]!.node, seven.id);
  assert.ok(made.filter(({ round }) => round === 2).every(({ from }) => from === seven.id));
  const roots = [...tree.nodes.values()];
  assert.deepEqual(roots.map(({ parent, role }) => `${parent} ${role}`).sort(), [
    ...Array.from({ length: 6 }, () => "null draft"),
    "null seed",
  ]);
});

Deno.test("a run that is stopped after it went back is resumed from what it went back to (Z6)", async () => {
  const store = memoryStore(), first = says("3", "2", "9"), driven: { run?: RunHandle } = {};
  const loom = await openLoom({
    store,
    models: { m: first },
    on: (event) => {
      if (event.type === "entry" && event.entry.key === "round/2/told") driven.run?.pause();
    },
  });
  driven.run = await loom.start(refinePlan({ m: first }), { name: "g" });
  assert.equal((await driven.run.end).kind, "paused");
  assert.deepEqual(begunFrom(first), ["1", "3"]);
  const second = says("4"), other = await openLoom({ store, models: { m: second } });
  const end = await (await other.resume("g")).end;
  assert.deepEqual(begunFrom(second), ["3"], "not from what was rejected");
  assert.deepEqual(end.outputs, { text: "4", score: 4 });
});

Deno.test("`accept` sees the candidate, its marks and what was there before", async () => {
  const m = says("5", "5.1", "8"),
    { told } = await refine({ m }, {
      accept: "total >= best.total + 1 && candidate.text != last.text && round > best.round",
    });
  assert.deepEqual(told.map(({ verdict }) => verdict), ["accepted", "accepted", "rejected", "accepted"]);
});
