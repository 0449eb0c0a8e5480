import assert from "node:assert/strict";
import { courseOf, turnedTo, watching } from "../../../lib/kinds/refine/course.ts";
import type { Scored, State } from "../../../lib/kinds/refine/state.ts";
import { asked } from "../growing.ts";
import { refine, refinePlan, says, toldIn } from "../refining.ts";

const start: Scored = { round: 0, node: "a", total: 1, valid: true, accepted: true, marks: {} };

const state: State = {
  depth: 4,
  best: { ...start, round: 2, node: "b", total: 5 },
  current: start,
  last: start,
  course: "other",
  error: "",
  failures: 1,
  unanswered: 0,
  guidance: ["shorter"],
  rung: 2,
  heat: 0.5,
  model: "gone",
  shown: { 0: 2 },
  scores: [1, 5],
  end: { kind: "done", reason: "", cause: "stop.depth" },
};

Deno.test("only what conditions and the ladder look at is kept", () => {
  const plan = refinePlan({ m: says("") });
  assert.deepEqual(watching(plan, start), {});
  assert.deepEqual(
    watching({
      ...plan,
      uses: ["history"],
      stall: { after: 1, minDelta: 0, then: [] },
      stop: {
        stop: "all",
        of: [{ stop: "plateau", patience: 1, minDelta: 0 }, { stop: "not", of: { stop: "similar", threshold: 1 } }],
      },
    }, start),
    { progress: { mark: 1, rounds: 0 }, scores: [1], drafts: [{ round: 0, node: "a" }], history: [] },
  );
});

Deno.test("under another course a state keeps what is still looked at, and nothing that was decided", () => {
  const plan = refinePlan({ m: says("") }, {
    stop: { stop: "any", of: [{ stop: "plateau", patience: 3, minDelta: 0 }, { stop: "similar", threshold: 0.1 }] },
  });
  const { end, shown, model, ...kept } = turnedTo(plan, state);
  assert.deepEqual([end, shown, model, kept.rung, kept.course], [undefined, undefined, undefined, 0, courseOf(plan)]);
  assert.deepEqual([kept.scores, kept.drafts], [[1, 5], [{ round: 2, node: "b" }]]);
  assert.deepEqual([kept.guidance, kept.heat, kept.depth], [["shorter"], 0.5, 4]);
});

Deno.test("a run that has ended goes on under a plan with another end, from where it was (Z9)", async () => {
  const m = says("3", "2", "5", "9"),
    cast = { m },
    { end, loom, store } = await refine(cast, { stop: { stop: "depth", depth: 2 } });
  assert.equal(end.kind, "done");
  const adopt = refinePlan(cast, { stop: { stop: "converged", when: "best.total >= 9" } });
  const more = await (await loom.resume("g", { adopt })).end;
  assert.deepEqual([more.kind, more.outputs, m.calls.length], ["converged", { text: "9", score: 9 }, 4]);
  assert.equal(asked(m.calls[2]!), "Better: 3");
  const enough = refinePlan(cast, { stop: { stop: "depth", depth: 3 } });
  const again = await (await loom.resume("g", { adopt: enough })).end;
  assert.deepEqual(
    [again.kind, again.reason, m.calls.length],
    ["done", "depth 3 is reached", 4],
    "no further round is made",
  );
  assert.equal(toldIn(await store.entries((await store.findRun("g")).id, 0)).length, 5);
});

Deno.test("under a plan that scores otherwise, the texts that are kept are scored anew before anything is held against them", async () => {
  const m = says("30", "20", "4", "3"), cast = { m };
  const { end, loom, store } = await refine(cast, { stop: { stop: "depth", depth: 2 } });
  assert.deepEqual([end.kind, end.outputs], ["done", { text: "30", score: 30 }]);
  const adopt = refinePlan(cast, {
    score: { gates: {}, total: "double(candidate.text) / 10" },
    stop: { stop: "depth", depth: 3 },
  });
  const more = await (await loom.resume("g", { adopt })).end;
  assert.deepEqual([more.kind, more.outputs], ["done", { text: "30", score: 3 }]);
  const told = toldIn(await store.entries((await store.findRun("g")).id, 0));
  assert.deepEqual(told.at(-1)!.best, { score: 3, round: 1 });
  const least = refinePlan(cast, { goal: "min", accept: "total <= best.total", stop: { stop: "depth", depth: 4 } });
  const last = await (await loom.resume("g", { adopt: least })).end;
  assert.deepEqual([last.kind, last.outputs], ["done", { text: "3", score: 3 }], "3 is less than 30");
});

Deno.test("what a new scorer says of the kept texts is there in the next prompt, and a judge is asked once for each text", async () => {
  const m = says("30", "20", "40", "50"), j = says('{"score": 7, "tone": "dull"}'), cast = { m, j };
  const { loom } = await refine(cast, { stop: { stop: "depth", depth: 2 } });
  const judge = { model: "j", prompt: "Good?", returns: { score: "number", tone: "string" }, samples: 1, attempts: 1 };
  const adopt = refinePlan(cast, {
    propose: {
      by: "model",
      models: ["m"],
      prompt: "${{ best.tone }}: ${{ text }}",
      maxTokens: "64",
      sampling: {},
    },
    score: { gates: {}, judge: { ...judge, maxTokens: 64 }, total: "judge.score" },
    stop: { stop: "depth", depth: 3 },
  });
  const end = await (await loom.resume("g", { adopt })).end;
  assert.deepEqual([end.kind, end.outputs], ["done", { text: "40", score: 7 }]);
  assert.equal(asked(m.calls.at(-1)!), "dull: 30");
  assert.equal(j.calls.length, 3, "the best text, the last one, and the new one");
  const again = await (await loom.resume("g")).end;
  assert.deepEqual([again.kind, j.calls.length], ["done", 3]);
});
