import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Booking, Entry } from "../../lib/plan/mod.ts";
import type { Json } from "../../lib/base/json.ts";
import { roundIn, Rounds, toldIn } from "../../lib/views/rounds.ts";
import type { Row } from "./rows.ts";
import { cost, rows } from "./rows.ts";

function told(round: number, score: number | null = round): Row {
  const value = { round, verdict: "accepted", score, best: score === null ? null : { score, round }, from: 0 };
  return { type: "done", key: `round/${round}/told`, value: { type: "value", value } };
}

/** A paid step: its intent, and what it cost. */
function paid(key: string, intent: number, usd: number): readonly Row[] {
  return [{ type: "intent", key, booking: cost(99) }, { type: "result", key, ref: intent, booking: cost(usd) }];
}

function fold(entries: readonly Entry[], children?: ReadonlyMap<string, Booking>): Rounds {
  const rounds = new Rounds(children);
  for (const entry of entries) rounds.take(entry);
  return rounds;
}

Deno.test("a round costs what its steps cost, failed attempts and late bills included, wherever its row stands", () => {
  const { rounds } = fold(rows(
    ...paid("round/1/propose/0", 1, 5),
    { type: "intent", key: "round/1/propose/1", booking: cost(99) },
    { type: "failure", key: "round/1/propose/1", ref: 3, booking: cost(2), value: { code: "rate", message: "busy" } },
    told(1),
    ...paid("round/2/propose/0", 6, 10),
    { type: "settled", key: "round/1/propose/1", ref: 3, booking: cost(1) },
    told(2),
  ));
  assert.deepEqual(rounds.map(({ round, cost }) => [round, cost.usd, cost.calls]), [[1, 8, 3], [2, 10, 1]]);
  assert.deepEqual(rounds.map(({ cumulative }) => cumulative.usd), [8, 18]);
  assert.deepEqual(rounds.map(({ score, best, seq }) => [score, best?.round, seq]), [[1, 1, 5], [2, 2, 9]]);
});

Deno.test("steps of no round count for the run and for no round", () => {
  const { rounds } = fold(rows(...paid("warm/up", 1, 7), told(0), ...paid("round/1/a", 4, 2), told(1)));
  assert.deepEqual(rounds.map(({ cost, cumulative }) => [cost.usd, cumulative.usd]), [[0, 7], [2, 9]]);
});

Deno.test("a run inside a round is of its cost, once, whether its step has come to an end or not", () => {
  const children = new Map([["round/1/edit", cost(30)], ["round/2/edit/deeper", cost(4)]]);
  const { rounds, open } = fold(
    rows(
      { type: "done", key: "round/1/edit", value: { type: "value", value: { run: "x", kind: "done" } } },
      told(1),
      { type: "done", key: "round/1/edit", value: { type: "value", value: null } },
      { type: "intent", key: "round/2/step", booking: cost(50) },
    ),
    children,
  );
  assert.deepEqual(rounds.map(({ cost }) => cost.usd), [30]);
  assert.deepEqual([open?.round, open?.cost.usd, open?.cumulative.usd], [2, 4, 34]);
});

Deno.test("a round that is under way tells what it has cost and asks; one that only looked around is none", () => {
  const asked = { type: "wait", key: "round/2/stall", value: { due: null, question: "What now?" } } as const;
  const before = [told(1), ...paid("round/2/propose/0", 2, 6)] as const;
  const { open, question } = fold(rows(...before, asked));
  assert.deepEqual([open?.round, open?.cost.usd, question], [2, 6, "What now?"]);
  const answered = { type: "done", key: "round/2/stall", value: { type: "value", value: "shorter" } } as const;
  assert.equal(fold(rows(...before, asked, answered)).question, undefined);
  const looked = { type: "done", key: "round/2/budget", value: { type: "value", value: {} } } as const;
  assert.equal(fold(rows(told(1), looked)).open, undefined);
});

Deno.test("time in which nobody drove the run is no round's", () => {
  const at = (...times: readonly number[]) => (entry: Entry, i: number): Entry => ({ ...entry, at: times[i]! });
  const entries = rows({ type: "drive" }, told(1), { type: "pause" }, { type: "drive" }, told(2))
    .map(at(1_000, 1_400, 1_500, 90_000, 90_300));
  assert.deepEqual(fold(entries).rounds.map(({ ms }) => ms), [400, 400]);
});

Deno.test("a round that is told again takes the place of what was told of it and after it", () => {
  const { rounds } = fold(rows(told(1, 3), told(2, null), { type: "reopen", value: {} }, told(2, 5)));
  assert.deepEqual(rounds.map(({ round, score }) => [round, score]), [[1, 3], [2, 5]]);
});

Deno.test("only what a loop tells is a round, whatever else stands under such a key", () => {
  const value = (said: Json) => ({ key: "round/1/told", value: { type: "value", value: said } });
  for (const said of [null, 1, "x", [], {}, { round: 1 }, { round: "1", verdict: "accepted", score: 1, from: 0 }]) {
    assert.equal(toldIn(value(said)), undefined, JSON.stringify(said));
  }
  const good = { round: 1, verdict: "failed", score: null, best: null, from: 0, error: "boom" };
  assert.deepEqual(toldIn(value(good)), good);
  assert.equal(toldIn({ ...value(good), key: "round/1/told/x" }), undefined);
  assert.equal(
    toldIn({ key: "round/1/told", value: { type: "failed", failure: { code: "x", message: "y" } } }),
    undefined,
  );
  assert.deepEqual(["round/12/a/b", "round/x/a", "a/round/1/b", "round/1"].map(roundIn), [
    12,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("whatever is booked, rounds and the one under way cost together what the journal has booked", () => {
  const call = fc.record({ round: fc.integer({ min: 0, max: 6 }), usd: fc.nat(50), aside: fc.boolean() });
  fc.assert(fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
    let round = 1, booked = 0;
    const given = calls.flatMap(({ usd, aside, round: late }, i) => {
      booked += usd;
      const key = aside ? "other" : `round/${Math.min(late, round) || round}/a`;
      const row = { type: "result" as const, key, ref: i, booking: cost(usd) };
      return i % 3 === 2 ? [row, told(round++)] : [row];
    });
    const last = { type: "result" as const, key: `round/${round}/a`, ref: 0, booking: cost(1) };
    const { open } = fold(rows(...given, last));
    assert.equal(open?.cumulative.usd, booked + 1);
  }));
});

Deno.test("a round in which nothing has happened but runs that it started is under way, at their cost", () => {
  const children = new Map([["round/1/propose/0", cost(30)], ["round/2/propose/0", cost(4)]]);
  const view = fold(
    rows({ type: "done", key: "round/1/propose/0", value: { type: "value", value: "x" } }, told(1)),
    children,
  );
  const { open } = view;
  assert.deepEqual([open?.round, open?.cost.usd, open?.cumulative.usd], [2, 4, 34]);
  const over = fold(rows(told(1), told(2)), children);
  assert.equal(over.open, undefined);
});
