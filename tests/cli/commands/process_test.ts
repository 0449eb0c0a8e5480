/** What `run`, `show`, `why`, `status`, `steer`, `inbox`, `logs` and `text` tell of processes. */
import assert from "node:assert/strict";
import { main } from "../../../lib/cli/main.ts";
import { until } from "../../engine/models.ts";
import { fakeHost, loom, scratch } from "../fake_host.ts";

const MODELS = `models:
  good: {use: scripted/good, replies: ["There is a clock."], price: {input: 1, output: 1}}
  bad: {use: scripted/bad, replies: [{text: ""}], price: {input: 1, output: 1}}
`;

/** A process whose task \`bad\` fails, so that two others never begin. */
const FAILS = `loom: 1
kind: process
name: clocks
goal: A clock that is right
${MODELS}
tasks:
  look: {generate: {model: good, prompt: Look}}
  bad: {generate: {model: bad, prompt: "Mend it \${{ tasks.look.text }}"}, attempts: 3, pause: 1ms}
  check: {generate: {model: good, prompt: "Check \${{ tasks.bad.text }}"}}
  tell: {generate: {model: good, prompt: "Tell \${{ tasks.check.text }}"}}
  other: {generate: {model: good, prompt: Other}, if: "false"}
budget: {usd: 1}
`;

/** One that asks before it is done. */
const ASKS = `loom: 1
kind: process
name: asks
${MODELS}
tasks:
  look: {generate: {model: good, prompt: Look}}
  approve: {ask: "Take \${{ tasks.look.text }}?", choices: [yes, no]}
  write: {generate: {model: good, prompt: "\${{ tasks.approve.answer }}"}}
`;

async function asking() {
  const folder = await scratch({ "p.yaml": ASKS }), host = fakeHost({ folder: folder.path });
  const running = main(["run", "p.yaml", "--name", "one"], host);
  await until(() => /waits for `loom answer/.test(host.said()));
  return { folder, host, running };
}

Deno.test("[P25] a process that fails says in one sentence which task, how often it was tried, why, and what never began", async () => {
  await using folder = await scratch({ "p.yaml": FAILS });
  const { code, err } = await loom(folder.path, ["run", "p.yaml", "--name", "one"]);
  assert.equal(code, 1);
  assert.match(err, / look is done · /);
  assert.match(err, / bad is tried again, attempt 3 of 3, after: `bad` answered nothing\n/);
  assert.match(err, / never begin: check, tell\n/);
  const why = await loom(folder.path, ["why", "one"]), [sentence, ...facts] = why.out.split("\n");
  assert.match(
    sentence!,
    /^one has failed: the task `bad` failed after 3 of 3 attempts: `bad` answered nothing; `check`, `tell` never began because of it; its attempts cost <?\$0\.\d+$/,
  );
  assert.equal(facts[0], "  tasks   1 of 5 tasks done, 1 failed, 1 skipped, 2 never began");
  assert.match(why.out, /`loom show one bad` tells every attempt/);
  const json = JSON.parse((await loom(folder.path, ["why", "one", "--json"])).out);
  assert.deepEqual([json.tasks.all, json.tasks.failed[0].name, json.tasks.failed[0].never], [5, "bad", [
    "check",
    "tell",
  ]]);
  const status = await loom(folder.path, ["status", "one"]);
  assert.equal(status.code, 1);
  assert.match(status.out, / · 1 of 5 tasks done, 1 failed, 1 skipped, 2 never began · \d+ steps/);
  assert.deepEqual(JSON.parse((await loom(folder.path, ["status", "one", "--json"])).out).tasks, {
    all: 5,
    done: 1,
    failed: 1,
    stuck: 2,
    skipped: 1,
  });
});

Deno.test("a process that failed is resumed, tries what had failed again, and tells the tries of all its lives", async () => {
  await using folder = await scratch({ "p.yaml": FAILS });
  await loom(folder.path, ["run", "p.yaml", "-q", "--name", "one"]);
  const again = await loom(folder.path, ["resume", "one"]);
  assert.equal(again.code, 1);
  assert.match(again.err, / bad goes on\n/);
  assert.doesNotMatch(again.err, /look (begins|goes on|is done)/);
  assert.match((await loom(folder.path, ["why", "one"])).out, /the task `bad` failed after 6 attempts: /);
});

Deno.test("show lists the tasks of a process, one of them in full, its steps, and all as data", async () => {
  await using folder = await scratch({ "p.yaml": FAILS });
  await loom(folder.path, ["run", "p.yaml", "-q", "--name", "one"]);
  const { out, code } = await loom(folder.path, ["show", "one"]), lines = out.split("\n");
  assert.equal(code, 0);
  assert.match(lines[0]!, /^one {2}failed: the task `bad` failed/);
  assert.match(lines[1]!, /^process@1 · /);
  assert.equal(lines[2], "goal: A clock that is right");
  assert.deepEqual(lines.slice(7, 12).map((line) => line.replace(/ +<?\$[\d.]+( +\d+m?s)?/, "").replace(/ +/g, " ")), [
    "bad failed 3 of 3 `bad` answered nothing",
    "check never began needs bad",
    "tell never began needs check",
    "other skipped `if` is false: false",
    "",
  ]);
  const bad = (await loom(folder.path, ["show", "one", "bad"])).out;
  assert.match(bad, /\nbad {2}failed\n {2}by {7}generate · with bad · attempt 3 of 3/);
  assert.match(bad, /\n {2}before {3}attempt 1 \(bad\): `bad` answered nothing\n/);
  assert.match(bad, /\nSEQ +KEY +TYPE/);
  assert.match((await loom(folder.path, ["show", "one", "look"])).out, /\n {2}There is a clock\.\n/);
  const data = (await loom(folder.path, ["show", "one", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(data.map(({ task, state }) => [task, state]), [
    ["look", "done"],
    ["bad", "failed"],
    ["check", "stuck"],
    ["tell", "stuck"],
    ["other", "skipped"],
  ]);
  assert.equal(JSON.parse((await loom(folder.path, ["show", "one", "bad", "--json"])).out).failures.length, 2);
  assert.match((await loom(folder.path, ["show", "one", "--steps"])).out, /SEQ +KEY +TYPE/);
  assert.match((await loom(folder.path, ["show", "one", "--memory"])).out, /Nothing was found worth remembering\.\n/);
  const none = await loom(folder.path, ["show", "one", "lok"]);
  assert.deepEqual([none.code, none.err.split("\n")[0]], [
    2,
    "error: Cannot find the task `lok` in `one`: did you mean `look`?",
  ]);
  assert.equal((await loom(folder.path, ["show", "one", "look", "--steps"])).code, 2);
});

Deno.test("tasks and memories are asked of processes alone", async () => {
  await using folder = await scratch({
    "s.yaml": "loom: 1\nkind: autoloom\nstart: a\nexpand: {model: ngram/builtin, width: 1}\nstop: {depth: 1}\n",
  });
  await loom(folder.path, ["run", "s.yaml", "-q", "--name", "one"]);
  for (const more of [["write"], ["--memory"]]) {
    const { code, err } = await loom(folder.path, ["show", "one", ...more]);
    assert.deepEqual([code, err.split("\n")[0]], [
      2,
      "error: Cannot show tasks of `one`: it is no process and has none",
    ]);
  }
});

Deno.test("a process that asks says where and how to answer, in its lines, when it is shown, and in the inbox", async () => {
  const { folder, host, running } = await asking();
  await using _ = folder;
  assert.match(host.said(), / approve asks: Take There is a clock\.\?\n/);
  assert.match(host.said(), / approve waits for `loom answer one task\/approve yes`\n/);
  await until(async () => /asks/.test((await loom(folder.path, ["status", "one"])).out));
  assert.match(
    (await loom(folder.path, ["status", "one"])).out,
    /^one waiting: asks: Take .* · 1 of 3 tasks done, 1 asks · /,
  );
  const { out } = await loom(folder.path, ["show", "one"]);
  assert.match(out, /\napprove +asks .* asks: Take There is a clock\.\?\n/);
  assert.match(out, /\none asks at task\/approve:\n {2}Take There is a clock\.\?\n/);
  assert.match((await loom(folder.path, ["inbox"])).out, /`loom answer one task\/approve yes`/);
  assert.match((await loom(folder.path, ["why", "one"])).out, /\n {2}at work +`approve`\n/);
  assert.equal((await loom(folder.path, ["answer", "one", "yes"])).code, 0);
  assert.equal(await running, 0);
  assert.equal(host.written(), "There is a clock.\n", "what the last task said");
  assert.equal((await loom(folder.path, ["text", "one"])).out, "There is a clock.\n");
});

Deno.test("words for a process reach the tasks of models that begin afterwards, and say so", async () => {
  const { folder, host, running } = await asking();
  await using _ = folder;
  const steered = await loom(folder.path, ["steer", "one", "no jargon"]);
  assert.deepEqual([steered.code, steered.err], [0, "`one` heeds that from its next task with a model on\n"]);
  await loom(folder.path, ["answer", "one", "yes"]);
  assert.equal(await running, 0);
  assert.match(host.said(), / task\/write\/heed: is told by a person: no jargon\n/);
  assert.match((await loom(folder.path, ["show", "one"])).out, /\ntold: no jargon\n/);
  const { err, code } = await loom(folder.path, ["steer", "one", "--pick", "3f9c"]);
  assert.equal(code, 2);
  assert.match(err, /it carries out a graph of tasks, which has no nodes to go on from/);
});

Deno.test("the log of a process is in words, and every event of it in JSON", async () => {
  await using folder = await scratch({ "p.yaml": FAILS });
  const { out } = await loom(folder.path, ["run", "p.yaml", "--json", "--name", "one"]);
  const events = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([events.at(-1).type, events.at(-1).kind], ["end", "failed"]);
  assert.ok(events.some(({ type, effect }) => type === "started" && effect.key === "task/look"));
  const logs = (await loom(folder.path, ["logs", "one"])).out;
  assert.match(logs, / bad: attempt 2 with bad\n/);
  assert.match(logs, / never begin: check, tell\n/);
  assert.doesNotMatch(logs, /"told"/);
});
