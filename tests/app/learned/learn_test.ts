import assert from "node:assert/strict";
import { learn, LONE_PATTERN_LIFE } from "../../../lib/app/learned/learn.ts";
import { drive } from "../../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";

Deno.test("what many runs have shown stays, and what one alone has shown is forgotten after 90 days", async () => {
  const store = memoryStore(), runs = await Promise.all(["a", "b", "c"].map((name) => drive(store, name)));
  const [a, b, c] = runs.map(({ run }) => run), start = 1_700_000_000_000;
  for (const run of [a!, b!]) await learn({ store, run }, [{ kind: "retry", key: "often", value: 2 }], { now: start });
  await learn({ store, run: a! }, [{ kind: "retry", key: "once" }], { now: start });
  await learn({ store, run: a! }, [{ kind: "retry", key: "often", value: 9 }], { now: start + 1 });
  const known = async () => (await store.learned.list()).map(({ key, count, value }) => [key, count, value]);
  assert.deepEqual(await known(), [["often", 2, 2], ["once", 1, undefined]]);
  await learn({ store, run: c! }, [{ kind: "retry", key: "new" }], { now: start + LONE_PATTERN_LIFE });
  assert.equal((await known()).length, 3, "on the day it is still known");
  await learn({ store, run: c! }, [{ kind: "retry", key: "new" }], { now: start + LONE_PATTERN_LIFE + 1 });
  assert.deepEqual(await known(), [["often", 2, 2], ["new", 1, undefined]]);
  await learn({ store, run: c! }, []);
});
