import assert from "node:assert/strict";
import { EXPORT_SCHEMA_PAGE, exportSchemaText } from "../cli/gen/export_schema.ts";
import { RUN_EXPORT } from "../../lib/views/export_schema.ts";
import { runExport } from "../../lib/views/run_export.ts";
import { runView } from "../../lib/views/run_view.ts";
import { cost, generated, headOf, rows } from "./rows.ts";

const view = runView({
  head: headOf({ limits: { usd: 5e8, wall: 60_000, deadline: 9e11 }, status: "failed" }),
  entries: rows(
    { type: "intent", key: "a", booking: cost(9) },
    { type: "failure", key: "a", ref: 1, booking: cost(2), value: { code: "rate", message: "too many", at: 3 } },
    { type: "intent", key: "a", booking: cost(9) },
    { type: "result", key: "a", ref: 3, booking: cost(2), value: generated("n1") },
    { type: "wait", key: "b", value: { due: null } },
    { type: "end", value: { kind: "failed", reason: "no", cause: "a", outputs: { text: "x" } } },
  ),
  unsettled: [{ run: 1, seq: 9, key: "c", reserved: cost(4) }],
});
const parts = { inputs: { seed: "Once" }, document: "story-1", texts: new Map([["n1", " upon"]]), children: [] };

Deno.test("an export with everything in it is of the documented shape", () => {
  const child = runExport(view, { inputs: {}, texts: new Map(), children: [] });
  const exported = runExport(view, { ...parts, children: [child] });
  assert.deepEqual(RUN_EXPORT.parse(exported), exported);
  assert.deepEqual(exported.steps.map(({ key, text, attempts }) => [key, text, attempts]), [
    ["a", " upon", 2],
    ["b", null, 1],
  ]);
});

Deno.test("a field too many or too few is not of the documented shape", () => {
  const exported = runExport(view, parts), { format: _, ...without } = exported;
  assert.equal(RUN_EXPORT.safeParse(without).success, false);
  assert.equal(RUN_EXPORT.safeParse({ ...exported, more: 1 }).success, false);
  assert.equal(RUN_EXPORT.safeParse({ ...exported, children: [{}] }).success, false);
});

Deno.test("the schema of exports in docs is fresh", async () => {
  assert.equal(
    await Deno.readTextFile(new URL(`../../${EXPORT_SCHEMA_PAGE}`, import.meta.url)),
    exportSchemaText(),
    "run `deno run -A tests/cli/gen/export_schema.ts`",
  );
});
