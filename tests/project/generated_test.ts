import assert from "node:assert/strict";
import { MESSAGES } from "../../lib/text/messages.ts";
import { diagnosticsPage, PAGE } from "./gen/diagnostics.ts";
import { EXAMPLES } from "./gen/diagnostic_examples.ts";
import { SCHEMA_FILE, schemaText } from "./gen/schema.ts";
import { textOf } from "./tree.ts";

Deno.test("the page of diagnostics is what the compiler says today", async () => {
  assert.equal(textOf(PAGE), await diagnosticsPage(), "write it anew: deno run -A tests/project/gen/diagnostics.ts");
});

Deno.test("every diagnostic has an entry, a number of its own, and a series that holds it", () => {
  const numbers = Object.values(MESSAGES).map(({ number }) => number);
  assert.equal(new Set(numbers).size, numbers.length);
  for (const number of numbers) assert.match(number, /^L0[1-6]\d\d$/);
  assert.deepEqual(Object.keys(EXAMPLES).sort(), Object.keys(MESSAGES).sort());
  for (const [code, { number }] of Object.entries(MESSAGES)) {
    assert.ok(textOf(PAGE).includes(`### ${number} ${code}\n`), code);
  }
});

Deno.test("the JSON Schema in docs is that of the compiler", () => {
  assert.equal(textOf(SCHEMA_FILE), schemaText(), "write it anew: deno run -A tests/project/gen/schema.ts");
});
