import assert from "node:assert/strict";
import { openReaper } from "../../lib/tools/reaper.ts";
import { startGroup } from "../../lib/tools/process_group.ts";
import { besideTests, isAlive, stateOf, until } from "./scratch.ts";

/** Starts a group that sleeps for ever, and a grandchild in it. */
function sleeper(): { pid: Promise<number[]>; ended: Promise<unknown> } {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  let said = "";
  const group = startGroup({
    argv: ["sh", "-c", "sleep 600 & echo $$ $!; wait"],
    cwd: "/",
    env: { PATH: Deno.env.get("PATH")! },
    input: "null",
    onOutput: (text) => {
      said += text;
      if (said.endsWith("\n")) resolve(said.trim().split(" ").map(Number));
    },
    onError: () => {},
  });
  return { pid: promise, ended: group.ended };
}

Deno.test("closing kills the groups still listed, whole, and no other", async () => {
  const reaper = openReaper(), listed = sleeper(), struck = sleeper();
  const [one = 0, child = 0] = await listed.pid, [other = 0] = await struck.pid;
  for (const pid of [one, other]) reaper.watch(pid);
  reaper.forget(other);
  reaper.forget(other);
  await reaper.close();
  await listed.ended;
  await until(async () => !(await isAlive(child)));
  assert.ok(await isAlive(other));
  Deno.kill(-other, "SIGKILL");
  await struck.ended;
});

Deno.test("the folder is removed, whatever it is called", async () => {
  const folder = await Deno.makeTempDir({ prefix: "a folder with 'quotes' $(and) more -" });
  await Deno.writeTextFile(`${folder}/file`, "");
  await openReaper({ folder }).close();
  await assert.rejects(Deno.stat(folder), Deno.errors.NotFound);
});

for (const busy of [false, true]) {
  Deno.test(`a parent that is killed leaves neither process nor folder, ${busy ? "a script in an endless loop" : "a script at rest"}`, async () => {
    const parent = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--allow-read",
        "--allow-write",
        "--allow-env",
        "--allow-run",
        "--allow-sys",
        besideTests("./killed_parent.ts"),
        ...(busy ? ["busy"] : []),
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("\n")) said += (await reader.read()).value ?? assert.fail("the parent said nothing");
    const { pid, place } = JSON.parse(said) as { pid: number; place: string };
    await until(async () => (await stateOf(pid)).startsWith(busy ? "R" : "S"));
    assert.ok((await Deno.stat(place)).isDirectory);
    parent.kill("SIGKILL");
    await parent.status;
    await reader.cancel();
    await until(async () => !(await isAlive(pid)));
    await until(() => Deno.stat(place).then(() => false, () => true));
  });
}
