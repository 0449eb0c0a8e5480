/** `pause`, `cancel`, `answer`, `tune`, `steer`: what is sent to a run. */
import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Json } from "../../../lib/base/json.ts";
import { main } from "../../../lib/cli/main.ts";
import { until } from "../../engine/models.ts";
import { fakeHost, loom, scratch } from "../fake_host.ts";
import { scripted, STORY } from "../specs.ts";

const SLOW = scripted({ replies: [{ text: " a word", delay_ms: 20 }], depth: 90, budget: "{calls: 500}" });
const ASKS = scripted({ replies: [" a word", " b word"], depth: 1, more: "select: {veto: 2d}\n" });

async function driven(spec: string) {
  const folder = await scratch({ "spec.yaml": spec }), host = fakeHost({ folder: folder.path });
  const running = main(["run", "spec.yaml", "--name", "one"], host);
  await until(() => /one begins/.test(host.said()));
  return { folder, host, running };
}

Deno.test("a run is paused from outside and rests", async () => {
  const { folder, running } = await driven(SLOW);
  await using _ = folder;
  const { code, err } = await loom(folder.path, ["pause", "one"]);
  assert.deepEqual([code, err], [0, "`one` is asked to pause: it rests when the calls in the air are done\n"]);
  assert.equal(await running, 6);
  assert.equal((await loom(folder.path, ["pause", "one"])).err, "`one` is paused: nobody drives it\n");
});

Deno.test("a run is cancelled from outside, with a reason, whether it is driven or rests", async () => {
  const { folder, running, host } = await driven(SLOW);
  await using _ = folder;
  assert.equal((await loom(folder.path, ["cancel", "one", "--reason", "too dull"])).code, 0);
  assert.equal(await running, 5);
  assert.match(host.said(), /one cancelled: too dull/);
  assert.match((await loom(folder.path, ["cancel", "one"])).err, /`one` has ended before: it is cancelled/);
  await loom(folder.path, ["run", "spec.yaml", "-q", "--name", "two", "--budget-calls", "1"]);
  assert.equal((await loom(folder.path, ["status", "two"])).code, 4);
});

Deno.test("a question is told, refuses what it does not ask for, and takes an answer", async () => {
  const { folder, running, host } = await driven(ASKS);
  await using _ = folder;
  await until(() => /round\/1\/veto asks: Round 1:/.test(host.said()));
  let asked = { awaits: [] as { key: string; choices: string[] }[], status: "" };
  await until(async () => {
    asked = JSON.parse((await loom(folder.path, ["status", "one", "--json"])).out);
    return asked.awaits.length > 0;
  });
  const [{ key, choices }] = asked.awaits as [{ key: string; choices: [string, string] }];
  assert.equal(key, "round/1/veto");
  const wrong = await loom(folder.path, ["answer", "one", "neither"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /Cannot answer `neither`: choose one of/);
  const elsewhere = await loom(folder.path, ["answer", "one", choices[1], "--key", "round/9/veto"]);
  assert.match(elsewhere.err, /Cannot answer `one` at `round\/9\/veto`: it asks at `round\/1\/veto`/);
  assert.equal((await loom(folder.path, ["answer", "one", choices[1].slice(0, 8)])).code, 0);
  assert.equal(await running, 0);
  const chosen = JSON.parse((await loom(folder.path, ["export", "one"])).out).steps.find((s: { chosen: boolean }) =>
    s.chosen
  );
  assert.equal(chosen.node, choices[1]);
});

Deno.test("a text is chosen by the short name that stands beside it, and nothing else is", async () => {
  const { folder, running, host } = await driven(ASKS);
  await using _ = folder;
  await until(() => /round\/1\/veto asks: Round 1:/.test(host.said()));
  const asked = async () => (await loom(folder.path, ["show", "one", "--nodes"])).out;
  await until(async () => /veto asks: /.test(await asked()));
  const out = await asked(), rows = [...out.matchAll(/^(\w{4,}) +round\/1\/expand\/\d .* (a|b) word$/gm)];
  assert.equal(rows.length, 2, out);
  assert.match(out, /^\w{4,} +start +Once$/m);
  const [offered] = /round\/1\/veto asks: `loom answer one NODE` chooses one of .*/.exec(out)!;
  for (const [, id, text] of rows) {
    assert.ok(offered.includes(id!), offered);
    assert.match(host.said(), new RegExp(`${id} is \\d: ${text} word\n`), "it is told while the run is driven, too");
  }
  const [, id] = rows.find(([, , text]) => text === "b")!;
  assert.equal((await loom(folder.path, ["answer", "one", id!])).code, 0);
  assert.equal(await running, 0);
  assert.equal((await loom(folder.path, ["text", "one"])).out, "Once b word");
  assert.match(await asked(), new RegExp(`^${id} .*✓ +b word$`, "m"));
  assert.doesNotMatch(await asked(), /asks/);
});

Deno.test("an answer may be nested only so deep", async () => {
  const { folder, running, host } = await driven(ASKS);
  await using _ = folder;
  await until(() => /round\/1\/veto asks: Round 1:/.test(host.said()));
  using library = await openLoom({ folder: folder.path, create: false });
  const deep: Json = JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`);
  await assert.rejects(
    library.answer("one", deep),
    /RangeError: Cannot answer `one`: the answer is nested more than 200/,
  );
  await loom(folder.path, ["cancel", "one"]);
  assert.equal(await running, 5);
});

Deno.test("a run that asks nothing cannot be answered", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  const { code, err } = await loom(folder.path, ["answer", "one", "yes"]);
  assert.deepEqual([code, err.split("\n")[0]], [
    2,
    "error: Cannot answer `one`: it asks nothing; `loom inbox` lists all questions",
  ]);
});

Deno.test("settings of a run are listed, changed while it goes on, and hold to its end", async () => {
  const { folder, running, host } = await driven(SLOW);
  await using _ = folder;
  const listed = JSON.parse((await loom(folder.path, ["tune", "one", "--json"])).out);
  assert.equal(listed["expand.width"], "2");
  assert.equal(listed["stop.depth"], "90");
  const { code, err } = await loom(folder.path, ["tune", "one", "expand.width=1", "stop.depth=1"]);
  assert.deepEqual([code, err], [0, "`one` goes on with expand.width=1, stop.depth=1 from its next round on\n"]);
  assert.equal(await running, 0);
  assert.match(host.said(), /round\/\d+\/heed: is tuned, .*expand\.width: 1/);
  assert.match(host.said(), /depth 1 is reached/);
  const after = await loom(folder.path, ["tune", "one"]);
  assert.match(after.out, /^SETTING +NOW\n/);
  assert.match(after.out, /expand\.width +1\n/);
  const late = await loom(folder.path, ["tune", "one", "expand.width=3"]);
  assert.equal(late.code, 2);
  assert.match(late.err, /Cannot tune `one`: it is done; a fork can go on from it/);
});

Deno.test("settings that do not hold are refused together, and nothing is sent", async () => {
  const { folder, running } = await driven(SLOW);
  await using _ = folder;
  const { code, err } = await loom(folder.path, ["tune", "one", "expand.widht=3", "select.keep=0"]);
  assert.equal(code, 2);
  assert.match(err, /did you mean `expand\.width`\?/);
  assert.match(err, /`select\.keep` is `0`/);
  assert.match((await loom(folder.path, ["tune", "one", "expand.width"])).err, /write a setting as SETTING=VALUE/);
  await loom(folder.path, ["cancel", "one"]);
  assert.equal(await running, 5);
  const rows = (await loom(folder.path, ["export", "one"])).out;
  assert.ok(!rows.includes("heed"));
});

Deno.test("a node that is picked while a round is held open is chosen at once", async () => {
  const { folder, running, host } = await driven(ASKS);
  await using _ = folder;
  await until(() => /round\/1\/veto asks: Round 1:/.test(host.said()));
  let choices: string[] = [];
  await until(async () => {
    const { awaits } = JSON.parse((await loom(folder.path, ["status", "one", "--json"])).out);
    choices = awaits[0]?.choices ?? [];
    return choices.length > 0;
  });
  const { code, err } = await loom(folder.path, ["steer", "one", "--pick", choices[1]!.slice(0, 9)]);
  assert.deepEqual([code, err], [0, `\`${choices[1]}\` is chosen in \`one\`\n`]);
  assert.equal(await running, 0);
});

Deno.test("a run goes on from a node that is picked, and says where there is none", async () => {
  const { folder, running, host } = await driven(SLOW);
  await using _ = folder;
  await until(() => /round 2/.test(host.said()) || /round\/2\//.test(host.said()));
  const { steps } = JSON.parse((await loom(folder.path, ["export", "one"])).out) as {
    steps: { node?: string; chosen?: boolean }[];
  };
  const other = steps.find(({ node, chosen }) => node && !chosen)!.node!;
  assert.equal((await loom(folder.path, ["steer", "one", "--pick", other])).code, 0);
  await until(() => host.said().includes(`goes on from ${other}, picked by a person`));
  const none = await loom(folder.path, ["steer", "one", "--pick", "zzzz"]);
  assert.notEqual(none.code, 0);
  assert.match(none.err, /zzzz/);
  assert.match((await loom(folder.path, ["steer", "one"])).err, /write what it is to heed, or --pick NODE/);
  await loom(folder.path, ["cancel", "one"]);
  assert.equal(await running, 5);
});
