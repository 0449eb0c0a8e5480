/** V: when a loop is flat. J: judges. And what conditions must not take for an end. */
import assert from "node:assert/strict";
import { anthropicJudge, bestScore, judge, lastGood, plateau, predicate, similar } from "../../mod.ts";
import type { Detector } from "../../mod.ts";
import { BLANK, brief as codeBrief, count, type Draft, made, mark, marked } from "./code_form.ts";
import { again, brief, noted, play, REFUSAL, saying, says } from "./spec_form.ts";

/** How a spec ends whose start is worth the first of these, and its rounds the others. */
async function spec([start, ...scores]: readonly number[], stop: string): Promise<readonly unknown[]> {
  const budget = `{iterations: ${scores.length}}`, models = { writer: says(scores).model };
  return brief(await play({ start: `'${start}'`, stop, budget }, { models }));
}

/** How a loop ends whose steps are worth these. */
async function code(scores: readonly number[], converge: Detector<Draft>): Promise<readonly unknown[]> {
  const options = { score: mark, converge, backtrack: lastGood(), budget: { iterations: scores.length } };
  return codeBrief(await made<Draft>(options, marked(scores)).fix(BLANK));
}

const THREE = "{plateau: {patience: 3, min_delta: 0.01}}", TWO = "{plateau: {patience: 2, min_delta: 0.01}}";
const flat = (rounds: number) => ["converged", "stop.plateau", rounds];
const used = (rounds: number) => ["exhausted", "iterations", rounds];

Deno.test("[V1] three scores that are no better than the best before them are a plateau of three (spec)", async () => {
  assert.deepEqual(await spec([0.5, 0.7, 0.8, 0.8, 0.8, 0.8], THREE), flat(5));
});

Deno.test("[V1] three scores that are no better than the best before them are a plateau of three (library)", async () => {
  assert.deepEqual(await code([0.5, 0.7, 0.8, 0.8, 0.8, 0.8], plateau({ patience: 3, minDelta: 0.01 })), flat(6));
});

Deno.test("[V2] scores that rise are no plateau (spec)", async () => {
  assert.deepEqual(await spec([0.1, 0.3, 0.5, 0.7], THREE), used(3));
});

Deno.test("[V2] scores that rise are no plateau (library)", async () => {
  assert.deepEqual(await code([0.1, 0.3, 0.5, 0.7], plateau({ patience: 3, minDelta: 0.01 })), used(4));
});

Deno.test("[V3] two scores are too few for a plateau of three (spec)", async () => {
  assert.deepEqual(await spec([0.5, 0.5], THREE), used(1));
});

Deno.test("[V3] two scores are too few for a plateau of three (library)", async () => {
  assert.deepEqual(await code([0.5, 0.5], plateau({ patience: 3, minDelta: 0.01 })), used(2));
});

Deno.test("[V4] two flat scores are a plateau of two (spec)", async () => {
  assert.deepEqual(await spec([0.5, 0.8, 0.8, 0.8], TWO), flat(3));
});

Deno.test("[V4] two flat scores are a plateau of two (library)", async () => {
  assert.deepEqual(await code([0.5, 0.8, 0.8, 0.8], plateau({ patience: 2, minDelta: 0.01 })), flat(4));
});

Deno.test("[V5] a condition over the history holds at its third record, and not at its second (spec)", async () => {
  const played = await play({ stop: "{done: 'size(history) >= 3'}" }, { models: { writer: says([1]).model } });
  assert.deepEqual(brief(played), ["done", "stop.done", 3]);
});

Deno.test("[V5] a condition over the history holds at its third record, and not at its second (library)", async () => {
  assert.deepEqual(await code([1, 2, 3, 4], predicate((history) => history.length >= 3)), [
    "done",
    "stop.predicate",
    3,
  ]);
});

const ASK = "{judge: {model: judge, ask: 'Is it done?'}}";
const MODELS = "{writer: {use: scripted/writer, replies: ['1']}, judge: {use: scripted/judge, replies: ['no']}}";

Deno.test("[A7] a model whose answer begins with YES ends the loop (spec)", async () => {
  const models = { writer: says([1]).model, judge: says(["YES"]).model };
  assert.deepEqual(brief(await play({ stop: ASK, models: MODELS }, { models })), ["done", "stop.judge", 1]);
});

Deno.test("[A7] a model behind the SDK whose answer begins with YES ends the loop, and what it cost is charged (library)", async () => {
  const asked: unknown[] = [];
  const create = (body: { readonly model: string; readonly messages: readonly { readonly content: string }[] }) => {
    asked.push([body.model, body.messages[0]!.content.endsWith("the text")]);
    const usage = { input_tokens: 100_000, output_tokens: 10 };
    return Promise.resolve({ type: "message", model: body.model, content: [{ type: "text", text: "YES." }], usage });
  };
  const converge = anthropicJudge<string>({ client: { messages: { create } }, model: "claude-sonnet-4-6" });
  const end = await made<string>({ converge }, () => "the text").fix("");
  assert.deepEqual([...codeBrief(end), asked], ["done", "stop.judge", 1, [["claude-sonnet-4-6", true]]]);
  assert.deepEqual(end.spent, { usd: 0.300_15, tokens: 100_010, calls: 1 });
});

Deno.test("[A8] before the first round no judge is asked (spec)", async () => {
  const yes = says(["yes"]), rounds: number[] = [];
  const writer = noted(() => (rounds.push(yes.shown.length), saying(1)));
  await play({ stop: ASK, models: MODELS }, { models: { writer: writer.model, judge: yes.model } });
  assert.deepEqual([rounds, yes.shown.length], [[0], 1]);
});

Deno.test("[A8] before the first step no judge is asked (library)", async () => {
  let asked = 0;
  const rounds: number[] = [];
  const { fix } = made<number>({ converge: judge(() => (asked++, true)) }, (n) => (rounds.push(asked), n + 1));
  await fix(0);
  assert.deepEqual([rounds, asked], [[0], 1]);
});

Deno.test("[J1] a judge that says yes ends the loop (spec)", async () => {
  const judge = noted(() => judge.shown.length === 2 ? "yes" : "no"), models = { writer: says([1, 2, 3]).model };
  const played = await play({ stop: ASK, models: MODELS }, { models: { ...models, judge: judge.model } });
  assert.deepEqual(brief(played), ["done", "stop.judge", 2]);
});

Deno.test("[J1] a judge that says yes ends the loop (library)", async () => {
  const { fix } = made<{ done: boolean }>(
    { converge: judge(({ done }) => done) },
    (_, { step }) => ({ done: step === 2 }),
  );
  assert.deepEqual(codeBrief(await fix({ done: false })), ["done", "stop.judge", 2]);
});

Deno.test("[J2] a judge that says no lets it go on (spec)", async () => {
  const models = { writer: says([1, 2, 3]).model, judge: says(["no"]).model };
  const played = await play({ stop: ASK, models: MODELS, budget: "{iterations: 3}" }, { models });
  assert.deepEqual(brief(played), ["exhausted", "iterations", 3]);
});

Deno.test("[J2] a judge that says no lets it go on (library)", async () => {
  const { fix } = made<number>({ converge: judge(() => false), budget: { iterations: 3 } }, count);
  assert.deepEqual(codeBrief(await fix(0)), ["exhausted", "iterations", 3]);
});

Deno.test("[J3] a step that failed is never judged (library)", async () => {
  const judged: number[] = [];
  const converge = judge<number>((_, { step }) => (judged.push(step), true));
  const { fix } = made<number>({ converge, backtrack: lastGood() }, (n, { step }) => {
    if (step < 3) throw new Error("no luck");
    return n + 1;
  });
  assert.deepEqual([...codeBrief(await fix(0)), judged], ["done", "stop.judge", 3, [3]]);
});

Deno.test("[J3] a round that failed is not judged: nothing is new (spec)", async () => {
  const judge = noted((_, index) => index === 0 ? "no" : "yes");
  const writer = noted((_, index) => index === 1 || index === 2 ? REFUSAL : saying(index + 1));
  const models = { writer: writer.model, judge: judge.model };
  const played = await play({ stop: ASK, models: MODELS }, { models });
  assert.deepEqual([...brief(played), judge.shown.length], ["done", "stop.judge", 4, 2]);
});

Deno.test("[J3] a round that failed is never judged, not even the first (spec)", async () => {
  const judge = says(["yes"]), writer = noted((_, index) => index < 2 ? REFUSAL : saying(1));
  const models = { writer: writer.model, judge: judge.model },
    played = await play({ stop: ASK, models: MODELS }, { models });
  assert.deepEqual([...brief(played), judge.shown.length], ["done", "stop.judge", 3, 1]);
});

Deno.test("[Z13] of equals the newest is kept, and the loop does not stand still (spec)", async () => {
  const writer = says([1]), played = await play({ budget: "{iterations: 4}" }, { models: { writer: writer.model } });
  assert.deepEqual(played.lines.slice(1), [
    "1 accepted 1 best 1@1 from 0",
    "2 accepted 1 best 1@2 from 1",
    "3 accepted 1 best 1@3 from 2",
    "4 accepted 1 best 1@4 from 3",
  ]);
});

Deno.test("[Z13] of equals the newest is kept, and the loop does not stand still (library)", async () => {
  const options = { score: () => 0.5, backtrack: bestScore(), budget: { iterations: 4 } };
  const { fix, handed } = made<Draft>(options, marked([0.5])), end = await fix(BLANK);
  assert.deepEqual([handed.map(({ n }) => n), end.best?.step, end.best?.state.n], [[0, 1, 2, 3], 4, 4]);
});

Deno.test("[Z15] a round that failed is not taken for one that changed nothing (spec)", async () => {
  const writer = noted((_, index) =>
    index % 2 === 1 ? REFUSAL : saying(`${index} ${"lamp door sea ".split(" ")[index % 3]}`)
  );
  const parts = {
    score: "double(size(candidate.text))",
    accept: "'true'",
    stop: "{similar: 0.05}",
    budget: "{iterations: 4}",
  };
  const played = await play(parts, { models: { writer: writer.model } });
  assert.deepEqual(played.told.map(({ verdict }) => verdict), ["accepted", "accepted", "failed", "accepted", "failed"]);
  assert.deepEqual(brief(played), ["exhausted", "iterations", 4]);
});

Deno.test("[Z15] a step that failed is not taken for one that changed nothing (library)", async () => {
  const texts = ["the lamp went out", "", "nobody came to the door", ""];
  const options = { converge: similar<string>(), backtrack: lastGood(), budget: { iterations: 4 } };
  const { fix } = made<string>(options, (_, { step }) => {
    if (texts[step - 1] === "") throw new Error("no luck");
    return texts[step - 1]!;
  });
  const end = await fix("");
  assert.deepEqual([...codeBrief(end), end.history.map(({ verdict }) => verdict)], [
    "exhausted",
    "iterations",
    4,
    ["accepted", "failed", "accepted", "failed"],
  ]);
});

Deno.test("[defect R12] what a condition has seen of one run means nothing to the next (spec)", async () => {
  const writer = noted((_, index) => saying(["10", "20 lamps"][index % 2]!));
  const parts = {
    score: "double(size(candidate.text))",
    accept: "'true'",
    stop: "{similar: 0.05}",
    budget: "{iterations: 2}",
  };
  const first = await play(parts, { models: { writer: writer.model } });
  const second = await play(parts, { models: { writer: writer.model }, store: first.store, start: { name: "r2" } });
  assert.deepEqual([brief(first), brief(second)], [["exhausted", "iterations", 2], ["exhausted", "iterations", 2]]);
});

Deno.test("[defect R12] what a condition has seen of one run means nothing to the next (library)", async () => {
  const options = { converge: similar<string>({ embed: (text) => [text.length, 1] }), budget: { iterations: 2 } };
  const { fix } = made<string>(options, (_, { step }) => "x".repeat(step * step));
  assert.deepEqual(codeBrief(await fix("")), codeBrief(await fix("")));
});

Deno.test("[defect C5] it is told where each round came from, what was gone back to, and which condition ended the loop (spec)", async () => {
  const played = await play({ stop: "{converged: 'best.total >= 5', depth: 9}" }, {
    models: { writer: says([3, 2, 5]).model },
  });
  assert.deepEqual(played.lines, [
    "0 accepted 0 best 0@0 from 0",
    "1 accepted 3 best 3@1 from 0",
    "2 rejected 2 best 3@1 from 1 back 1",
    "3 accepted 5 best 5@3 from 1",
  ]);
  assert.deepEqual([played.cause, played.end.reason], [
    "stop.converged",
    "`best.total >= 5` holds: best.total is 5, of round 3",
  ]);
});

Deno.test("[defect C5] it is told where each step came from, what was gone back to, and which condition ended the loop (library)", async () => {
  const converge = [
    plateau({ patience: 9 }),
    predicate(function isGood(history) {
      return history.at(-1)!.score === 5;
    }),
  ];
  const end = await made<Draft>({ score: mark, converge }, marked([3, 2, 5])).fix(BLANK);
  assert.deepEqual(end.history.map(({ step, verdict, from, back }) => [step, verdict, from, back]), [
    [1, "accepted", 0, undefined],
    [2, "rejected", 1, 1],
    [3, "accepted", 1, undefined],
  ]);
  assert.deepEqual([end.cause, end.reason], ["stop.predicate", "`isGood` holds after step 3, whose score is 5"]);
});

Deno.test("[defect C6] a run is worth its best, and not its last (spec)", async () => {
  const played = await play({
    backtrack: "last_good",
    accept: "'true'",
    stop: "{depth: 3}",
    outputs: "{best: best.text, last: text, at: best.round}",
  }, {
    models: { writer: says([3, 5, 2]).model },
  });
  assert.deepEqual(played.end.outputs, { best: "5", last: "5", at: 2 });
  const more = await again(played);
  assert.deepEqual(more.end.outputs, played.end.outputs);
});

Deno.test("[defect C6] the best state comes with the end, and the last beside it (library)", async () => {
  const options = { score: mark, backtrack: lastGood(), budget: { iterations: 3 } };
  const { best, last } = await made<Draft>(options, marked([3, 5, 2])).fix(BLANK);
  assert.deepEqual([best, last], [
    { state: { n: 2, mark: 5 }, score: 5, step: 2 },
    { state: { n: 3, mark: 2 }, score: 2, step: 3 },
  ]);
});
