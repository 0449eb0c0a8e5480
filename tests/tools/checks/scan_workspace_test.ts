import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../../lib/base/json.ts";
import { scanWorkspace } from "../../../lib/tools/checks/scan_workspace.ts";
import type { Analyze } from "../../../lib/tools/checks/scan_workspace.ts";
import { withPlace } from "../workspace/places.ts";

/** Scans a workspace that holds these. */
async function scan(
  files: readonly string[],
  patterns: readonly (readonly string[])[],
  analyze: Analyze = (path) => `outline of ${path}`,
): Promise<{ readonly output: string; readonly found: readonly (readonly string[])[] }> {
  let scanned: { readonly output: string; readonly found: readonly (readonly string[])[] } | undefined;
  await withPlace(async ({ context, root, outside }) => {
    for (const path of files) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), `text of ${path}`);
    }
    await Deno.symlink(outside, join(root, "away"));
    const result = await scanWorkspace({ analyze }).run({ patterns } as JsonObject, context);
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
  const { output, found } = await scan(files, []);
  assert.deepEqual(found, []);
  const [listing, ...outlines] = output.split("\n\n");
  assert.equal(listing, "src/\n  deep/\n  a.ts\naway (link)\nmain.go\nnotes.md");
  assert.deepEqual(
    outlines,
    ["main.go", "src/a.ts", "src/deep/down/b.py"].map((path) => `${path}:\noutline of ${path}`),
  );
  assert.ok(!output.includes("secret"));
});

Deno.test("twenty files of code are outlined, none at length; one of which nobody knows anything is passed over", async () => {
  const files = Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, "0")}.ts`);
  const { output } = await scan(files, [], (path) => path === "f00.ts" ? undefined : "x".repeat(100));
  const outlined = [...output.matchAll(/^(f\d\d\.ts):$/gm)].map(([, path]) => path);
  assert.deepEqual([outlined.length, outlined[0], outlined.at(-1)], [20, "f01.ts", "f20.ts"]);
  const long = await scan(files, [], () => "x".repeat(1_000_000));
  assert.ok(long.output.length < 25_000, String(long.output.length));
});

Deno.test("a workspace that is not there is a failure in words", async () => {
  await withPlace(async ({ context, root }) => {
    const gone = { ...context, workspace: join(root, "none") };
    const result = await scanWorkspace({ analyze: () => undefined }).run({ patterns: [] }, gone);
    assert.ok(!result.ok && result.code === "missing");
  });
});
