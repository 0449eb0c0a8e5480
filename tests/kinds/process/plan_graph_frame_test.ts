import assert from "node:assert/strict";
import { plannedGraph } from "../../../lib/kinds/process/plan_graph_frame.ts";
import type { Draft } from "../../../lib/kinds/process/read_graph.ts";
import { faultsOf } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { outline, phaseOf, plannerOf, taskOf } from "./graphs.ts";

/** A task as a planner writes it. */
function draft(id: string, needs: readonly string[] = [], more: Partial<Draft> = {}): Draft {
  return { id, description: `Do ${id}`, needs, deliverables: [], replaces: [], ...more };
}

const GUIDED = plannerOf({ mode: "guided", phases: [phaseOf("look"), phaseOf("write", ["look"])] });

Deno.test("[P21] in a guided graph what is demanded is there, keeps its needs, and may come to need more", () => {
  const { tasks, faults } = plannedGraph(
    [draft("ask"), draft("look", ["ask"]), draft("write", []), draft("check", ["write", "log"]), draft("log", ["ask"])],
    { planner: GUIDED, tasks: [taskOf("log")] },
  );
  assert.deepEqual(faults, []);
  assert.equal(outline(tasks), "ask<- look<-ask write<-look check<-write,log log<-ask");
  assert.equal(tasks.find(({ name }) => name === "log")!.work.by, "command", "what is written keeps its work");
});

Deno.test("[P21] a demanded task that is left out is a fault, whether written or suggested", () => {
  const { faults } = plannedGraph([draft("look")], { planner: GUIDED, tasks: [taskOf("log")] });
  assert.deepEqual(faults, [
    "`log` is demanded and is not there; keep it",
    "`write` is demanded and is not there; keep it",
  ]);
});

Deno.test("in a suggestive graph a planner is free; a written task that it takes over keeps its work and needs", () => {
  const planner = plannerOf({ phases: [phaseOf("look"), phaseOf("write", ["look"], { critical: true })] });
  const { tasks, faults } = plannedGraph([draft("write"), draft("log", ["write"]), draft("own")], {
    planner,
    tasks: [taskOf("log", ["own"])],
  });
  assert.deepEqual(faults, []);
  assert.equal(outline(tasks), "write<- log<-own,write own<-");
  assert.ok(tasks[0]!.critical);
});

Deno.test("[V5] [P19] unknown needs, cycles with their path, names twice and files of two tasks are all told at once", () => {
  const { faults } = plannedGraph([
    draft("a", ["b", "none"], { deliverables: ["r.md"] }),
    draft("b", ["a"], { deliverables: ["r.md"] }),
    draft("c", ["c"]),
    draft("c"),
  ], { planner: plannerOf(), tasks: [] });
  assert.deepEqual(faults, [
    "two tasks are called `c`",
    '`a` needs "none", and there is no such task',
    "these wait for each other for ever: `a` → `b` → `a`",
    "these wait for each other for ever: `c` → `c`",
    '`a` and `b` both leave "r.md" behind; let one of them do it',
  ]);
  assert.deepEqual(plannedGraph([], { planner: plannerOf(), tasks: [] }).faults, ["there is no task in it"]);
});

Deno.test("[P23] a phase that brings all together comes last, also after what the planner has added", () => {
  const planner = plannerOf({ mode: "guided", phases: [phaseOf("look"), phaseOf("end", [], { synthesis: true })] });
  const { tasks } = plannedGraph([draft("end"), draft("look"), draft("more")], { planner, tasks: [] });
  assert.equal(outline(tasks), "end<-look,more look<- more<-");
});

Deno.test("a graph without a fault can be run, whatever a planner wrote", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "look", "write", "log");
  const drafts = fc.array(fc.tuple(id, fc.array(id, { maxLength: 3 }), fc.boolean()), { maxLength: 8 });
  let sound = 0;
  fc.assert(
    fc.property(drafts, fc.constantFrom("guided", "suggestive"), (written, mode) => {
      const all = written.map(([name, needs, synthesis]) => draft(name, [...new Set(needs)], { synthesis }));
      const planner = { ...GUIDED, mode } as typeof GUIDED;
      const { tasks, faults } = plannedGraph(all, { planner, tasks: [taskOf("log", ["look"])] });
      if (faults.length > 0) return;
      sound++;
      assert.deepEqual(faultsOf(tasks), []);
      assert.ok(tasks.length > 0);
      if (mode === "guided") {
        for (const name of ["look", "write", "log"]) assert.ok(tasks.some((one) => one.name === name));
      }
      const log = tasks.find(({ name }) => name === "log");
      assert.ok(!log || log.needs.some(({ task }) => task === "look"));
    }),
    { numRuns: 2_000 },
  );
  assert.ok(sound > 20, `${sound} of the graphs were sound`);
});
