import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { analyzeCode } from "../../../lib/tools/code/analyze_code.ts";
import { type Place, withPlace } from "../workspace/places.ts";

/** Runs with a workspace that holds these files. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  test: (place: Place) => Promise<void>,
): Promise<void> {
  await withPlace(async (place) => {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(place.root, path)), { recursive: true });
      await Deno.writeTextFile(join(place.root, path), text);
    }
    await test(place);
  });
}

/** The tool says this of a call, to begin with. */
async function saysFirst(place: Place, input: JsonObject, beginning: string): Promise<void> {
  const said = await told(place, input);
  assert.ok(said.startsWith(beginning), said.slice(0, 2 * beginning.length));
}

/** What the tool says of a call. */
async function told({ context }: Place, input: JsonObject): Promise<string> {
  const result = await analyzeCode.run(input, context);
  return result.ok ? result.output : `${result.code}: ${result.message}`;
}

const TYPESCRIPT = `import x, { type y } from "z";
const fs = require("fs");
@injectable()
export default class A<T> extends B<T> {
  private f = (b: number) => b;
  constructor(readonly x: string) { super(); }
  get v(): number { return 1; }
}
export interface I {
  m(a: string): void;
}
export const g = async <T,>(a: T): Promise<T> => {
  function inner() {}
  return a;
}, K = 3;
namespace N { export function h() {} }
function late(
  a: number,
): void {}
export { late as later };
export * from "./other";
`;

Deno.test("a file of TypeScript is told with its imports, types, functions and exports", async () => {
  await withFiles({ "d/a.ts": TYPESCRIPT }, async (place) => {
    assert.equal(
      await told(place, { path: "d/a.ts" }),
      `\`d/a.ts\`: typescript, 21 lines
Imports
  1 import x, { type y } from "z";
  2 const fs = require("fs");
Types
  3-8 @injectable() export default class A<T> extends B<T>
    5 private f = (b: number)
    6 constructor(readonly x: string)
    7 get v(): number
  9-11 export interface I
    10 m(a: string): void
  16 namespace N
    16 export function h()
Functions
  12-15 export const g = async <T,>(a: T): Promise<T>
  17-19 function late( a: number, ): void
Exports
  default, I, g, K, later, * from "./other"`,
    );
    assert.equal(
      await told(place, { path: "d/a.ts", detail: "outline" }),
      `\`d/a.ts\`: typescript, 21 lines
Types
  3-8 @injectable() export default class A<T> extends B<T>
  9-11 export interface I
  16 namespace N
Functions
  12-15 export const g = async <T,>(a: T): Promise<T>
  17-19 function late( a: number, ): void`,
    );
  });
});

const SOURCES: Readonly<Record<string, readonly [source: string, told: string]>> = {
  python: [
    "import os\nif T:\n    from a import (b,\n  c)\n__all__ = ['C']\n@dec\nclass C(B):\n    x = 1\n    async def m(self): ...\ndef f(): pass\n",
    "Imports\n  1 import os\n  3 from a import (b, c)\nTypes\n  6-9 @dec class C(B)\n    9 async def m(self)\nFunctions\n  10 def f()\nExports\n  C",
  ],
  javascript: [
    "const a = require('b');\nclass A { #p() {} static q = () => 1 }\nvar d = function* () {};\nexport { d as default };\n",
    "Imports\n  1 const a = require('b');\nTypes\n  2 class A\n    2 #p()\n    2 static q = ()\nFunctions\n  3 var d = function* ()\nExports\n  default",
  ],
  tsx: ["export const A = () => <div/>;\n", "Functions\n  1 export const A = ()\nExports\n  A"],
  go: [
    'package p\nimport (\n\t"fmt"\n\tx "y"\n)\ntype S struct{}\ntype i interface { M(a int) error }\nfunc (s *S) Do() (int, error) { return 1, nil }\nfunc f[T any](a T) {}\n',
    'Imports\n  3 "fmt"\n  4 x "y"\nTypes\n  6 type S\n  7 type i\n    7 M(a int) error\nFunctions\n  8 func (s *S) Do() (int, error)\n  9 func f[T any](a T)\nExports\n  S, Do',
  ],
  rust: [
    "use std::io;\npub struct P<T>(T);\nimpl<T> Q for P<T> {\n  fn z(&self) {}\n}\npub fn f() -> u8 { 1 }\nmacro_rules! m { () => {} }\nmod n;\n",
    "Imports\n  1 use std::io;\nTypes\n  2 pub struct P<T>\n  3-5 impl<T> Q for P<T>\n    4 fn z(&self)\n  8 mod n\nFunctions\n  6 pub fn f() -> u8\n  7 macro_rules! m { () => {} }\nExports\n  P, f",
  ],
  java: [
    "package a;\nimport b.C;\npublic class A<T> extends B {\n  public A(int x) {}\n  enum E { X; int z() { return 1; } }\n}\ninterface I { void w(); }\n",
    "Imports\n  2 import b.C;\nTypes\n  3-6 public class A<T> extends B\n    4 public A(int x)\n    5 enum E\n      5 int z()\n  7 interface I\n    7 void w()\nExports\n  A",
  ],
  c: [
    "#include <a.h>\ntypedef struct { int y; } B;\n#ifdef X\nstatic char **f(int a, void (*cb)(int)) { return 0; }\nint g(void);\n#endif\nint x;\nvoid (*fp)(int);\nstruct s { int a; } y;\n",
    "Imports\n  1 #include <a.h>\nTypes\n  2 typedef struct\n  9 struct s\nFunctions\n  4 static char **f(int a, void (*cb)(int))\n  5 int g(void)",
  ],
  cpp: [
    "namespace n {\ntemplate <class T> class V : public W<T> {\npublic:\n  V(int x) : a(x) {}\n  T& at(int i) const;\n};\n}\nint n::V<int>::f() { return 1; }\n",
    "Types\n  1-7 namespace n\n    2-6 template <class T> class V : public W<T>\n      4 V(int x) : a(x)\n      5 T& at(int i) const\nFunctions\n  8 int n::V<int>::f()",
  ],
  ruby: [
    "require 'json'\nmodule M\n  class A < B\n    def initialize(a, b = 1)\n    end\n    class << self\n      def q; end\n    end\n  end\nend\ndef top(x) = x\n",
    "Imports\n  1 require 'json'\nTypes\n  2-10 module M\n    3-9 class A < B\n      4-5 def initialize(a, b = 1)\n      6-8 class << self\n        7 def q\nFunctions\n  11 def top(x)",
  ],
  bash: [
    "source ./a.sh\nfoo() {\n  echo 1\n}\nfunction bar { :; }\n",
    "Imports\n  1 source ./a.sh\nFunctions\n  2-4 foo()\n  5 function bar",
  ],
  json: ['{"a": {"b": [1, 2]}}', "Keys\n  1 a: {1 key}\n    1 b: [2 items]"],
};

Deno.test("every language is told in its own words", async () => {
  await withFiles({}, async (place) => {
    for (const [language, [source, parts]] of Object.entries(SOURCES)) {
      const [head, ...rest] = (await told(place, { source, language })).split("\n");
      assert.match(head!, new RegExp(`^\`source\`: ${language}, \\d+ lines?$`));
      assert.equal(rest.join("\n"), parts, language);
    }
  });
});

Deno.test("places that break the rules are told first, as errors only where they are for sure", async () => {
  await withFiles({ "a.py": "def f(:\n  pass\n", "a.c": "int f( {\n", "a.json": "{,}" }, async (place) => {
    await saysFirst(place, { path: "a.py" }, "`a.py`: python, 2 lines\nSyntax errors\n  1:7 `)` is missing\n");
    await saysFirst(place, { path: "a.c" }, "`a.c`: c, 1 line\nPlaces that may break the rules of the language\n");
    await saysFirst(place, { path: "a.json" }, "`a.json`: json, 1 line\nSyntax errors\n  1:2 `,` stands where a key");
    const result = await analyzeCode.run({ path: "a.json" }, place.context);
    assert.deepEqual(result.ok && result.data, {
      files: [{
        name: "a.json",
        language: "json",
        lines: 1,
        strict: true,
        faults: [{ line: 1, column: 2, message: "`,` stands where a key in double quotes belongs" }],
        outline: { imports: [], types: [], functions: [], exports: [] },
      }],
    });
  });
});

Deno.test("of a folder its first twenty files are told, and how many more there are", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 22 }, (_, n) => [`d/${String(n).padStart(2, "0")}.py`, `def f${n}(): pass\n`]),
  );
  await withFiles({
    ...many,
    "d/b.txt": "x",
    "node_modules/a.js": "x",
    "e/x.txt": "x",
    "e/big.py": `#${"x".repeat(1_000_000)}`,
  }, async (place) => {
    const found = await told(place, { path: "d" });
    assert.equal(found.split("\n\n").length, 20);
    assert.ok(found.startsWith("`d/00.py`: python, 1 line\nFunctions\n  1 def f0()\n\n`d/01.py`"));
    assert.ok(found.endsWith("def f19()\n… 2 more files are left out; analyze a folder in it"));
    assert.equal(await told(place, { path: "e" }), "There is no code in `e` that is known");
  });
});

Deno.test("a file is bounded, and so is what is told of it", async () => {
  const lines = Array.from({ length: 2_000 }, (_, n) => `def function_with_a_long_name_${n}(argument): pass\n`).join(
    "",
  );
  await withFiles({ "a.py": lines, "big.py": `#${"x".repeat(1_000_000)}`, "odd.py": "x\0" }, async (place) => {
    const found = await told(place, { path: "a.py" });
    assert.ok(
      found.length < 30_200 && found.endsWith("… cut: ask for the `outline`, or read the file with `read_file`"),
    );
    assert.match(await told(place, { path: "big.py" }), /^invalid: .*1,000,001 bytes, 1,000,000 are allowed/);
    assert.match(await told(place, { path: "odd.py" }), /^invalid: .*no text in UTF-8/);
    assert.match(
      await told(place, { source: "x".repeat(1_000_001), language: "go" }),
      /^invalid: .*1000001 characters/,
    );
  });
});

Deno.test("a call that does not fit says what to give", async () => {
  await withFiles({ "a.txt": "x", "Rakefile": "def f; end" }, async (place) => {
    const refused: readonly (readonly [JsonObject, RegExp])[] = [
      [{}, /^invalid: Give `path`, or `source` with its `language`/],
      [{ source: "x" }, /^invalid: `language` is missing: give one of python/],
      [{ source: "x", language: "pyton" }, /^invalid: `pyton` is no known language: did you mean `python`/],
      [{ source: "x", language: "toString" }, /^invalid: `toString` is no known language/],
      [{ path: "a.txt" }, /^invalid: Cannot analyze `a.txt`: its name tells no known language; give `language`/],
      [{ path: "none.py" }, /^missing: /],
      [{ path: "../a.py" }, /^refused: /],
      [{ path: "a.txt", detail: "all" }, /^invalid: `detail` is `full` or `outline`/],
      [{ path: 5 }, /^invalid: /],
    ];
    for (const [input, why] of refused) assert.match(await told(place, input), why, JSON.stringify(input));
    const ruby = await told(place, { path: "Rakefile", language: "ruby" });
    assert.equal(ruby, "`Rakefile`: ruby, 1 line\nFunctions\n  1 def f");
    const aborted = await analyzeCode.run({ source: "x", language: "go" }, {
      ...place.context,
      signal: AbortSignal.abort(),
    });
    assert.equal(aborted.ok || aborted.code, "aborted");
  });
});
