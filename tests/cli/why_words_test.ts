import assert from "node:assert/strict";
import { moment } from "../../lib/cli/amounts.ts";
import { nextSteps, whyFacts, whySentence } from "../../lib/cli/why_words.ts";
import { parseDuration } from "../../lib/base/duration.ts";
import { readBudget } from "../../lib/cli/shared_parameters.ts";
import type { End } from "../../lib/plan/mod.ts";
import type { MetLimit, WhyView } from "../../lib/views/why_view.ts";

function why(more: Partial<WhyView>): WhyView {
  return {
    name: "polish-1",
    title: "polish",
    program: "refine@1",
    form: "refine",
    status: "done",
    root: "polish-1",
    rootStatus: more.status ?? "done",
    failures: [],
    scores: [],
    stalls: [],
    questions: [],
    timers: [],
    holder: "nobody",
    updated: 5_000,
    unsettled: 0,
    spent: { usd: 42e7, tokens: 10, calls: 31 },
    limits: { usd: 1e9 },
    wall: 0,
    ...more,
  };
}

const end = (kind: End["kind"], reason: string, cause = "stop.plateau"): End => ({ kind, reason, cause });
const fact = (view: WhyView, label: string) => whyFacts(view).find(([one]) => one === label)?.[1];

Deno.test("an end is a sentence with its reason, the scores that led to it and what is there now", () => {
  const view = why({
    status: "converged",
    end: end("converged", "none of the last 3 totals is better than all before by 0.01"),
    scores: [{ round: 3, score: 8.4 }, { round: 4, score: null }, { round: 5, score: 8.399 }],
    best: { score: 8.4, round: 3 },
    stalls: [{ round: 4, rounds: 2, step: "use `strong`" }],
  });
  assert.equal(
    whySentence(view),
    "polish-1 has converged: none of the last 3 totals is better than all before by 0.01",
  );
  assert.deepEqual(whyFacts(view), [
    ["stop", "stop.plateau"],
    ["scores", "8.40, –, 8.40 (of rounds 3 to 5)"],
    ["best", "8.40 of round 3"],
    ["stalls", "stalled 2 rounds: use `strong` (round 4)"],
    ["spent", "$0.42 of $1.00 · 31 calls · 10 tokens · 0.0s"],
  ]);
  assert.deepEqual(nextSteps(view), ["`loom text polish-1` prints its text"]);
});

Deno.test("every way to stand has a sentence of its own", () => {
  const said = (more: Partial<WhyView>) => whySentence(why(more));
  assert.equal(said({ status: "stalled", end: end("stalled", "flat") }), "polish-1 has stalled: flat");
  assert.equal(said({ status: "cancelled", end: end("cancelled", "too dull") }), "polish-1 was cancelled: too dull");
  assert.equal(said({ status: "queued" }), "polish-1 has not begun: nobody has driven it yet");
  assert.equal(
    said({ status: "running", round: 4, holder: "process 7 on this machine" }),
    "polish-1 is running, round 4 of it: process 7 on this machine drives it",
  );
  assert.equal(said({ status: "paused" }), "polish-1 is paused: it was put to rest and can go on");
  assert.equal(
    said({ status: "interrupted", holder: "process 7 on this machine" }),
    "polish-1 was interrupted: nobody drives it since process 7 on this machine is gone, and it has not ended",
  );
  assert.equal(
    said({ status: "waiting", retry: { key: "round/1/propose/0", error: "the host is away", at: 9_000 } }),
    `polish-1 waits to try \`round/1/propose/0\` again at ${moment(9_000)}: the host is away`,
  );
  assert.equal(
    said({ status: "waiting", timers: [{ key: "pause", due: 9_000 }] }),
    `polish-1 waits at \`pause\` until ${moment(9_000)}`,
  );
});

const LIMIT: MetLimit = {
  owner: "polish-1",
  dimension: "usd",
  limit: 1e9,
  used: 97e7,
  raised: false,
  final: false,
};

Deno.test("a limit that was reached is told with whose it is and the command that adds as much again", () => {
  const exhausted = (limit: Partial<MetLimit>, more: Partial<WhyView> = {}) =>
    why({ status: "exhausted", end: end("exhausted", "no money", "usd"), limit: { ...LIMIT, ...limit }, ...more });
  const view = exhausted({});
  assert.equal(fact(view, "limit"), "its own: usd, $0.97 of $1.00 is used");
  assert.deepEqual(nextSteps(view), ["`loom resume polish-1 --add-budget usd=1` adds as much again and goes on"]);
  assert.match(
    nextSteps(exhausted({ dimension: "iterations", limit: 25, used: 25 }))[0]!,
    /--add-budget iterations=25`/,
  );
  assert.match(
    nextSteps(exhausted({ dimension: "wall", limit: 90_000, used: 90_500 }))[0]!,
    /--add-budget wall=1m31s`/,
  );
  assert.match(nextSteps(exhausted({ limit: 5e5, used: 7e5 }))[0]!, /--add-budget usd=0\.0007`/);
  assert.match(nextSteps(exhausted({ limit: 0, used: 0 }))[0]!, /--add-budget usd=0\.10`/);
  assert.match(nextSteps(exhausted({ dimension: "deadline", limit: 1, used: 2 }))[0]!, /no budget moves a deadline/);
  assert.match(nextSteps(exhausted({ raised: true }))[0]!, /^`loom resume polish-1` goes on/);
  assert.match(nextSteps(exhausted({ final: true }, { root: "top-1" }))[0]!, /`loom why top-1` tells/);
});

Deno.test("whatever a command adds, the command line reads it", () => {
  for (const dimension of ["usd", "calls", "tokens", "iterations", "wall"] as const) {
    for (const limit of [0, 1, 7, 1e6, 123_456_789, 5e9]) {
      const view = why({
        status: "exhausted",
        end: end("exhausted", "x"),
        limit: { ...LIMIT, dimension, limit, used: limit },
      });
      const [, text] = /--add-budget (\S+)`/.exec(nextSteps(view)[0]!)!, added = readBudget(text!)[dimension]!;
      assert.ok(added > 0, text!);
      if (dimension === "wall") assert.ok(parseDuration(text!.slice(5))! >= limit, text!);
    }
  }
});

Deno.test("a part of another run says whose budget it met, or with whom it rests", () => {
  const part = { status: "interrupted", name: "top-1.kid", root: "top-1", rootStatus: "exhausted" } as const;
  const met = why({ ...part, limit: { ...LIMIT, owner: "top-1" } });
  assert.equal(whySentence(met), "top-1.kid rests: a budget that it spends, of top-1, is used up");
  assert.equal(fact(met, "limit"), "of top-1: usd, $0.97 of $1.00 is used");
  assert.match(nextSteps(met)[0]!, /`loom resume top-1 --add-budget usd=1`/);
  const rests = why({ ...part, status: "paused", rootStatus: "paused" });
  assert.equal(whySentence(rests), "top-1.kid rests with top-1, of which it is a part and which is paused");
  assert.match(nextSteps(rests)[0]!, /`loom resume top-1` goes on/);
});

Deno.test("a failure names its step, how often it was tried, what went wrong before and what to do", () => {
  const failed = {
    key: "round/2/propose/0",
    error: "third",
    code: "script",
    attempts: 3,
    earlier: ["first", "second"],
  };
  const failures = [{ round: 1, error: "away" }, { round: 2, error: "third" }];
  const view = why({ status: "failed", end: end("failed", "step failed: third"), failed, failures });
  assert.equal(fact(view, "step"), "round/2/propose/0, tried 3 times");
  assert.equal(fact(view, "before"), "first; second");
  assert.equal(fact(view, "rounds"), "1: away; 2: third");
  assert.deepEqual(nextSteps(view), [
    "`loom show polish-1 --steps` tells every attempt",
    "`loom resume polish-1` tries again what had failed",
  ]);
  assert.match(nextSteps({ ...view, failed: { ...failed, code: "auth" } })[1]!, /`loom keys`/);
  assert.match(nextSteps({ ...view, root: "top-1" })[1]!, /`loom why top-1`/);
});

Deno.test("who put a run to rest or ended it is told", () => {
  const by = (more: Partial<WhyView>) => fact(why(more), "by");
  assert.equal(
    by({ status: "paused", sender: { by: "message", at: 5_000 } }),
    `a message that it was sent (\`loom pause polish-1\`), at ${moment(5_000)}`,
  );
  assert.equal(
    by({ status: "paused", sender: { by: "driver", at: 5_000 } }),
    `the process that drove it, at ${moment(5_000)}`,
  );
  const cancelled = { status: "cancelled", end: end("cancelled", "too dull") } as const;
  assert.match(by({ ...cancelled, sender: { by: "message", at: 1 } })!, /`loom cancel polish-1`/);
  const orphan = { ...cancelled, end: end("cancelled", "its parent has ended"), root: "top-1" };
  assert.equal(by({ ...orphan, sender: { by: "driver", at: 1 } }), "its parent, which had ended (top-1)");
});

Deno.test("a run of code is gone on with by its code, and never by a command that cannot", () => {
  for (const status of ["paused", "interrupted", "failed"] as const) {
    const view = why({ form: "code", status, ...(status === "failed" ? { end: end("failed", "x") } : {}) });
    assert.match(nextSteps(view).at(-1)!, /the code below/);
    assert.doesNotMatch(nextSteps(view).join(), /loom resume/);
  }
  const limit = { status: "exhausted", end: end("exhausted", "x"), limit: LIMIT } as const;
  assert.match(
    nextSteps(why({ form: "code", ...limit }))[0]!,
    /--add-budget usd=1` adds as much again, then the code below goes on/,
  );
});

Deno.test("calls of which nothing is known are told with how to say what they cost", () => {
  assert.equal(fact(why({ unsettled: 1 }), "calls"), "1 is unsettled: `loom settle polish-1` lists them");
  assert.equal(fact(why({}), "calls"), undefined);
});
