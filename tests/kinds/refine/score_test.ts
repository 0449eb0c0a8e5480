import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import type { JudgeCall, Reading, RefinePlan } from "../../../lib/plan/mod.ts";
import { inFolder } from "../../app/folders.ts";
import { asked, model } from "../growing.ts";
import { lines, refine, says, script } from "../refining.ts";

const ONE: Partial<RefinePlan> = { stop: { stop: "depth", depth: 1 } };

const JUDGE: JudgeCall = {
  model: "judge",
  prompt: "Rate: ${{ candidate.text }}",
  returns: { score: "number(0..10)", feedback: "string" },
  samples: 1,
  attempts: 2,
  maxTokens: 99,
};

function answer(score: Json, feedback = "fine"): string {
  return JSON.stringify({ score, feedback });
}

Deno.test("a judge grades the start and every candidate in the spec's own form", async () => {
  const judge = says(answer(2), answer(7, "shorter")),
    m = says("b", "c"),
    { told, end } = await refine({ m, judge }, {
      ...ONE,
      start: { from: "text", text: "a" },
      score: { gates: {}, judge: { ...JUDGE, system: "Be strict in round ${{ round }}." }, total: "judge.score" },
      outputs: { note: "best.feedback", whole: "best.judge" },
    });
  assert.deepEqual(lines(told), ["0 accepted 2 best 2@0 from 0", "1 accepted 7 best 7@1 from 0"]);
  assert.deepEqual(end.outputs, { note: "shorter", whole: { score: 7, feedback: "shorter" } });
  assert.match(
    asked(judge.calls[1]!),
    /^Be strict in round 1\.\nRate: b\n\nAnswer with JSON of this form and nothing else: \{score: number\(0\.\.10\), feedback: string\}$/,
  );
  assert.deepEqual(judge.calls.map(({ sampling }) => sampling.temperature), [0, 0]);
});

Deno.test("a prompt that does not speak of the candidate is given its text", async () => {
  const judge = says(answer(2));
  await refine({ m: says("b"), judge }, {
    ...ONE,
    score: { gates: {}, judge: { ...JUDGE, prompt: "Good?" }, total: "judge.score" },
  });
  assert.match(asked(judge.calls[1]!), /^Good\?\n\n<text>\nb\n<\/text>\n\nAnswer with JSON/);
});

Deno.test("of several samples the medians count, with the words of the nearest", async () => {
  const judge = model((_, call) => answer([5, 9, 1][call % 3]!, `sample ${call % 3}`)),
    { end } = await refine({ m: says("b"), judge }, {
      ...ONE,
      score: { start: 0, gates: {}, judge: { ...JUDGE, samples: 3 }, total: "judge.score" },
      outputs: { score: "best.score", note: "best.feedback" },
    });
  assert.equal(judge.calls.length, 3);
  assert.deepEqual(end.outputs, { score: 5, note: "sample 0" });
  assert.deepEqual(
    judge.calls.map(({ sampling }) => sampling.temperature),
    [undefined, undefined, undefined],
    "they may differ",
  );
});

Deno.test("an answer that cannot be read is asked again with the problem, and is never guessed", async () => {
  const judge = says("seven", answer(7), "eight", answer(11)),
    { told, tree } = await refine({ m: says("b"), judge }, {
      ...ONE,
      score: { gates: {}, judge: JUDGE, total: "judge.score" },
    });
  assert.deepEqual(lines(told), ["0 accepted 7 best 7@0 from 0", "1 failed null best 7@0 from 0 back 0"]);
  assert.match(
    told[1]!.error!,
    /step `round\/1\/score\/0\/judge\/0\/asked\/2` failed: the judge `judge` was asked 2 times and gave no answer that can be read: /,
  );
  assert.match(asked(judge.calls[1]!), /An earlier answer could not be taken: /);
  assert.equal(tree.nodes.size, 2, "the candidate is kept all the same");
});

Deno.test("a start with a total of its own is scored by nobody, and its marks say nothing", async () => {
  const judge = says(answer(2)), m = says("b");
  const { told } = await refine({ m, judge }, {
    ...ONE,
    propose: {
      by: "model",
      models: ["m"],
      prompt: "Fix: [${{ last.feedback }}] ${{ last.judge.score }}",
      maxTokens: "9",
      sampling: {},
    },
    score: { start: 1.5, gates: {}, judge: JUDGE, total: "judge.score" },
  });
  assert.equal(told[0]!.score, 1.5);
  assert.equal(judge.calls.length, 1);
  assert.equal(asked(m.calls[0]!), "Fix: [] 0");
});

Deno.test("a script scores: it is given the candidate and the best, and what it gives is held to its shape", async () => {
  const code =
    "export default ({candidate, text, best, round}) => text === 'bad' ? {points: 'many'} : {points: candidate.text.length + best.total + round};";
  const { told } = await refine({ m: says("abc", "bad") }, {
    stop: { stop: "depth", depth: 2 },
    scripts: { s: script(code) },
    score: { start: 1, gates: {}, script: { script: "s", returns: { points: "number" } }, total: "script.points * 2" },
  });
  assert.deepEqual(lines(told), [
    "0 accepted 1 best 1@0 from 0",
    "1 accepted 10 best 10@1 from 0",
    "2 failed null best 10@1 from 1 back 1",
  ]);
  assert.match(told[2]!.error!, /The script `s` returned what does not fit at \$\.points/);
});

function command(code: string, reads: Reading): Partial<RefinePlan> {
  return {
    ...ONE,
    permissions: { read: [], write: [], net: [], run: ["sh"], env: [] },
    score: {
      start: 0,
      gates: {},
      command: { command: { run: ["sh", "-c", code, "sh", "${{ candidate.text }}"], files: [] }, reads },
      total: "command",
    },
  };
}

Deno.test("a command scores by its exit code, the number it prints, or a number in its JSON", async () => {
  await inFolder(async (folder) => {
    const scored = async (code: string, reads: Reading) =>
      (await refine({ m: says("lamp") }, command(code, reads), { folder })).told[1]!;
    assert.equal((await scored("grep -q lamp", { as: "exit" })).score, 1);
    assert.equal((await scored('test "$1" = dark', { as: "exit" })).score, 0);
    assert.equal((await scored("wc -c; exit 1", { as: "number" })).score, 4);
    assert.equal(
      (await scored(`echo '{"tests": [{"passed": 0.75}]}'`, { as: "path", path: ["tests", 0, "passed"] })).score,
      0.75,
    );
    const wrong = await scored("echo 3 of 4; echo compile error >&2; exit 2", { as: "number" });
    assert.match(
      wrong.error!,
      /Cannot read the score of `sh`: it printed "3 of 4", which is no number; it ended with exit code 2: compile error$/,
    );
  });
});

Deno.test("what a command printed is there for the next round", async () => {
  await inFolder(async (folder) => {
    const m = says("lamp"), plan = command("echo out; echo wrong in line 3 >&2; exit 4", { as: "exit" });
    await refine({ m }, {
      ...plan,
      propose: {
        by: "model",
        models: ["m"],
        prompt: "${{ last.code }} ${{ last.output }} ${{ last.stderr }}",
        maxTokens: "9",
        sampling: {},
      },
      stop: { stop: "depth", depth: 2 },
    }, { folder });
    assert.equal(asked(m.calls[1]!), "4 out\nwrong in line 3 wrong in line 3\n");
  });
});

Deno.test("nothing is paid for a candidate that what is free has given up", async () => {
  const judge = says(answer(2)),
    { told } = await refine({ m: says("b"), judge }, {
      ...ONE,
      scripts: { s: script("export default () => { throw new Error('no scale'); };") },
      score: {
        start: 1,
        gates: {},
        script: { script: "s", returns: "number" },
        judge: JUDGE,
        total: "judge.score + script",
      },
    });
  assert.match(told[1]!.error!, /no scale/);
  assert.equal(judge.calls.length, 0);
});

Deno.test("a total that is no finite number is an error of its round", async () => {
  const totals = { "1.0 / (round - 1)": /cannot divide 1 by zero/, "candidate.text": /expected a number, found "2"/ };
  for (const [total, problem] of Object.entries(totals)) {
    const { told } = await refine({ m: says("2") }, { ...ONE, score: { start: 1, gates: {}, total } });
    assert.equal(told[1]!.verdict, "failed");
    assert.match(told[1]!.error!, /^Cannot evaluate `score\.total`: /);
    assert.match(told[1]!.error!, problem);
  }
});

Deno.test("a start that cannot be scored fails the run, and a resume scores it again", async () => {
  const judge = says("?", "?", answer(4)),
    m = says("b"),
    refined = await refine({ m, judge }, {
      ...ONE,
      score: { gates: {}, judge: JUDGE, total: "judge.score" },
    });
  assert.equal(refined.end.kind, "failed");
  assert.match(refined.end.reason, /step `round\/0\/score\/0\/judge\/0\/asked\/2` failed/);
  assert.match(refined.end.reason, /; `score\.start` gives the start a total of its own$/);
  assert.equal(m.calls.length, 0);
  const end = await (await refined.loom.resume("g")).end;
  assert.deepEqual([end.kind, end.outputs], ["done", { text: "b", score: 4 }]);
});
