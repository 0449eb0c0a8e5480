import assert from "node:assert/strict";
import fc from "../../properties.ts";
import type { AutoloomPlan } from "../../../lib/plan/mod.ts";
import { textAt } from "../../../lib/tree/tree.ts";
import {
  asked,
  choicesOf,
  dreamer,
  grow,
  judgeOfNumbers,
  model,
  notesOf,
  numberIn,
  rounds,
  shownTo,
  textOf,
} from "../growing.ts";

function chooseBy(more: Partial<Extract<AutoloomPlan["grade"], { by: "model" }>> = {}): AutoloomPlan["grade"] {
  return {
    by: "model",
    model: "judge",
    mode: "choose",
    ask: "Which is best?",
    context: { tail: 4_000 },
    samples: 1,
    attempts: 2,
    ...more,
  };
}

const WIDE: AutoloomPlan["expand"] = {
  by: [{ model: "m", width: 5 }],
  maxTokens: "16",
  sampling: {},
  extra: {},
  context: { tail: 8_000 },
  stop: [],
};

Deno.test("the judge is shown all candidates and the text before them, and the one it names is chosen wherever it stands", async () => {
  const judge = judgeOfNumbers();
  const grown = await grow({ m: dreamer(), judge }, { expand: WIDE, grade: chooseBy() });
  for (const [i, candidates] of rounds(grown).entries()) {
    const best = candidates.toSorted((a, b) => numberIn(b.text) - numberIn(a.text))[0]!;
    const grades = grown.tree.notes.get(best.id)!.filter(({ kind }) => kind === "grade");
    assert.deepEqual(grades.map(({ value }) => value), [{ round: i + 1, score: 1 }]);
    const [choice] = grown.tree.notes.get(best.id)!.filter(({ kind }) => kind === "choice");
    assert.deepEqual(choice!.value, { round: i + 1, rank: 0 });
    assert.deepEqual([...shownTo(judge.calls[i]!).values()].sort(), candidates.map(({ text }) => text).sort());
    assert.ok(asked(judge.calls[i]!).includes(textAt(grown.tree, candidates[0]!.parent!)));
    assert.ok(asked(judge.calls[i]!).includes("Which is best?"));
  }
});

Deno.test("the order that candidates are shown in changes from round to round, and a run repeats it", async () => {
  const ordersOf = async (seed: number) => {
    const judge = judgeOfNumbers(), m = model((_, call) => ` at ${call % 5}`);
    await grow({ m, judge }, { expand: WIDE, grade: chooseBy(), stop: { stop: "depth", depth: 6 } }, {
      start: { seed },
    });
    return judge.calls.map((call) => [...shownTo(call).values()].map(numberIn).join(""));
  };
  const orders = await ordersOf(3);
  assert.deepEqual(await ordersOf(3), orders);
  assert.notDeepEqual(await ordersOf(4), orders);
  assert.ok(new Set(orders).size > 3, orders.join());
});

Deno.test("a judge that always names the first does not always choose the same place", async () => {
  const judge = model(() => "1"), m = model((_, call) => ` at ${call % 5}`);
  const grown = await grow({ m, judge }, { expand: WIDE, grade: chooseBy(), stop: { stop: "depth", depth: 12 } });
  const places = new Set(textOf(grown.end).match(/\d/g));
  assert.ok(places.size >= 3, textOf(grown.end));
});

Deno.test("an answer that cannot be read is asked again, told what was wrong, and then taken", async () => {
  const judge = model((_, call) => call === 0 ? "Both 2 and 3 have their charm" : "The answer is 2.");
  const grown = await grow({ m: dreamer(), judge }, { grade: chooseBy(), stop: { stop: "depth", depth: 1 } });
  assert.equal(grown.end.kind, "done");
  assert.equal(judge.calls.length, 2);
  assert.deepEqual(shownTo(judge.calls[1]!), shownTo(judge.calls[0]!));
  assert.match(asked(judge.calls[1]!), /An earlier answer could not be taken: .*it names 2 and 3/);
  assert.ok(textOf(grown.end).endsWith(shownTo(judge.calls[0]!).get(2)!));
});

Deno.test("a judge that gives no answer that can be read fails the run: nothing is ever picked for it", async () => {
  const replies = ["", "7", "I cannot say", "1 or 2", "two", "-1", "3.5", "<think>1"];
  for (const reply of replies) {
    const judge = model(() => reply);
    const { end, tree } = await grow({ m: dreamer(), judge }, { grade: chooseBy({ attempts: 3 }) });
    assert.equal(end.kind, "failed", reply);
    assert.equal(end.failure?.code, "unparsed");
    assert.match(end.reason, /the judge `judge` was asked 3 times and gave no answer that can be read: /);
    assert.equal(judge.calls.length, 3);
    assert.equal(tree.notes.size, 0, "nothing was graded or chosen");
    assert.equal(textOf(end), "The lamp went out at four, and nobody");
  }
});

Deno.test("a run that failed for its judge goes on when it is resumed, with the candidates that were made", async () => {
  let mended = false;
  const judge = model(() => mended ? "1" : "hm"), m = dreamer();
  const { end, loom, store } = await grow({ m, judge }, { grade: chooseBy(), stop: { stop: "depth", depth: 1 } });
  assert.equal(end.kind, "failed");
  mended = true;
  assert.equal((await (await loom.resume("g")).end).kind, "done");
  assert.deepEqual([m.calls.length, judge.calls.length], [3, 3]);
  assert.equal((await store.document("g")).notes.filter(({ kind }) => kind === "choice").length, 1);
});

Deno.test("an only candidate is taken without asking", async () => {
  const judge = model(() => "1"), m = model((_, call) => call === 1 ? " word" : "");
  const { end } = await grow({ m, judge }, { grade: chooseBy(), stop: { stop: "depth", depth: 1 } });
  assert.deepEqual([end.kind, judge.calls.length], ["done", 0]);
});

Deno.test("the question is a template over inputs, the number of candidates, round and depth", async () => {
  const judge = judgeOfNumbers();
  await grow({ m: dreamer(), judge }, {
    inputs: { taste: { type: "string", default: "odd" } },
    grade: chooseBy({
      ask: "Of ${{ n }} in round ${{ round }} at depth ${{ depth }} of ${{ spec.name }}: the ${{ inputs.taste }} one?",
    }),
  });
  assert.ok(asked(judge.calls[1]!).includes("Of 3 in round 2 at depth 1 of test: the odd one?"));
});

Deno.test("a judge is asked for its likeliest answer, unless its own settings say otherwise", async () => {
  const judge = judgeOfNumbers(), cast = { m: dreamer(), judge };
  await grow(cast, { grade: chooseBy({ maxTokens: 40 }), stop: { stop: "depth", depth: 1 } });
  assert.deepEqual([judge.calls[0]!.sampling, judge.calls[0]!.maxTokens], [{ temperature: 0 }, 40]);
  const models = {
    m: { facts: cast.m.facts, options: {}, sampling: {} },
    judge: { facts: judge.facts, options: {}, sampling: { temperature: 0.3 }, extra: { think: false } },
  };
  await grow(cast, { grade: chooseBy(), models, stop: { stop: "depth", depth: 1 } });
  assert.deepEqual(judge.calls[1]!.sampling, { temperature: 0.3, extra: { think: false } });
});

Deno.test("in a beam the judge sees the candidates of all paths at once and names as many as are kept, best first", async () => {
  const judge = judgeOfNumbers(2);
  const grown = await grow({ m: dreamer(), judge }, {
    grade: chooseBy(),
    select: { keep: 2 },
    stop: { stop: "depth", depth: 4 },
  });
  assert.equal(judge.calls.length, 4);
  const made = rounds(grown);
  for (const [i, candidates] of made.entries()) {
    assert.deepEqual([...shownTo(judge.calls[i]!).values()].sort(), candidates.map(({ text }) => text).sort());
    const [first, second] = candidates.toSorted((a, b) => numberIn(b.text) - numberIn(a.text));
    assert.deepEqual(choicesOf(grown.tree, i + 1), [first!.id, second!.id]);
    const scores = candidates.map(({ id }) => (grown.tree.notes.get(id)![0]!.value as { score: number }).score);
    assert.deepEqual(scores.toSorted((a, b) => b - a), [1, 0.5, ...scores.slice(2).map(() => 0)]);
    if (i > 0) assert.ok(asked(judge.calls[i]!).includes("in 2 versions"));
  }
  assert.deepEqual(made.map((round) => round.length), [3, 6, 6, 6]);
});

Deno.test("a ranking that is short, repeats itself or goes too far is asked again and never filled up", async () => {
  for (const reply of ["[1]", "[1, 1]", "[0, 1]", "[1, 9]", '["1", "2"]', "1, 2", "[1.5, 2]"]) {
    const judge = model((_, call) => call === 0 ? reply : "[2, 1]");
    const { end } = await grow({ m: dreamer(), judge }, {
      grade: chooseBy(),
      select: { keep: 2 },
      stop: { stop: "depth", depth: 1 },
    });
    assert.deepEqual([end.kind, judge.calls.length], ["done", 2], reply);
  }
});

Deno.test("whatever a judge says, only what it clearly names is chosen", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 12 }), fc.boolean(), async (said, isBeam) => {
      const judge = model(() => said);
      const { end, tree } = await grow({ m: dreamer(1), judge }, {
        grade: chooseBy({ attempts: 1 }),
        select: { keep: isBeam ? 2 : 1 },
        stop: { stop: "depth", depth: 1 },
      });
      const chosen = notesOf(tree, "choice");
      if (end.kind === "failed") return assert.equal(chosen.length, 0);
      const shown = shownTo(judge.calls[0]!);
      for (const { node } of chosen) {
        const number = [...shown].find(([, text]) => text === tree.nodes.get(node)!.text)![0];
        assert.ok(said.normalize("NFKC").includes(String(number)), `${said}: ${number}`);
      }
    }),
    { numRuns: 150, seed: 3 },
  );
});
