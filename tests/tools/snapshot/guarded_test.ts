import assert from "node:assert/strict";
import { join } from "node:path";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { callClock } from "../../../lib/tools/call_clock.ts";
import { guarded } from "../../../lib/tools/snapshot/guarded.ts";
import { putBack } from "../../../lib/tools/snapshot/put_back.ts";
import { type SnapshotOptions, takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import type { Snapshot } from "../../../lib/tools/tool.ts";
import { changeFile } from "../../../lib/tools/workspace/change_file.ts";
import { WorkspaceTrouble } from "../../../lib/tools/workspace/trouble.ts";
import fc from "../../properties.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";
import { act, deeds } from "./wild.ts";

const run = ({ workspace, context }: Place, work: () => Promise<void>, options?: SnapshotOptions) =>
  guarded({ workspace, log: context.changes, snapshot: options, signal: context.signal }, work);
const undo = ({ workspace, changes, context }: Place) => undoChanges({ workspace, changes, signal: context.signal });

/** What a snapshot keeps, whatever becomes of the files. */
async function held(taken: Snapshot): Promise<Snapshot> {
  const contents = new Map<string, Uint8Array | undefined>();
  for (const entry of taken.entries) if (entry.is === "file") contents.set(entry.hash, await taken.content(entry.hash));
  return { entries: taken.entries, content: (hash) => Promise.resolve(contents.get(hash)) };
}

Deno.test("[P45] whatever commands did, undoing it all restores the tree byte for byte, links and permissions too", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, fc.array(deeds, { maxLength: 3 }), async (begin, commands) => {
      await withPlace(async (place) => {
        const { root, outside } = place;
        await act(root, begin);
        const before = await snapshot(root), beyond = await snapshot(outside);
        for (const command of commands) await run(place, () => act(root, command));
        const result = await undo(place);
        assert.ok(result.ok, JSON.stringify(result));
        assert.deepEqual(await snapshot(root), before);
        assert.deepEqual(await snapshot(outside), beyond);
      });
    }),
    { numRuns: 120 },
  );
});

Deno.test("whatever was done since a snapshot, the workspace is put back to it, and doing it again changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, deeds, async (begin, since) => {
      await withPlace(async (place) => {
        const { root, workspace, context: { signal } } = place;
        await act(root, begin);
        const before = await snapshot(root), taken = await held(await takeSnapshot(workspace));
        await act(root, since);
        assert.deepEqual((await putBack(workspace, taken, { signal })).lost, []);
        assert.deepEqual(await snapshot(root), before);
        assert.deepEqual(await putBack(workspace, taken, { signal }), { paths: [], kept: [], left: [], lost: [] });
      });
    }),
    { numRuns: 120 },
  );
});

Deno.test("a file too large to be kept is undone where it was moved, and where it was changed undoing says so", async () => {
  await withPlace(async (place) => {
    const { root } = place, options = { fileBytes: 10 };
    for (const name of ["moved", "changed", "gone"]) {
      await Deno.writeTextFile(join(root, name), `${name} ${"x".repeat(20)}`);
    }
    const before = await snapshot(root);
    await run(place, async () => {
      await Deno.mkdir(join(root, "deep"));
      await Deno.rename(join(root, "moved"), join(root, "deep/moved"));
    }, options);
    await run(place, () => Deno.writeTextFile(join(root, "large"), "y".repeat(50)), options);
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), before);

    await run(place, async () => {
      await Deno.writeTextFile(join(root, "changed"), "z".repeat(30));
      await Deno.remove(join(root, "gone"));
      await Deno.writeTextFile(join(root, "small"), "s");
    }, options);
    const after = await snapshot(root), refused = await undo(place);
    assert.ok(!refused.ok);
    const why = "it was too large to be kept, so what it held is known no more; put it back from elsewhere, or leave " +
      "this change as it is";
    const told = Object.fromEntries(refused.conflicts.map(({ path, message }) => [path, message]));
    assert.deepEqual(told, {
      changed: `Cannot undo the change of \`changed\`: ${why}`,
      gone: `Cannot undo the change of \`gone\`: ${why}`,
    });
    assert.deepEqual(await snapshot(root), after);

    for (const name of ["changed", "gone"]) await Deno.writeTextFile(join(root, name), `${name} ${"x".repeat(20)}`);
    assert.ok((await undo(place)).ok, "what a person has put back from elsewhere is in nobody's way");
    assert.deepEqual(await snapshot(root), before);
  });
});

Deno.test("of more than is kept in all, the smallest files are kept", async () => {
  await withPlace(async (place) => {
    const { root } = place;
    for (const [name, size] of [["s", 3], ["m", 30], ["l", 300]] as const) {
      await Deno.writeTextFile(join(root, name), name.repeat(size));
    }
    await run(place, async () => {
      for (const name of ["s", "m", "l"]) await Deno.remove(join(root, name));
    }, { totalBytes: 100 });
    const result = await undo(place);
    assert.deepEqual(!result.ok && result.conflicts.map(({ path }) => path), ["l"]);
  });
});

Deno.test("a workspace with too much in it is refused before anything runs, and the folder with most of it is named", async () => {
  await withPlace(async (place) => {
    const { root } = place;
    for (const folder of ["src", "web/node_modules/lib"]) await Deno.mkdir(join(root, folder), { recursive: true });
    for (let i = 0; i < 60; i++) await Deno.writeTextFile(join(root, "web/node_modules/lib", `${i}`), "");
    await Deno.writeTextFile(join(root, "src/a"), "");
    let ran = false;
    const begun = run(place, () => Promise.resolve(void (ran = true)), { entries: 50 });
    await assert.rejects(begun, (error) => {
      assert.ok(error instanceof WorkspaceTrouble && error.code === "refused");
      assert.match(
        error.message,
        /more than 50 .*, most of them in `web\/node_modules\/lib`;.* `snapshot: \{without: \[web\/node_modules\/lib\]\}`.*entries: N/,
      );
      return true;
    });
    assert.ok(!ran);
    const changes = (await run(place, () => act(root, [{ do: "write", path: "b", content: new Uint8Array() }]), {
      entries: 50,
      patterns: ["node_modules"],
    })).changes;
    assert.deepEqual(changes.map(({ change, path }) => ({ change, path })), [{ change: "create", path: "b" }]);
  });
});

Deno.test("what Loom keeps and what is left out is neither recorded nor put back, be it made meanwhile", async () => {
  await withPlace(async (place) => {
    const { root, workspace, context: { signal } } = place, options = { without: ["runs.db", "./sub/cache"] };
    await Deno.mkdir(join(root, "sub/.loom"), { recursive: true });
    await Deno.writeTextFile(join(root, "sub/.loom/loom.db"), "one");
    const taken = await held(await takeSnapshot(workspace, options));
    const busy = async () => {
      await Deno.writeTextFile(join(root, "sub/.loom/loom.db"), "two");
      await Deno.writeTextFile(join(root, "runs.db"), "two");
      await Deno.mkdir(join(root, "sub/cache/x"), { recursive: true });
    };
    assert.deepEqual((await run(place, busy, options)).changes, []);
    const before = await snapshot(root);
    assert.deepEqual((await putBack(workspace, taken, { signal })).paths, []);
    assert.deepEqual(await snapshot(root), before);
  });
});

Deno.test("while a command runs, whoever changes something waits; one who is ended meanwhile changes nothing", async () => {
  await withPlace(async (place) => {
    const { root, workspace, context } = place,
      told: string[] = [],
      { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>(), abort = new AbortController();
    const command = run(place, async () => {
      begun.resolve();
      await promise;
      await Deno.writeTextFile(join(root, "by-command"), "");
      told.push("command");
    });
    await begun.promise;
    const write = (path: string, signal: AbortSignal) =>
      changeFile(workspace, path, { log: context.changes, signal, make: () => new Uint8Array() });
    const ended = write("never", abort.signal), later = write("later", context.signal).then(() => told.push("writer"));
    abort.abort();
    await assert.rejects(ended, (error) => error instanceof WorkspaceTrouble && error.code === "aborted");
    assert.deepEqual(await snapshot(root), {});
    resolve();
    await Promise.all([command, later]);
    assert.deepEqual(told, ["command", "writer"]);
    const changes = (await place.changes.list()).map(({ change }) => change.path);
    assert.deepEqual(changes, ["by-command", "later"]);
  });
});

Deno.test("what a command has changed is recorded however it ends, and its own failure is what is told", async () => {
  await withPlace(async (place) => {
    const { root, context, workspace } = place, abort = new AbortController();
    const failing = guarded({ workspace, log: context.changes, signal: abort.signal }, async () => {
      await Deno.writeTextFile(join(root, "a"), "");
      abort.abort();
      throw new Error("it broke");
    });
    await assert.rejects(failing, /it broke/);
    assert.deepEqual((await place.changes.list()).map(({ change }) => change.path), ["a"]);
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), {});
  });
});

Deno.test("[V11] changes of commands and of writers at the same time have numbers of their own, and none is lost", async () => {
  await withPlace(async (place) => {
    const { root, workspace, changes, context: { signal } } = place;
    await Deno.writeTextFile(join(root, "shared"), "0");
    const before = await snapshot(root);
    await Promise.all(Array.from({ length: 12 }, (_, i) => {
      const log = changes.log(`task ${i}`);
      const bytes = new TextEncoder().encode(`by ${i}`);
      if (i % 3 === 0) return changeFile(workspace, "shared", { log, signal, make: () => bytes });
      return guarded(
        { workspace, log, signal },
        () => Deno.writeFile(join(root, i % 3 === 1 ? "shared" : `own-${i}`), bytes),
      );
    }));
    const all = await changes.list(), ids = all.map(({ id }) => id);
    assert.equal(new Set(ids).size, 12);
    assert.equal(new Set(all.map(({ by }) => by)).size, 12);
    assert.ok((await undo(place)).ok);
    assert.deepEqual(await snapshot(root), before);
  });
});

Deno.test("pipes and sockets that a command leaves are undone, and one that it removes is named", async () => {
  await withPlace(async (place) => {
    const { root } = place, pipe = (name: string) => new Deno.Command("mkfifo", { args: [join(root, name)] }).output();
    await pipe("mine");
    await run(place, () => pipe("theirs").then(() => {}));
    assert.ok((await undo(place)).ok);
    assert.deepEqual(Object.keys(await snapshot(root)), ["mine"]);
    await run(place, () => Deno.remove(join(root, "mine")));
    const result = await undo(place);
    assert.match(!result.ok && result.conflicts[0]?.message || "", /`mine`: a pipe, a socket/);
  });
});

Deno.test("a name that is not UTF-8 stops no command; what became of it cannot be undone, and that is said", async () => {
  await withPlace(async (place) => {
    const { root } = place;
    const make = () =>
      new Deno.Command("sh", { args: ["-c", "printf x > \"$(printf 'caf\\351')\""], cwd: root }).output();
    await run(place, () => make().then(() => {}));
    const result = await undo(place);
    assert.match(!result.ok && result.conflicts[0]?.message || "", /its name is not UTF-8/);
    const { changes } = await run(place, () => Deno.writeTextFile(join(root, "a"), ""));
    assert.deepEqual(changes.map(({ path }) => path), ["a"]);
  });
});

Deno.test("a file that somebody else is writing to while it is kept stops the command, and is named", async () => {
  await withPlace(async (place) => {
    const { root, workspace, context: { signal } } = place;
    await Deno.writeTextFile(join(root, "server.log"), "one\n");
    const log = {
      record: () => Promise.reject(new Error("nothing is recorded")),
      async guard(taken: Snapshot) {
        await Deno.writeTextFile(join(root, "server.log"), "two\n");
        for (const entry of taken.entries) if (entry.is === "file") await taken.content(entry.hash);
        return assert.fail("the snapshot is not what it says");
      },
    };
    const begun = guarded({ workspace, log, signal }, () => assert.fail("it must not run"));
    await assert.rejects(begun, /Cannot keep what `server.log` holds: it is being written to/);
  });
});

Deno.test("the time of a call is its command's: waiting for the workspace and keeping what it holds are none of it", async () => {
  await withPlace(async ({ workspace, context: { changes: log, signal } }) => {
    using clock = callClock(30, signal);
    using longer = callClock(90, signal);
    const over = new Promise<void>((resolve) => longer.signal.addEventListener("abort", () => resolve()));
    const slow = { ...log, record: log.record, guard: async (taken: Snapshot) => (await over, await log.guard(taken)) };
    const { value } = await guarded({ workspace, log: slow, signal: clock.signal }, async () => {
      const before = clock.signal.aborted;
      await new Promise<void>((resolve) => {
        if (clock.signal.aborted) resolve();
        clock.signal.addEventListener("abort", () => resolve());
      });
      return [before, clock.signal.aborted];
    });
    assert.deepEqual(value, [false, true]);
  });
});
