import assert from "node:assert/strict";
import { GUIDED, STRICT } from "./defined.ts";
import { planOf, SETTINGS } from "./defining.ts";

Deno.test("a guided process has a planner that is shown its phases, its examples and what is in the workspace", async () => {
  const plan = await planOf({ text: GUIDED });
  assert.deepEqual(plan.tasks, []);
  const { phases, examples, scan, guidance, mode, model, most, pattern } = plan.planner!;
  assert.deepEqual([mode, model, most, guidance], ["guided", "middle", 15, "There is nothing yet"]);
  assert.deepEqual(phases, [
    {
      name: "a",
      needs: [],
      about: "Do A",
      tier: 2,
      verification: 1,
      critical: false,
      synthesis: false,
      criteria: "",
      deliverables: [{ path: "a.md", about: "all of A" }],
    },
    {
      name: "b",
      needs: [{ task: "a" }],
      about: "Do B",
      tier: 3,
      verification: 2,
      critical: false,
      synthesis: true,
      criteria: "Done",
      deliverables: [],
    },
  ]);
  assert.deepEqual(examples, [
    { goal: "Do something", tasks: [{ id: "x", description: "X", needs: [], tier: 2, critical: true, odd: 1 }] },
  ]);
  assert.deepEqual(scan, [{ patterns: ["*.{csv,tsv}", "data/**"], about: "data" }, { patterns: ["*.md"], about: "" }]);
  assert.deepEqual(pattern.agents.map((agent) => agent.model), ["small", "middle", "large"]);
  assert.deepEqual(pattern.verify.map(({ votes }) => votes), [1, 1, 3]);
  assert.deepEqual(pattern.agents[1].system, { text: "You plan." });
});

Deno.test("[V24] triggers and guidance of replanning are words for the planner, as often as a loom.toml allows", async () => {
  const { replan } = await planOf({ text: GUIDED });
  assert.deepEqual([replan!.model, replan!.max, replan!.may], ["middle", 2, ["add", "replace"]]);
  assert.equal(replan!.guidance, "It is to be done anew when:\nA fails\n\nDo it otherwise");
  const never = await planOf({ text: GUIDED, settings: `${SETTINGS}[execution]\nmax_replans = 0\n` });
  assert.equal(never.replan, undefined);
  const strict = await planOf({ text: `${GUIDED}phase_mode: strict\n` });
  assert.deepEqual(strict.replan!.may, ["add"]);
});

Deno.test("[V18] types to remember stay as their author named them", async () => {
  const { memory } = await planOf({ text: GUIDED });
  assert.deepEqual(memory, {
    model: "small",
    maxTokens: 2048,
    types: [{ type: "fact", about: "A fact" }],
    guidance: "Be exact",
  });
  assert.equal((await planOf({ text: STRICT })).memory, undefined);
});

Deno.test("without phases a planner makes a graph of its own", async () => {
  for (const more of ["", "phases: []\n", "phase_mode: suggestive\n"]) {
    const { planner, tasks } = await planOf({ text: `name: free\npersona: You are free.\n${more}` });
    assert.deepEqual([planner!.mode, planner!.phases, tasks], ["suggestive", [], []], more);
  }
});
