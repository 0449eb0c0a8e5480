import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../lib/base/hash.ts";
import type { RecordedChange } from "../../../lib/tools/changes/memory_changes.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { deleteFileTool } from "../../../lib/tools/files/delete_file_tool.ts";
import { moveFileTool } from "../../../lib/tools/files/move_file_tool.ts";
import { writeFileTool } from "../../../lib/tools/files/write_file_tool.ts";
import type { Change, ToolContext } from "../../../lib/tools/tool.ts";
import fc from "../../properties.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";

const write = (context: ToolContext, path: string, content: string) => writeFileTool.run({ path, content }, context);
const move = (context: ToolContext, source: string, destination: string) =>
  moveFileTool.run({ source, destination }, context);
const remove = (context: ToolContext, path: string) => deleteFileTool.run({ path }, context);
const undo = ({ workspace, changes, context }: Place, which?: (recorded: RecordedChange) => boolean) =>
  undoChanges({ workspace, changes, signal: context.signal, ...(which && { which }) });

Deno.test("[P45] undoing everything a task did restores contents, permissions and folders, along moves", async () => {
  await withPlace(async (place) => {
    const { root, context } = place;
    await Deno.writeFile(join(root, "old"), new Uint8Array([0, 255, 13, 10]), { mode: 0o640 });
    await Deno.chmod(join(root, "old"), 0o750);
    const before = await snapshot(root);
    await write(context, "old", "changed");
    await move(context, "old", "deep/er/b");
    await move(context, "deep/er/b", "c");
    await write(context, "c", "again");
    await remove(context, "c");
    await remove(context, "deep/er");
    await write(context, "old", "a new one");
    await remove(context, "old");
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), before);
    assert.deepEqual(await place.changes.list(), []);
  });
});

Deno.test("undoing refuses as a whole where a later edit or change of permissions would be lost", async () => {
  await withPlace(async (place) => {
    const { root, context } = place;
    await write(context, "a", "one");
    await write(context, "b", "one");
    await Deno.writeTextFile(join(root, "a"), "edited by hand");
    await Deno.chmod(join(root, "b"), 0o700);
    const before = await snapshot(root), result = await undo(place);
    assert.ok(!result.ok);
    assert.deepEqual(result.conflicts.map(({ path }) => path), ["a", "b"]);
    assert.match(result.conflicts[0]!.message, /edited afterwards/);
    assert.deepEqual(await snapshot(root), before);
    assert.equal((await place.changes.list()).length, 2);
  });
});

Deno.test("[P45] one task is undone without the others, unless they built on it", async () => {
  await withPlace(async (place) => {
    const { root, context, changes } = place, other = { ...context, changes: changes.log("other") };
    await write(context, "shared", "one");
    await write(context, "mine", "one");
    await write(other, "theirs", "one");
    await write(other, "shared", "two");
    const refused = await undo(place, ({ by }) => by === "test");
    assert.ok(!refused.ok);
    assert.match(refused.conflicts[0]!.message, /change 4 came later/);
    assert.ok((await undo(place, ({ by }) => by === "other")).ok);
    assert.deepEqual(Object.keys(await snapshot(root)).sort(), ["mine", "shared"]);
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), {});
  });
});

Deno.test("a change that was recorded but never made is passed over", async () => {
  await withPlace(async (place) => {
    const { context, root } = place;
    await write(context, "a", "one");
    const before = await snapshot(root);
    await context.changes.record({ change: "create", path: "x/y", after: { hash: "0", mode: 0o644 } });
    await context.changes.record({ change: "rename", path: "a", to: "b" });
    await context.changes.record({ change: "modify", path: "a", before: new TextEncoder().encode("one"), mode: 0o644 });
    assert.ok((await undo(place, ({ id }) => id > 1)).ok);
    assert.deepEqual(await snapshot(root), before);
  });
});

const made = { hash: sha256("after"), mode: 0o644 };
const bytes = new TextEncoder().encode("before");

/** Each kind of change: what it began with, what it made of that, and how it was recorded. */
const KINDS: readonly (readonly [string, Change, (at: (name: string) => string) => Promise<void>])[] = [
  [
    "nothing",
    { change: "create", path: "a", after: made },
    (at) => Deno.writeTextFile(at("a"), "after", { mode: 0o644 }),
  ],
  ["file", { change: "modify", path: "a", before: bytes, mode: 0o600, after: made }, async (at) => {
    await Deno.writeTextFile(at("a"), "after");
    await Deno.chmod(at("a"), 0o644);
  }],
  ["file", { change: "delete", path: "a", before: bytes, mode: 0o600 }, (at) => Deno.remove(at("a"))],
  ["file", { change: "rename", path: "a", to: "b" }, (at) => Deno.rename(at("a"), at("b"))],
  ["file", { change: "mode", path: "a", mode: 0o600, after: 0o755 }, (at) => Deno.chmod(at("a"), 0o755)],
  ["folder", { change: "mode", path: "a", mode: 0o700, after: 0o555 }, (at) => Deno.chmod(at("a"), 0o555)],
  ["nothing", { change: "make-folder", path: "a" }, (at) => Deno.mkdir(at("a"))],
  ["folder", { change: "remove-folder", path: "a", mode: 0o700 }, (at) => Deno.remove(at("a"))],
  ["nothing", { change: "make-link", path: "a", target: "/etc/../x y" }, (at) => Deno.symlink("/etc/../x y", at("a"))],
  ["link", { change: "remove-link", path: "a", target: "../outside" }, (at) => Deno.remove(at("a"))],
  ["nothing", { change: "make-other", path: "a" }, async (at) => {
    await new Deno.Command("mkfifo", { args: [at("a")] }).output();
  }],
];

async function begin(at: (name: string) => string, what: string): Promise<void> {
  if (what === "file") await Deno.writeFile(at("a"), bytes, { mode: 0o600 });
  if (what === "folder") await Deno.mkdir(at("a"), { mode: 0o700 });
  if (what === "link") await Deno.symlink("../outside", at("a"));
}

for (const [what, change, make] of KINDS) {
  Deno.test(`[P45] undoing takes back what became of a path: ${change.change}, where there was ${what}`, async () => {
    await withPlace(async (place) => {
      const at = (name: string) => join(place.root, name);
      await begin(at, what);
      const before = await snapshot(place.root);
      await place.context.changes.record(change);
      await make(at);
      assert.notDeepEqual(await snapshot(place.root), before);
      assert.ok((await undo(place)).ok);
      assert.deepEqual(await snapshot(place.root), before);
      assert.deepEqual(Object.keys(await snapshot(place.outside)), ["secret.txt"]);
    });
  });

  Deno.test(`what somebody put in the place of a change since is not lost: ${change.change}, where there was ${what}`, async () => {
    await withPlace(async (place) => {
      const at = (name: string) => join(place.root, name), path = change.change === "rename" ? "b" : "a";
      await begin(at, what);
      await place.context.changes.record(change);
      await make(at);
      await Deno.remove(at(path), { recursive: true }).catch(() => {});
      await Deno.symlink("mine", at(path));
      const since = await snapshot(place.root), result = await undo(place);
      assert.deepEqual(await snapshot(place.root), since);
      // A folder of which there is nothing any more needs no undoing.
      assert.equal(result.ok, change.change === "make-folder");
    });
  });
}

Deno.test("permissions that were changed since are kept, and what they were is not guessed", async () => {
  await withPlace(async (place) => {
    const { root, context } = place;
    await Deno.writeTextFile(join(root, "a"), "");
    await context.changes.record({ change: "mode", path: "a", mode: 0o600, after: 0o755 });
    await Deno.chmod(join(root, "a"), 0o640);
    const result = await undo(place);
    assert.match(
      !result.ok && result.conflicts[0]?.message || "",
      /the permissions of `a`: they were changed afterwards/,
    );
    await Deno.remove(join(root, "a"));
    const gone = await undo(place);
    assert.match(!gone.ok && gone.conflicts[0]?.message || "", /it was deleted or moved afterwards/);
  });
});

Deno.test("what Loom keeps is put back by nobody, and what Git keeps is", async () => {
  await withPlace(async (place) => {
    const { root, context } = place;
    for (const folder of [".git", ".loom"]) {
      await Deno.mkdir(join(root, folder));
      await Deno.writeTextFile(join(root, folder, "x"), "after", { mode: 0o644 });
      await context.changes.record({ change: "create", path: `${folder}/x`, after: made });
    }
    await assert.rejects(undo(place, ({ change }) => change.path.startsWith(".loom")), /it is Loom's own/);
    assert.ok((await undo(place, ({ change }) => change.path.startsWith(".git"))).ok);
    assert.deepEqual(Object.keys(await snapshot(root)).sort(), [".git", ".loom", ".loom/x"]);
  });
});

const PATHS = ["a", "b", "d", "d/a", "d/e/a", "d/e"];
const path = fc.constantFrom(...PATHS), content = fc.string({ maxLength: 5 });
const call = fc.oneof(
  fc.record({ tool: fc.constant("write" as const), path, content }),
  fc.record({ tool: fc.constant("move" as const), path, to: path }),
  fc.record({ tool: fc.constant("remove" as const), path }),
);
const files = fc.dictionary(
  fc.constantFrom("a", "b", "d/a"),
  fc.tuple(fc.uint8Array({ maxLength: 5 }), fc.constantFrom(0o600, 0o644, 0o755)),
);

Deno.test("whatever tools were called, some at once, undoing it all restores the tree byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.array(fc.array(call, { maxLength: 3 }), { maxLength: 10 }), async (begin, rounds) => {
      await withPlace(async (place) => {
        const { root, context } = place;
        for (const [at, [bytes, mode]] of Object.entries(begin)) {
          await Deno.mkdir(join(root, at, ".."), { recursive: true });
          await Deno.writeFile(join(root, at), bytes);
          await Deno.chmod(join(root, at), mode);
        }
        const before = await snapshot(root);
        for (const calls of rounds) {
          await Promise.all(calls.map((one) => {
            if (one.tool === "write") return write(context, one.path, one.content);
            return one.tool === "move" ? move(context, one.path, one.to) : remove(context, one.path);
          }));
        }
        const result = await undo(place);
        assert.ok(result.ok, JSON.stringify(result));
        assert.deepEqual(await snapshot(root), before);
      });
    }),
    { numRuns: 60 },
  );
});
