import assert from "node:assert/strict";
import { main } from "../../../lib/cli/main.ts";
import { until } from "../../engine/models.ts";
import { fakeHost, loom, scratch } from "../fake_host.ts";
import { scripted, STORY } from "../specs.ts";

Deno.test("the journal is told row by row, as text and as events, and from any row on", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  const all = (await loom(folder.path, ["logs", "one"])).out.trimEnd().split("\n");
  assert.match(all[0]!, /^\d\d:\d\d:\d\d +1 begins$/);
  assert.match(all.at(-1)!, / done: depth 3 is reached$/);
  const events = (await loom(folder.path, ["logs", "one", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual([events.length, events[0].type, events[0].run, events[0].entry.seq], [
    all.length,
    "entry",
    "one",
    1,
  ]);
  const since = (await loom(folder.path, ["logs", "one", "--since", "5"])).out.trimEnd().split("\n");
  assert.deepEqual(since, all.slice(5));
});

Deno.test("followed, the journal of a run that another loom drives goes on until the run rests", async () => {
  const replies = [{ text: " a word", delay_ms: 25 }];
  await using folder = await scratch({ "slow.yaml": scripted({ replies, depth: 4 }) });
  const driver = fakeHost({ folder: folder.path }), running = main(["run", "slow.yaml", "--name", "one"], driver);
  await until(() => /one begins/.test(driver.said()));
  const follower = await loom(folder.path, ["logs", "-f", "one"]);
  assert.equal(await running, 0);
  assert.equal(follower.code, 0);
  assert.equal(follower.out, (await loom(folder.path, ["logs", "one"])).out, "not a row is missing or told twice");
});

Deno.test("a follower that is interrupted ends", async () => {
  const replies = [{ text: " a word", delay_ms: 25 }];
  await using folder = await scratch({ "slow.yaml": scripted({ replies, depth: 40, budget: "{calls: 200}" }) });
  const driver = fakeHost({ folder: folder.path }), running = main(["run", "slow.yaml", "--name", "one"], driver);
  await until(() => /one begins/.test(driver.said()));
  const host = fakeHost({ folder: folder.path }), following = main(["logs", "--follow", "one"], host);
  await until(() => host.written().includes("begins"));
  host.interrupt();
  assert.equal(await following, 0);
  driver.interrupt();
  assert.equal(await running, 6);
});
