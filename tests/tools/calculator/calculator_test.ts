import assert from "node:assert/strict";
import { calculator } from "../../../lib/tools/calculator/calculator.ts";
import { withPlace } from "../workspace/places.ts";

/** What the tool says of an expression. */
async function told(expression: unknown): Promise<string> {
  let said = "";
  await withPlace(async ({ context }) => {
    const result = await calculator.run({ expression } as { expression: string }, context);
    said = result.ok ? result.output : `${result.code}: ${result.message}`;
  });
  return said;
}

Deno.test("the tool says what an expression comes to, whole numbers to the last digit", async () => {
  assert.equal(await told(" 123456789012 * 10 "), "123456789012 * 10 = 1234567890120");
  assert.equal(await told("1/3"), "1/3 = 0.3333333333");
  assert.equal(await told("[1/4, -0.0, 2**60]"), "[1/4, -0.0, 2**60] = [0.25, 0, 1152921505000000000]");
});

Deno.test("[P54] imports, attributes, names and texts are refused with their place", async () => {
  for (
    const [expression, message] of [
      ["__import__('os')", "at character 1, `__import__` is not known: there are abs"],
      ["(1).__class__", "at character 4, `.` is not known: nothing has attributes"],
      ["1 .real", "at character 3, `.` is not known: nothing has attributes"],
      ["2 + lambda: 0", "at character 5, `lambda` is not known"],
      ["lambda", "at character 1, `lambda` is not known"],
      ["import os", "at character 1, `import` is not known"],
      ["constructor", "at character 1, `constructor` is not known"],
      ["toString()", "at character 1, `toString` is not known"],
      ["squrt(2)", "at character 1, `squrt` is not known: did you mean `sqrt`?"],
      ["1 + 'a'", "at character 5, `'` is not known: texts are not calculated with"],
      ["1 < 2", "at character 3, `<` is not known: nothing is compared or assigned"],
      ["2 ^ 3", "at character 3, `^` is not known: a power is written `**`"],
    ] as const
  ) {
    assert.ok((await told(expression)).startsWith(`invalid: Cannot work the expression out: ${message}`), expression);
  }
});

Deno.test("an expression has 1,000 characters at most, and has to be given", async () => {
  assert.match(await told(`${"1+".repeat(499)}12`), / = 511$/);
  assert.match(await told(`${"1+".repeat(500)}1`), /^invalid: .* it has 1001 characters, 1000 are allowed/);
  for (const none of [undefined, 5, null, ["1"]]) assert.match(await told(none), /^invalid: .*`expression` is missing/);
  assert.match(await told("  "), /^invalid: .*at character 3, a number, a name or `\(` is missing before the end/);
});
