import assert from "node:assert/strict";
import type { GraphNode, Program } from "../../../lib/plan/mod.ts";
import { call, inOrder } from "../../../lib/plan/mod.ts";
import { Scheduler } from "../../../lib/engine/scheduler.ts";
import type { Course, Graph, GraphEnd, NodeEnd } from "../../../lib/kinds/process/schedule.ts";
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

/** A failure is looked at, and mended by a step `KEY` after which the graph is this; no graph: it stands. */
function mending(key: string, graph?: readonly GraphNode[]): Course<GraphNode> {
  return {
    then: "mend",
    *look() {
      yield* call(`${key}/look`, () => null);
      return graph && function* (turn) {
        if ((yield* call(key, () => "done" as string)) === "done") turn(graph);
        yield* call(`${key}/told`, () => null);
        return undefined;
      };
    },
  };
}

/** Looks at each failure as is said of its node. */
function mends(courses: Readonly<Record<string, Course<GraphNode>>>): Partial<Graph<GraphNode, End>> {
  return {
    // deno-lint-ignore require-yield
    *ended({ name }, { is }) {
      return is === "failed" && courses[name] || { then: "go on" };
    },
  };
}

Deno.test("[P22] a graph that is made anew keeps what has ended and what runs, and goes on from there", () => {
  const next = [node("done"), node("slow"), node("new", "done", "slow"), node("last", "new")];
  const hand = byHand(
    [node("done"), node("bad", "done"), node("slow"), node("last", "bad")],
    mends({ bad: mending("mend", next) }),
  );
  hand.give("done");
  assert.deepEqual(hand.running(), ["bad", "slow"]);
  hand.give("bad", "failed");
  for (const step of ["mend/look", "mend", "mend/told"]) hand.give(step);
  assert.deepEqual(hand.running(), ["slow"], "what runs is not begun again, what is done neither");
  hand.give("slow");
  assert.deepEqual(hand.running(), ["new"]);
  hand.give("new");
  hand.give("last");
  assert.deepEqual(hand.begun, ["done", "slow", "bad", "new", "last"]);
  assert.deepEqual(hand.end()?.ends, { done: "done", slow: "done", bad: "failed", new: "done", last: "done" });
});

Deno.test("while a failure is mended ends are taken in and all begins that may, but for what waits for the failed node", () => {
  const graph = [node("bad"), node("slow"), node("next", "slow"), node("anyway", "bad?"), node("last", "anyway")];
  for (const turned of [true, false]) {
    const kept = graph.slice(1, 3), hand = byHand(graph, mends({ bad: mending("mend", [...kept, node("new")]) }));
    hand.give("bad", "failed");
    hand.give("mend/look");
    hand.give("slow");
    assert.deepEqual(hand.running(), ["mend", "next"]);
    hand.give("next");
    assert.deepEqual([hand.running(), hand.end()], [["mend"], undefined], "the end waits for it");
    hand.give("mend", turned ? "done" : "failed");
    hand.give("mend/told");
    assert.deepEqual(hand.running(), turned ? ["new"] : ["anyway"]);
    for (const name of turned ? ["new"] : ["anyway", "last"]) hand.give(name);
    assert.deepEqual(hand.begun, ["bad", "slow", "next", ...(turned ? ["new"] : ["anyway", "last"])]);
    assert.deepEqual(hand.end()?.waiting, []);
  }
});

Deno.test("a graph that is turned while a node is about to begin has that node begun", () => {
  const hand = byHand([node("bad"), node("slow"), node("late", "slow")], {
    ...mends({ bad: mending("mend", [node("slow"), node("late"), node("new")]) }),
    *before({ name }) {
      if (name === "late") yield* call("before late", () => null);
    },
  });
  hand.give("bad", "failed");
  for (const step of ["mend/look", "slow", "mend"]) hand.give(step);
  assert.deepEqual(hand.running(), ["before late", "mend/told"]);
  hand.give("before late");
  hand.give("mend/told");
  assert.deepEqual([hand.running(), hand.begun], [["late", "new"], ["bad", "slow", "late", "new"]]);
});

Deno.test("a second failure waits until the first is mended, runs on in its graph as it were, and is then looked at", () => {
  const graph = [node("a"), node("b"), node("after-a", "a"), node("after-b", "b"), node("either", "b?")];
  const once = [node("b"), node("new-a"), node("after-a", "new-a"), node("after-b", "b"), node("either", "b?")];
  const hand = byHand(
    graph,
    mends({ a: mending("mend", once), b: mending("again", [...once.slice(1, 3), node("after-b")]) }),
  );
  hand.give("a", "failed");
  hand.give("mend/look");
  hand.give("b", "failed");
  assert.deepEqual(hand.running(), ["mend"]);
  hand.give("mend");
  hand.give("mend/told");
  assert.deepEqual(hand.running(), ["again/look", "new-a"], "nobody who comes after `b` knows of it yet");
  hand.give("again/look");
  hand.give("new-a");
  assert.deepEqual(hand.running(), ["after-a", "again"]);
  hand.give("again");
  hand.give("again/told");
  assert.deepEqual(hand.running(), ["after-a", "after-b"]);
  hand.give("after-a");
  hand.give("after-b");
  assert.deepEqual(hand.end()?.waiting, []);
  assert.equal(hand.end()?.ends["b"], "failed");
});

Deno.test("a failure that is looked at and stands is one like any other", () => {
  const hand = byHand([node("a"), node("b", "a"), node("c", "a?")], mends({ a: mending("mend") }));
  hand.give("a", "failed");
  assert.deepEqual(hand.running(), ["mend/look"]);
  hand.give("mend/look");
  assert.deepEqual(hand.running(), ["c"]);
  hand.give("c");
  assert.deepEqual(hand.end(), { ends: { a: "failed", c: "done" }, waiting: ["b"] });
});

Deno.test("giving everything up gives up a mending as well, and no failure that waits for it is lost", () => {
  const hand = byHand(["a", "b", "c", "d"].map((name) => node(name)), {
    ...mends({ a: mending("mend", []), b: mending("again", []), c: { then: "stop" } }),
  });
  for (const name of ["a", "mend/look", "b"]) hand.give(name, "failed");
  hand.give("c", "failed");
  assert.deepEqual(hand.running(), []);
  assert.deepEqual(hand.end(), { ends: { c: "failed", a: "failed", b: "failed" }, waiting: [], givenUp: ["d"] });
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
