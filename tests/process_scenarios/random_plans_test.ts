import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Cut } from "./random_plans.ts";
import { became, drawings, noDeeds } from "./random_plans.ts";

/** Where a life ends. */
const cut: fc.Arbitrary<Cut> = fc.oneof(
  fc.record({ rows: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ write: fc.integer({ min: 4, max: 15 }), when: fc.constantFrom("before", "after") }),
);

function later(cut: Cut, more: number): Cut {
  return "rows" in cut ? { rows: cut.rows + more } : { ...cut, write: cut.write + more };
}

Deno.test("whatever a process is, interrupted wherever and however often, it ends as it does undisturbed, and does nothing twice", () =>
  fc.assert(
    fc.asyncProperty(
      drawings({ critical: false }),
      fc.array(cut, { minLength: 1, maxLength: 4 }),
      async (drawing, cuts) => {
        const calm = await became(drawing);
        // Each life may go on a little longer than those before it, so that the run comes to its end.
        const often = await became(drawing, (life) => later(cuts[life % cuts.length]!, life));
        assert.deepEqual(often.end, calm.end);
        assert.deepEqual(often.told, calm.told);
        assert.deepEqual(often.again, []);
      },
    ),
    { numRuns: 60 },
  ));

Deno.test("whatever a process is, no task begins before what it needs has ended well, and no more run than may", () =>
  fc.assert(
    fc.asyncProperty(drawings({ critical: true }), async (drawing) => {
      const tools = drawing.tasks.map((task) => ({ ...task, by: "tool" as const })), deeds = noDeeds();
      const { rows, told } = await became({ ...drawing, tasks: tools }, undefined, deeds);
      const failed = new Set(told.map((one) => JSON.parse(one)).flatMap(({ task, is }) => is === "done" ? [] : [task]));
      for (const [at, task] of tools.entries()) {
        const first = deeds.log.indexOf(`begin t${at}`);
        if (first < 0) continue;
        for (const need of task.needs) {
          const name = `t${need.at}`;
          assert.ok(deeds.log.lastIndexOf(`begin ${name}`) < first, `t${at} begins before the last of ${name}`);
          assert.ok(deeds.log.lastIndexOf(`end ${name}`) < first, `t${at} begins before ${name} has ended`);
          assert.ok(need.whatever || !failed.has(name), `t${at} begins though ${name} came to nothing`);
        }
      }
      const wide = tools.some(({ items, width }) => (items ?? 1) > 1 && (width ?? 9) > 1);
      if (drawing.width !== undefined && !wide) assert.ok(deeds.most <= drawing.width);
      assert.equal(rows.at(-1)?.type, "end");
    }),
    { numRuns: 60 },
  ));
