import assert from "node:assert/strict";
import { join } from "node:path";
import { pinScript } from "../../lib/tools/module_graph.ts";
import type { PinResult } from "../../lib/tools/module_graph.ts";
import { withFolder } from "./scratch.ts";

async function pin(files: { readonly [path: string]: string }, name = "score"): Promise<PinResult> {
  let result: PinResult | undefined;
  await withFolder(files, async (root) => void (result = await pinScript({ root, entry: "./score.ts", name })));
  return result!;
}

async function problemsOf(files: { readonly [path: string]: string }, name?: string): Promise<string[]> {
  const result = await pin(files, name);
  assert.ok(!result.ok);
  return result.problems.map(({ path, line, column, message }) => `${path}:${line ?? "-"}:${column ?? "-"} ${message}`);
}

Deno.test("a script is pinned with every module of its graph, in an order of its own", async () => {
  const files = {
    "score.ts": `import { z } from "./sub/z.ts";
import type { Missing } from "./not_there.ts";
import data from "./data.json" with { type: "json" };
import text from "./sub/note.md" with { type: "text" };
import { join } from "node:path";
export const score = async (x: Missing) => [x, z, data, text, join("a"), await import("./a.js")];`,
    "sub/z.ts": `export * from "../a.js";\nexport const z = 1;`,
    "a.js": `export const a = 1;`,
    "data.json": `{"n": 1}`,
    "sub/note.md": `a note`,
    "unused.ts": `export const unused = 1;`,
  };
  const result = await pin(files);
  assert.deepEqual(result, {
    ok: true,
    script: {
      entry: "score.ts",
      name: "score",
      modules: {
        "a.js": files["a.js"],
        "data.json": files["data.json"],
        "score.ts": files["score.ts"],
        "sub/note.md": files["sub/note.md"],
        "sub/z.ts": files["sub/z.ts"],
      },
      npm: [],
    },
  });
  assert.ok(result.ok);
  assert.deepEqual(Object.keys(result.script.modules), ["a.js", "data.json", "score.ts", "sub/note.md", "sub/z.ts"]);
});

Deno.test("an exact package is pinned with a lock that names the hash of its content", async () => {
  const result = await pin({
    "score.ts": `import { z } from "npm:zod@4.6.7";\nexport const score = () => z.string();`,
  });
  assert.ok(result.ok);
  assert.deepEqual(result.script.npm, ["zod@4.6.7"]);
  assert.match(result.script.lock ?? "", /"zod@4\.6\.7": \{\s*"integrity": "sha512-/);
});

Deno.test("pinning evaluates no line of the script", async () => {
  await withFolder({}, async (folder) => {
    const witness = join(folder, "witness");
    await Deno.writeTextFile(join(folder, "score.ts"), `import "./first.ts";\nDeno.exit(7);\nexport const score = 1;`);
    await Deno.writeTextFile(
      join(folder, "first.ts"),
      `await new Promise(() => {}); Deno.writeTextFileSync(${JSON.stringify(witness)}, "");`,
    );
    const result = await pinScript({ root: folder, entry: "score.ts", name: "score" });
    assert.ok(result.ok);
    await assert.rejects(Deno.stat(witness), Deno.errors.NotFound);
  });
});

Deno.test("everything wrong with a script's imports is said at once, each at its place", async () => {
  const problems = await problemsOf({
    "score.ts": `import a from "../outside.ts";
import b from "https://example.com/b.ts";
import c from "npm:zod";
import d from "./missing.ts";
import "./sub/e.ts";
export const score = (x: string) => import(x);`,
    "sub/e.ts": `export * from "/etc/e.ts";\nexport { f } from "../../f.txt" with { type: "text" };`,
  });
  assert.deepEqual(problems, [
    "score.ts:1:15 `../outside.ts` lies outside the spec's folder: a script may import only what is inside",
    "score.ts:2:15 `https://example.com/b.ts` cannot be imported: a script may not load code from the network; use a file or an exact `npm:` version",
    "score.ts:3:15 `npm:zod` has no exact version: write it as `npm:NAME@1.2.3`",
    "score.ts:4:15 `missing.ts` does not exist",
    "score.ts:6:37 An import must name its module by a literal string: what is computed cannot be pinned",
    "sub/e.ts:1:15 `/etc/e.ts` cannot be imported: name files by a path that begins with `./` or `../`",
    "sub/e.ts:2:19 `../../f.txt` lies outside the spec's folder: a script may import only what is inside",
  ]);
});

Deno.test("a computed import is refused before Deno looks for what it might mean", async () => {
  const problems = await problemsOf({ "score.ts": "const name = 1;\nexport const score = () => import(`/${name}`);" });
  assert.deepEqual(problems, [
    "score.ts:2:28 An import must name its module by a literal string: what is computed cannot be pinned",
  ]);
});

Deno.test("a mistake in the syntax is found, in imported modules too", async () => {
  assert.deepEqual(await problemsOf({ "score.ts": `import "./b.ts";\nexport const score = ;`, "b.ts": `export {` }), [
    "score.ts:2:22 Cannot parse `score.ts`: Expression expected",
  ]);
  const [problem] = await problemsOf({ "score.ts": `import "./b.ts";\nexport const score = 1;`, "b.ts": `let a = (;` });
  assert.match(problem!, /^b\.ts:1:\d+ Cannot parse `b\.ts`: /);
});

Deno.test("a mistake that only linking shows is found without running anything", async () => {
  assert.deepEqual(
    await problemsOf({
      "score.js": "",
      "score.ts": `import { no } from "./b.ts";\nexport const score = no;`,
      "b.ts": `export const yes = 1;`,
    }),
    [
      "score.ts:1:10 Cannot load `score.ts`: `./b.ts` has no export `no`",
    ],
  );
  const [late] = await problemsOf({
    "score.ts": `export const score = () => import("./b.js");`,
    "b.js": `let a;\nlet a;`,
  });
  assert.match(late!, /^b\.js:2:5 Cannot load `b\.js`: Identifier 'a' has already been declared$/);
  const [json] = await problemsOf({
    "score.ts": `import d from "./d.json" with { type: "json" };\nexport const score = d;`,
    "d.json": `{`,
  });
  assert.match(json!, /JSON/);
});

Deno.test("an export that is not there is named, with the one that was meant", async () => {
  const files = {
    "score.ts": `export const scores = 1;\nexport default 2;\nexport * from "./b.ts";`,
    "b.ts": `export let other: number;`,
  };
  assert.deepEqual(await problemsOf(files, "score"), [
    "score.ts:-:- `score.ts` has no export `score`: did you mean `scores`?",
  ]);
  assert.deepEqual(await problemsOf(files, "z"), [
    "score.ts:-:- `score.ts` has no export `z`: it exports `default`, `other`, `scores`",
  ]);
  assert.deepEqual(await problemsOf({ "score.ts": "" }, "z"), [
    "score.ts:-:- `score.ts` exports nothing: export a function `z`",
  ]);
  assert.ok((await pin(files, "other")).ok);
});

Deno.test("no link leads out of the folder, and no other folder's script is taken", async () => {
  await withFolder({
    "in/score.ts": `import t from "./link.txt" with { type: "text" };\nexport const score = t;`,
    "out.ts": `export const score = 1;`,
    "in/data/x.ts": `export const score = 1;`,
  }, async (folder) => {
    const root = join(folder, "in");
    await Deno.symlink(join(folder, "out.ts"), join(root, "link.txt"));
    await Deno.symlink(join(root, "data"), join(root, "alias"));
    const messages = async (entry: string): Promise<string[]> => {
      const result = await pinScript({ root, entry, name: "score" });
      return result.ok ? [] : result.problems.map(({ message }) => message);
    };
    assert.deepEqual(await messages("score.ts"), ["`link.txt` is a link that leads out of the spec's folder"]);
    assert.deepEqual(await messages("link.txt"), [
      "`link.txt` is not a script: name a .ts, .mts, .tsx, .js, .mjs or .jsx file",
    ]);
    assert.deepEqual(await messages("../out.ts"), [
      "`../out.ts` lies outside the spec's folder: a script must be inside",
    ]);
    assert.deepEqual(await messages("gone.ts"), ["`gone.ts` does not exist"]);
    assert.deepEqual(await messages("alias/x.ts"), []);
  });
});

Deno.test("what cannot be pinned as text is refused: folders, binaries, giants", async () => {
  const problems = await problemsOf({
    "score.ts":
      `import a from "./folder.ts";\nimport b from "./big.txt" with { type: "text" };\nimport c from "./raw.txt" with { type: "text" };\nexport const score = [a, b, c];`,
    "folder.ts/x.ts": "",
    "big.txt": "x".repeat(1_048_577),
  });
  assert.deepEqual(problems.map((one) => one.replace(/^\S+ /, "")), [
    "`folder.ts` is not a file",
    "`big.txt` has 1048577 bytes, more than the 1048576 a script's file may have",
    "`raw.txt` does not exist",
  ]);
  await withFolder(
    { "score.ts": `import c from "./raw.txt" with { type: "text" };\nexport const score = c;` },
    async (root) => {
      await Deno.writeFile(join(root, "raw.txt"), new Uint8Array([0xff, 0xfe]));
      const result = await pinScript({ root, entry: "score.ts", name: "score" });
      assert.deepEqual(result, {
        ok: false,
        problems: [{ path: "score.ts", line: 1, column: 15, message: "`raw.txt` is not UTF-8 text" }],
      });
    },
  );
});

Deno.test("settings that lie near the spec have no say", async () => {
  const result = await problemsOf({
    "deno.json": `{"imports": {"dep": "./dep.ts"}}`,
    "package.json": `{"type": "commonjs", "dependencies": {"zod": "4.6.7"}}`,
    "dep.ts": `export const dep = 1;`,
    "score.ts": `import { dep } from "dep";\nexport const score = dep;`,
  });
  assert.deepEqual(result, [
    "score.ts:1:21 `dep` cannot be imported: name a file by `./`, a package as `npm:NAME@1.2.3`, a built-in as `node:NAME`",
  ]);
});
