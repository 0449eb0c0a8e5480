import assert from "node:assert/strict";
import type { Replanning } from "../../../lib/kinds/process/replan.ts";
import { replanGraph } from "../../../lib/kinds/process/replan.ts";
import type { PlanTask } from "../../../lib/plan/mod.ts";
import { driven, modelThatSays } from "./driven.ts";
import { outline, plannedOf, replanOf, ROUND, taskOf } from "./graphs.ts";
import { by, fails, failureOf, keysOf, mumbles, says, shownAt, stepped, toldAt } from "./stepping.ts";

const GRAPH = [plannedOf("read"), plannedOf("sum", ["read"]), taskOf("write", ["sum"])];

function replanning(more: Partial<Replanning> = {}): Replanning {
  return {
    replan: replanOf({ guidance: "Prefer small steps." }),
    goal: "A good report",
    version: 2,
    graph: GRAPH,
    ends: new Map([
      ["read", { is: "done" as const, text: "There are 3 files" }],
      ["sum", { is: "failed" as const, why: "the numbers do not add up" }],
    ]),
    running: () => [],
    why: "the task `sum` failed",
    values: {},
    ...more,
  };
}

const CHANGE = { tasks: [{ id: "sum-2", description: "Sum by hand", replaces: ["sum"] }] };

Deno.test("[P22] a graph is made anew around what is done, and told", () => {
  const { value, effects } = stepped(replanGraph(ROUND, replanning()), by({ "replan/2": says(CHANGE) }));
  assert.equal(outline(value), "read<- write<-sum-2 sum-2<-read");
  assert.equal(value[0], GRAPH[0]);
  assert.deepEqual(keysOf(effects), ["replan/2"]);
  assert.deepEqual((toldAt(effects, "replan/2/graph/told") as { version: number }).version, 2);
});

Deno.test("a planner is told where each task stands, what failed and why, and within which bounds it may change things", () => {
  const { effects } = stepped(
    replanGraph(ROUND, replanning({ memories: "- [error] a.csv is broken", guidance: ["Be quick"], most: 7 })),
    by({ "replan/2": says(CHANGE) }),
  );
  const shown = shownAt(effects, "replan/2");
  for (
    const part of [
      "- `read` (done, needs nothing): Do read\n  it answered: There are 3 files",
      "- `sum` (failed, needs read): Do sum\n  because: the numbers do not add up",
      "- `write` (waiting, needs sum): done by command",
      "the task `sum` failed",
      "Prefer small steps.",
      "a.csv is broken",
      "Be quick",
      "At most 7 tasks are left to do afterwards.",
      "Waiting tasks may be changed, replaced or dropped.",
    ]
  ) assert.ok(shown.includes(part), `${part}\n---\n${shown}`);
  assert.ok(!shown.includes("{{"));
  const bound = shownAt(
    stepped(replanGraph(ROUND, replanning({ replan: replanOf({ may: ["add"] }) })), by({ "replan/2": says(CHANGE) }))
      .effects,
    "replan/2",
  );
  assert.ok(bound.includes("Waiting tasks stay as they are"));
});

Deno.test("[V6] churn of finished ids is refused once with its faults, then for good; the graph is as it was", () => {
  const churn = { tasks: [{ id: "read", description: "Read it all again" }, { id: "sum", description: "Once more" }] };
  const { value, effects } = stepped(
    replanGraph(ROUND, replanning()),
    by({ "replan/2": says(churn), "replan/2/again": says(CHANGE) }),
  );
  assert.equal(value.length, 3);
  assert.match(
    shownAt(effects, "replan/2/again"),
    /- `read` is done, left out or under way: .*\n- `sum` has failed, and its id/,
  );
  const failure = failureOf(() =>
    stepped(replanGraph(ROUND, replanning()), by({ "replan/2": says(churn), "replan/2/again": mumbles() }))
  );
  assert.deepEqual([failure.key, failure.code], ["replan/2/again", "plan"]);
  assert.equal(outline(GRAPH), "read<- sum<-read write<-sum");
});

Deno.test("a planner that cannot be asked says so with its own code", () => {
  const failure = failureOf(() => stepped(replanGraph(ROUND, replanning()), by({ "replan/2": fails("network") })));
  assert.deepEqual([failure.key, failure.code], ["replan/2", "network"]);
});

Deno.test("a graph of hundreds of tasks with errors like books is told within bounds", () => {
  const graph = Array.from({ length: 300 }, (_, i) => plannedOf(`t${i}`, [], "x".repeat(2_000)));
  const ends = new Map(
    graph.slice(0, 200).map(({ name }) => [name, { is: "failed" as const, why: "e".repeat(100_000) }]),
  );
  const { effects } = stepped(
    replanGraph(ROUND, replanning({ graph, ends, why: "w".repeat(100_000), most: 500 })),
    by({ "replan/2": says({ tasks: [{ id: "new", description: "x" }] }) }),
  );
  assert.ok(shownAt(effects, "replan/2").length < 80_000);
});

Deno.test("the real engine reads a planner's changes out of what it says around them", async () => {
  const m = modelThatSays(`Let us do this:\n\n\`\`\`json\n${JSON.stringify({ ...CHANGE, drop: ["write"] })}\n\`\`\``);
  const { outputs } = await driven<readonly PlanTask[]>((round) => replanGraph(round, replanning()), { m });
  assert.equal(outline(outputs), "read<- sum-2<-read");
});
