import assert from "node:assert/strict";
import { join } from "node:path";
import { deleteFileTool } from "../../../lib/tools/files/delete_file_tool.ts";
import { globFindTool } from "../../../lib/tools/files/glob_find_tool.ts";
import { listDirectoryTool } from "../../../lib/tools/files/list_directory_tool.ts";
import { moveFileTool } from "../../../lib/tools/files/move_file_tool.ts";
import { readFileTool } from "../../../lib/tools/files/read_file_tool.ts";
import { writeFileTool } from "../../../lib/tools/files/write_file_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { withPlace } from "../workspace/places.ts";

function done(result: ToolResult): Extract<ToolResult, { readonly ok: true }> {
  assert.ok(result.ok, JSON.stringify(result));
  return result;
}

function failed(result: ToolResult): string {
  assert.ok(!result.ok, JSON.stringify(result));
  return result.code;
}

Deno.test("writing says whether a file is new, shows what changed, and keeps line ends and the byte order mark", async () => {
  await withPlace(async ({ context, root }) => {
    const first = done(await writeFileTool.run({ path: "a/b.txt", content: "one\ntwo\n" }, context));
    assert.match(first.output, /^Created `a\/b.txt`/);
    const again = done(await writeFileTool.run({ path: "a/b.txt", content: "one\n2\n" }, context));
    assert.match(again.output, /^Overwrote/);
    assert.match(again.diff ?? "", /-two\n\+2/);
    await Deno.writeTextFile(join(root, "crlf"), "\ufeffone\r\ntwo\r\n");
    done(await writeFileTool.run({ path: "crlf", content: "one\n2\n" }, context));
    assert.equal(
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(await Deno.readFile(join(root, "crlf"))),
      "\ufeffone\r\n2\r\n",
    );
    assert.equal(failed(await writeFileTool.run({ path: "big", content: "é".repeat(500_001) }, context)), "invalid");
    assert.equal(failed(await writeFileTool.run({ path: "../x", content: "" }, context)), "refused");
    assert.equal(failed(await writeFileTool.run({ path: 3, content: "" }, context)), "invalid");
  });
});

Deno.test("reading gives lines from one to another, in bounded parts, and never the bytes of an image", async () => {
  await withPlace(async ({ context, root }) => {
    await Deno.writeTextFile(join(root, "a"), "1\r\n2\r\n3\r\n");
    assert.equal(
      done(await readFileTool.run({ path: "a", from: 2, to: 3, numbered: true }, context)).output,
      "2\t2\n3\t3",
    );
    assert.equal(failed(await readFileTool.run({ path: "a", from: 4 }, context)), "invalid");
    assert.equal(failed(await readFileTool.run({ path: "none" }, context)), "missing");
    await Deno.writeTextFile(join(root, "long"), "0123456789\n".repeat(10_000));
    const { output, data } = done(await readFileTool.run({ path: "long" }, context));
    const { to } = data as { readonly to: number };
    assert.ok(output.length < 40_000 && output.endsWith(`go on with \`from\`: ${to + 1}`));
    await Deno.writeFile(join(root, "i.png"), new TextEncoder().encode("\x89PNG"));
    await Deno.writeFile(join(root, "i.png"), new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 7]));
    assert.match(done(await readFileTool.run({ path: "i.png" }, context)).output, /a PNG image of 9 bytes/);
  });
});

Deno.test("deleting and moving keep to files, and to places where nothing is lost", async () => {
  await withPlace(async ({ context, root }) => {
    await Deno.mkdir(join(root, ".git"));
    await Deno.writeTextFile(join(root, ".git/config"), "x");
    for (const path of ["a", "full/b"]) done(await writeFileTool.run({ path, content: path }, context));
    for (const path of [".", "full", ".git/config"]) {
      assert.equal(failed(await deleteFileTool.run({ path }, context)), "refused");
    }
    const move = (source: string, destination: string) => moveFileTool.run({ source, destination }, context);
    assert.equal(failed(await move("a", "full/b")), "conflict");
    assert.equal(failed(await move("full", "other")), "invalid");
    assert.equal(failed(await move("a", ".git/hooks/x")), "refused");
    done(await move("a", "new/folder/a"));
    done(await deleteFileTool.run({ path: "new/folder/a" }, context));
    done(await deleteFileTool.run({ path: "new/folder" }, context));
  });
});

Deno.test("folders are shown two levels deep, folders first", async () => {
  await withPlace(async ({ context, root }) => {
    for (const path of ["z/y/x", "z/b", "a"]) done(await writeFileTool.run({ path, content: "" }, context));
    await Deno.symlink("/", join(root, "l"));
    assert.equal(done(await listDirectoryTool.run({}, context)).output, "z/\n  y/\n  b\na\nl (link)");
    assert.equal(failed(await listDirectoryTool.run({ path: "l" }, context)), "refused");
  });
});

Deno.test("files are found by pattern, newest first, and no pattern takes long", async () => {
  await withPlace(async ({ context, root }) => {
    for (const path of ["src/a.ts", "src/in/b.ts", "c.md", "node_modules/x.ts"]) {
      done(await writeFileTool.run({ path, content: "" }, context));
    }
    await Deno.utime(join(root, "src/a.ts"), 1, 1);
    const find = async (pattern: string, path = ".") => done(await globFindTool.run({ pattern, path }, context)).output;
    assert.equal(await find("*.ts"), "src/in/b.ts\nsrc/a.ts");
    assert.equal(await find("src/*.{ts,js}"), "src/a.ts");
    assert.equal(await find("**/in/*", "src"), "src/in/b.ts");
    assert.equal(await find("**/?.md"), "c.md");
    assert.equal(await find("*a".repeat(200)), "No file fits");
    assert.equal(failed(await globFindTool.run({ pattern: "{a,b}".repeat(20) }, context)), "invalid");
  });
});
