/** Z: what loops cost, and what becomes of the money when something goes wrong. */
import assert from "node:assert/strict";
import { judge, lastGood, noBacktrack, similar } from "../../mod.ts";
import { inFolder } from "../app/folders.ts";
import { BLANK, brief as codeBrief, count, type Draft, made, mark, marked } from "./code_form.ts";
import { again, brief, CENTS, errorsOf, noted, outputsOf, play, saying, says } from "./spec_form.ts";

/** A proposal whose worst case is so many cents. */
const worst = (cents: number) => `{model: writer, prompt: '\${{ current.text }}', max_tokens: ${cents}}`;

Deno.test("[Z1] with a dollar and 0.9 for each round there is one round, and no more than a dollar is spent (spec)", async () => {
  const writer = says([1, 2], 90);
  const played = await play({ propose: worst(90), budget: "{usd: 1}" }, { models: { writer: writer.model } });
  assert.deepEqual([...brief(played), played.end.spent.usd, writer.shown.length], ["exhausted", "usd", 1, 0.9, 1]);
});

Deno.test("[Z1] with a dollar and 0.9 for each step there is one step, and no more than a dollar is spent (library)", async () => {
  const { fix, handed } = made<number>({ budget: { usd: 1 }, reserve: 0.9, cost: () => 0.9 }, count),
    end = await fix(0);
  assert.deepEqual([...codeBrief(end), end.spent.usd, handed], ["exhausted", "usd", 1, 0.9, [0]]);
});

Deno.test("[Z2] a dollar that is used up is used up for every resume, until more is added (spec)", async () => {
  const writer = says([1, 2, 3, 4, 5, 6], 25), models = { writer: writer.model };
  const played = await play({ propose: worst(25), budget: "{usd: 1}" }, { models });
  for (let i = 0; i < 3; i++) assert.deepEqual((await again(played)).end, played.end);
  assert.deepEqual([...brief(played), played.end.spent.usd, writer.shown.length], ["exhausted", "usd", 4, 1, 4]);
  const more = await again(played, { addBudget: { usd: 0.5 } });
  assert.deepEqual([...brief(more), more.end.spent.usd, writer.shown.length], ["exhausted", "usd", 6, 1.5, 6]);
});

Deno.test("[Z2] a dollar that is used up is used up for every resume, until more is added (library)", async () => {
  const { fix, handed } = made<number>({ budget: { usd: 1 }, cost: () => 0.25 }, count), end = await fix(0);
  for (let i = 0; i < 3; i++) assert.deepEqual(await fix.resume(end.runId), end);
  assert.deepEqual([...codeBrief(end), end.spent.usd, handed.length], ["exhausted", "usd", 4, 1, 4]);
  const more = await fix.resume(end.runId, { addBudget: { usd: 0.5 } });
  assert.deepEqual([...codeBrief(more), more.spent.usd, handed.length], ["exhausted", "usd", 6, 1.5, 6]);
});

Deno.test("[Z5] a round that failed has a row, an error and what it spent (spec)", async () => {
  const writer = noted((_, index) =>
    index === 1
      ? { fail: { failure: "request", message: "no luck", usage: { input: 0, output: 7 } } }
      : saying(index + 1, 5)
  );
  const played = await play({ propose: worst(10), budget: "{iterations: 3}" }, { models: { writer: writer.model } });
  const { told, rows } = played;
  assert.deepEqual(told.map(({ round, verdict, error }) => [round, verdict, error]), [
    [0, "accepted", undefined],
    [1, "accepted", undefined],
    [2, "failed", "step `round/2/propose/0` failed: no luck"],
    [3, "accepted", undefined],
  ]);
  const spent = rows.filter(({ key, booking, ref }) => key === "round/2/propose/0" && ref !== undefined && booking);
  assert.deepEqual(spent.map(({ booking }) => booking!.usd), [7e7]);
  assert.equal(played.end.spent.usd, 0.17);
});

Deno.test("[Z5] a step that failed has a record, an error and what it spent (library)", async () => {
  const { fix } = made<number>({ backtrack: lastGood(), budget: { iterations: 3 }, reserve: 0.1 }, (n, ctx) => {
    ctx.spend(0.05);
    if (ctx.step === 2) throw new TypeError("rate limit");
    return n + 1;
  });
  const end = await fix(0);
  assert.deepEqual(end.history.map(({ verdict, cost }) => [verdict, cost.usd]), [
    ["accepted", 0.05],
    ["failed", 0.05],
    ["accepted", 0.05],
  ]);
  assert.match(end.history[1]!.error!, /^step `round\/2\/step` failed: .*rate limit$/);
  assert.equal(end.spent.usd, 0.15);
});

Deno.test("[Z16] what a scorer gives that cannot be kept is an error that names the place, and the candidate stays paid for (spec)", () =>
  inFolder(async (home) => {
    const code = "export default () => ({ score: 1, why: { list: [1, new Map()] } });";
    await Deno.writeTextFile(`${home}/score.ts`, code);
    const score = "{start: 0, script: {script: ./score.ts, returns: {score: number}}}", writer = says([1], 25);
    const parts = { propose: worst(25), score, on_error: "{then: fail}" };
    const { end, rows } = await play(parts, { home, models: { writer: writer.model } });
    assert.deepEqual([end.kind, end.spent.usd], ["failed", 0.25]);
    assert.match(end.reason, /\$?\.?why\.list\[1\]/);
    assert.equal(rows.filter(({ type }) => type === "result").length, 1);
  }));

Deno.test("[Z16] a state that cannot be kept is an error that names the place, and the step stays paid for (library)", async () => {
  const { fix } = made<unknown>({ cost: () => 0.3 }, () => ({ a: { b: [1, new Map()] } })), end = await fix({});
  assert.deepEqual([end.kind, end.spent.usd, end.last], ["failed", 0.3, null]);
  assert.match(end.reason, /Cannot store the value at \$\.a\.b\[1\]: an instance of Map is not JSON/);
});

Deno.test("[Z17] prices and budgets below nothing, or that are no numbers, are errors of the spec (spec)", async () => {
  const models = (price: string) => `{writer: {use: scripted/writer, replies: ['1'], price: ${price}}}`;
  for (const price of ["{input: -1, output: 1}", "{input: .nan, output: 1}", "{input: .inf, output: 1}"]) {
    assert.equal((await errorsOf({ models: models(price) })).length, 1, price);
  }
  for (const budget of ["{usd: -1}", "{usd: .nan}", "{calls: -1}", "{tokens: -5}"]) {
    assert.equal((await errorsOf({ budget })).length, 1, budget);
  }
});

Deno.test("[Z17] a cost that a host tells below nothing, or that is no number, is not believed: its tokens are charged at their price (spec)", async () => {
  for (const cost of [NaN, -1, Infinity]) {
    const writer = noted(() => ({ ...saying(1, 10), cost }));
    const parts = { propose: worst(25), budget: "{usd: 1, iterations: 2}" };
    const { end } = await play(parts, { models: { writer: writer.model } });
    assert.equal(end.spent.usd, 0.2, `${cost}`);
  }
});

Deno.test("[Z17] a cost below nothing, or that is no number, is refused, and the step stays charged at its worst case (library)", async () => {
  for (const cost of [NaN, -1, Infinity]) {
    const end = await made<number>({ cost: () => cost, reserve: 0.5, backtrack: noBacktrack() }, count).fix(0);
    assert.deepEqual([end.kind, end.cause, end.spent.usd], ["failed", "round/1/cost", 0.5]);
    assert.match(end.reason, new RegExp(`Cannot book the cost of step 1: \`usd\` is ${cost}; give a number from 0 on`));
    assert.throws(() => made<number>({ budget: { usd: cost } }, count), { name: "RangeError" });
  }
});

Deno.test("[defect B4] judges, embeddings and calls that failed are charged, too (spec)", async () => {
  const price = `price: {input: 0, output: ${CENTS.output}}`;
  const models =
    `{writer: {use: scripted/writer, replies: ['1'], ${price}}, judge: {use: scripted/judge, replies: ['no'], ${price}}}`;
  const writer = noted((_, index) =>
    index === 0 ? { fail: { failure: "server", usage: { input: 0, output: 3 } } } : saying(index, 5)
  );
  const grade = noted(() => saying('{"score": 1, "feedback": "?"}', 7)), stop = noted(() => saying("no", 11));
  const played = await play({
    models: models.replace("judge:", "grade: {use: scripted/grade, replies: ['1']}, judge:"),
    propose: worst(20),
    score: "{start: 0, judge: {model: grade, ask: 'How good is it?', max_tokens: 20}}",
    stop: "{judge: {model: judge, ask: 'Is it done?', max_tokens: 20}}",
    budget: "{iterations: 1, usd: 9}",
  }, { models: { writer: writer.model, grade: grade.model, judge: stop.model } });
  assert.deepEqual([played.end.kind, played.end.spent.usd], ["exhausted", 0.26]);
});

Deno.test("[defect B4] scorers, judges, embeddings and steps that failed are charged, too (library)", async () => {
  let embedded = 0;
  const { fix } = made<Draft>({
    errors: { attempts: 2 },
    reserve: 0.1,
    budget: { iterations: 2 },
    score: (state, ctx) => (ctx.spend(0.01), mark(state)),
    converge: [
      judge<Draft>((_, { spend }) => (spend(0.02), false)),
      similar<Draft>({ embed: (_, { spend }) => (spend(0.04), embedded++ % 2 === 0 ? [0, 1] : [1, 0]) }),
    ],
  }, (state, ctx) => {
    ctx.spend(0.05);
    if (ctx.step === 1 && ctx.attempt === 1) throw new Error("no luck");
    return marked([1, 2])(state, ctx);
  });
  const end = await fix(BLANK);
  assert.deepEqual([end.spent.usd, end.history.map(({ cost }) => cost.usd)], [0.37, [0.21, 0.16]]);
});

Deno.test("[defect B6] tokens and calls have budgets of their own (spec)", async () => {
  const models = () => ({ writer: says([1, 2, 3, 4, 5], 20).model });
  const calls = await play({ budget: "{calls: 3}" }, { models: models() });
  assert.deepEqual([...brief(calls), calls.end.spent.calls], ["exhausted", "calls", 3, 3]);
  const tokens = await play({ budget: "{tokens: 130}" }, { models: models() });
  assert.deepEqual(brief(tokens).slice(0, 2), ["exhausted", "tokens"]);
  assert.ok(tokens.end.spent.tokens <= 130 && tokens.end.spent.tokens >= 60, String(tokens.end.spent.tokens));
});

Deno.test("[defect B6] tokens and calls have budgets of their own (library)", async () => {
  for (const [dimension, limit] of [["tokens", 90], ["calls", 3]] as const) {
    const { fix } = made<number>({ budget: { [dimension]: limit }, cost: () => ({ tokens: 30, calls: 1 }) }, count);
    assert.deepEqual(codeBrief(await fix(0)), ["exhausted", dimension, 3]);
  }
});

Deno.test("[defect R7] a scorer that fails after a paid step loses neither text nor money, and a resume pays for neither again (spec)", () =>
  inFolder(async (home) => {
    await Deno.writeTextFile(`${home}/broken`, "yes");
    const code =
      "export default async () => { if (await Deno.readTextFile('broken') === 'yes') throw new Error('no luck'); return 3; };";
    await Deno.writeTextFile(`${home}/score.ts`, code);
    const writer = says([1], 25), models = { writer: writer.model };
    const score = "{start: 0, script: ./score.ts}", permissions = "{read: [broken]}";
    const parts = { propose: worst(25), score, permissions, on_error: "{then: fail}", stop: "{depth: 2}" };
    const failed = await play(parts, { home, models });
    assert.deepEqual([failed.end.kind, failed.end.spent.usd], ["failed", 0.25]);
    const { id } = failed.head, { document } = await failed.store.inputs(id) as { readonly document: string };
    assert.deepEqual((await failed.store.document(document)).nodes.map(({ text }) => text), ["0", "1"]);
    await Deno.writeTextFile(`${home}/broken`, "no");
    const done = await again(failed);
    assert.deepEqual([done.end.kind, outputsOf(done.end)["score"], writer.shown.length], ["done", 3, 2]);
  }));

Deno.test("[defect R7] a scorer that fails after a paid step loses neither state nor money, and a resume pays for neither again (library)", async () => {
  let broken = true;
  const { fix, handed } = made<Draft>({
    backtrack: noBacktrack(),
    budget: { iterations: 1 },
    cost: () => 0.2,
    score: (state) => {
      if (broken) throw new Error("no luck");
      return mark(state);
    },
  }, marked([0.7]));
  const failed = await fix(BLANK);
  assert.deepEqual([failed.cause, failed.spent.usd, failed.last?.state], ["round/1/score", 0.2, { n: 1, mark: 0.7 }]);
  broken = false;
  const end = await fix.resume(failed.runId);
  assert.deepEqual([...codeBrief(end), end.best?.score, end.spent.usd, handed.length], [
    "exhausted",
    "iterations",
    1,
    0.7,
    0.2,
    1,
  ]);
});
