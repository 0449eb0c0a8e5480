import "./collect_garbage.ts";
import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Booking, Limits } from "../../lib/plan/mod.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store, Write } from "../../lib/store/store.ts";
import { drive, intent, newRun, result } from "../../lib/store/conformance/setting.ts";

const DIMENSIONS = ["usd", "tokens", "calls"] as const;

/** A tree of runs: each names its parent among those before it, and its limits. */
interface Shape {
  readonly limits: readonly Limits[];
  readonly parents: readonly number[];
  readonly moves: readonly Move[];
}

/** One batch of one run: what it reserves, and which of its open intents it settles, at which cost. */
interface Move {
  readonly run: number;
  readonly asks: readonly Booking[];
  readonly settles: readonly { readonly which: number; readonly cost: Booking }[];
}

const amount = fc.nat({ max: 6 });
const booking = fc.record({ usd: amount, tokens: amount, calls: amount });
const limits = fc.record({ usd: fc.nat({ max: 20 }), tokens: fc.nat({ max: 20 }), calls: fc.nat({ max: 20 }) }, {
  requiredKeys: [],
});
const shapes: fc.Arbitrary<Shape> = fc.record({
  limits: fc.array(limits, { minLength: 1, maxLength: 7 }),
  parents: fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
  moves: fc.array(
    fc.record({
      run: fc.nat(),
      asks: fc.array(booking, { maxLength: 5 }),
      settles: fc.array(fc.record({ which: fc.nat(), cost: booking }), { maxLength: 2 }),
    }),
    { maxLength: 12 },
  ),
});

Deno.test("no accepted reservation passes a limit of the run or of an ancestor, and both stores decide alike", async () => {
  const folder = await Deno.makeTempDir({ prefix: "loom-store-" });
  const database = await openLibsqlStore({ url: `file:${folder}/loom.db`, create: true });
  let round = 0;
  try {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const name = `round-${++round}-`;
        const seen = [await play(memoryStore(), shape, name), await play(database, shape, name)] as const;
        assert.deepEqual(seen[0], seen[1]);
      }),
      { numRuns: 60 },
    );
  } finally {
    database.close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** Plays the moves, checks the wall after every one of them, and returns all answers and purses. */
async function play(store: Store, { limits, parents, moves }: Shape, name: string): Promise<unknown> {
  const { run: root, epoch } = await drive(store, `${name}0`, { limits: limits[0]! });
  const ids = [root.id], depths = [0], seen: unknown[] = [];
  for (let i = 1; i < limits.length; i++) {
    const shallow = depths.flatMap((depth, run) => depth < 4 ? [run] : []);
    const parent = shallow[parents[i]! % shallow.length]!;
    const child = newRun(`${name}${i}`, { limits: limits[i]!, parent: { run: ids[parent]!, key: `${i}` } });
    ids.push((await store.createRun(child)).id);
    depths.push(depths[parent]! + 1);
  }
  const open = ids.map((): number[] => []);
  for (const [i, move] of moves.entries()) {
    const at = move.run % ids.length, run = ids[at]!, before = await store.purses(run);
    const writes = writesOf(move, open[at]!, 1 + i * 100), answers = await store.append(run, epoch, writes);
    const accepted = writes.filter((_, n) => answers[n]).map(({ entry }) => entry).filter(({ type }) =>
      type === "intent"
    );
    open[at]!.push(...accepted.map(({ seq }) => seq));
    const after = await store.purses(run);
    for (const dimension of DIMENSIONS) {
      if (!accepted.some((entry) => entry.booking![dimension] > 0)) continue;
      for (const { limits, spent, reserved } of after) {
        assert.ok(spent[dimension] + reserved[dimension] <= (limits[dimension] ?? Infinity));
      }
    }
    assert.deepEqual(after.map(({ limits }) => limits), before.map(({ limits }) => limits));
    seen.push(answers, after.map(({ run, ...purse }) => [ids.indexOf(run), purse]));
  }
  for (const [at, run] of ids.entries()) {
    assert.deepEqual((await store.openIntents(run)).map(({ seq }) => seq), open[at]!.toSorted((a, b) => a - b));
  }
  return seen;
}

function writesOf({ asks, settles }: Move, open: number[], seq: number): readonly Write[] {
  const settled = settles.flatMap(({ which, cost }, i) => {
    const [ref] = open.splice(which % (open.length || 1), 1);
    return ref === undefined ? [] : [result(seq + i, ref, cost)];
  });
  return [...settled, ...asks.map((ask, i) => intent(seq + 50 + i, ask))];
}
