import assert from "node:assert/strict";
import { syntaxErrors } from "../../../lib/tools/code/syntax_errors.ts";

/** Places of faults in a text, or that nothing is known of it. */
async function places(path: string, text: string): Promise<string> {
  const faults = await syntaxErrors({ path, text });
  return faults === undefined ? "unknown" : faults.map(({ line, column }) => `${line}:${column}`).join(" ");
}

Deno.test("[P32] texts that keep the rules of their language have no faults", async () => {
  for (
    const [path, text] of [
      [
        "a.py",
        "import os\n\n@dec\nasync def f(*a, b: int = 1, **k) -> str:\n    match b:\n        case 1: return f'{a!r}'\n",
      ],
      ["a.js", "export default class A { #x = 1; static async *g() { yield* this.#x ?? await 1; } }\n"],
      [
        "a.ts",
        "using x = f<string>(<const T,>(a: T) => a satisfies T);\nimport d from './d.json' with { type: 'json' };\n",
      ],
      ["a.tsx", "export const A = <T,>(p: P<T>) => <div {...p}>{p.x}</div>;\n"],
      ["a.go", "package main\n\nfunc f[T any](a T) (b int, err error) { defer g(); return }\n"],
      ["a.rs", "impl<T: Clone> A for B<T> where T: Copy { async fn f(&self) -> Result<(), E> { x?; Ok(()) } }\n"],
      ["A.java", "record R<T>(int a) implements I { R { if (a < 0) throw new E(); } }\n"],
      ["a.rb", "class A < B\n  def f(x, *y, z: 1) = x&.then { |a| a }\nend\n"],
      ["a.json", '{"a": [1, null]}'],
      ["a.yaml", "a: &x !own\n  - 1\n---\nb: |\n  text\n"],
      ["a.toml", "[a]\nb = 1979-05-27\n[[c]]\n"],
    ] as const
  ) assert.equal(await places(path, text), "", path);
});

Deno.test("[P32] texts that break the rules of their language have faults where they do", async () => {
  for (
    const [path, text, place] of [
      ["a.py", "x = 1\ndef f(:\n    pass\n", /^2:7\b/],
      ["a.py", "class A:\nx = 1\n", /^1:9\b/],
      ["a.js", "if (a {\n  b();\n}\n", /^1:6\b/],
      ["a.ts", "const a: number = ;\n", /^1:17\b/],
      ["a.tsx", "const a = <div>;\n", /^1:/],
      ["a.go", 'package main\nfunc main() {\n f("x"\n}\n', /^3:7\b/],
      ["a.rs", "fn main() {\n let x = ;\n}\n", /^2:8\b/],
      ["A.java", "class A { int m() { return 1 } }\n", /^1:29\b/],
      ["a.rb", "def f\n 1\n", /^1:1\b/],
      ["a.json", '{"a": 1,\n}', /^2:1$/],
      ["a.yml", "a: [1\nb: 2\n", /^2:1\b/],
      ["a.yaml", "a: 1\na: 2\n", /^2:1$/],
      ["a.toml", "a = 1\nb = \n", /^2:5$/],
    ] as const
  ) assert.match(await places(path, text), place, path);
});

Deno.test("nothing is said of texts whose mistakes need not be mistakes, or that are too long", async () => {
  for (const path of ["a.txt", "a", "a.c", "a.cpp", "a.sh", "a.d.ts", "a.jsonc"]) {
    assert.equal(await places(path, "(((\n"), "unknown", path);
  }
  assert.equal(await places("a.json", " ".repeat(1_000_001)), "unknown");
  assert.equal(await syntaxErrors({ path: "a.py", text: "x" }, AbortSignal.abort()), undefined);
});
