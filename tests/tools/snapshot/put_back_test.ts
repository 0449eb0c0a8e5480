import assert from "node:assert/strict";
import { join } from "node:path";
import { judgeChanges } from "../../../lib/tools/snapshot/judge_changes.ts";
import { putBack } from "../../../lib/tools/snapshot/put_back.ts";
import { besideTests, isAlive, until } from "../scratch.ts";
import { type Place, snapshot, withPlace } from "../workspace/places.ts";
import { keptIn } from "./folder_log.ts";

const exists = (path: string) => Deno.lstat(path).then(() => true, () => false);

/** What the command makes of the workspace before it waits for its end. */
const MISCHIEF = `
  rm -r src/deep; mv src/b moved; echo changed > src/a; chmod 700 src/run; rm link; ln -s / link
  mkdir -p new/deeper; i=0; while [ $i -lt 300 ]; do echo $i > new/deeper/$i; i=$((i+1)); done
  : > ready; echo $$ > pid; trap '' TERM; sleep 600 & wait; wait
`;

async function furnish(root: string): Promise<void> {
  await Deno.mkdir(join(root, "src/deep"), { recursive: true });
  for (let i = 0; i < 200; i++) await Deno.writeTextFile(join(root, "src/deep", `${i}`), `deep ${i}`);
  for (const name of ["a", "b", "run"]) await Deno.writeTextFile(join(root, "src", name), name);
  await Deno.chmod(join(root, "src/run"), 0o755);
  await Deno.mkdir(join(root, ".git"));
  await Deno.writeTextFile(join(root, ".git/HEAD"), "ref: refs/heads/main\\n");
  await Deno.symlink("../outside", join(root, "link"));
}

/** Kills the process that guards a command in the middle of it; gives the folder in which its snapshot is left. */
async function killedInCommand({ root, outside }: Place): Promise<string> {
  const log = join(outside, "log"), args = ["run", "-A", "--quiet", besideTests("./snapshot/guarded_child.ts")];
  const child = new Deno.Command(Deno.execPath(), { args: [...args, root, log, "sh", "-c", MISCHIEF] }).spawn();
  await until(() => exists(join(root, "pid")));
  const pid = Number(await Deno.readTextFile(join(root, "pid")));
  child.kill("SIGKILL");
  await child.status;
  await until(async () => !(await isAlive(pid)));
  return log;
}

Deno.test("a process killed in the middle of a command leaves what it takes to put everything back", async () => {
  await withPlace(async (place) => {
    const { root, outside, workspace, context: { signal } } = place;
    await furnish(root);
    const before = await snapshot(root), log = await killedInCommand(place);
    assert.notDeepEqual(await snapshot(root), before);
    const { lost, paths } = await putBack(workspace, await keptIn(log), { signal });
    assert.deepEqual(lost, []);
    assert.ok(paths.includes("src/deep/7") && paths.includes("new"));
    assert.deepEqual(await snapshot(root), before);
    assert.equal(await Deno.readTextFile(join(outside, "secret.txt")), "secret");
  });
});

Deno.test("putting back may be killed at any moment, again and again, and comes to the same end", async () => {
  await withPlace(async (place) => {
    const { root, workspace, context: { signal } } = place;
    await furnish(root);
    const before = await snapshot(root), log = await killedInCommand(place);
    const size = async () => await countIn(join(root, "new/deeper")) + await countIn(join(root, "src/deep"));
    let cut = 0;
    for (let round = 0; round < 4; round++) {
      const args = ["run", "-A", "--quiet", besideTests("./snapshot/put_back_child.ts"), root, log];
      const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn(), had = await size();
      const reader = child.stdout.getReader();
      await reader.read();
      await until(async () => Math.abs(await size() - had) > 5 || (await ended(child)));
      try {
        child.kill("SIGKILL");
        cut++;
      } catch (error) {
        assert.ok(error instanceof TypeError, String(error));
      }
      await child.status;
      await reader.cancel();
    }
    assert.ok(cut > 0);
    await putBack(workspace, await keptIn(log), { signal });
    assert.deepEqual(await snapshot(root), before);
  });
});

async function countIn(folder: string): Promise<number> {
  return (await Array.fromAsync(Deno.readDir(folder)).catch(() => [])).length;
}

async function ended(child: Deno.ChildProcess): Promise<boolean> {
  return !(await isAlive(child.pid));
}

Deno.test("what cannot be put back is told by its path, and everything else is put back", async () => {
  await withPlace(async ({ root, workspace, context: { signal } }) => {
    await Deno.writeTextFile(join(root, "small"), "small");
    const [large, small] = ["large", "small"].map((path) => ({
      is: "file" as const,
      path,
      mode: 0o644,
      hash: path,
      size: 9,
    }));
    const bytes = new TextEncoder().encode("as it was");
    const taken = {
      entries: [large!, small!],
      content: (hash: string) => Promise.resolve(hash === "small" ? bytes : undefined),
    };
    const { paths, lost } = await putBack(workspace, taken, { signal });
    assert.deepEqual(paths, ["small"]);
    assert.deepEqual(lost.map(({ path }) => path), ["large"]);
    assert.match(lost[0]!.message, /^Cannot undo the change of `large`: it was too large/);
    assert.equal(await Deno.readTextFile(join(root, "small")), "as it was");
  });
});

Deno.test("others have a go while it is judged whose many files are, and while these are put back", async () => {
  await withPlace(async ({ root, workspace, context: { signal } }) => {
    for (let i = 0; i < 300; i++) await Deno.writeTextFile(join(root, `${i}`), "");
    const era = { began: 0, heard: Infinity, over: Infinity, isAgain: false }, turns: number[] = [];
    let count = 0;
    const others = setInterval(() => count++);
    try {
      const { paths } = await putBack(workspace, { entries: [], content: () => Promise.resolve(undefined) }, {
        signal,
        judge: async (compared) => {
          turns.push(count);
          const judged = await judgeChanges(workspace, compared, era);
          turns.push(count);
          return judged;
        },
        begins: () => void turns.push(count),
      });
      turns.push(count);
      assert.equal(paths.length, 300);
      assert.ok(turns[1]! > turns[0]! && turns[3]! > turns[2]!, turns.join());
    } finally {
      clearInterval(others);
    }
  });
});
