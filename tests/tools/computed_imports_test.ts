import assert from "node:assert/strict";
import fc from "../properties.ts";
import { computedImports } from "../../lib/tools/computed_imports.ts";

const COMPUTED = [
  "import(x)",
  'import("./a" + ".ts")',
  "import(`./${a}`)",
  'import(("./a.ts"))',
  "import /* why */ (x)",
  "import.defer(x)",
  "f(...import(x))",
  "return\u00a0import(x)",
  "// a comment ends here:\u2028import(x)",
  "#!/usr/bin/env deno\nimport(x)",
  "a ? import(b) : 1",
  "`${import(x)}`",
  "`${{ a: {} }}${`${import(x)}`}`",
  "if (a) /'/.test(b); import(x)",
  "x = /[/'\"]/; import(x)",
  "a / b; import(x) / c",
  "i++ / 2; import(x) / '",
  "<p>do not, or don't</p>; {import(x)}",
  "const s = '\\''; import(x)",
  "`${a}/${b}`; import(x)",
];

const LITERAL = [
  'import("./a.ts")',
  "import('./a.ts', { with: { type: 'json' } })",
  "import(`./a.ts`)",
  "import(/* which */ './a.ts' /* this */)",
  "import x from './a.ts'",
  "import.meta.resolve(x)",
  "type A = import('./a.ts').A",
  "a.import(x), a?.import(x), this.#import(x)",
  "important(x), reimport(x)",
  "// import(x)",
  "/* import(x)\n import(x) */",
  "'import(x)' + \"import(x)\" + `import(x)`",
  "`${'}'} import(x)`",
  "`\\${import(x)}`",
  "s = /import(x)/",
  "return /import(x)/",
];

for (const text of COMPUTED) {
  Deno.test(`the import is computed in ${JSON.stringify(text)}`, () => {
    assert.equal(computedImports(text).length, 1);
  });
}

for (const text of LITERAL) {
  Deno.test(`no import is computed in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(computedImports(text), []);
  });
}

Deno.test("a computed import is found between any harmless pieces, at its own place", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...LITERAL)), fc.array(fc.constantFrom(...LITERAL)), (before, after) => {
      const lines = [...before, "", "  import(x)", "", ...after];
      const text = lines.map((line) => `${line};`).join("\n");
      const [found, ...more] = computedImports(text.replace(";\n;", ";\n\n"));
      assert.deepEqual(more, []);
      assert.equal(text.slice(found!.offset, found!.offset + 9), "import(x)");
      assert.equal(found!.column, 3);
    }),
  );
});

Deno.test("any text at all is read to its end", () => {
  const piece = fc.constantFrom(
    "import",
    "(",
    ")",
    "`",
    "${",
    "}",
    "{",
    "'",
    '"',
    "/",
    "//",
    "/*",
    "*/",
    "\\",
    "\n",
    "x",
    ".",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
    for (const { offset } of computedImports(pieces.join(""))) assert.ok(pieces.join("").startsWith("import", offset));
  }));
});
