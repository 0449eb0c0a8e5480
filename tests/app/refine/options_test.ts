import assert from "node:assert/strict";
import { bestScore } from "../../../lib/app/refine/backtrack.ts";
import { allOf, anyOf, judge, not, plateau, predicate, similar } from "../../../lib/app/refine/detectors.ts";
import { escalate } from "../../../lib/app/refine/escalate.ts";
import type { RefineOptions } from "../../../lib/app/refine/options.ts";
import { refine } from "../../../lib/app/refine/refine.ts";

const step = (n: number) => n;

Deno.test("options that do not hold are refused where a loop is made, by their names", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ budgt: {} }, "there is no `budgt`, did you mean `budget`?"],
    [{ budget: { usd: -1 } }, "`budget.usd` is `-1`; give dollars from 0 on"],
    [{ budget: { usd: NaN } }, "`budget.usd` is `NaN`"],
    [{ budget: { iterations: 1.5 } }, "`budget.iterations` is `1.5`"],
    [{ name: "two words" }, "`name` is `two words`"],
    [{ version: -1 }, "`version` is `-1`"],
    [{ goal: "most" }, "`goal` is `most`; give `max` or `min`"],
    [{ converge: 3 }, "`converge` is `3`; give a condition such as `plateau({ patience: 3 })`"],
    [{ backtrack: "best" }, "`backtrack` is `best`; give `bestScore()`"],
    [{ onStall: { after: 3 } }, "`onStall` is an object; give what `escalate` makes"],
    [{ score: 1 }, "`score` is `1`; give a function"],
    [{ errors: { attempts: 0 } }, "`errors.attempts` is `0`"],
    [{ errors: { pause: "soon" } }, "`errors.pause` is `soon`"],
    [{ state: {} }, "`state` is an object; give a schema with `parse`"],
    [{ store: 1 }, "`store` is `1`"],
    [{ seed: -1 }, "`seed` is `-1`"],
    [{ onStall: escalate({ after: 1 }) }, "`onStall` takes a `score`; give one"],
    [{ scoreInitial: true }, "`scoreInitial` takes a `score`; give one"],
    [{ backtrack: bestScore() }, "`backtrack: bestScore()` takes a `score`; give one"],
    [{ converge: [not(plateau())] }, "`converge: plateau()` takes a `score`; give one"],
  ];
  for (const [options, words] of cases) {
    assert.throws(() => refine(options as RefineOptions<number>, step), (error: Error) => {
      assert.ok(error.message.startsWith("Cannot make a loop"), error.message);
      assert.ok(error.message.includes(words), error.message);
      return error instanceof TypeError || error instanceof RangeError;
    });
  }
  assert.throws(() => refine({ reserve: -1 }, step), /^RangeError: Cannot book `reserve`: `usd` is -1/);
});

Deno.test("a loop is made of a function that gives a state", () => {
  for (const none of [undefined, 3, function* () {}, async function* () {}]) {
    assert.throws(() => refine({}, none as never), /^TypeError: Cannot make a loop of /);
  }
});

Deno.test("a loop is named after its function, where that has a name that a program can have", () => {
  const arrow = refine({}, (n: number) => n);
  assert.equal(arrow.program.program, "loop@1");
  assert.equal(refine({}, step).program.program, "step@1");
  assert.equal(refine({}, { ["été 2"]: (n: number) => n }["été 2"]!).program.program, "ete-2@1");
  assert.equal(refine({}, { ["道"]: (n: number) => n }["道"]!).program.program, "loop@1");
});

Deno.test("conditions are checked where they are made", () => {
  assert.throws(
    () => plateau({ patience: 0 }),
    /^RangeError: Cannot make `plateau`: `patience` is `0`; give a whole number from 1 on/,
  );
  assert.throws(() => plateau({ minDelta: -1 }), /`minDelta` is `-1`; give a number from 0 on/);
  assert.throws(() => similar({ threshold: 3 }), /`threshold` is `3`; give a number from 0 to 2/);
  assert.throws(() => predicate(true as never), /^TypeError: Cannot make `predicate` of `true`: give a function/);
  assert.throws(() => judge({ decide: () => true, reserve: -1 }), /Cannot book the `reserve` of a judge: `usd` is -1/);
  assert.throws(() => anyOf(), /^TypeError: Cannot make `anyOf` of nothing/);
  assert.throws(() => allOf(plateau(), (() => true) as never), /^TypeError: Cannot make `allOf` of a function/);
});
