import assert from "node:assert/strict";
import { findRun } from "../../lib/app/find_run.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";

async function storeWith(names: readonly string[]) {
  const store = memoryStore();
  for (const [at, name] of names.entries()) {
    await store.createRun({
      name,
      title: "t",
      program: "p@1",
      inputs: {},
      limits: {},
      seed: 1,
      at,
      durability: "normal",
    });
  }
  return store;
}

Deno.test("a run is found by its name, an unambiguous beginning of it, or its place among the newest", async () => {
  const store = await storeWith(["tale-aaa", "tale-abb", "other"]);
  const found = async (address: string) => (await findRun(store, address)).name;
  assert.equal(await found("tale-aaa"), "tale-aaa");
  assert.equal(await found("tale-ab"), "tale-abb");
  assert.deepEqual(
    [await found("@last"), await found("@1"), await found("@2"), await found("@3")],
    ["other", "other", "tale-abb", "tale-aaa"],
  );
});

Deno.test("what is not there, or might be several, is told", async () => {
  const store = await storeWith(["tale-aaa", "tale-abb"]);
  await assert.rejects(findRun(store, "tale-"), /tale-aaa, tale-abb/);
  await assert.rejects(
    findRun(store, "none"),
    /Cannot find the run `none`: none is called so; `loom runs` lists those/,
  );
  await assert.rejects(store.findRun("none"), /^StoreError: Cannot find the run `none`: none is called so$/);
  await assert.rejects(findRun(store, "@3"), /Cannot find the run `@3`: there are 2, and `@1` is the newest/);
  await assert.rejects(findRun(await storeWith([]), "@last"), /there is none yet/);
  await assert.rejects(findRun(await storeWith(["a"]), "@2"), /there is 1, and/);
  for (const address of ["@0", "@", "@-1", "@1.5"]) await assert.rejects(findRun(store, address), address);
});
