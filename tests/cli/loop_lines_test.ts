import assert from "node:assert/strict";
import { paintFor } from "../../lib/cli/ansi.ts";
import type { LoopOptions } from "../../lib/cli/loop_lines.ts";
import { loopJson, loopLines } from "../../lib/cli/loop_lines.ts";
import { widthOf } from "../../lib/text/visible.ts";
import { LoopFold } from "../../lib/views/loop_view.ts";
import type { LoopView } from "../../lib/views/loop_view.ts";
import type { Row } from "../views/rows.ts";
import { headOf, rows } from "../views/rows.ts";
import type { Told } from "./loops.ts";
import { toldRound } from "./loops.ts";

const CENT = 1e7;

/** A journal of rounds that cost a cent a call. */
function viewOf(rounds: readonly Told[], ...then: readonly Row[]): LoopView {
  const fold = new LoopFold(),
    given = rounds.flatMap(({ calls = 0, ...told }): readonly Row[] => [
      { type: "intent", key: `round/${told.round}/a` },
      { type: "result", key: `round/${told.round}/a`, ref: 0, booking: { usd: calls * CENT, tokens: calls, calls } },
      { type: "done", key: `round/${told.round}/told`, value: { type: "value", value: { ...toldRound(told) } } },
    ]);
  for (const entry of rows(...given, ...then)) fold.take({ ...entry, at: 0 });
  return fold.view(headOf(), { gone: false });
}

const PLAIN: LoopOptions = { paint: paintFor({ ansi: false }), blocks: true, all: false };
const best = (round: number, score: number) => ({ round, score });

const POLISHED: readonly Told[] = [
  { round: 0, score: 4.2 },
  { round: 1, score: 7.9, calls: 3 },
  { round: 2, score: 5.5, verdict: "rejected", best: best(1, 7.9), back: 1, calls: 3 },
  { round: 3, verdict: "failed", best: best(1, 7.9), back: 1, error: "too many requests", calls: 1 },
  {
    round: 4,
    score: 7.2,
    verdict: "rejected",
    best: best(1, 7.9),
    back: 1,
    stalled: { rounds: 3, step: "use `strong`" },
  },
  { round: 5, score: 9.1, calls: 6 },
];
const CONVERGED: Row = {
  type: "end",
  value: { kind: "converged", reason: "none of the last 3 is better", cause: "x" },
};

Deno.test("a loop is a table of its rounds, its best marked and its end told on the last", () => {
  assert.equal(
    loopLines(viewOf(POLISHED, CONVERGED), PLAIN).join("\n"),
    `\
ROUND     COST    TOTAL  SCORE  TIME  NOTE
    0                $0   4.20   0ms  start
    1  $0.0300  $0.0300   7.90   0ms
    2  $0.0300  $0.0600   5.50   0ms  rejected, back to 1
    3  $0.0100  $0.0700          0ms  failed, back to 1: too many requests
    4           $0.0700   7.20   0ms  rejected, back to 1 · stalled 3 rounds: use \`strong\`
    5  $0.0600    $0.13   9.10   0ms  best · converged: none of the last 3 is better`,
  );
});

Deno.test("on a terminal scores and costs are drawn above, with letters where it has no blocks", () => {
  const view = viewOf(POLISHED, CONVERGED),
    picture = (options: Partial<LoopOptions>) => loopLines(view, { ...PLAIN, width: 80, ...options }).slice(0, 3);
  assert.deepEqual(picture({}), ["score  ▁▇▃ ▅█  4.20 to 9.10", "cost   ▁▅▅▂▁█  up to $0.0600 a round", ""]);
  assert.deepEqual(picture({ blocks: false })[0], "score  .#- +@  4.20 to 9.10");
});

Deno.test("a round that the run came to rest in stands below the others, with what it cost and what it waits for", () => {
  const begun: Row = { type: "result", key: "round/6/a", ref: 0, booking: { usd: CENT, tokens: 1, calls: 1 } };
  const asks: Row = { type: "wait", key: "round/6/stall", value: { due: null, question: "What now?" } };
  const last = (...then: readonly Row[]) => loopLines(viewOf(POLISHED, ...then), PLAIN).at(-1);
  assert.match(last(begun)!, /^ {4}6 +\$0\.0100 +\$0\.14 +0ms +under way$/);
  assert.match(last(begun, asks)!, /under way · asks: What now\?$/);
  const stuck: Row = { ...asks, key: "round/5/stall" };
  assert.match(last(stuck)!, /^ {4}5 .* best · asks: What now\?$/, "a round that is told may ask all the same");
  const exhausted: Row = { type: "end", value: { kind: "exhausted", reason: "no money", cause: "usd" } };
  assert.match(last(begun, exhausted)!, /^ {4}6 +\$0\.0100 .* exhausted: no money$/);
});

Deno.test("a long run on a terminal is listed without its middle, its best round all the same", () => {
  const rounds = Array.from({ length: 10_000 }, (_, i): Told => ({ round: i, score: i, best: best(5_000, 9) }));
  const view = viewOf(rounds), short = loopLines(view, { ...PLAIN, width: 80 });
  assert.equal(short.filter((line) => /^ *\d+ /.test(line)).length, 31);
  assert.deepEqual(short.filter((line) => line.includes("…")).map((line) => line.trim().replace(/ +/, " ")), [
    "… 4,990 more: --all shows them",
    "… 4,979 more: --all shows them",
  ]);
  assert.ok(short.some((line) => /^ 5000 .*best/.test(line)));
  for (const options of [{ ...PLAIN, width: 80, all: true }, PLAIN]) {
    assert.equal(loopLines(view, options).filter((line) => /^ *\d+ /.test(line)).length, 10_000);
  }
});

Deno.test("no line is wider than the terminal", () => {
  for (const width of [30, 40, 50, 80, 200]) {
    for (const line of loopLines(viewOf(POLISHED, CONVERGED), { ...PLAIN, width })) {
      assert.ok(widthOf(line) <= width, `${width}: ${line}`);
    }
  }
});

Deno.test("a run that has told nothing has no rounds, and one with a single score no picture", () => {
  assert.deepEqual(loopLines(viewOf([]), PLAIN), ["No rounds yet."]);
  assert.match(loopLines(viewOf([{ round: 0, score: 1 }]), { ...PLAIN, width: 80 })[0]!, /^ROUND/);
});

Deno.test("rounds are data too, the one under way without a verdict", () => {
  const begun: Row = { type: "result", key: "round/6/a", ref: 0, booking: { usd: CENT, tokens: 1, calls: 1 } };
  const told = loopJson(viewOf(POLISHED, begun)) as readonly Record<string, unknown>[];
  assert.deepEqual(told.map(({ round, verdict }) => [round, verdict]).slice(2), [
    [2, "rejected"],
    [3, "failed"],
    [4, "rejected"],
    [5, "accepted"],
    [6, null],
  ]);
  assert.deepEqual(told[3], {
    round: 3,
    verdict: "failed",
    score: null,
    best: { round: 1, score: 7.9 },
    from: 2,
    back: 1,
    candidates: null,
    error: "too many requests",
    stalled: null,
    node: null,
    seq: 12,
    cost: { usd: 0.01, tokens: 1, calls: 1 },
    cumulative: { usd: 0.07, tokens: 7, calls: 7 },
    ms: 0,
  });
});
