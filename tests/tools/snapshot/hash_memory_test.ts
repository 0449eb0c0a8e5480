import assert from "node:assert/strict";
import { hashMemory } from "../../../lib/tools/snapshot/hash_memory.ts";

const LONG_AGO = 1_000_000;
const file = (mark: string, touched: number) =>
  ({ is: "file", mode: 0o644, size: 1, time: 0, id: "1:1", touched, mark }) as const;

/** One walk that hashes `seen`, and what the next one recalls of `asked`. */
function recalled(seen: ReturnType<typeof file>, asked: ReturnType<typeof file>, { steady = true } = {}) {
  const root = crypto.randomUUID(), first = hashMemory(root), second = () => hashMemory(root);
  first.keep("a", { hash: "h", file: seen, steady }, LONG_AGO + 10_000);
  first.close();
  return second().recall("a", asked);
}

Deno.test("a hash is trusted while nothing about its file has changed", () => {
  assert.equal(recalled(file("same", LONG_AGO), file("same", LONG_AGO)), "h");
  assert.equal(recalled(file("same", LONG_AGO), file("other", LONG_AGO)), undefined);
});

Deno.test("a hash is not trusted where a change in the same tick of the clock could not be seen", () => {
  assert.equal(recalled(file("same", LONG_AGO + 9_000), file("same", LONG_AGO + 9_000)), undefined);
  assert.equal(
    recalled(file("same", LONG_AGO + 60_000), file("same", LONG_AGO + 60_000)),
    undefined,
    "from the future",
  );
  assert.equal(recalled(file("same", LONG_AGO), file("same", LONG_AGO), { steady: false }), undefined);
});

Deno.test("what is gone from a workspace is forgotten", () => {
  const root = crypto.randomUUID(), walk = () => hashMemory(root), first = walk();
  for (const path of ["a", "b"]) first.keep(path, { hash: path, file: file(path, 0), steady: true }, LONG_AGO);
  first.close();
  const second = walk();
  assert.equal(second.recall("a", file("a", 0)), "a");
  second.close();
  assert.equal(walk().recall("a", file("a", 0)), "a");
  assert.equal(walk().recall("b", file("b", 0)), undefined);
});
