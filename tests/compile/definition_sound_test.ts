import assert from "node:assert/strict";
import { inOrder } from "../../lib/plan/mod.ts";
import { stringify as toYaml } from "yaml";
import fc from "../properties.ts";
import { define } from "./defining.ts";

/** Definitions that break no rule of the format, as odd as they may be. */
const sound: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
  phase_mode: fc.constantFrom("strict", "guided", "suggestive", undefined),
  version: fc.oneof(fc.constant("2.0"), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(undefined)),
  phases: fc.uniqueArray(fc.stringMatching(/^[\w .:é/-]{1,12}$/).filter((id) => id.trim() !== ""), {
    maxLength: 6,
    selector: (id) => id.trim(),
  }).chain((ids) =>
    fc.tuple(...ids.map((id, i) =>
      fc.record({
        id: fc.constant(id.trim()),
        description: fc.string({ minLength: 1, maxLength: 20 }).map((text) => `Do ${text}`),
        depends_on: fc.subarray(ids.slice(0, i).map((one) => one.trim())),
        model_tier: fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constantFrom("high", undefined, null)),
        verification_tier: fc.oneof(fc.integer(), fc.constant(undefined)),
        is_critical_path: fc.constantFrom(true, false, "yes", "maybe", undefined),
        is_synthesis: fc.boolean(),
        acceptance_criteria: fc.oneof(fc.string(), fc.constant(5)),
        deliverables: fc.constantFrom([], [`${i}.md — a`, `${i}/b.csv`], undefined, `${i}.txt`),
        odd: fc.constantFrom(1, undefined),
      })
    ))
  ),
  verification: fc.oneof(
    fc.constantFrom(undefined, "thorough", [], {}),
    fc.record({
      rules: fc.array(fc.record({
        name: fc.constantFrom("a", "b"),
        check: fc.constantFrom("x", "(?i)y", "[]]", "is it so?"),
        type: fc.constantFrom("llm", "regex", undefined),
        severity: fc.constantFrom("warning", "error", undefined),
        target: fc.constantFrom("output", "deliverables", "elsewhere", undefined),
        scope: fc.constantFrom("phase", undefined),
      })),
      policy: fc.constantFrom({}, undefined),
    }),
  ),
  memory: fc.constantFrom(undefined, 5, { extract_types: [{ type: "a" }, {}] }, { extraction_guidance: "x" }),
  workspace_analysis: fc.constantFrom(undefined, "all", { scan_for: ["*.md — x", ""] }),
  planner_examples: fc.constantFrom(undefined, [], [{ goal: "g", subtasks: [{ id: "a" }] }], "none"),
  replanning: fc.constantFrom(undefined, true, { triggers: "t" }),
  tools: fc.constantFrom(undefined, [], { guidance: "g", excluded: ["nothing"] }),
  dependencies: fc.constantFrom(undefined, "pandas", ["pandas"]),
  tags: fc.constantFrom(undefined, "a", ["a", 1], { a: 1 }),
  anything: fc.constantFrom(undefined, { a: [1] }),
});

Deno.test("a definition that breaks no rule compiles, whatever else it says, and its graph can be run", async () => {
  await fc.assert(
    fc.asyncProperty(sound, async (definition) => {
      const text = toYaml(definition, { keepUndefined: false }), { plan, found, said } = await define({ text });
      assert.ok(plan, `${text}\n${found.map((one, i) => `${one} ${said[i]}`).join("\n")}`);
      assert.equal(inOrder(plan.tasks).length, plan.tasks.length);
      const names = new Set(plan.tasks.map(({ name }) => name));
      assert.equal(names.size, plan.tasks.length);
    }),
    { numRuns: 150 },
  );
});
