import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { lineMatcher } from "../../../lib/tools/files/line_matcher.ts";
import { searchFilesTool } from "../../../lib/tools/files/search_files_tool.ts";
import fc from "../../properties.ts";
import { withPlace } from "../workspace/places.ts";

Deno.test("lines are found by pattern, in text files that are worth looking at", async () => {
  await withPlace(async ({ context, root }) => {
    await Deno.mkdir(join(root, "node_modules"));
    await Deno.writeTextFile(join(root, "node_modules/a.ts"), "const found = 1;");
    await Deno.writeTextFile(join(root, "a.ts"), "one\r\nconst Found = 1;\r\nthree\r\n");
    await Deno.writeTextFile(join(root, "b.md"), "found");
    await Deno.writeTextFile(join(root, "c"), "found\0");
    const search = async (input: JsonObject) => {
      const result = await searchFilesTool.run(input, context);
      return result.ok ? result.output : result.code;
    };
    assert.equal(await search({ pattern: "f(ou|x)nd\\b" }), "b.md:1: found");
    assert.equal(await search({ pattern: "found", ignore_case: true, files_only: true }), "a.ts\nb.md");
    const around = "a.ts-1- one\na.ts:2: const Found = 1;\na.ts-3- three";
    assert.equal(await search({ pattern: "F", glob: "*.ts", context: 1 }), around);
    for (
      const pattern of ["(a)\\1", "(?=a)", "(", "a)", "*", "[", "a{1001}", "(a{900}){900}", "(((){999}){999}){999}", ""]
    ) {
      assert.equal(await search({ pattern }), "invalid", pattern);
    }
  });
});

Deno.test("no pattern takes more steps than its size times the line's", () => {
  for (const pattern of ["^(a+)+$", "(a|a)*$", "(a*)*b", "a*a*a*a*a*b", "(.*.*.*)*x"]) {
    const matcher = lineMatcher(pattern, { ignoreCase: false });
    matcher.test(`${"a".repeat(5_000)}!`);
    assert.ok(matcher.steps < 5_002 * 20, `${pattern}: ${matcher.steps}`);
  }
});

const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\b", "\\B", "^", "$", "(a|b)", "(?:ab|)", "(a*)");
const times = fc.constantFrom("", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?");
const part = fc.tuple(atom, times).map(([one, many]) => (/^(?:\^|\$|\\b|\\B)$/i.test(one) ? one : one + many));
const pattern = fc.array(fc.array(part, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((ways) => ways.map((way) => way.join("")).join("|"));

Deno.test("a line matches exactly when it does for the language's own regular expressions", () => {
  const line = fc.array(fc.constantFrom("a", "b", "A", " ", "é"), { maxLength: 8 }).map((signs) => signs.join(""));
  fc.assert(
    fc.property(pattern, line, fc.boolean(), (source, text, ignoreCase) => {
      const expected = new RegExp(source, ignoreCase ? "iu" : "u").test(text);
      assert.equal(lineMatcher(source, { ignoreCase }).test(text), expected);
    }),
    { numRuns: 2_000 },
  );
});
