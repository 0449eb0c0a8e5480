import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { ToldCheck } from "../../../lib/plan/mod.ts";
import { checkFiles } from "../../../lib/tools/checks/check_files.ts";
import { syntaxErrors } from "../../../lib/tools/code/syntax_errors.ts";
import type { SyntaxErrors } from "../../../lib/tools/checks/syntax_check.ts";
import { withPlace } from "../workspace/places.ts";

const NO_CODE: SyntaxErrors = () => undefined;

interface Found {
  readonly checks: readonly ToldCheck[];
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}

/** Looks at files of a workspace that holds these. */
async function check(
  files: { readonly [path: string]: string | Uint8Array },
  asked: JsonObject,
  { syntaxErrors = NO_CODE, prepare = async () => {} }: {
    readonly syntaxErrors?: SyntaxErrors;
    readonly prepare?: (root: string, outside: string) => Promise<void>;
  } = {},
): Promise<Found> {
  let found: Found | undefined;
  await withPlace(async ({ context, root, outside }) => {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeFile(join(root, path), typeof content === "string" ? new TextEncoder().encode(content) : content);
    }
    await prepare(root, outside);
    const input = { deliverables: [], changed: [], rules: [], output: "", ...asked };
    const result = await checkFiles({ syntaxErrors }).run(input, context);
    assert.ok(result.ok, JSON.stringify(result));
    found = result.data as unknown as Found;
  });
  return found!;
}

/** What does not hold, in a line each. */
function faults({ checks }: Found): readonly string[] {
  return checks.filter(({ passed }) => !passed).map(({ name, detail, severity }) => `${severity} ${name}: ${detail}`);
}

Deno.test("[P38] [V2] what has to be there is looked for, and what was merely changed may be gone", async () => {
  const found = await check({ "a.md": "text", "docs/b.md": "text" }, {
    deliverables: ["a.md", "none.md", "docs", "./docs/b.md"],
    changed: ["a.md", "deleted.md"],
  });
  assert.deepEqual(faults(found), ["error deliverable none.md: it is not there"]);
  assert.equal(found.checks.length, 4, "each file once, and nothing of what was deleted");
});

Deno.test("[P33] an empty file is a fault, unless its name says that it is meant so", async () => {
  const found = await check({ "a.md": "", "b.md": " \n\t\n", "pkg/__init__.py": "", ".gitkeep": "" }, {
    deliverables: ["a.md"],
    changed: ["b.md", "pkg/__init__.py", ".gitkeep"],
  });
  assert.deepEqual(faults(found), ["error deliverable a.md: it is empty", "error file b.md: it is empty"]);
});

/** Loom's own, as it is handed over. */
const KNOWN: SyntaxErrors = (path, text, signal) => syntaxErrors({ path, text }, signal);

Deno.test("[P32] files are parsed as their endings say, and faults tell their line", async () => {
  const good = {
    "good.json": '{"a": [1, 2]}',
    "good.yaml": "a: &x [1]\nb: *x\n---\nc: !Ref d\n",
    "good.toml": 'a = 1\n[b]\nc = "d"\n',
    "good.py": "def a():\n    return 1\n",
    "tsconfig.json": "{ // fine\n}",
    "unknown.xyz": "((((",
  };
  const bad = {
    "bad.json": '{"a": 1,\n "b": }',
    "bad.yaml": "a: 1\nb: [\n",
    "bad.toml": "a = 1\nb = \n",
    "bad.py": "def a(:\n",
  };
  const changed = Object.keys({ ...good, ...bad });
  const told = faults(await check({ ...good, ...bad }, { changed }, { syntaxErrors: KNOWN }));
  assert.equal(told.length, 4, told.join("\n"));
  for (const [i, path] of Object.keys(bad).entries()) {
    assert.ok(told[i]!.startsWith(`error file ${path}: it does not parse: line `), told.join("\n"));
  }
});

Deno.test("[P32] the first faults of a file are told; one of holes need not be of its language yet", async () => {
  const syntaxErrors: SyntaxErrors = (path) =>
    /py|yaml/.test(path) ? [1, 2, 3, 4].map((line) => ({ line, message: "no" })) : undefined;
  const found = await check({ "a.py": "x", "b.md": "x", "chart.yaml": "a: {{ .Values.a }}" }, {
    changed: ["a.py", "b.md", "chart.yaml"],
  }, { syntaxErrors });
  const four = "it does not parse: line 1: no; line 2: no; line 3: no; and 1 more";
  assert.deepEqual(faults(found), [`error file a.py: ${four}`, `warning file chart.yaml: ${four}`]);
});

Deno.test("a hundred files are parsed, a few at a time, and of more it is told that they were not", async () => {
  const changed = Array.from({ length: 110 }, (_, i) => `f${i}.py`);
  let now = 0, most = 0, calls = 0;
  const syntaxErrors: SyntaxErrors = async () => {
    calls++, most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve));
    now--;
    return [];
  };
  const found = await check(Object.fromEntries(changed.map((path) => [path, "x"])), { changed }, { syntaxErrors });
  assert.ok(most > 1 && most <= 4 && calls >= 100 && calls < 104, `${most} ${calls}`);
  assert.match(faults(found)[0]!, /^warning syntax: \d+ files more were not parsed: it is done for 100 at most$/);
});

const TBD = { name: "no-placeholders", pattern: "\\[TBD\\]|\\[OPEN\\]", severity: "error", target: "output" };

Deno.test("[V20] [P34] a pattern is looked for in the whole answer, and a match is what fails it", async () => {
  const output = `${"all is well ".repeat(500)}\nbut [TBD] is not`;
  assert.deepEqual(faults(await check({}, { rules: [TBD], output })), [
    "error no-placeholders: `\\[TBD\\]|\\[OPEN\\]` is found in the answer, line 2: but [TBD] is not",
  ]);
  assert.deepEqual(await check({}, { rules: [TBD], output: "all is well" }), {
    checks: [{ name: "no-placeholders", passed: true, severity: "error" }],
  });
  const [warning] = (await check({}, { rules: [{ ...TBD, severity: "warning" }], output })).checks;
  assert.deepEqual([warning!.passed, warning!.severity], [false, "warning"]);
});

Deno.test("a pattern about files is looked for in those that were delivered or changed, and in no other", async () => {
  const rule = { ...TBD, target: "deliverables" },
    files = { "a.md": "fine", "b.md": "one\n[OPEN] two", "c.md": "[OPEN]" };
  const asked = { deliverables: ["a.md"], changed: ["b.md"], rules: [rule], output: "[OPEN]" };
  assert.deepEqual(faults(await check(files, asked)), [
    "error no-placeholders: `\\[TBD\\]|\\[OPEN\\]` is found in `b.md`, line 2: [OPEN] two",
  ]);
  assert.deepEqual(faults(await check(files, { ...asked, changed: ["a.md"] })), []);
  const large = await check({ "big.md": "[OPEN]".padEnd(1_000_001) }, { changed: ["big.md"], rules: [rule] });
  assert.deepEqual(faults(large), [], "what is a megabyte and more is not read");
});

Deno.test("patterns mean the whole text, or its lines where they say so; capitals count unless they say so", async () => {
  const found = async (pattern: string, output: string) =>
    faults(await check({}, { rules: [{ ...TBD, pattern }], output })).length > 0;
  assert.ok(!await found("^two$", "one\ntwo") && await found("(?m)^two$", "one\ntwo"));
  assert.ok(!await found("open", "OPEN") && await found("(?i)open", "OPEN") && await found("(?im)^open", "a\nOPEN"));
  assert.ok(await found("a[\\s\\S]*z", "a\n\nz"));
  assert.ok(await found("(?s)a.b", "x"), "flags that nobody knows are a fault, and never a pass");
  assert.ok(await found("(a)\\1", "x") && await found("(", "x"));
});

Deno.test("no pattern makes a check hang, whatever it is held against", async () => {
  const rules = ["^(a+)+$", "(a|a)*b", "(.*.*.*)*x"].map((pattern) => ({ ...TBD, name: pattern, pattern }));
  const found = await check({}, { rules, output: `${"a".repeat(20_000)}!` });
  assert.deepEqual(found.checks.map(({ passed }) => passed), [true, true, true]);
});

Deno.test("links are not followed, and nothing outside is looked at", async () => {
  const asked = {
    deliverables: ["link.md", "folder/secret.txt", "../outside/secret.txt", "/etc/passwd"],
    changed: ["link.md"],
    show: 9_999,
  };
  const found = await check({}, asked, {
    async prepare(root, outside) {
      await Deno.symlink(join(outside, "secret.txt"), join(root, "link.md"));
      await Deno.symlink(outside, join(root, "folder"));
    },
  });
  assert.equal(faults(found).length, 4);
  assert.ok(!JSON.stringify(found).includes('"secret"'), JSON.stringify(found));
});

Deno.test("files are shown to a judge within bounds, short ones whole, what is no text by its size", async () => {
  const files = {
    "a.md": "short",
    "b.md": `BEGIN${"x".repeat(50_000)}END`,
    "c.png": new Uint8Array([0x89, 0x50, 0, 1]),
  };
  const found = await check(files, { changed: Object.keys(files), show: 6_000, files: false });
  assert.deepEqual(found.checks, [], "nobody wants to be told what is wrong with them");
  const [a, b, c] = found.files!;
  assert.deepEqual([a, c], [{ path: "a.md", text: "short" }, { path: "c.png", text: "(4 bytes that are not shown)" }]);
  assert.match(b!.text, /^BEGINx+\n… [\d,]+ characters left out …\nx+END$/);
  assert.ok(found.files!.reduce((sum, { text }) => sum + text.length, 0) <= 6_000);
  assert.equal((await check(files, { changed: ["a.md"] })).files, undefined);
});

Deno.test("hundreds of files are looked at, and of more it is told that they were not", async () => {
  const changed = Array.from({ length: 600 }, (_, i) => `f${i}.md`);
  const found = await check(Object.fromEntries(changed.map((path) => [path, "x"])), { changed });
  assert.deepEqual(faults(found), ["warning files: 100 files more were changed than are looked at, which is 500"]);
  assert.equal(found.checks.length, 300);
});

Deno.test("a file nested without end never ends the check", async () => {
  const deep = "[".repeat(100_000);
  const found = await check({ "a.json": deep, "a.toml": `a = ${deep}` }, { changed: ["a.json", "a.toml"] }, {
    syntaxErrors: KNOWN,
  });
  assert.equal(faults(found).length, 2);
});

Deno.test("a call that was ended looks at nothing more", async () => {
  await withPlace(async ({ context, root }) => {
    await Deno.writeTextFile(join(root, "a.md"), "x");
    const input = { deliverables: ["a.md"], changed: [], rules: [TBD], output: "" };
    const result = await checkFiles({ syntaxErrors: NO_CODE }).run(input, { ...context, signal: AbortSignal.abort() });
    assert.ok(!result.ok && result.code === "aborted");
  });
});
