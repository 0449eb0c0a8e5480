import assert from "node:assert/strict";
import { PastWork } from "../../lib/engine/past_work.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import fc from "../properties.ts";

type Row = Partial<Entry> & Pick<Entry, "at" | "type">;

function rows(...all: readonly Row[]): readonly Entry[] {
  return all.map((row, i) => ({ seq: i + 1, ...row }));
}

function drive(at: number, wall: number): Row {
  return { type: "drive", at, value: { epoch: 1, wall } };
}

function step(at: number): Row {
  return { type: "done", at, key: `k${at}` };
}

const yes = () => true, no = () => false;

Deno.test("between rows of one life passes the time between them, where anything was done", () => {
  const past = new PastWork(rows(drive(1_000, 0), step(1_200), step(1_500)), 900);
  past.passTo(2, yes);
  assert.equal(past.now, 200);
  past.passTo(3, no);
  assert.equal(past.now, 200, "everything only waited");
});

Deno.test("a life counts as much as was booked for it: the time after its last row does, rests and sleep do not", () => {
  const lives = rows(drive(0, 0), step(100), drive(90_000, 700), step(90_050));
  const past = new PastWork(lives, 800);
  past.passTo(2, yes);
  assert.equal(past.now, 100);
  past.passTo(4, yes);
  assert.equal(past.now, 750, "600 ms after its last row were worked, and the rest of an hour and a half was rest");
  past.pass(yes);
  assert.equal(past.now, 800);
  const asleep = new PastWork(rows(drive(0, 0), step(3_600_000)), 50);
  asleep.passTo(2, yes);
  assert.equal(asleep.now, 50);
});

Deno.test("rows of others than the driver pass no time; a calendar that is put back takes none away, and goes on from there", () => {
  const reopened: Row = { type: "reopen", at: 80_000, value: {} };
  const past = new PastWork(rows(step(100), reopened, step(200), step(50), step(300)), 0);
  past.passTo(1, yes);
  past.passTo(3, yes);
  assert.equal(past.now, 100);
  past.passTo(4, yes);
  assert.equal(past.now, 100);
  past.passTo(5, yes);
  assert.equal(past.now, 350);
});

Deno.test("whatever a journal tells, time never goes back, and all lives together are as long as was booked", () => {
  const life = fc.record({
    gaps: fc.array(fc.nat(1_000), { maxLength: 5 }),
    work: fc.nat(3_000),
    rest: fc.nat(10_000),
  });
  fc.assert(fc.property(fc.array(fc.tuple(life, fc.boolean()), { minLength: 1, maxLength: 5 }), (lives) => {
    let at = 0, wall = 0;
    const all: Row[] = [];
    for (const [{ gaps, work, rest }] of lives) {
      all.push(drive(at, wall));
      for (const gap of gaps) all.push(step(at += gap));
      wall += work, at += rest;
    }
    const past = new PastWork(rows(...all), wall);
    let before = 0;
    for (const [i, [, works]] of [...all.keys()].map((i) => [i, lives[i % lives.length]!] as const)) {
      past.passTo(i + 1, () => works);
      assert.ok(past.now >= before && past.now <= wall);
      before = past.now;
    }
    past.pass(yes);
    assert.equal(past.now, wall);
  }));
});
