import assert from "node:assert/strict";
import { join } from "node:path";
import { listChanges } from "../../../lib/app/changes/list_changes.ts";
import { readTakenBack } from "../../../lib/app/changes/read_taken_back.ts";
import type { TakingBack } from "../../../lib/app/changes/take_back.ts";
import { takeBackOpen } from "../../../lib/app/changes/take_back.ts";
import { undoRun } from "../../../lib/app/changes/undo_run.ts";
import { HEARTBEAT } from "../../../lib/engine/lease.ts";
import { GRACE } from "../../../lib/engine/world.ts";
import type { Store } from "../../../lib/store/store.ts";
import fc from "../../properties.ts";
import { act, deeds } from "../../tools/snapshot/wild.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import type { KeptRun } from "./kept_run.ts";
import { withKeptRun } from "./kept_run.ts";

const CALL = "task/fix/turn/3/call/0";
const text = (root: string, path: string) => Deno.readTextFile(join(root, path));
const put = (root: string, path: string, content: string) => Deno.writeTextFile(join(root, path), content);

/** The store as it would be if the command's driver had been heard of until long after all that is done in a test. */
function heardLater(store: Store): Store {
  const heard = Date.now() + 600_000,
    guards: Store["changes"]["guards"] = async (run) =>
      (await store.changes.guards(run)).map((guard) => guard.heard === undefined ? guard : { ...guard, heard });
  return { ...store, changes: { ...store.changes, guards } };
}

/** The store as it would be if the command's driver had given it up at a moment: after that it was at work no more. */
function overAt(store: Store, over: number): Store {
  const heard = over - HEARTBEAT - GRACE;
  const guards: Store["changes"]["guards"] = async (run) =>
    (await store.changes.guards(run)).map((guard) => guard.by.startsWith("take-back/") ? guard : { ...guard, heard });
  return { ...store, changes: { ...store.changes, guards } };
}

function taking({ store, run, epoch, workspace, signal }: KeptRun, more: Partial<TakingBack> = {}): TakingBack {
  return { store, run: run.id, epoch, workspace, signal, ...more };
}

/** A moment after everything that was written so far and before all that comes, by the clock of the disk. */
async function aMoment(root: string): Promise<number> {
  const probe = `${root}.clock`, written = async () => (await Deno.lstat(probe)).mtime!.getTime();
  await Deno.writeTextFile(probe, "");
  // That of the disk may be behind that of the database.
  const before = Math.max(await written(), Date.now());
  while (await written() <= before + 1) await Deno.utime(probe, new Date(), new Date());
  await Deno.remove(probe);
  return before + 1;
}

/** The same for whatever was done so far: what is no writing is told by the second. */
async function aSecond(): Promise<number> {
  const second = Math.ceil((Date.now() + 1) / 1_000) * 1_000;
  while (Date.now() < second + 20) await new Promise((resolve) => setTimeout(resolve, 20));
  return second - 1;
}

Deno.test("what people do after a cut-off command was over is left as it is and named, and the command's doing is put back", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    for (const name of ["mine", "both", "hers"]) await put(root, name, "before");
    await Deno.mkdir(`${root}.else/moved`, { recursive: true });
    await put(`${root}.else`, "moved/deep", "old and mine");
    await aSecond();
    await aSecond();
    await kept.cutOff(CALL, async () => {
      await Deno.mkdir(join(root, "out/in"), { recursive: true });
      for (const name of ["both", "hers", "out/in/half", "half"]) await put(root, name, "by the command");
    });
    const over = await aSecond();
    await put(root, "mine", "edited");
    await put(root, "both", "edited over the command's");
    await put(root, "new", "made");
    await Deno.mkdir(join(root, "folder"));
    await put(root, "folder/new", "made");
    await Deno.symlink("mine", join(root, "link"));
    await Deno.rename(`${root}.else/moved`, join(root, "moved"));
    await Deno.remove(`${root}.else`);
    const taken = await takeBackOpen(taking(kept, { store: overAt(store, over) }));
    const { half: _, ...rest } = Object.fromEntries(Object.keys(await snapshot(root)).map((path) => [path, true]));
    assert.deepEqual(
      Object.keys(rest).toSorted(),
      ["both", "folder", "folder/new", "hers", "link", "mine", "moved", "moved/deep", "new"],
    );
    for (
      const [path, held] of Object.entries({
        ...{ mine: "edited", both: "edited over the command's", new: "made", "folder/new": "made" },
        ...{ "moved/deep": "old and mine", hers: "before" },
      })
    ) assert.equal(await text(root, path), held, path);
    const left = ["both", "folder", "folder/new", "link", "mine", "moved", "moved/deep", "new"];
    assert.deepEqual(taken.left.map(({ path }) => path).toSorted(), left);
    assert.deepEqual(taken.paths.toSorted(), ["half", "hers", "out", "out/in", "out/in/half"]);
    const listed = await listChanges(store, run);
    assert.deepEqual(
      listed.flatMap(({ what, path, task, why }) => what === "left" ? [`${path} ${task} ${why}`] : []).toSorted(),
      left.map((path) => `${path} fix later`),
    );
  }));

Deno.test("what may be the command's or somebody else's is kept before it goes, and is brought back when people want it", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await put(root, "mine", "before");
    await put(root, "gone", "before");
    await kept.cutOff(CALL, async () => {
      await put(root, "half", "by the command");
      await put(root, "mine", "edited after the kill");
      await put(root, "new", "made after the kill");
      await Deno.remove(join(root, "gone"));
    });
    const found = await snapshot(root), taken = await takeBackOpen(taking(kept));
    assert.deepEqual(taken.kept.toSorted(), ["gone", "half", "mine", "new"]);
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["gone", "mine"]);
    assert.equal(await text(root, "mine"), "before");
    await kept.write("task/fix", "other", "made later");
    await kept.rest();
    const listed = (await listChanges(store, run)).filter(({ takenBack }) => takenBack);
    assert.deepEqual(
      listed.map(({ what, path, task }) => [what, path, task]).toSorted(),
      [["create", "gone", "fix"], ["delete", "half", "fix"], ["delete", "new", "fix"], ["modify", "mine", "fix"]],
    );
    const back = await undoRun(store, run, { change: listed.find(({ path }) => path === "new")!.number });
    assert.ok(back.ok && back.changes.length === 1);
    assert.equal(await text(root, "new"), "made after the kill");
    assert.ok((await undoRun(store, run)).ok, "the run is undone without it");
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["gone", "mine", "new"]);
    assert.ok((await undoRun(store, run, { takenBack: true })).ok);
    assert.deepEqual(await snapshot(root), found);
  }));

/** A command that was cut off while a person worked beside it. */
async function workBeside(kept: KeptRun): Promise<void> {
  const { root } = kept;
  await put(root, "mine", "before");
  await put(root, "gone", "before");
  await kept.cutOff(CALL, async () => {
    await put(root, "half", "by the command");
    await put(root, "mine", "edited while it ran");
    await Deno.mkdir(join(root, "deep"));
    await put(root, "deep/essay", "made while it ran");
    await Deno.remove(join(root, "gone"));
  });
}

Deno.test("what a person makes while a program runs that is killed is kept and listed, and is brought back as it was", () =>
  withKeptRun(async (kept) => {
    const { root, run } = kept, store = heardLater(kept.store);
    await workBeside(kept);
    const found = await snapshot(root), taken = await takeBackOpen(taking(kept, { store }));
    assert.deepEqual(taken.kept, [], "it is taken for the program's own");
    assert.deepEqual(await text(root, "mine"), "before");
    const listed = await listChanges(store, run);
    assert.deepEqual(
      listed.map(({ what, path, takenBack, unsure }) => [what, path, takenBack, unsure]).toSorted(),
      [
        ["create", "gone", true, undefined],
        ["delete", "deep/essay", true, undefined],
        ["delete", "half", true, undefined],
        ["modify", "mine", true, undefined],
        ["remove-folder", "deep", true, undefined],
      ],
    );
    assert.deepEqual((await readTakenBack(store, run)).kept.toSorted(), ["deep", "deep/essay", "gone", "half", "mine"]);
    await kept.rest();
    assert.ok((await undoRun(store, run)).ok);
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["gone", "mine"], "undoing the run passes it over");
    assert.ok((await undoRun(store, run, { takenBack: true })).ok);
    assert.deepEqual(await snapshot(root), found);
  }));

Deno.test("what a person makes while a program runs that is killed is kept where the run is undone instead of resumed", () =>
  withKeptRun(async (kept) => {
    const { root, run } = kept, store = heardLater(kept.store);
    await workBeside(kept);
    await kept.rest();
    const found = await snapshot(root), undone = await undoRun(store, run);
    assert.ok(undone.ok && undone.kept.length === 0);
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["gone", "mine"]);
    assert.ok((await undoRun(store, run, { takenBack: true })).ok);
    assert.deepEqual(await snapshot(root), found);
  }));

Deno.test("what is too large to be kept is left alone and named, also where it came while the program ran", () =>
  withKeptRun(async (kept) => {
    const { root } = kept, large = new Uint8Array(16_000_001);
    await kept.cutOff(CALL, async () => {
      await Deno.writeFile(join(root, "film"), large);
      await put(root, "half", "by the command");
    });
    const taken = await takeBackOpen(taking(kept, { store: heardLater(kept.store) }));
    assert.deepEqual([taken.paths, taken.left], [["half"], [{ path: "film", why: "large" }]]);
    assert.equal((await Deno.stat(join(root, "film"))).size, large.length);
  }));

Deno.test("of what was put back all is brought back that can be; what stands in the way of the rest is named, with commands", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await workBeside(kept);
    await takeBackOpen(taking(kept));
    await kept.write(CALL, "half", "by the next life");
    await put(root, "mine", "edited since");
    await kept.rest();
    const trial = await undoRun(store, run, { takenBack: true, dryRun: true });
    assert.ok(trial.ok && trial.stuck.length === 2);
    const back = await undoRun(store, run, { takenBack: true });
    assert.ok(back.ok);
    assert.deepEqual([back.left.toSorted(), back.stay], [["half", "mine"], []]);
    assert.deepEqual(back.changes.map(({ path }) => path).toSorted(), ["deep", "deep/essay", "gone"]);
    assert.equal(await text(root, "deep/essay"), "made while it ran");
    assert.deepEqual([await text(root, "half"), await text(root, "mine")], ["by the next life", "edited since"]);
    const listed = await listChanges(store, run),
      numbered = (path: string, is: boolean | undefined) =>
        listed.find((one) => one.path === path && one.takenBack === is)!.number;
    const message = (path: string) => back.stuck.find((one) => one.path === path)!.message;
    assert.match(
      message("half"),
      new RegExp(
        `^Cannot bring \`half\` back: change (\\d+) came later and is about the same path: undo that first, ` +
          `\`loom undo kept --change \\1\`; \`loom changes kept --diff\` shows what was kept$`,
      ),
    );
    assert.match(
      message("mine"),
      new RegExp(`edited afterwards.*\`loom undo kept --change ${numbered("mine", true)}\``),
    );
    assert.ok((await undoRun(store, run, { change: numbered("half", undefined) })).ok);
    await put(root, "mine", "before");
    const rest = await undoRun(store, run, { takenBack: true });
    assert.ok(rest.ok && rest.stuck.length === 0, JSON.stringify(rest));
    assert.deepEqual([await text(root, "half"), await text(root, "mine")], ["by the command", "edited while it ran"]);
    const again = await undoRun(store, run, { takenBack: true });
    assert.ok(again.ok && again.changes.length === 0);
  }));

Deno.test("whatever is taken back that may be somebody's is brought back as a whole, and undoing the run leaves it alone", () =>
  fc.assert(
    fc.asyncProperty(deeds, deeds, async (begin, since) => {
      await withKeptRun(async (kept) => {
        const { root, store, run } = kept;
        await act(root, begin);
        const before = await snapshot(root);
        await kept.cutOff(CALL, () => act(root, since));
        const found = await snapshot(root);
        await takeBackOpen(taking(kept));
        assert.deepEqual(await snapshot(root), before);
        await kept.rest();
        assert.ok((await undoRun(store, run)).ok);
        assert.deepEqual(await snapshot(root), before);
        const back = await undoRun(store, run, { takenBack: true });
        assert.ok(back.ok, JSON.stringify(back));
        assert.deepEqual(await snapshot(root), found);
      });
    }),
    { numRuns: 30 },
  ));

/** What people make: what they move or give other permissions is told by the second, and that is too long for a test. */
const makings = deeds.map((all) =>
  all.filter((deed) => deed.do === "write" || deed.do === "folder" || deed.do === "link")
);

/** A signal that says that it was aborted when it is asked for the `last` time. */
function abortedAt(signal: AbortSignal, last: number): AbortSignal {
  let asked = 0;
  return new Proxy(signal, {
    get: (target, name) => {
      if (name === "aborted") return ++asked >= last;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

Deno.test("taking back that is cut off between any two steps comes to the same end, and loses nothing that people made before, between or since", () =>
  fc.assert(
    fc.asyncProperty(deeds, deeds, makings, fc.nat({ max: 12 }), async (begin, cut, people, at) => {
      const run = (isCut: boolean) => {
        const ended: { files?: Readonly<Record<string, string>> } = {};
        return withKeptRun(async (kept) => {
          const { root } = kept;
          await act(root, begin);
          await aMoment(root);
          await kept.cutOff(CALL, () => act(root, cut));
          const over = await aMoment(root), mine = await snapshot(root);
          await act(root, people);
          const found = await snapshot(root), store = overAt(kept.store, over);
          if (isCut) {
            const signal = abortedAt(kept.signal, at + 1);
            await takeBackOpen(taking(kept, { store, signal })).catch((error: Error) =>
              assert.match(error.message, /was ended before/)
            );
            await aMoment(root);
            await put(root, "between", "two lives");
          }
          await takeBackOpen(taking(kept, { store }));
          const files = await snapshot(root);
          if (isCut) assert.equal(await text(root, "between"), "two lives");
          for (const [path, held] of Object.entries(found)) {
            const isTheirs = mine[path] !== held && / [0-9a-f]*$/.test(held) && !held.endsWith("folder");
            if (isTheirs) assert.ok(files[path]?.split(" ")[1] === held.split(" ")[1], `${path} is theirs`);
          }
          assert.deepEqual((await kept.store.changes.guards(kept.run.id)).length, 0);
          const { between: _, ...rest } = files;
          ended.files = rest;
        }).then(() => ended.files!);
      };
      assert.deepEqual(await run(true), await run(false));
    }),
    { numRuns: 25 },
  ));
