import assert from "node:assert/strict";
import type { CallPiece } from "../../../lib/models/remote/call_assembly.ts";
import { callAssembly } from "../../../lib/models/remote/call_assembly.ts";

function assembled(...pieces: readonly CallPiece[]) {
  const assembly = callAssembly();
  pieces.forEach((piece) => assembly.push(piece));
  return assembly.calls();
}

Deno.test("calls that arrive in pieces, one in the other, are put together by their index", () => {
  assert.deepEqual(
    assembled(
      { index: 0, id: "a", name: "find", arguments: "" },
      { index: 0, arguments: '{"q":' },
      { index: 1, id: "b", name: "read", arguments: "{}" },
      { index: 0, arguments: '"x"}' },
    ),
    [{ id: "a", name: "find", arguments: '{"q":"x"}' }, { id: "b", name: "read", arguments: "{}" }],
  );
});

Deno.test("without an index a new id begins a new call", () => {
  assert.deepEqual(
    assembled({ id: "a", name: "f", arguments: "{" }, { arguments: "}" }, { id: "b", name: "f", arguments: "{}" }),
    [{ id: "a", name: "f", arguments: "{}" }, { id: "b", name: "f", arguments: "{}" }],
  );
});

Deno.test("name and id that come with every piece are not joined", () => {
  assert.deepEqual(
    assembled({ index: 0, id: "a", name: "f", arguments: "{" }, { index: 0, id: "a", name: "f", arguments: "}" }),
    [{ id: "a", name: "f", arguments: "{}" }],
  );
});

Deno.test("calls without an id are told apart, and one without arguments has none", () => {
  assert.deepEqual(assembled({ index: 0, name: "f" }, { index: 1, id: "", name: "g" }), [
    { id: "call_0", name: "f", arguments: "{}" },
    { id: "call_1", name: "g", arguments: "{}" },
  ]);
  assert.deepEqual(assembled(), []);
});
