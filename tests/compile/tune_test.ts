import assert from "node:assert/strict";
import { checkTuning, TUNABLE } from "../../lib/compile/tune.ts";
import type { AutoloomPlan, Tuning } from "../../lib/plan/mod.ts";
import { SAMPLERS, tuned } from "../../lib/plan/mod.ts";
import { model } from "../kinds/growing.ts";
import { planFor } from "../kinds/growing.ts";
import { refinePlan } from "../kinds/refining.ts";

const cast = { m: model(() => ""), other: model(() => "") };
const JUDGED: AutoloomPlan["grade"] = {
  by: "model",
  model: "m",
  mode: "score",
  ask: "How good?",
  context: { tail: 4_000 },
  samples: 1,
  attempts: 2,
};
const plan = planFor(cast, { grade: JUDGED, inputs: { theme: { type: "string" } } });

function accepted(settings: { readonly [setting: string]: string }, of: AutoloomPlan = plan): Tuning {
  const checked = checkTuning(of, settings);
  assert.ok(checked.ok, JSON.stringify(checked));
  return checked.tuning;
}

function refused(setting: string, text: string, of: AutoloomPlan = plan): string {
  const checked = checkTuning(of, { [setting]: text });
  assert.ok(!checked.ok, `${setting}=${text}`);
  assert.equal(checked.problems.length, 1);
  return checked.problems[0]!;
}

Deno.test("settings are read as plans hold them", () => {
  assert.deepEqual(
    accepted({
      "expand.model": "other",
      "expand.max_tokens": "64 + round",
      "expand.context": "1k+7k",
      "expand.sampling.temperature": "0.9",
      "expand.sampling.min_p": "lerp(0.02, 0.1, t)",
      "grade.ask": "Which is best for ${{ inputs.theme }}?",
      "grade.context": "2k",
      "grade.samples": "3",
      "select.veto": "10s",
      "select.keep": "2",
    }),
    {
      "expand.model": "other",
      "expand.max_tokens": "64 + round",
      "expand.context": { head: 1_000, tail: 7_000 },
      "expand.sampling.temperature": "0.9",
      "expand.sampling.min_p": "lerp(0.02, 0.1, t)",
      "grade.ask": "Which is best for ${{ inputs.theme }}?",
      "grade.context": { tail: 2_000 },
      "grade.samples": 3,
      "select.veto": 10_000,
      "select.keep": 2,
    },
  );
});

Deno.test("a tuned plan differs in what was set and nowhere else", () => {
  const values: { readonly [setting: string]: string } = {
    "expand.model": "other",
    "expand.width": "9",
    "expand.max_tokens": "7",
    "expand.context": "3k",
    "grade.by": "words(candidate.text)",
    "grade.model": "other",
    "grade.ask": "Well?",
    "grade.context": "3k",
    "grade.samples": "5",
    "grade.attempts": "4",
    "grade.max_tokens": "99",
    "select.keep": "3",
    "select.veto": "1m",
    "stop.depth": "77",
    ...Object.fromEntries(SAMPLERS.map((name) => [`expand.sampling.${name}`, "0.5"])),
  };
  assert.deepEqual(Object.keys(values).sort(), Object.keys(TUNABLE).sort(), "every setting is tried");
  for (const [setting, text] of Object.entries(values)) {
    const changed = tuned(plan, accepted({ [setting]: text }));
    assert.notDeepEqual(changed, plan, setting);
    const [part] = setting.split(".") as ["expand" | "grade" | "select" | "stop"];
    assert.deepEqual({ ...changed, [part]: plan[part], uses: plan.uses }, plan, setting);
  }
});

Deno.test("a veto of no time is none, and a depth counts wherever the stop has one", () => {
  assert.deepEqual(tuned(planFor(cast, { select: { keep: 1, veto: 5 } }), { "select.veto": 0 }).select, { keep: 1 });
  const nested = planFor(cast, {
    stop: { stop: "any", of: [{ stop: "blank", rounds: 2 }, { stop: "all", of: [{ stop: "depth", depth: 3 }] }] },
  });
  assert.deepEqual(tuned(nested, { "stop.depth": 9 }).stop, {
    stop: "any",
    of: [{ stop: "blank", rounds: 2 }, { stop: "all", of: [{ stop: "depth", depth: 9 }] }],
  });
});

Deno.test("what does not hold is refused with what to do, and nothing is taken of a list with a mistake", () => {
  assert.match(refused("expand.widht", "3"), /did you mean `expand\.width`\?/);
  assert.match(refused("budget.usd", "3"), /`budget\.usd` cannot be changed while a run goes on/);
  assert.match(refused("expand.sampling.heat", "3"), /cannot be changed/);
  assert.match(refused("expand.model", "othr"), /no model of this plan: `othr`, did you mean `other`\?/);
  assert.match(refused("expand.width", "0"), /whole number from 1 to 1,000/);
  assert.match(refused("expand.width", "2.5"), /whole number/);
  assert.match(refused("expand.sampling.temperature", "-1"), /give a number, 0 or more/);
  assert.match(refused("expand.sampling.min_p", "2"), /from 0 to 1/);
  assert.match(refused("expand.sampling.min_p", "1 - 2"), /is -1, which `1 - 2` gives: give a number from 0 to 1$/);
  assert.match(refused("expand.max_tokens", "1.5"), /give a whole number from 1 to 1,000,000/);
  assert.match(refused("expand.max_tokens", "1 / 0"), /has no value: cannot divide 1 by zero/);
  assert.match(refused("expand.sampling.min_p", "temprature"), /unknown name `temprature`/);
  assert.match(refused("expand.max_tokens", "'many'"), /does not hold/);
  assert.match(refused("expand.context", "much"), /give tokens/);
  assert.match(refused("grade.ask", "Which of ${{ inputs.them }}?"), /`theme`/);
  assert.match(refused("grade.ask", ""), /write the question/);
  assert.match(refused("grade.by", "candidate.txt"), /`text`/);
  assert.match(refused("grade.by", "perplexity(candidate.text)"), /cannot use `perplexity` in this run/);
  assert.match(refused("select.veto", "soon"), /a duration/);
  assert.match(refused("toString", "1"), /cannot be changed/);
  const checked = checkTuning(plan, { "expand.width": "3", "expand.sampling.top_p": "7", "select.keep": "x" });
  assert.ok(!checked.ok);
  assert.equal(checked.problems.length, 2);
});

Deno.test("settings that mean nothing to a plan are refused", () => {
  const own = planFor(cast, { grade: { by: "expression", expression: "1" } });
  assert.match(refused("grade.ask", "Well?", own), /no model grades this run/);
  const { stop: _, ...endless } = planFor(cast);
  assert.match(refused("stop.depth", "9", endless), /stops at no depth/);
  const mixed = planFor(cast, {
    expand: { ...plan.expand, by: [{ model: "m", width: 1 }, { model: "other", width: 2 }] },
  });
  assert.match(refused("expand.width", "9", mixed), /several models share the width/);
});

Deno.test("a run that makes a text better takes no settings, and is told how it is steered", () => {
  const checked = checkTuning(refinePlan(cast), { "expand.width": "3" });
  assert.deepEqual(checked, {
    ok: false,
    problems: ["a run of kind `refine` takes no settings while it goes on; it heeds what people say to it"],
  });
});
