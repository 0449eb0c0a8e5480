import assert from "node:assert/strict";
import type { DiagnosticCode } from "../../lib/text/diagnostic.ts";
import { placeAt } from "../../lib/text/line_index.ts";
import { diagnose } from "../project/gen/diagnostic_example.ts";
import { EXAMPLES } from "../project/gen/diagnostic_examples.ts";

Deno.test("every diagnostic is given for its example, at its place, and nothing else is", async (t) => {
  for (const [code, example] of Object.entries(EXAMPLES)) {
    await t.step(code, async () => {
      const found = await diagnose(example), ours = found.filter((one) => one.code === code);
      const places = ours.map(({ source, span }) => {
        const { line, column } = placeAt(source, span.start);
        return `${source.name}:${line}:${column}`;
      });
      assert.deepEqual(places, [`${example.in ?? example.name ?? "spec.yaml"}:${example.at}`]);
      const others = [...new Set(found.map((one) => one.code))].filter((other) => other !== code);
      assert.deepEqual(others, example.also ?? []);
      assert.ok((example.also ?? []).every((other: DiagnosticCode) => other !== code));
    });
  }
});
