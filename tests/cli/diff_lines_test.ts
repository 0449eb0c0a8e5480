import assert from "node:assert/strict";
import { paintFor } from "../../lib/cli/ansi.ts";
import type { DiffSetting } from "../../lib/cli/diff_lines.ts";
import { diffLines } from "../../lib/cli/diff_lines.ts";
import { textDiff } from "../../lib/views/text_diff.ts";
import type { RunDiff } from "../../lib/views/run_diff.ts";

const RUN = {
  name: "one",
  title: "story",
  program: "refine@1",
  status: "done",
  end: { kind: "converged", reason: "flat", cause: "stop.plateau" },
  spent: { usd: 5e8, tokens: 100, calls: 3 },
  wall: 2_000,
} as const;

const DIFF: RunDiff = {
  before: RUN,
  after: { ...RUN, name: "two", status: "running", end: null, spent: { ...RUN.spent, calls: 4 } },
  fork: { of: "before", seq: 12 },
  plans: [
    { path: "n", before: 1, after: 3 },
    { path: "propose.prompt", before: "a\nb", after: "a\nc", text: textDiff("a\nb", "a\nc") },
    { path: "stall", after: { after: 3 } },
  ],
  inputs: [],
  budgets: [{ path: "usd", before: 1e9, after: 2e9 }, { path: "wall", before: 60_000 }],
  steps: {
    same: 2,
    reused: 1,
    shared: 4,
    sameOutcome: [],
    otherOutcome: ["round/1/\u001b[2J"],
    otherRequest: Array.from({ length: 12 }, (_, i) => `round/${i}/a`),
    onlyBefore: [],
    onlyAfter: ["z"],
  },
  scores: [
    { round: 1, before: { round: 1, seq: 3, score: 2 }, shared: true },
    { round: 2, before: { round: 2, seq: 9, score: 2 }, after: { round: 2, seq: 4, score: 5.5 }, shared: false },
    { round: 3, after: { round: 3, seq: 8, score: null, verdict: "failed" }, shared: false },
  ],
  texts: [{ what: "text", diff: textDiff("same\nold \u001b[31m\n", "same\nnew\ttab\n") }],
};

function lines(more: Partial<DiffSetting> = {}, diff = DIFF): readonly string[] {
  return diffLines(diff, { paint: paintFor({ ansi: false }), parts: [], ...more });
}

Deno.test("all parts are told in short, and nothing of a run steers the terminal", () => {
  assert.deepEqual(lines(), [
    "--- one  refine@1 · converged: flat",
    "+++ two  refine@1 · running",
    "`two` was forked from `one` at row 12",
    "",
    "PLANS",
    "n: 1 → 3",
    "propose.prompt:",
    "  @@ -1,2 +1,2 @@",
    "   a",
    "  -b",
    "  \\ No newline at end of file",
    "  +c",
    "  \\ No newline at end of file",
    'stall: nothing → {"after":3}',
    "",
    "INPUTS",
    "the same",
    "",
    "BUDGETS",
    "usd: $1.00 → $2.00",
    "wall: 1m → nothing",
    "",
    "STEPS",
    "2 steps the same, 1 of them taken over for nothing; 4 steps of before the fork",
    "1 step asked for the same and got something else",
    "  round/1/␛[2J",
    "12 steps asked otherwise, or of other texts, and got something else",
    ...Array.from({ length: 10 }, (_, i) => `  round/${i}/a`),
    "  … 2 steps more: `--steps` shows all",
    "1 step only in `two`",
    "  z",
    "",
    "SCORES",
    "ROUND  one              two  CHANGE",
    "    1    2  before the fork",
    "    2    2             5.50   +3.50",
    "    3              failed –",
    "",
    "SPENT",
    "dollars: $0.50",
    "calls: 3 → 4",
    "tokens: 100",
    "time: 2.0s",
    "",
    "TEXT",
    "@@ -1,2 +1,2 @@",
    " same",
    "-old ␛[31m",
    "+new\ttab",
  ]);
});

Deno.test("a part that is asked for is told whole, and no other", () => {
  const steps = lines({ parts: ["steps"] });
  assert.deepEqual(steps.filter((line) => /^[A-Z]+$/.test(line)), ["STEPS"]);
  assert.equal(steps.filter((line) => /^ {2}round\/\d+\/a$/.test(line)).length, 12);
  const long = textDiff("", Array.from({ length: 90 }, (_, i) => `${i}\n`).join("")),
    diff: RunDiff = {
      ...DIFF,
      texts: [{ what: "outputs", diff: long }],
    };
  assert.equal(lines({}, diff).at(-1), "… 31 lines more: `--texts` shows all");
  assert.equal(lines({ parts: ["texts"] }, diff).filter((line) => line.startsWith("+")).length, 91);
  assert.deepEqual(
    lines({ parts: ["scores", "plans"] }).filter((line) => /^[A-Z]+$/.test(line)),
    ["PLANS", "INPUTS", "BUDGETS", "SCORES"],
  );
});

Deno.test("colour is for terminals, and stands around whole lines", () => {
  const text = lines({ paint: paintFor({ ansi: true }), parts: ["texts"] });
  assert.deepEqual(text.slice(-4), [
    "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m",
    " same",
    "\x1b[31m-old ␛[31m\x1b[0m",
    "\x1b[32m+new\ttab\x1b[0m",
  ]);
});

Deno.test("very long lines are cut, and texts that share nothing are told by their lengths", () => {
  const cut = lines({ parts: ["texts"] }, { ...DIFF, texts: [{ what: "text", diff: textDiff("", "x".repeat(1e6)) }] });
  assert.ok(cut.some((line) => /^\+x{1999}… \(1,000,000 characters\)$/.test(line)));
  const other = lines({ parts: ["texts"] }, {
    ...DIFF,
    texts: [{ what: "text", diff: { is: "other", before: 9, after: 1 } }],
  });
  assert.equal(other.at(-1), "too different to be compared line by line: 9 lines and 1 line");
});
