import assert from "node:assert/strict";
import fc from "../../properties.ts";
import type { AutoloomPlan } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { textAt } from "../../../lib/tree/tree.ts";
import { until } from "../../engine/models.ts";
import { choicesOf, grow, judgeOfNumbers, leftBehind, model, notesOf, planFor, rounds, textOf } from "../growing.ts";
import { openLoom } from "../../../lib/app/loom.ts";

/** A model whose candidates are worth what they say, by round and place. */
function worth(grades: readonly (readonly number[])[]) {
  let round = 0, place = 0;
  return model(() => {
    const grade = grades[round]?.[place] ?? 0;
    if (++place >= (grades[round]?.length ?? 1)) round++, place = 0;
    return ` ${grade}`;
  });
}

const BY_WORTH: AutoloomPlan["grade"] = { by: "expression", expression: "double(trim(candidate.text))" };

function beam(keep: number, width: number, depth: number): Partial<AutoloomPlan> {
  return {
    grade: BY_WORTH,
    select: { keep },
    stop: { stop: "depth", depth },
    start: { from: "text", text: "s" },
    expand: {
      by: [{ model: "m", width }],
      maxTokens: "9",
      sampling: {},
      extra: {},
      context: { tail: 999 },
      stop: [],
    },
  };
}

Deno.test("a beam keeps the paths whose pieces are graded best on the whole, and says when the best one is another", async () => {
  // After round 1: A 5, B 4. A's children come to (5+1)/2 = 3 and 2.5, B's to (4+6)/2 = 5 and (4+4)/2 = 4.
  const grown = await grow({ m: worth([[5, 4], [1, 0, 6, 4]]) }, beam(2, 2, 2));
  const [first, second] = rounds(grown);
  assert.deepEqual(choicesOf(grown.tree, 1), [first![0]!.id, first![1]!.id]);
  assert.deepEqual(choicesOf(grown.tree, 2), [second![2]!.id, second![3]!.id]);
  const best = grown.tree.notes.get(second![2]!.id)!.find(({ kind }) => kind === "choice")!;
  assert.deepEqual(best.value, { round: 2, rank: 0, switched: first![0]!.id });
  assert.equal(textOf(grown.end), "s 4 6");
});

Deno.test("a path that goes on is not called a switch", async () => {
  const { tree } = await grow({ m: worth([[5, 4], [6, 4, 1, 0], [1, 1, 1, 1]]) }, beam(2, 2, 3));
  assert.equal(notesOf(tree, "choice").filter(({ value }) => "switched" in (value as object)).length, 0);
});

Deno.test("rounds without a word weigh nothing in the mean along a path", async () => {
  const said = [" 5", " 4", "", "", "", "", " 1", " 0", " 3", " 0", " 6", " 0", " 8", " 0"];
  const scoreAfter = async (depth: number) => {
    let call = 0;
    const more = { ...beam(2, 2, depth), outputs: { score: "score" } };
    return (await grow({ m: model(() => said[call++]!) }, more)).end.outputs;
  };
  // A: (5 + 1) / 2 = 3, B: (4 + 3) / 2 = 3.5; with the blank round counted it would be A. Then A: (6 + 8) / 3, B: (7 + 6) / 3.
  assert.deepEqual(await scoreAfter(3), { score: 3.5 });
  assert.deepEqual(await scoreAfter(4), { score: 14 / 3 });
});

Deno.test("a judge that chooses names the paths that go on, whatever they were worth before", async () => {
  // In the third round it names two children of the second path; by the mean a child of the first would stay.
  const m = worth([[9, 8], [9, 0, 8, 0], [1, 0, 9, 8]]), judge = judgeOfNumbers(2);
  const grade: AutoloomPlan["grade"] = {
    by: "model",
    model: "judge",
    mode: "choose",
    ask: "Which?",
    context: { tail: 99 },
    samples: 1,
    attempts: 1,
  };
  const { tree } = await grow({ m, judge }, { ...beam(2, 2, 3), grade });
  assert.deepEqual(choicesOf(tree, 3).map((id) => textAt(tree, id)), ["s 8 8 9", "s 8 8 8"]);
});

Deno.test("every path kept continues a path kept before, and none is better than the best", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }), {
        minLength: 3,
        maxLength: 3,
      }),
      fc.integer({ min: 1, max: 3 }),
      async (grades, keep) => {
        const grown = await grow({
          m: worth(grades.map((round, i) => i === 0 ? round.slice(0, 3) : round.slice(0, 3 * keep))),
        }, beam(keep, 3, 3));
        let before = new Set(
          [...grown.tree.nodes.values()].filter(({ parent }) => parent === null).map(({ id }) => id),
        );
        for (let round = 1; round <= 3; round++) {
          const kept = choicesOf(grown.tree, round), made = rounds(grown)[round - 1]!;
          const mean = (id: string) => sum(textAt(grown.tree, id)) / round;
          assert.equal(kept.length, Math.min(keep, made.length));
          for (const id of kept) assert.ok(before.has(grown.tree.nodes.get(id)!.parent!));
          const worst = Math.min(...kept.map(mean));
          for (const { id } of made) assert.ok(kept.includes(id) || mean(id) <= worst + 1e-9);
          assert.deepEqual(kept.map(mean), kept.map(mean).toSorted((a, b) => b - a));
          before = new Set(kept);
        }
      },
    ),
    { numRuns: 60, seed: 11 },
  );
});

function sum(text: string): number {
  return (text.match(/\d+/g) ?? []).reduce((all, number) => all + Number(number), 0);
}

async function vetoing(veto: number) {
  const store = memoryStore(), m = worth([[1, 3, 2], [1, 3, 2]]), cast = { m };
  const loom = await openLoom({ store, models: cast });
  const run = await loom.start(planFor(cast, { ...beam(1, 3, 2), select: { keep: 1, veto } }), { name: "g", seed: 1 });
  const asked = async (round: number) => {
    await until(async () =>
      (await store.entries(1, 0)).some(({ type, key }) => type === "wait" && key === `round/${round}/veto`)
    );
    const row = (await store.entries(1, 0)).find(({ key, type }) => type === "wait" && key === `round/${round}/veto`)!;
    return row.value as { readonly question: string; readonly choices: readonly string[] };
  };
  return { store, loom, run, asked };
}

Deno.test("a person may choose another candidate while the window is open, and the note says so", async () => {
  const { store, loom, run, asked } = await vetoing(60_000), first = await asked(1);
  assert.ok(first.question.includes(first.choices[1]!), "the one the grades put first is named");
  await loom.answer("g", first.choices[2]!);
  const second = await asked(2);
  await loom.answer("g", second.choices[1]!);
  const end = await run.end;
  assert.equal(textOf(end), "s 2 3");
  const { tree } = await leftBehind(store, "g");
  const values = notesOf(tree, "choice").map(({ value }) => value);
  assert.deepEqual(values, [{ round: 1, rank: 0, by: "person" }, { round: 2, rank: 0 }]);
});

Deno.test("an answer that is no candidate is refused at once", async () => {
  const { loom, run, asked } = await vetoing(60_000), { choices } = await asked(1);
  await assert.rejects(
    loom.answer("g", "the second one"),
    (error) => error instanceof RangeError && choices.every((choice) => error.message.includes(choice)),
  );
  run.pause();
  assert.equal((await run.end).kind, "paused");
});

Deno.test("when the window closes the choice stands", async () => {
  const { run } = await vetoing(1), end = await run.end;
  assert.equal(textOf(end), "s 3 3");
});

Deno.test("a person's choice heads a beam, and the best of the others stay in it", async () => {
  const store = memoryStore(), m = worth([[1, 3, 2]]), cast = { m };
  const loom = await openLoom({ store, models: cast });
  const plan = planFor(cast, { ...beam(2, 3, 1), select: { keep: 2, veto: 60_000 } });
  const run = await loom.start(plan, { name: "g", seed: 1 });
  await until(async () => (await store.findRun("g")).status === "waiting");
  const nodes = (await store.document("g")).nodes, worst = nodes.find(({ text }) => text === " 1")!;
  await loom.answer("g", worst.id);
  await run.end;
  const { tree } = await leftBehind(store, "g");
  assert.deepEqual(choicesOf(tree, 1).map((id) => tree.nodes.get(id)!.text), [" 1", " 3"]);
});
