import assert from "node:assert/strict";
import type { GraphNode, Program } from "../../../lib/plan/mod.ts";
import { call, inOrder } from "../../../lib/plan/mod.ts";
import { Scheduler } from "../../../lib/engine/scheduler.ts";
import type { Graph, GraphEnd, NodeEnd } from "../../../lib/kinds/process/schedule.ts";
import { runGraph } from "../../../lib/kinds/process/schedule.ts";
import fc from "../../properties.ts";

type End = NodeEnd & { readonly why?: string };

function node(name: string, ...needs: readonly string[]): GraphNode {
  return {
    name,
    needs: needs.map((need) => need.endsWith("?") ? { task: need.slice(0, -1), whatever: true } : { task: need }),
  };
}

/** Runs a graph by hand: `give` says what a node that runs comes to. */
function byHand(nodes: readonly GraphNode[], more: Partial<Graph<GraphNode, End>> = {}) {
  const begun: string[] = [];
  const graph: Graph<GraphNode, End> = {
    nodes,
    *begin({ name }): Program<End> {
      begun.push(name);
      return { is: (yield* call(name, () => "done" as string)) as End["is"] };
    },
    skipped: (_, because) => ({ is: "skipped", why: because }),
    // deno-lint-ignore require-yield
    *ended() {
      return { then: "go on" };
    },
    ...more,
  };
  const scheduler = new Scheduler<GraphEnd<GraphNode, End>>(runGraph(graph));
  const step = () => {
    while (scheduler.run().turn === "more");
  };
  step();
  return {
    begun,
    running: () => [...scheduler.waiting()].map(({ key }) => key).toSorted(),
    give: (name: string, is: End["is"] = "done") => {
      assert.ok(scheduler.deliver(name, { type: "value", value: is }), `${name} runs`);
      step();
    },
    end: () => {
      const { ended } = scheduler;
      if (ended && !ended.ok) throw ended.error;
      return ended && {
        ends: Object.fromEntries([...ended.value.ends].map(([name, { is }]) => [name, is])),
        waiting: ended.value.waiting.map(({ name }) => name),
        ...(ended.value.givenUp.length > 0 ? { givenUp: ended.value.givenUp.map(({ name }) => name) } : {}),
      };
    },
  };
}

Deno.test("[P16] [P20] a node begins when all that it needs is done, and not before", () => {
  const hand = byHand([node("c", "a", "b"), node("a"), node("b"), node("d", "c")]);
  assert.deepEqual(hand.running(), ["a", "b"]);
  hand.give("a");
  assert.deepEqual(hand.running(), ["b"]);
  hand.give("b");
  assert.deepEqual(hand.running(), ["c"]);
  hand.give("c");
  hand.give("d");
  assert.deepEqual(hand.end(), { ends: { a: "done", b: "done", c: "done", d: "done" }, waiting: [] });
});

Deno.test("[P17] [P24] nothing waits for a neighbour: what follows a quick node begins while a slow one still runs", () => {
  const hand = byHand([node("slow"), node("quick"), node("after", "quick")]);
  hand.give("quick");
  assert.deepEqual(hand.running(), ["after", "slow"]);
  hand.give("after");
  assert.equal(hand.end(), undefined);
  hand.give("slow");
  assert.ok(hand.end());
});

Deno.test("[P18] no more nodes run than the width allows, and each begins the moment there is room", () => {
  const hand = byHand(["a", "b", "c", "d"].map((name) => node(name)), { width: 2 });
  assert.deepEqual(hand.running(), ["a", "b"]);
  hand.give("b");
  assert.deepEqual(hand.running(), ["a", "c"]);
  hand.give("c");
  hand.give("a");
  hand.give("d");
  assert.deepEqual(hand.begun, ["a", "b", "c", "d"]);
});

Deno.test("what needs a failed node never begins, and the rest goes on", () => {
  const hand = byHand([node("a"), node("b", "a"), node("c", "b"), node("other"), node("last", "a?")]);
  hand.give("a", "failed");
  assert.deepEqual(hand.running(), ["last", "other"], "one that only comes after it begins");
  hand.give("other");
  hand.give("last");
  assert.deepEqual(hand.end(), { ends: { a: "failed", other: "done", last: "done" }, waiting: ["b", "c"] });
});

Deno.test("what needs a node that was left out is left out, however long the chain", () => {
  const chain = Array.from({ length: 5000 }, (_, i) => node(`n${i}`, ...(i === 0 ? [] : [`n${i - 1}`])));
  const hand = byHand([...chain, node("anyway", "n4999?")]);
  hand.give("n0", "skipped");
  assert.deepEqual(hand.running(), ["anyway"]);
  hand.give("anyway");
  const { ends, waiting } = hand.end()!;
  assert.deepEqual([ends["n1"], ends["n4999"], waiting], ["skipped", "skipped", []]);
});

Deno.test("giving everything up ends what runs and begins nothing more", () => {
  const hand = byHand([node("a"), node("b"), node("c", "b")], {
    // deno-lint-ignore require-yield
    *ended(_, { is }) {
      return is === "failed" ? { then: "stop" } : { then: "go on" };
    },
  });
  hand.give("a", "failed");
  assert.deepEqual(hand.running(), []);
  assert.deepEqual(hand.end(), { ends: { a: "failed" }, waiting: ["c"], givenUp: ["b"] });
});

Deno.test("[P22] a graph that is made anew keeps what has ended and what runs, and goes on from there", () => {
  const next = [node("done"), node("slow"), node("new", "done", "slow"), node("last", "new")];
  const hand = byHand([node("done"), node("bad", "done"), node("slow"), node("last", "bad")], {
    // deno-lint-ignore require-yield
    *ended({ name }) {
      return name === "bad" ? { then: "turn", nodes: next } : { then: "go on" };
    },
  });
  hand.give("done");
  assert.deepEqual(hand.running(), ["bad", "slow"]);
  hand.give("bad", "failed");
  assert.deepEqual(hand.running(), ["slow"], "what runs is not begun again, what is done neither");
  hand.give("slow");
  assert.deepEqual(hand.running(), ["new"]);
  hand.give("new");
  hand.give("last");
  assert.deepEqual(hand.begun, ["done", "slow", "bad", "new", "last"]);
});

Deno.test("in any graph every node runs once, after all that it needs, and no more than the width at a time", () => {
  const graphs = fc.integer({ min: 1, max: 30 }).chain((size) =>
    fc.tuple(
      fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }),
      fc.integer({ min: 1, max: 6 }),
      fc.infiniteStream(fc.nat()),
    )
  );
  fc.assert(fc.property(graphs, ([needs, width, draws]) => {
    const nodes = needs.map((list, i) => node(`n${i}`, ...list.filter((j) => j < i).map((j) => `n${j}`)));
    const hand = byHand(nodes.toReversed(), { width }), done = new Set<string>();
    for (let running = hand.running(); running.length > 0; running = hand.running()) {
      assert.ok(running.length <= width);
      for (const name of running) {
        assert.ok(nodes.find((one) => one.name === name)!.needs.every(({ task }) => done.has(task)));
      }
      const name = running[draws.next().value! % running.length]!;
      done.add(name);
      hand.give(name);
    }
    assert.deepEqual([done.size, hand.begun.length], [nodes.length, nodes.length]);
    assert.equal(inOrder(nodes).length, nodes.length);
  }));
});
