import assert from "node:assert/strict";
import type { Draft } from "../../../lib/kinds/process/read_graph.ts";
import type { Ended } from "../../../lib/kinds/process/replan.ts";
import type { Bounds, Changes } from "../../../lib/kinds/process/replan_changes.ts";
import { changedGraph, fenceOf } from "../../../lib/kinds/process/replan_changes.ts";
import { faultsOf } from "../../../lib/plan/mod.ts";
import type { PlanTask } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { outline, PATTERN, phaseOf, plannedOf, taskOf } from "./graphs.ts";

/** A task as a planner writes it. */
function draft(id: string, needs?: readonly string[], more: Partial<Draft> = {}): Draft {
  return { id, description: `Do ${id}`, ...(needs ? { needs } : {}), deliverables: [], replaces: [], ...more };
}

/** The same, with other words. */
function anew(id: string): Draft {
  return draft(id, undefined, { description: `Do ${id} in another way` });
}

/** `read` is done, `off` left out, `count` runs, `sum` has failed; `write` and `log` wait for it. */
const GRAPH = [
  plannedOf("read"),
  plannedOf("off"),
  plannedOf("count", ["read"]),
  plannedOf("sum", ["read"]),
  plannedOf("write", ["sum", "count"]),
  taskOf("log", ["sum"]),
];
const ENDS = new Map<string, Ended>([["read", { is: "done" }], ["off", { is: "skipped" }], ["sum", { is: "failed" }]]);

function change(changes: Partial<Changes>, more: Partial<Bounds> = {}) {
  const { graph = GRAPH } = more, fence = fenceOf(graph, { ends: ENDS, running: ["count"] });
  const bounds: Bounds = {
    graph,
    fence,
    may: ["add", "replace"],
    pattern: PATTERN,
    phases: [],
    most: 10,
    outputs: {},
    ...more,
  };
  return changedGraph({ drafts: [], drop: [], ...changes }, bounds);
}

Deno.test("[P22] what takes a failed task's place is needed in its place, and needs what that needed", () => {
  const { tasks, faults } = change({ drafts: [draft("sum-by-hand", undefined, { replaces: ["sum"] })] });
  assert.deepEqual(faults, []);
  assert.equal(
    outline(tasks),
    "read<- off<- count<-read write<-sum-by-hand,count log<-sum-by-hand sum-by-hand<-read",
  );
  assert.equal(tasks.find(({ name }) => name === "log")!.work.by, "command");
});

Deno.test("[V6] [P22] what is done, left out or under way is neither redefined nor dropped, and stays the very same", () => {
  const { tasks, faults } = change({
    drafts: [...["read", "off", "count"].map(anew), draft("new", ["read"], { replaces: ["count", "sum"] })],
    drop: ["read", "off"],
  });
  assert.deepEqual(faults.filter((fault) => fault.includes("stays as it is")).length, 6, faults.join("\n"));
  for (const name of ["read", "off", "count"]) {
    assert.equal(tasks.find((one) => one.name === name), GRAPH.find((one) => one.name === name));
  }
});

Deno.test("a finished task that is merely said again is no fault", () => {
  const { tasks, faults } = change({
    drafts: [draft("read", []), draft("count", ["read"]), draft("sum-2", undefined, { replaces: ["sum"] })],
  });
  assert.deepEqual(faults, []);
  assert.equal(tasks.length, GRAPH.length);
});

Deno.test("[V6] the id of a failed task is not used again, by this or a later graph", () => {
  const [fault] = change({ drafts: [draft("sum")] }).faults;
  assert.match(fault!, /^`sum` has failed, and its id is not used again: give its work a new id/);
  const later = GRAPH.filter(({ name }) => name !== "sum").map((task) => ({ ...task, needs: [] }));
  assert.match(change({ drafts: [draft("sum")] }, { graph: later }).faults[0]!, /^`sum` has failed/);
});

Deno.test("what still needs a failed task could never begin, and that is a fault", () => {
  const { faults } = change({ drafts: [draft("new", ["sum"])] });
  assert.deepEqual(faults.map((fault) => fault.split(",")[0]), [
    "`write` needs `sum`",
    "`log` needs `sum`",
    "`new` needs `sum`",
  ]);
  assert.match(
    change({ drafts: [draft("new", ["off"], { replaces: ["sum"] })] }).faults[0]!,
    /needs `off`, which was left out/,
  );
});

Deno.test("what was left out early may have needed what is dropped, and what is said twice is a fault", () => {
  const graph = [plannedOf("off", ["later"]), plannedOf("later")];
  const { tasks, faults } = change({ drafts: [draft("new")], drop: ["later"] }, { graph });
  assert.deepEqual([outline(tasks), faults], ["off<-later new<-", []]);
  const twice = change({ drafts: [draft("later", []), draft("later", ["new"]), draft("new"), draft("new")] }, {
    graph,
  });
  assert.deepEqual(twice.faults, ["two tasks are called `later`", "two tasks are called `new`"]);
});

Deno.test("where only the order counted, nothing is left to wait for", () => {
  const graph = [plannedOf("sum"), { ...plannedOf("tidy"), needs: [{ task: "sum", whatever: true }] }];
  const { tasks, faults } = change({ drafts: [draft("new", [])] }, { graph });
  assert.deepEqual([outline(tasks), faults], ["tidy<- new<-", []]);
});

Deno.test("waiting tasks may be dropped or changed where the author allows it; what an author wrote keeps its work", () => {
  const drafts = [draft("write", ["read"]), draft("log", ["count"]), draft("new", ["log"])];
  const { tasks, faults } = change({ drafts: [...drafts, draft("sum-2", [], { replaces: ["sum"] })] });
  assert.deepEqual(faults, []);
  assert.equal(outline(tasks), "read<- off<- count<-read write<-read log<-sum-2,count new<-log sum-2<-");
  const [, , , write, log] = tasks;
  assert.ok(write!.work.by === "agent" && log!.work.by === "command");
  assert.equal(write!.about, "Do write");
  const dropped = change({ drop: ["write", "log"] });
  assert.deepEqual([outline(dropped.tasks), dropped.faults], ["read<- off<- count<-read", []]);
});

Deno.test("what the author does not allow is refused: changes without `replace`, additions without `add`", () => {
  const add = { may: ["add"] } as const, replace = { may: ["replace"] } as const;
  const taken = draft("sum-2", undefined, { replaces: ["sum"] });
  assert.deepEqual(change({ drafts: [taken] }, add).faults, []);
  assert.deepEqual(change({ drafts: [taken] }, replace).faults, []);
  assert.match(change({ drafts: [taken, draft("write")] }, add).faults[0]!, /^`write` may not be changed/);
  assert.match(change({ drafts: [taken], drop: ["write"] }, add).faults[0]!, /^`write` has to stay/);
  assert.match(
    change({ drafts: [taken, draft("more")] }, replace).faults[0]!,
    /^`more` is new and takes nobody's place/,
  );
});

Deno.test("changes that change nothing, name nobody, or leave too much to do are faults", () => {
  const graph = GRAPH.filter(({ name }) => name === "read");
  assert.match(change({ drafts: [draft("read", [])] }, { graph }).faults[0]!, /^nothing in it is new/);
  assert.match(change({ drop: ["nobody"] }, { graph }).faults[0]!, /^there is no task "nobody" that could go/);
  const many = ["a", "b", "c"].map((id) => draft(id));
  assert.match(
    change({ drafts: many }, { graph, most: 2 }).faults[0]!,
    /^there would be 3 tasks left to do; 2 are allowed/,
  );
});

Deno.test("files of finished tasks are nobody else's, and those of a failed one are free again", () => {
  const graph = GRAPH.map((task) => ({
    ...task,
    deliverables: task.name === "read" || task.name === "sum" ? [`${task.name}.md`] : [],
  }));
  const taken = (path: string) =>
    change({ drafts: [draft("sum-2", undefined, { replaces: ["sum"], deliverables: [path] })] }, { graph }).faults;
  assert.deepEqual(taken("sum.md"), []);
  assert.match(taken("read.md")[0]!, /^`read` and `sum-2` both leave "read\.md" behind/);
});

Deno.test("[P23] what brings all together waits for new tasks as well, and not for those that were left out", () => {
  const graph: readonly PlanTask[] = [...GRAPH, plannedOf("end", ["write", "log"])];
  const { tasks, faults } = change({ drafts: [draft("sum-2", [], { replaces: ["sum"] })] }, {
    graph,
    phases: [phaseOf("end", [], { synthesis: true })],
  });
  assert.deepEqual(faults, []);
  assert.deepEqual(tasks.find(({ name }) => name === "end")!.needs.map(({ task }) => task), [
    "write",
    "log",
    "read",
    "count",
    "sum-2",
  ]);
});

Deno.test("whatever a planner wants, a graph without a fault keeps what is past and can come to its end", () => {
  const id = fc.constantFrom("read", "off", "count", "sum", "write", "log", "x", "y");
  const drafts = fc.array(
    fc.record({
      id,
      needs: fc.option(fc.array(id, { maxLength: 2 }), { nil: undefined }),
      replaces: fc.array(id, { maxLength: 1 }),
      description: fc.constantFrom("", "Do it", "Do read"),
    }),
    { maxLength: 4 },
  );
  const others = fc.array(id, { maxLength: 2 });
  const bounds = fc.constantFrom<Bounds["may"]>(["add", "replace"], ["add"], ["replace"]);
  const taken = draft("sum-2", undefined, { replaces: ["sum"] });
  let sound = 0;
  const property = fc.property(drafts, others, bounds, fc.boolean(), (some, drop, may, isTaken) => {
    const asked = some.map(({ id, needs, replaces, description }) =>
      draft(id, needs && [...new Set(needs)], { replaces, description })
    );
    const { tasks, faults } = change({ drafts: isTaken ? [taken, ...asked] : asked, drop }, { may });
    if (faults.length > 0) return;
    sound++;
    assert.deepEqual(faultsOf(tasks), []);
    for (const name of ["read", "off", "count"]) {
      assert.equal(tasks.find((one) => one.name === name), GRAPH.find((one) => one.name === name));
    }
    assert.ok(!tasks.some(({ name }) => name === "sum"));
    assert.ok(tasks.every(({ needs }) => needs.every(({ task }) => task !== "sum")));
  });
  fc.assert(property, { numRuns: 5_000 });
  assert.ok(sound > 50, `${sound} of the graphs were sound`);
});
