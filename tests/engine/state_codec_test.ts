import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { NotJson } from "../../lib/base/json.ts";
import { decodeStates, stateCodec } from "../../lib/engine/state_codec.ts";

const long = (seed: number) => `${seed}:`.padEnd(100, String(seed % 10));

/** States that change a little at a time, with outcomes that some of their strings come from. */
const histories = fc.array(
  fc.record({
    outcome: fc.oneof(fc.integer({ min: 0, max: 20 }).map(long), fc.jsonValue({ maxDepth: 2 })),
    change: fc.constantFrom("append", "tail", "set", "drop", "replace", "shrink", "dollar"),
    value: fc.jsonValue({ maxDepth: 3 }),
  }),
  { minLength: 1, maxLength: 150 },
);

Deno.test("states read back from differences and snapshots are the states that were committed", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const codec = stateCodec(undefined), rows = new Map<number, Json>();
      let encoded: Json[] = [], state: { [key: string]: Json } = { log: [] as Json[], text: "" };
      for (const [i, { outcome, change, value }] of history.entries()) {
        rows.set(i, outcome as Json);
        codec.learn(i, outcome as Json);
        state = step(state, { change, outcome: outcome as Json, value: value as Json });
        const { encoded: one, snapshot } = codec.advance(state);
        encoded = snapshot === undefined ? [...encoded, one] : [snapshot];
        const back = decodeStates(JSON.parse(JSON.stringify(encoded)), (row) => rows.get(row)!);
        assert.deepEqual(back.state, JSON.parse(JSON.stringify(state)));
        assert.equal(back.commits, i + 1);
      }
    }),
    { numRuns: 120, seed: 11 },
  );
});

function step(
  state: { [key: string]: Json },
  { change, outcome, value }: { change: string; outcome: Json; value: Json },
): { [key: string]: Json } {
  switch (change) {
    case "append":
      return { ...state, log: [...state["log"] as Json[], outcome] };
    case "tail":
      return { ...state, text: `${state["text"]}${typeof outcome === "string" ? outcome : "x"}` };
    case "drop":
      return { log: state["log"]!, text: state["text"]! };
    case "replace":
      return { log: [value], text: "", other: value };
    case "shrink":
      return { ...state, log: (state["log"] as Json[]).slice(1) };
    case "dollar":
      return { ...state, $: value, "$$": outcome, nested: { $: [1, "x"] } };
    default:
      return { ...state, extra: value };
  }
}

Deno.test("a state changed in place after its commit does not change what was committed", () => {
  const codec = stateCodec(undefined), state = { list: [1], inner: { n: 1 } };
  const first = codec.advance(state).encoded;
  state.list.push(2);
  state.inner.n = 9;
  const second = codec.advance(state).encoded;
  assert.deepEqual(decodeStates([first], () => null).state, { list: [1], inner: { n: 1 } });
  assert.deepEqual(decodeStates([first, second], () => null).state, { list: [1, 2], inner: { n: 9 } });
});

Deno.test("growth costs what is new, and long strings of outcomes are named by their row", () => {
  const codec = stateCodec(undefined), log: string[] = [];
  let bytes = 0;
  for (let i = 0; i < 1_000; i++) {
    const text = `${i}`.padEnd(1_000, "z");
    codec.learn(i, { value: text });
    log.push(text);
    const { encoded, snapshot } = codec.advance({ n: i, log });
    bytes += JSON.stringify(encoded).length + (snapshot === undefined ? 0 : JSON.stringify(snapshot).length);
  }
  assert.ok(bytes < 200_000, `${bytes} bytes for a megabyte that stands in the journal already`);
});

Deno.test("what is not JSON is an error that names the path", () => {
  const at = (state: unknown) => {
    try {
      stateCodec(undefined).advance(state);
    } catch (error) {
      return error instanceof NotJson ? error.path : String(error);
    }
    return "none";
  };
  assert.equal(at({ a: [1, { b: NaN }] }), "$.a[1].b");
  assert.equal(at({ when: new Date(0) }), "$.when");
  assert.equal(at({ f: () => 1 }), "$.f");
  assert.equal(at(undefined), "$");
  const codec = stateCodec(undefined);
  codec.advance({ a: { b: [1] } });
  assert.throws(() => codec.advance({ a: { b: [1, 2n] } }), { path: "$.a.b[1]" });
});

Deno.test("keys that could bend a prototype are data", () => {
  const state = JSON.parse(`{"__proto__": {"polluted": true}, "constructor": 1, "$": 2}`),
    codec = stateCodec(undefined);
  const { encoded } = codec.advance(state),
    back = decodeStates([JSON.parse(JSON.stringify(encoded))], () => null).state;
  assert.equal(JSON.stringify(back), JSON.stringify(state));
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});
