import assert from "node:assert/strict";
import fc from "../properties.ts";
import { importTarget } from "../../lib/tools/import_target.ts";

Deno.test("a relative path is found from the module that names it", () => {
  assert.deepEqual(importTarget("a/b/c.ts", "../d.ts"), { kind: "module", path: "a/d.ts", as: "code" });
  assert.deepEqual(importTarget("c.ts", "./my%20file.ts"), { kind: "module", path: "my file.ts", as: "code" });
  assert.deepEqual(importTarget("c.ts", "./data.json", "json"), { kind: "module", path: "data.json", as: "json" });
  assert.deepEqual(importTarget("c.ts", "./prompt.md", "text"), { kind: "module", path: "prompt.md", as: "text" });
});

Deno.test("an exact package and a built-in may be imported", () => {
  assert.deepEqual(importTarget("c.ts", "npm:zod@4.6.7/v4"), { kind: "package", name: "zod@4.6.7" });
  assert.deepEqual(importTarget("c.ts", "npm:@a/b@1.0.0-rc.1"), { kind: "package", name: "@a/b@1.0.0-rc.1" });
  assert.deepEqual(importTarget("c.ts", "node:path"), { kind: "builtin" });
});

for (
  const [specifier, attribute, says] of [
    ["../up.ts", undefined, /outside the spec's folder/],
    ["./a/../../up.ts", undefined, /outside the spec's folder/],
    ["./../folder/up.ts", undefined, /outside the spec's folder/],
    ["./%2e%2e/up.ts", undefined, /outside the spec's folder/],
    ["../secret.txt", "text", /outside the spec's folder/],
    ["./..\\up.ts", undefined, /not a plain path/],
    ["./..%2fup.ts", undefined, /not a plain path/],
    ["./a.ts?x=1", undefined, /not a plain path/],
    ["./a.ts#x", undefined, /not a plain path/],
    ["./%zz.ts", undefined, /not a plain path/],
    ["./a.cjs", undefined, /code is \.ts/],
    ["./a.wasm", undefined, /code is \.ts/],
    ["./a.json", undefined, /need `with/],
    ["./a.bin", "bytes", /does not fit/],
    ["./a.txt", "json", /does not fit/],
    ["/etc/passwd", "text", /begins with `\.\/`/],
    ["file:///etc/passwd", "text", /begins with `\.\/`/],
    ["https://example.com/a.ts", undefined, /from the network/],
    ["jsr:@std/path@1.0.0", undefined, /from the network/],
    ["data:text/javascript,0", undefined, /a file of its own/],
    ["npm:zod", undefined, /no exact version/],
    ["npm:zod@^4.6.7", undefined, /no exact version/],
    ["npm:zod@4", undefined, /no exact version/],
    ["npm:zod@latest", undefined, /no exact version/],
    ["zod", undefined, /name a file by/],
  ] as const
) {
  Deno.test(`an import of ${specifier}${attribute ? ` as ${attribute}` : ""} is refused, with the reason`, () => {
    const target = importTarget("score.ts", specifier, attribute);
    assert.equal(target.kind, "refused");
    assert.match(target.kind === "refused" ? target.why : "", says);
  });
}

Deno.test("a path means the same to us as to Deno, and never leads out of the folder", () => {
  const name = fc.constantFrom("..", ".", "a", "b", "%2e%2e", "", "%2E.", "%61", "..a", "...");
  fc.assert(fc.property(fc.array(name), fc.array(fc.constantFrom("x", "y")), (names, folders) => {
    const from = [...folders, "m.ts"].join("/"), specifier = `./${[...names, "end.ts"].join("/")}`;
    const target = importTarget(from, specifier);
    if (target.kind !== "module") return;
    const url = new URL(specifier, `file:///1/2/3/4/5/6/7/8/9/root/${from}`);
    assert.equal(decodeURIComponent(url.pathname), `/1/2/3/4/5/6/7/8/9/root/${target.path}`);
  }));
});
