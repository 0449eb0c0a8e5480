import assert from "node:assert/strict";
import type { Flight, Landed } from "../../lib/engine/flight.ts";
import type { Appending, Row } from "../../lib/engine/rows.ts";
import { commitRows, writeOf } from "../../lib/engine/rows.ts";
import type { StoreFailure, Write } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";

const SPEND = { usd: 3, tokens: 2, calls: 1 };

function paid(key: string): Landed {
  const flight = { key, hash: "00", intent: { seq: 1, reserved: SPEND }, dropped: false } as unknown as Flight;
  const node = { id: `${key}!`, document: "gone", parent: null, text: key, role: "r", meta: {} };
  return { landed: "outcome", flight, outcome: { type: "value", value: { text: key } }, spend: SPEND, node };
}

const TOOK: Landed = { landed: "took", value: { kind: "guide" }, takes: [1] };

function rowsOf(...landed: readonly Landed[]): readonly Row[] {
  let seq = 1;
  return landed.map((item) => ({
    landed: item,
    write: writeOf(item, { at: 0, nextSeq: () => ++seq, worked: () => undefined }),
  }));
}

/** A journal that takes a batch only when `refuses` has nothing against any of its rows. */
function journal(refuses: (write: Write) => Error | undefined) {
  const written: Write[] = [];
  const appending: Appending = {
    append: (writes) => {
      const error = writes.map(refuses).find((refused) => refused !== undefined);
      if (error) return Promise.reject(error);
      written.push(...writes);
      return Promise.resolve();
    },
    isIn: ({ seq }) => Promise.resolve(written.some(({ entry }) => entry.seq === seq)),
  };
  return { written, appending };
}

for (const failure of ["broken", "not-found", "taken"] as const satisfies readonly StoreFailure[]) {
  Deno.test(`a paid result whose batch is refused as ${failure} is written alone, as failed, with its spend`, async () => {
    const { written, appending } = journal(({ node }) =>
      node?.id === "b!" ? new StoreError(failure, "Cannot weave a node: its document does not exist") : undefined
    );
    const rows = await commitRows(rowsOf(paid("a"), paid("b"), paid("c")), appending);
    const types = written.map(({ entry: { value } }) => (value as { readonly type: string }).type);
    assert.deepEqual(types, ["value", "failed", "value"]);
    assert.deepEqual(written.map(({ entry: { booking, ref } }) => [booking, ref]), Array(3).fill([SPEND, 1]));
    assert.equal(rows[1]!.landed.landed === "outcome" && rows[1]!.landed.outcome.type, "failed");
    assert.match(JSON.stringify(written[1]!.entry.value), /could not be stored.*its document does not exist/);
  });
}

Deno.test("a row that nothing can write is told of, but keeps no paid result behind it out of the journal", async () => {
  const error = new StoreError("broken", "Cannot write: no");
  const { written, appending } = journal(({ takes }) => takes ? error : undefined);
  await assert.rejects(commitRows(rowsOf(paid("a"), TOOK, paid("b")), appending), error);
  assert.deepEqual(written.map(({ entry: { key } }) => key), ["a", "b"]);
});

for (
  const failure of ["fenced", "busy", "full", "read-only", "unreachable"] as const satisfies readonly StoreFailure[]
) {
  Deno.test(`when the store is ${failure} nothing more is tried`, async () => {
    let tried = 0;
    const { written, appending } = journal(() => (tried++, new StoreError(failure, "Cannot write")));
    await assert.rejects(commitRows(rowsOf(paid("a"), paid("b")), appending), { failure });
    assert.deepEqual([tried, written.length], [2, 0], "each row of the one batch was looked at once");
  });
}

Deno.test("an attempt that failed tells what its part has worked, as an outcome does", () => {
  const flight = { key: "k", hash: "00", dropped: false } as unknown as Flight, worked = { "part/timeout": 7 };
  const rowOf = (landed: Landed) => writeOf(landed, { at: 0, nextSeq: () => 1, worked: () => worked })?.entry;
  const failure = { code: "server", message: "no" };
  const retry = rowOf({ landed: "retry", flight, failure, at: 5, spend: SPEND });
  assert.deepEqual(retry?.value, { ...failure, at: 5, worked });
  assert.deepEqual(rowOf({ landed: "outcome", flight, outcome: { type: "value", value: 1 } })?.value, {
    type: "value",
    value: 1,
    worked,
  });
});
