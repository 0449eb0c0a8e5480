import assert from "node:assert/strict";
import { main } from "../../../lib/cli/main.ts";
import { until } from "../../engine/models.ts";
import { fakeHost, loom, scratch } from "../fake_host.ts";
import { scripted, STORY } from "../specs.ts";

const SLOW = scripted({ replies: [" a word"], more: "", depth: 3 }).replace(
  '" a word"',
  '{"text":" a word","delay_ms":30}',
);

Deno.test("the first Ctrl-C lets a run rest with its own code, and a resume ends it as if nothing had been", async () => {
  await using folder = await scratch({ "slow.yaml": SLOW });
  const host = fakeHost({ folder: folder.path }), running = main(["run", "slow.yaml", "--name", "one"], host);
  await until(() => /round 1/.test(host.said()));
  host.interrupt();
  assert.equal(await running, 6);
  assert.match(host.said(), /one paused · .* · `loom resume one` goes on\n$/);
  assert.equal(host.written(), "", "a run that rests prints no text");
  assert.equal((await loom(folder.path, ["status", "one"])).code, 6);
  const { code, out } = await loom(folder.path, ["resume", "one", "-q"]);
  assert.equal(code, 0);
  assert.equal(out, "Once a word a word a word");
});

Deno.test("a run that has ended is not run again: its end is told as it was", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const first = await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  const again = await loom(folder.path, ["resume", "one"]);
  assert.deepEqual([again.code, again.out], [first.code, first.out]);
  const events = await loom(folder.path, ["resume", "one", "--json"]);
  assert.deepEqual(events.out.trimEnd().split("\n").map((line) => JSON.parse(line).type), ["end"]);
});

Deno.test("a run that another process drives is sent more budget, and uses it there", async () => {
  await using folder = await scratch({ "slow.yaml": SLOW.replace("{depth: 3}", "{depth: 40}") });
  const host = fakeHost({ folder: folder.path });
  const running = main(["run", "slow.yaml", "--name", "one", "--budget-calls", "79"], host);
  await until(() => /round 1/.test(host.said()));
  const { code, out, err } = await loom(folder.path, ["resume", "one", "--add-budget", "calls=1,usd=0.5"]);
  assert.deepEqual([code, out], [0, ""]);
  assert.equal(err, "`one` is driven by another process, which is sent $0.50, 1 call more\n");
  assert.equal(await running, 0, host.said());
  assert.match(host.said(), /gets \$0\.50, 1 call more/);
  assert.match((await loom(folder.path, ["status", "one"])).out, /one done: .* · \$0 of \$0\.50 · 80 of 80 calls/);
});

Deno.test("a resumed run that waits for a person says again what it asks", async () => {
  const asks = scripted({ replies: [" a word", " b word"], depth: 1, more: "select: {veto: 2d}\n" });
  await using folder = await scratch({ "asks.yaml": asks });
  const first = fakeHost({ folder: folder.path }), running = main(["run", "asks.yaml", "--name", "one"], first);
  await until(() => /round\/1\/veto asks: /.test(first.said()));
  first.interrupt();
  assert.equal(await running, 6);
  const second = fakeHost({ folder: folder.path }), resumed = main(["resume", "one"], second);
  await until(() => /round\/1\/veto asks: Round 1: .*\(`loom answer one VALUE`\)/.test(second.said()));
  second.interrupt();
  assert.equal(await resumed, 6);
});

Deno.test("a run whose spec has changed follows the old one, unless it is told to adopt the new one", async () => {
  const spec = scripted({ replies: [" a word"], more: "", depth: 2 });
  await using folder = await scratch({ "story.yaml": spec });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  await Deno.writeTextFile(`${folder.path}/story.yaml`, spec.replace("{depth: 2}", "{depth: 4}"));
  const old = await loom(folder.path, ["resume", "one"]);
  assert.match(old.err, /story\.yaml` has changed since: .* to go on with what it says now, add --adopt\n/);
  assert.equal(old.out, "Once a word a word");
  const adopted = await loom(folder.path, ["resume", "one", "--adopt"]);
  assert.deepEqual([adopted.code, adopted.out], [0, "Once a word a word a word a word"]);
  await Deno.writeTextFile(`${folder.path}/story.yaml`, spec.replace("stop:", "stopp:"));
  const broken = await loom(folder.path, ["resume", "one", "--adopt"]);
  assert.equal(broken.code, 2);
  assert.match(broken.err, /did you mean `stop`/);
});

Deno.test("what to add to a budget is read dimension by dimension", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one", "--budget-calls", "3"]);
  for (
    const [text, message] of [
      ["calls=many", /Cannot read `calls many`: expected a whole number/],
      ["money=1", /Cannot read the budget `money=1`: write NAME=AMOUNT, with one of usd/],
      ["", /Cannot add nothing to the budget/],
    ] as const
  ) {
    const { code, err } = await loom(folder.path, ["resume", "one", "--add-budget", text]);
    assert.equal(code, 2);
    assert.match(err, message);
  }
  const { code } = await loom(folder.path, [
    "resume",
    "one",
    "-q",
    "--add-budget",
    "calls=3,tokens=8k,wall=10m,usd=0.5",
  ]);
  assert.equal(code, 4, "three more calls are one more round");
  assert.match((await loom(folder.path, ["status", "one"])).out, /6 of 6 calls/);
});

Deno.test("a resumed run does not ask for an answer that it was given while it rested", async () => {
  const asks = "loom: 1\nkind: process\nname: p\ntasks:\n  ask: {ask: 'Publish it?', choices: [yes, no]}\n" +
    "  more: {ask: 'Where?', needs: [ask]}\n";
  await using folder = await scratch({ "asks.yaml": asks });
  const first = fakeHost({ folder: folder.path }), running = main(["run", "asks.yaml", "--name", "again"], first);
  await until(() => /ask waits for/.test(first.said()));
  first.interrupt();
  assert.equal(await running, 6);
  assert.equal((await loom(folder.path, ["answer", "again", "no"])).code, 0);
  const second = fakeHost({ folder: folder.path }), resumed = main(["resume", "again"], second);
  await until(() => /more waits for/.test(second.said()));
  second.interrupt();
  assert.equal(await resumed, 6);
  assert.doesNotMatch(second.said(), /ask waits for|Publish it\?/);
  assert.match(second.said(), /ask was answered: no$/m, `what was answered is told: ${second.said()}`);
  const third = fakeHost({ folder: folder.path }), asked = main(["resume", "again"], third);
  await until(() => /more waits for `loom answer again/.test(third.said()));
  third.interrupt();
  assert.equal(await asked, 6);
});
