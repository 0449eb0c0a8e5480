import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { scanWorkspace } from "../../../lib/tools/checks/scan_workspace.ts";
import { withPlace } from "../workspace/places.ts";

/** Scans a workspace that holds these. */
async function scan(
  files: readonly string[],
  patterns: readonly (readonly string[])[],
  outline: () => string | undefined = () => undefined,
): Promise<{ readonly output: string; readonly found: readonly (readonly string[])[] }> {
  let scanned: { readonly output: string; readonly found: readonly (readonly string[])[] } | undefined;
  await withPlace(async ({ context, root, outside }) => {
    for (const path of files) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), `text of ${path}`);
    }
    await Deno.symlink(outside, join(root, "away"));
    const result = await scanWorkspace({ outline: () => Promise.resolve(outline()) }).run(
      { patterns } as JsonObject,
      context,
    );
    assert.ok(result.ok, JSON.stringify(result));
    scanned = {
      output: result.output,
      ...result.data as unknown as { readonly found: readonly (readonly string[])[] },
    };
  });
  return scanned!;
}

Deno.test("paths are found for each list of patterns, each once, those that lie less deep first", async () => {
  const files = ["z.md", "docs/a.md", "docs/deep/b.md", "data/x.csv", "node_modules/m.md", ".git/config.md"];
  const { found, output } = await scan(files, [["*.md", "docs/*.md"], ["*.csv"], ["*.pdf"]]);
  assert.deepEqual(found, [["z.md", "docs/a.md", "docs/deep/b.md"], ["data/x.csv"], []]);
  assert.equal(output, "*.md, docs/*.md:\nz.md\ndocs/a.md\ndocs/deep/b.md\n*.csv:\ndata/x.csv\n*.pdf: nothing");
});

Deno.test("a pattern gives twenty paths and says how many more there are; one that is none says so", async () => {
  const files = Array.from({ length: 25 }, (_, i) => `n${String(i).padStart(2, "0")}.txt`);
  const { found, output } = await scan(files, [["*.txt"], ["{a,b}".repeat(10)]]);
  assert.deepEqual([found[0]!.length, found[1]], [20, []]);
  assert.match(output, /… 5 more fit `\*\.txt`\nCannot use the pattern/);
});

Deno.test("without patterns it is a listing two levels deep and outlines of code, and no link is followed", async () => {
  const files = ["src/a.ts", "src/deep/down/b.py", "notes.md", "main.go"];
  const { output, found } = await scan(files, [], () => "`main.go`: go");
  assert.deepEqual(found, []);
  assert.equal(output, "src/\n  deep/\n  a.ts\naway (link)\nmain.go\nnotes.md\n\n`main.go`: go");
  assert.ok(!output.includes("secret"));
  assert.equal((await scan(["a.txt"], [])).output, "a.txt\naway (link)", "where there is no code, nothing is outlined");
});

Deno.test("outlines are told, none at length", async () => {
  const { output } = await scan(["a.ts"], [], () => "x".repeat(1_000_000));
  assert.ok(output.length < 25_000, String(output.length));
});

Deno.test("a workspace that is not there is a failure in words", async () => {
  await withPlace(async ({ context, root }) => {
    const gone = { ...context, workspace: join(root, "none") };
    const result = await scanWorkspace({ outline: () => Promise.resolve(undefined) }).run({ patterns: [] }, gone);
    assert.ok(!result.ok && result.code === "missing");
  });
});
