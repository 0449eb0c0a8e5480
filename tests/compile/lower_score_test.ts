import assert from "node:assert/strict";
import type { Scoring } from "../../lib/plan/mod.ts";
import { refinePlanOf, told } from "./refining.ts";

const GRANT = "permissions: {run: [deno]}";

async function scored(score: string, more = GRANT): Promise<Scoring> {
  return (await refinePlanOf({ score: `score: ${score}`, more })).score;
}

async function found(score: string, more = GRANT): Promise<readonly string[]> {
  return await told({ score: `score: ${score}`, more });
}

const JUDGE = "judge: {model: ollama/x, ask: Is it clear?}";

Deno.test("an expression alone is the total", async () => {
  assert.deepEqual(await scored("words(candidate.text)"), { gates: {}, total: "words(candidate.text)" });
  assert.deepEqual(await found("candidate.text"), ["unexpected-result candidate.text"]);
  assert.deepEqual(await found("total"), ["unknown-name total"]);
});

Deno.test("the number that counts is the one there is", async () => {
  const total = async (score: string, more = GRANT) => (await scored(score, more)).total;
  assert.equal(await total(`{${JUDGE}}`), "judge.score");
  assert.equal(
    await total("{judge: {model: ollama/x, ask: a, returns: {note: string, clear: int(1..5)}}}"),
    "judge.clear",
  );
  assert.equal(
    await total("{judge: {model: ollama/x, ask: a, returns: {clear: number, score: number}}}"),
    "judge.score",
  );
  assert.equal(await total("{script: ./score.ts}"), "script");
  assert.equal(await total("{script: {script: ./score.ts, returns: {beats: number, note: string}}}"), "script.beats");
  assert.equal(await total("{command: [deno, test]}"), "command");
  assert.equal(await total("{compare: {model: ollama/x}}"), "best.total + compare");
  assert.equal(await total("{compare: {model: ollama/x}}", "goal: min"), "best.total - compare");
  assert.equal(await total("{gates: {a: size(candidate.text) > 1}}"), "0");
});

Deno.test("where it is not clear which number counts, the spec has to say it", async () => {
  assert.deepEqual(await found(`{${JUDGE}, script: ./score.ts}`), ["no-total score"]);
  assert.deepEqual(await found("{judge: {model: ollama/x, ask: a, returns: {a: number, b: number}}}"), [
    "no-total score",
  ]);
  assert.deepEqual(await found("{judge: {model: ollama/x, ask: a, returns: {note: string}}}"), ["no-total score"]);
  assert.deepEqual(await found("{judge: {model: ollama/x, ask: a, returns: {a?: number}}}"), ["no-total score"]);
  assert.deepEqual(await found(`{${JUDGE}, script: ./score.ts, total: judge.score + script}`), []);
});

Deno.test("the total sees what every scorer gives, by its type", async () => {
  const all =
    `${JUDGE}, script: {script: ./score.ts, returns: {beats: number}}, command: [deno], compare: {model: ollama/x}`;
  assert.deepEqual(
    await found(
      `{${all}, total: judge.score + script.beats + command + compare + size(output) + code + best.total + last.score + best.beats}`,
    ),
    [],
  );
  assert.deepEqual(await found(`{${JUDGE}, total: judge.clarity}`), ["unknown-field clarity"]);
  assert.deepEqual(await found(`{${JUDGE}, total: judge.score + command}`), ["unknown-name command"]);
  assert.deepEqual(
    await found(`{script: ./score.ts, total: script.beats}`),
    ["unknown-field beats"],
  );
});

Deno.test("programs that score have a reading, an exit code unless said", async () => {
  const reads = async (read: string) => (await scored(`{command: {run: [deno], read: '${read}'}}`)).command!.reads;
  assert.deepEqual((await scored("{command: [deno]}")).command, {
    command: { run: ["deno"], files: [] },
    reads: { as: "exit" },
  });
  assert.deepEqual(await reads("number"), { as: "number" });
  assert.deepEqual(await reads("$.a.b-c[0].d"), { as: "path", path: ["a", "b-c", 0, "d"] });
  assert.deepEqual(await reads('$["x y"][12]'), { as: "path", path: ["x y", 12] });
  for (const read of ["$", "$.", "a.b", "$.a[", "$[x]", "stdout"]) {
    assert.deepEqual(await found(`{command: {run: [deno], read: ${JSON.stringify(read)}}}`), [
      `wrong-value ${JSON.stringify(read)}`,
    ]);
  }
});

Deno.test("gates are true or false, and one that is always the same is a warning", async () => {
  assert.deepEqual(await found("{gates: {a: size(candidate.text) < 9 && candidate.index >= 0 && best.valid}}"), []);
  assert.deepEqual(await found("{gates: {a: size(candidate.text)}}"), ["unexpected-result size(candidate.text)"]);
  assert.deepEqual(await found("{gates: {a: 1 < 2, b: 2 < 1}}"), ["constant 1 < 2", "constant 2 < 1"]);
  assert.deepEqual(await found(`{gates: {a: judge.score > 1}, ${JUDGE}}`), ["unknown-name judge"]);
  assert.deepEqual(await scored("{gates: {a: size(candidate.text) < 9}, start: 0.5}"), {
    start: 0.5,
    gates: { a: "size(candidate.text) < 9" },
    total: "0",
  });
});
