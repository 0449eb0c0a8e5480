/** X: loops. Y: the same with everything async: functions that are waited for, scripts in processes of their own. */
import assert from "node:assert/strict";
import { bestScore, escalate, lastGood, noBacktrack, plateau, predicate } from "../../mod.ts";
import { inFolder } from "../app/folders.ts";
import { BLANK, brief as codeBrief, count, type Draft, made, mark, marked } from "./code_form.ts";
import { again, brief, noted, outputsOf, play, type Played, REFUSAL, saying, says } from "./spec_form.ts";

/** Comes a moment later. */
function later<T>(value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, 1, value));
}

/** Runs a spec whose candidates are made by this module. */
async function scripted(code: string, parts: Readonly<Record<string, string>>): Promise<Played> {
  return await inFolder(async (home) => {
    await Deno.writeTextFile(`${home}/make.ts`, code);
    return await play({ models: "{}", propose: "{script: ./make.ts}", ...parts }, { home });
  });
}

const UP =
  "export default async ({current}) => { await new Promise((r) => setTimeout(r, 1)); return `${Number(current.text)";

// Ends are values with a kind: a budget that is used up and a loop that is stuck are no errors.
Deno.test("[X1] five iterations end a loop as exhausted, and the end names them; nothing is thrown (spec)", async () => {
  const played = await play({ budget: "{iterations: 5}" }, { models: { writer: says([1, 2, 3, 4, 5, 6]).model } });
  assert.deepEqual([...brief(played), outputsOf(played.end)["text"]], ["exhausted", "iterations", 5, "5"]);
  assert.equal(played.end.reason, "the budget of 5 iterations is used up");
});

Deno.test("[X1] five iterations end a loop as exhausted, and the end names them; nothing is thrown (library)", async () => {
  const end = await made<number>({ budget: { iterations: 5 } }, count).fix(0);
  assert.deepEqual([...codeBrief(end), end.last?.state], ["exhausted", "iterations", 5, 5]);
  assert.equal(end.reason, "the budget of 5 iterations is used up");
});

Deno.test("[X2] scores of 0.3, 0.6 and then always 0.9 end a loop after its fifth round with 0.9 (spec)", async () => {
  const models = { writer: says([0.3, 0.6, 0.9]).model };
  const played = await play({ stop: "{plateau: {patience: 2, min_delta: 0.01}}", budget: "{iterations: 15}" }, {
    models,
  });
  assert.deepEqual([...brief(played), outputsOf(played.end)["score"]], ["converged", "stop.plateau", 5, 0.9]);
});

Deno.test("[X2] scores of 0.3, 0.6 and then always 0.9 end a loop after its fifth step with 0.9 (library)", async () => {
  const options = { score: mark, converge: plateau({ patience: 2, minDelta: 0.01 }), budget: { iterations: 15 } };
  const end = await made<Draft>(options, ({ n }) => ({ n: n + 1, mark: Math.min(0.9, 0.3 * (n + 1)) })).fix(BLANK);
  assert.deepEqual([...codeBrief(end), end.best?.score], ["converged", "stop.plateau", 5, 0.9]);
});

const UNEVEN: readonly number[] = [0.3, 0.6, 0.9, 0.4, 0.5, 0.6];

Deno.test("[X3] rounds that are worse go back to the best, until six are done (spec)", async () => {
  const writer = says(UNEVEN), played = await play({ budget: "{iterations: 6}" }, { models: { writer: writer.model } });
  assert.deepEqual([...brief(played), outputsOf(played.end)], ["exhausted", "iterations", 6, {
    text: "0.9",
    score: 0.9,
  }]);
  assert.deepEqual(writer.shown, ["0", "0.3", "0.6", "0.9", "0.9", "0.9"]);
});

Deno.test("[X3] steps that are worse go back to the best, until six are done (library)", async () => {
  const options = { score: mark, backtrack: bestScore(), budget: { iterations: 6 } };
  const { fix, handed } = made<Draft>(options, marked(UNEVEN)), end = await fix(BLANK);
  assert.deepEqual([...codeBrief(end), end.best?.step, handed.map((state) => state.mark)], [
    "exhausted",
    "iterations",
    6,
    3,
    [0, 0.3, 0.6, 0.9, 0.9, 0.9],
  ]);
});

Deno.test("[X4] a run that fails at its third call is resumed to its end, and there is one run (spec)", async () => {
  const writer = noted((request, index) => {
    if (index === 2) return REFUSAL;
    const { prompt } = request;
    return saying(Number(prompt.form === "text" ? prompt.text : prompt.messages.at(-1)!.text) + 1);
  });
  const parts = { stop: "{converged: 'best.total >= 5'}", on_error: "{then: fail}" };
  const failed = await play(parts, { models: { writer: writer.model } });
  assert.deepEqual([failed.end.kind, failed.cause], ["failed", "round/3/propose/0"]);
  const { end, store } = await again(failed);
  assert.deepEqual([end.kind, outputsOf(end)["score"], (await store.runs()).length], ["converged", 5, 1]);
  assert.deepEqual(writer.shown, ["0", "1", "2", "2", "3", "4"]);
});

Deno.test("[X4] a run that fails at its third call is resumed to its end, and there is one run (library)", async () => {
  const options = {
    backtrack: noBacktrack(),
    score: (n: number) => n,
    converge: predicate((history) => history.at(-1)!.score! >= 5),
  };
  let calls = 0;
  const { fix, handed, store } = made<number>(options, (n) => {
    if (++calls === 3) throw new Error("no luck");
    return n + 1;
  });
  const failed = await fix(0);
  assert.deepEqual([failed.kind, failed.cause, failed.last?.state], ["failed", "round/3/step", 2]);
  const end = await fix.resume(failed.runId);
  assert.deepEqual([end.kind, end.last?.state, (await store.runs()).length], ["done", 5, 1]);
  assert.deepEqual(handed, [0, 1, 2, 2, 3, 4]);
});

Deno.test("[X5] a score that never gets better ends a loop as stalled; nothing is thrown (spec)", async () => {
  const played = await play({ start: "'0.5'", stall: "{after: 3}" }, { models: { writer: says([0.5]).model } });
  assert.deepEqual(brief(played), ["stalled", "stall", 3]);
  assert.equal(played.end.reason, "3 rounds made nothing better: best.total is 0.5, of round 3");
});

Deno.test("[X5] a score that never gets better ends a loop as stalled; nothing is thrown (library)", async () => {
  const end = await made<Draft>({ score: () => 0.5, onStall: escalate({ after: 3 }) }, marked([0.5])).fix(BLANK);
  // The first score is better than none.
  assert.deepEqual(codeBrief(end), ["stalled", "stall", 4]);
  assert.equal(end.reason, "no better score for 3 steps: the best is 0.5, of step 4");
});

Deno.test("[Y1] five iterations end a loop over an async script as exhausted (spec)", async () => {
  const played = await scripted(UP + " + 1}`; };", { budget: "{iterations: 5}" });
  assert.deepEqual([...brief(played), outputsOf(played.end)["text"]], ["exhausted", "iterations", 5, "5"]);
});

Deno.test("[Y1] five iterations end a loop over an async function as exhausted (library)", async () => {
  const end = await made<number>({ budget: { iterations: 5 } }, (n) => later(n + 1)).fix(0);
  assert.deepEqual([...codeBrief(end), end.last?.state], ["exhausted", "iterations", 5, 5]);
});

Deno.test("[Y2] a quarter more in each round makes 1, and that is enough (spec)", async () => {
  const played = await scripted(UP + " + 0.25}`; };", { stop: "{done: 'best.total >= 1'}" });
  assert.deepEqual([...brief(played), outputsOf(played.end)["score"]], ["done", "stop.done", 4, 1]);
});

Deno.test("[Y2] a quarter more in each step makes 1, and that is enough (library)", async () => {
  const converge = predicate((history) => later(history.at(-1)!.score! >= 1));
  const end = await made<number>({ score: (n) => later(n), converge }, (n) => later(n + 0.25)).fix(0);
  assert.deepEqual([...codeBrief(end), end.last?.state], ["done", "stop.predicate", 4, 1]);
});

Deno.test("[Y3] a flat score ends a loop over an async script with 0.9 (spec)", async () => {
  const code = UP.replace("Number(current.text)", "Math.min(0.9, Number(current.text)") + " + 0.3)}`; };";
  const played = await scripted(code, { stop: "{plateau: {patience: 2, min_delta: 0.01}}" });
  assert.equal(played.end.kind, "converged", played.end.reason);
  assert.equal(outputsOf(played.end)["score"], 0.9);
});

Deno.test("[Y3] a flat score ends a loop over an async function with 0.9 (library)", async () => {
  const options = { score: ({ mark }: Draft) => later(mark), converge: plateau({ patience: 2, minDelta: 0.01 }) };
  const end = await made<Draft>(options, ({ n }) => later({ n: n + 1, mark: Math.min(0.9, 0.3 * (n + 1)) })).fix(BLANK);
  assert.deepEqual([...codeBrief(end), end.best?.score], ["converged", "stop.plateau", 5, 0.9]);
});

Deno.test("[Y4] a run whose async script throws at its second call is resumed to its end (spec)", () =>
  inFolder(async (home) => {
    await Deno.writeTextFile(`${home}/broken`, "2");
    await Deno.writeTextFile(
      `${home}/make.ts`,
      `export default async ({current, round}) => {
        const broken = await Deno.readTextFile("broken");
        if (Number(broken) === round) throw new Error("no luck");
        return String(Number(current.text) + 1);
      };`,
    );
    const failed = await play({
      models: "{}",
      propose: "{script: ./make.ts}",
      permissions: "{read: [broken]}",
      on_error: "{then: fail}",
      stop: "{converged: 'best.total >= 5'}",
    }, { home });
    assert.deepEqual([failed.end.kind, failed.cause], ["failed", "round/2/propose/0"]);
    assert.match(failed.end.reason, /no luck/);
    await Deno.writeTextFile(`${home}/broken`, "0");
    const { end, store, told } = await again(failed);
    // The round that came to nothing is part of the story.
    assert.deepEqual([end.kind, outputsOf(end)["text"], told.at(-1)!.round], ["converged", "5", 6]);
    assert.equal((await store.runs()).length, 1);
  }));

Deno.test("[Y4] a run whose async step throws at its second call is resumed to its end (library)", async () => {
  let calls = 0;
  const options = { score: (n: number) => later(n), backtrack: noBacktrack() };
  const { fix, store } = made<number>(
    { ...options, converge: predicate((history) => history.at(-1)!.score! >= 5) },
    async (n) => {
      await later(null);
      if (++calls === 2) throw new Error("no luck");
      return n + 1;
    },
  );
  const failed = await fix(0);
  assert.deepEqual([failed.kind, failed.failure?.message], ["failed", "no luck"]);
  const end = await fix.resume(failed.runId);
  assert.deepEqual([end.kind, end.last?.state, (await store.runs()).length, calls], ["done", 5, 1, 6]);
});

Deno.test("[Y5] three rounds of an async script leave one run with three rounds (spec)", async () => {
  const { store, told } = await scripted(UP + " + 1}`; };", { stop: "{done: 'size(history) >= 3'}" });
  assert.deepEqual([(await store.runs()).length, told.slice(1).map(({ round }) => round)], [1, [1, 2, 3]]);
});

Deno.test("[Y5] three steps of an async function leave one run with three steps (library)", async () => {
  const { fix, store } = made<number>({ converge: predicate(({ length }) => later(length >= 3)) }, (n) => later(n + 1));
  const end = await fix(0);
  assert.deepEqual([(await store.runs()).length, end.history.map(({ step }) => step)], [1, [1, 2, 3]]);
});

Deno.test("[Z7] a loop that is stuck is `stalled`, in its end and in the database (spec)", async () => {
  const { end, head } = await play({ stall: "{after: 2}" }, { models: { writer: says([0]).model } });
  assert.deepEqual([end.kind, head.status], ["stalled", "stalled"]);
});

Deno.test("[Z7] a loop that is stuck is `stalled`, in its end and in the database (library)", async () => {
  const options = { score: mark, onStall: escalate({ after: 2 }), scoreInitial: true };
  const { fix, store } = made<Draft>(options, marked([0])), end = await fix(BLANK);
  assert.deepEqual([...codeBrief(end), (await store.findRun(end.runId)).status], ["stalled", "stall", 2, "stalled"]);
});

Deno.test("[Z14] a script that changes what it is handed changes nothing else (spec)", async () => {
  const code = `export default (seen) => {
    const text = String(Number(seen.current.text) + 1);
    for (const record of [seen.current, seen.best, seen.last]) record.text = "99", record.total = 99;
    if (seen.round === 2) throw new Error("no luck");
    return text;
  };`;
  const { lines, end } = await scripted(code, { budget: "{iterations: 3}" });
  assert.deepEqual([lines.slice(1), outputsOf(end)["text"]], [
    ["1 accepted 1 best 1@1 from 0", "2 failed null best 1@1 from 1 back 1", "3 accepted 2 best 2@3 from 1"],
    "2",
  ]);
});

Deno.test("[Z14] a step that changes its state in place and then throws changes nothing that is kept (library)", async () => {
  const options = { backtrack: lastGood(), budget: { iterations: 3 } };
  const { fix } = made<{ list: number[] }>(options, (state, { step, last, history }) => {
    state.list.push(step);
    last?.state.list.push(99);
    (history as unknown[]).length = 0;
    if (step === 2) throw new Error("no luck");
    return state;
  });
  const initial = { list: [] }, end = await fix(initial);
  assert.deepEqual([initial, end.last?.state, (await fix.resume(end.runId)).last?.state], [
    { list: [] },
    { list: [1, 3] },
    { list: [1, 3] },
  ]);
});

Deno.test("[Z18] a scorer that is async is waited for (spec)", () =>
  inFolder(async (home) => {
    const code = `export default async ({candidate}) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return Number(candidate.text) * 2;
    };`;
    await Deno.writeTextFile(`${home}/score.ts`, code);
    const models = { writer: says([1, 2]).model };
    const { end } = await play({ score: "{script: ./score.ts}", stop: "{depth: 2}" }, { home, models });
    assert.deepEqual(outputsOf(end), { text: "2", score: 4 });
  }));

Deno.test("[Z18] a scorer, a cost and a condition that are async are waited for (library)", async () => {
  const { fix } = made<Draft>({
    score: (state) => later(mark(state)),
    cost: () => later({ usd: 0.1, tokens: 5 }),
    converge: predicate(({ length }) => later(length === 2)),
  }, (state, ctx) => later(marked([1, 2])(state, ctx) as Draft));
  const end = await fix(BLANK);
  assert.deepEqual([...codeBrief(end), end.best?.score, end.spent], [
    "done",
    "stop.predicate",
    2,
    2,
    { usd: 0.2, tokens: 10, calls: 0 },
  ]);
});
