/** `show`, `why`, `inbox`, `steer`, `resume` of runs that go in rounds. */
import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import { openQuestions } from "../../../lib/app/open_questions.ts";
import type { OwnProgram } from "../../../lib/app/own_program.ts";
import { program } from "../../../lib/app/own_program.ts";
import type { Program } from "../../../lib/plan/mod.ts";
import { perform } from "../../../lib/plan/mod.ts";
import { until, wordModel } from "../../engine/models.ts";
import { loom, scratch } from "../fake_host.ts";
import type { Told } from "../loops.ts";
import { asked, loop, looping, loops } from "../loops.ts";
import { scripted, STORY } from "../specs.ts";

const best = (score: number, round: number) => ({ score, round });

const ROUNDS: readonly Told[] = [
  { round: 0, score: 4.2 },
  { round: 1, score: 7.9, calls: 3 },
  { round: 2, score: 5.5, verdict: "rejected", best: best(7.9, 1), back: 1, calls: 3 },
  { round: 3, verdict: "failed", best: best(7.9, 1), back: 1, error: "too many requests", calls: 1 },
  { round: 4, score: 9.1, calls: 6 },
];

/** Drives a program until it waits for a person, then lets it rest. */
async function untilAsked(folder: string, own: OwnProgram<void>, more: readonly OwnProgram<void>[] = []) {
  await using library = await openLoom({ folder, programs: more });
  await library.start(own, { name: "one" });
  await until(async () => (await openQuestions(library.store)).length > 0);
}

Deno.test("show draws the rounds of a run of code, which has no plan", async () => {
  await using folder = await scratch();
  await loops(folder.path, { rounds: ROUNDS });
  const { out, code } = await loom(folder.path, ["show", "one"]), lines = out.split("\n");
  assert.equal(code, 0);
  assert.equal(lines[0], "one  done: the program returned");
  assert.match(lines[1]!, /^fixer@1 · created .* · \d+ steps · \$0\.13 · 13 calls/);
  assert.deepEqual(lines.slice(3).map((line) => line.replace(/ \d+ms| [\d.]+s /, " ").replace(/ +/g, " ").trim()), [
    "ROUND COST TOTAL SCORE TIME NOTE",
    "0 $0 4.20 start",
    "1 $0.0300 $0.0300 7.90",
    "2 $0.0300 $0.0600 5.50 rejected, back to 1",
    "3 $0.0100 $0.0700 failed, back to 1: too many requests",
    "4 $0.0600 $0.13 9.10 best · done: the program returned",
    "",
  ]);
  const drawn = await loom(folder.path, ["show", "one", "--no-color"], { terminal: { columns: 80, rows: 24 } });
  assert.match(drawn.out, /\nscore {2}▁▇▃ █ {2}4\.20 to 9\.10\ncost {3}▁▅▅▂█ {2}up to \$0\.0600 a round\n\nROUND/);
  const dumb = { terminal: { columns: 80, rows: 24 }, env: { TERM: "dumb" } };
  assert.match((await loom(folder.path, ["show", "one", "--no-color"], dumb)).out, /\nscore {2}\.#- @ /);
});

Deno.test("show gives rounds as data, and every step where that is asked for", async () => {
  await using folder = await scratch();
  await loops(folder.path, { rounds: ROUNDS });
  const lines = async (...words: readonly string[]) =>
    (await loom(folder.path, ["show", "one", "--json", ...words])).out.trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
  assert.deepEqual(
    (await lines()).map(({ round, verdict, score, cost }) => [round, verdict, score, Math.round(cost.usd * 100)]),
    [
      [0, "accepted", 4.2, 0],
      [1, "accepted", 7.9, 3],
      [2, "rejected", 5.5, 3],
      [3, "failed", null, 1],
      [4, "accepted", 9.1, 6],
    ],
  );
  assert.equal((await lines("--steps")).filter(({ key }) => /propose/.test(key)).length, 13);
  assert.match((await loom(folder.path, ["show", "one", "--steps"])).out, /SEQ +KEY +TYPE/);
});

Deno.test("a run whose budget ends in the middle of a round shows what that round has cost", async () => {
  await using folder = await scratch();
  const rounds = Array.from({ length: 9 }, (_, round): Told => ({ round, score: round, calls: 3 }));
  assert.equal(await loops(folder.path, { rounds, budget: { calls: 8 } }), "exhausted");
  const { out } = await loom(folder.path, ["show", "one"]);
  assert.match(out, /\n +2 +\$0\.0200 +\$0\.0800 .* exhausted: the budget of 8 calls does not allow another call/);
});

Deno.test("why says which limit was reached, whose it is and what adds to it, and code goes on by code", async () => {
  await using folder = await scratch();
  const rounds = Array.from({ length: 9 }, (_, round): Told => ({ round, score: round, calls: 3 }));
  await loops(folder.path, { rounds, budget: { calls: 8 } });
  const { out, code } = await loom(folder.path, ["why", "one"]);
  assert.equal(code, 0);
  assert.match(
    out,
    /^one is exhausted: the budget of 8 calls does not allow another call: 8 calls are spent or reserved\n/,
  );
  assert.match(out, /\n {2}limit {3}its own: calls, 8 of 8 is used\n/);
  assert.match(out, /\n {2}scores {2}0, 1 \(of rounds 0 to 1\)\n/);
  assert.match(out, /`loom resume one --add-budget calls=8` adds as much again, then the code below goes on\n/);
  assert.match(out, /\n {2}await loom\.resume\("one", \{ program \}\);/);
  const json = JSON.parse((await loom(folder.path, ["why", "one", "--json"])).out);
  assert.deepEqual(
    [json.status, json.exit_code, json.cause, json.limit.own, json.limit.limit, json.best],
    ["exhausted", 4, "calls", true, 8, { score: 1, round: 1 }],
  );
  const added = await loom(folder.path, ["resume", "one", "--add-budget", "calls=8"]);
  assert.equal(added.code, 0);
  assert.match(added.err, /^`one` may use 8 calls more, and goes on with the program `fixer@1`/);
  assert.match((await loom(folder.path, ["why", "one"])).out, /8 of 8 is used; it was raised since\n/);
});

Deno.test("a part of a run says that a budget above it is used up", async () => {
  await using folder = await scratch();
  const child = program("kid@1", function* (): Program<void> {
    for (let i = 0; i < 9; i++) yield* perform(asked(`call/${i}`));
  });
  const parent = program("top@1", function* (): Program<unknown> {
    return yield* perform({ do: "run", key: "round/1/kid", plan: "kid", inputs: {} });
  });
  {
    const models = { words: wordModel(() => "one two", { bill: 5_000 }) };
    await using library = await openLoom({ folder: folder.path, models, programs: [child] });
    const run = await library.start(parent, { name: "one", budget: { calls: 4 } });
    assert.equal((await run.end).kind, "exhausted");
  }
  const kid = await loom(folder.path, ["why", "one."]);
  assert.match(
    kid.out,
    /^one\.\w+ rests: a budget that it spends, of one, is used up\n {2}limit {3}of one: calls, 4 of 4/,
  );
  assert.match(kid.out, /`loom resume one --add-budget calls=4`/);
  const limit = JSON.parse((await loom(folder.path, ["why", "one.", "--json"])).out).limit;
  assert.deepEqual([limit.owner, limit.own], ["one", false]);
});

Deno.test("why tells of growing texts, of failures and of what was cancelled as well", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "story"]);
  const grown = (await loom(folder.path, ["why", "story"])).out;
  assert.match(
    grown,
    /^story is done: depth 3 is reached\n {2}stop {4}stop\.depth\n {2}scores {2}.*\(of what was chosen in rounds 1 to 3\)\n/,
  );
  assert.match(grown, /next {4}`loom text story` prints its text\n$/);
  await loops(folder.path, {
    name: "failed",
    rounds: [{ round: 0, score: 1 }, { round: 1, verdict: "failed", error: "boom" }],
    then: () => throws("the moon is full"),
  });
  assert.match((await loom(folder.path, ["why", "failed"])).out, /^failed has failed: the moon is full\n/);
  const spec = scripted({ replies: [" a", " b"], depth: 1, more: "select: {veto: 2d}\n" });
  await Deno.writeTextFile(`${folder.path}/asks.yaml`, spec);
  const running = loom(folder.path, ["run", "asks.yaml", "--name", "asks"]);
  await until(async () => /asks/.test((await loom(folder.path, ["inbox"])).out));
  assert.match((await loom(folder.path, ["why", "asks"])).out, /^asks waits for an answer\n/);
  await loom(folder.path, ["cancel", "asks", "--reason", "too dull"]);
  assert.equal((await running).code, 5);
  const cancelled = (await loom(folder.path, ["why", "asks"])).out;
  assert.match(cancelled, /^asks was cancelled: too dull\n {2}by {6}a message that it was sent \(`loom cancel asks`\)/);
});

// deno-lint-ignore require-yield
function* throws(message: string): Program<never> {
  throw new Error(message);
}

Deno.test("the inbox lists what all runs ask, children by their own names, and an answer finds its question by its key", async () => {
  await using folder = await scratch();
  const kid = program(
    "kid@1",
    () => perform({ do: "ask", key: "approve", question: "Publish?", choices: ["yes", "no"] }),
  );
  const top = looping("top@1", [{ round: 0, score: 1 }], function* () {
    return yield* perform({ do: "run", key: "round/1/kid", plan: "kid", inputs: {} });
  });
  const nobody = await loom(folder.path, ["inbox"]);
  assert.deepEqual([nobody.code, nobody.out, nobody.err], [0, "", "No run asks anything\n"]);
  await untilAsked(folder.path, top, [kid]);
  const listed = (await loom(folder.path, ["inbox"])).out;
  assert.match(listed, /^one\.\w+ {2}at approve, paused\n {2}Publish\?\n {2}one of: yes, no · asked /);
  assert.match(
    listed,
    /`loom answer one\.\w+ approve yes`, `loom why one` tells how it goes on\n\n`loom answer RUN KEY VALUE` answers one\n$/,
  );
  const [question] = (await loom(folder.path, ["inbox", "--json"])).out.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual([question.key, question.choices, question.answered, question.root], [
    "approve",
    ["yes", "no"],
    false,
    "one",
  ]);
  const answered = await loom(folder.path, ["answer", question.run, "approve", "yes"]);
  assert.deepEqual([answered.code, answered.err], [
    0,
    `\`${question.run}\` is answered at \`approve\`; \`loom why one\` tells how it goes on\n`,
  ]);
  assert.match((await loom(folder.path, ["inbox"])).out, /\n {2}it is answered, `loom why one` tells how it goes on\n/);
  await using library = await openLoom({ folder: folder.path, programs: [top, kid] });
  assert.deepEqual(await (await library.resume("one")).end.then(({ kind }) => kind), "done");
  assert.equal((await loom(folder.path, ["inbox"])).out, "");
});

Deno.test("an answer is written after its key, after --key, or alone; anything else is told", async () => {
  await using folder = await scratch();
  const asks = program("asks@1", () => perform({ do: "ask", key: "approve", question: "Publish?" }));
  await untilAsked(folder.path, asks);
  const says = async (...words: readonly string[]) =>
    (await loom(folder.path, ["answer", "one", ...words])).err.split("\n")[0];
  assert.equal(await says("deny", "no"), "error: Cannot answer `one` at `deny`: it asks at `approve`");
  assert.equal(
    await says("deny", "no", "--key", "approve"),
    "error: Cannot answer at `deny` and at `approve`: write one of them",
  );
  assert.match((await says())!, /^error: `loom answer` needs VALUE/);
  assert.equal(
    await says("approve"),
    "error: Cannot answer `one` with `approve`, which is the key of its question: write the answer after it",
  );
  for (const words of [["approve", "fine"], ["fine", "--key", "approve"], ["fine"]]) {
    await using own = await scratch();
    await untilAsked(own.path, asks);
    const { code, err } = await loom(own.path, ["answer", "one", ...words]);
    assert.deepEqual([code, err], [0, "`one` is answered at `approve`; `loom why one` tells how it goes on\n"]);
    await using library = await openLoom({ folder: own.path, programs: [asks] });
    assert.deepEqual((await (await library.resume("one")).end).outputs, { type: "value", value: "fine" });
  }
});

Deno.test("a question is answered once: a second answer would never be taken, and is refused", async () => {
  await using folder = await scratch();
  const asks = program("asks@1", () => perform({ do: "ask", key: "approve", question: "Publish?" }));
  await untilAsked(folder.path, asks);
  assert.equal((await loom(folder.path, ["answer", "one", "no"])).code, 0);
  const { code, err } = await loom(folder.path, ["answer", "one", "yes"]);
  const why = "it is answered, and takes the first answer when it goes on";
  assert.deepEqual([code, err.split("\n")[0]], [2, `error: Cannot answer \`one\` at \`approve\` again: ${why}`]);
  await using library = await openLoom({ folder: folder.path, programs: [asks] });
  assert.deepEqual((await (await library.resume("one")).end).outputs, { type: "value", value: "no" });
});

Deno.test("guidance reaches a loop, when it is resumed where it rests; growing texts and ended runs refuse it", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const heeding = looping("heeds@1", [{ round: 0, score: 1 }], function* () {
    yield* perform({ do: "ask", key: "round/1/stall", question: "What now?" });
    return yield* loop([{ round: 1, score: 2 }]);
  });
  await untilAsked(folder.path, heeding);
  const steer = async (...words: readonly string[]) => {
    const { code, err } = await loom(folder.path, ["steer", ...words]);
    return [code, err.split("\n")[0]];
  };
  assert.deepEqual(await steer("one", "  shorter, please "), [0, "`one` heeds that when it is resumed"]);
  assert.deepEqual(await steer("one", "  "), [2, "error: Cannot steer `one` with nothing: give words"]);
  assert.match((await steer("one"))[1] as string, /write what it is to heed, or --pick NODE/);
  assert.match((await steer("one", "x", "--pick", "y"))[1] as string, /write one of them/);
  assert.match(
    (await steer("one", "--pick", "3f"))[1] as string,
    /^error: Cannot steer `one`: .* has no nodes to go on from/,
  );
  assert.match((await loom(folder.path, ["tune", "one"])).err, /Cannot tune `one`: .* `loom steer one "…"`/);
  {
    await using library = await openLoom({ folder: folder.path, programs: [heeding] });
    await library.answer("one", "go on");
    assert.equal((await (await library.resume("one")).end).kind, "done");
  }
  const { out } = await loom(folder.path, ["logs", "one"]);
  assert.match(out, /round\/1\/heed: is told by a person: shorter, please\n/);
  assert.match(out, / round 1 · 2 · best\n/);
  assert.deepEqual(await steer("one", "more"), [2, "error: Cannot steer `one`: it is done; a fork can go on from it"]);
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "story", "--budget-calls", "3"]);
  const [code, refused] = await steer("story", "darker");
  assert.deepEqual([
    code,
    /no guidance reaches; pick a node to go on from \(`loom steer story --pick NODE`\)/.test(refused as string),
  ], [2, true]);
});

Deno.test("a run of code is not resumed from the shell: it is told which file and export go on with it", async () => {
  await using folder = await scratch({ "fix.ts": "// ours\nexport const fix =\n  refine({});\n" });
  const code = { file: `${folder.path}/fix.ts`, line: 3, name: "fixer" };
  const asks = program("fixer@1", () => perform({ do: "ask", key: "a", question: "Well?" }));
  await untilAsked(folder.path, { ...asks, code });
  const { code: exit, err, out } = await loom(folder.path, ["resume", "one"]);
  assert.deepEqual([exit, out], [2, ""]);
  assert.equal(
    err,
    `\
error: Cannot resume \`one\` from here: it is a run of code, which goes on with the export \`fix\` of \`${folder.path}/fix.ts\`:
  import { fix } from "file://${folder.path}/fix.ts";
  await fix.resume("one");
`,
  );
  const why = (await loom(folder.path, ["why", "one"])).out;
  assert.match(why, /\n {2}code {4}the export `fix` of `/);
  assert.ok(why.endsWith(`\n  import { fix } from "file://${folder.path}/fix.ts";\n  await fix.resume("one");\n`), why);
  await loops(folder.path, { name: "two", rounds: ROUNDS });
  assert.equal((await loom(folder.path, ["resume", "two"])).code, 0, "an end is told by anybody");
});

Deno.test("commands that look leave everything as it was: no file more, none changed", async () => {
  await using folder = await scratch();
  for (const words of [["show", "x"], ["why", "x"]]) {
    const { code, err } = await loom(folder.path, words);
    assert.deepEqual([code, /nothing has run here yet/.test(err)], [2, true]);
  }
  assert.equal((await loom(folder.path, ["inbox"])).code, 0);
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
  await loops(folder.path, { rounds: ROUNDS });
  // What readers share beside the database changes with every look, and goes with the last of them.
  const files = () => [...Deno.readDirSync(`${folder.path}/.loom`)].map(({ name }) => name).sort();
  const bytes = () => Deno.readFileSync(`${folder.path}/.loom/loom.db`);
  const before = files(), stored = bytes();
  for (
    const words of [["show", "one"], ["show", "one", "--steps"], ["why", "one"], ["inbox"], ["runs"], ["logs", "one"], [
      "status",
      "one",
    ]]
  ) {
    assert.equal((await loom(folder.path, words)).code, 0, words.join(" "));
    assert.deepEqual(files(), before, words.join(" "));
    assert.deepEqual(bytes(), stored, words.join(" "));
  }
});
