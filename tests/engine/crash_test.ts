import assert from "node:assert/strict";
import { openDatabase } from "../../lib/app/database.ts";
import { textAt, treeOf } from "../../lib/tree/tree.ts";
import { killable } from "../crash/killable.ts";
import { ROUNDS, WIDTH } from "./crash/grow.ts";
import { purchasesIn } from "./crash/purchases.ts";

const CHILD = new URL("./crash/grow.ts", import.meta.url);

async function run(args: readonly string[], killAfter?: number) {
  return await killable(CHILD, args, { killAfter });
}

async function whole(folder: string) {
  const store = await openDatabase({ db: `${folder}/a.db` });
  try {
    const head = await store.findRun("g"),
      { nodes, notes } = await store.document("d"),
      tree = treeOf("d", nodes, notes);
    const rows = await store.entries(head.id, 0), heads = [head, ...await store.runs({ parent: head.id })];
    const results = (await Promise.all(heads.map(async ({ id }) =>
      (await store.entries(id, 0)).filter(({ type }) =>
        type === "result"
      )
    ))).flat();
    const open = (await Promise.all(heads.map(({ id }) => store.openIntents(id)))).flat();
    const end = rows.findLast(({ type }) => type === "end")?.value as { outputs: { node: string; kept: string[] } };
    return { head, tree, rows, results, open, end, text: textAt(tree, end.outputs.node) };
  } finally {
    store.close();
  }
}

/** What holds however the run came to its end. */
async function check(folder: string, { kills, text }: { kills: number; text: string }) {
  const after = await whole(folder), bought = purchasesIn(`${folder}/log`);
  assert.equal(after.head.status, "done");
  assert.equal(after.text, text, "the text differs from that of an undisturbed run");
  assert.equal(after.end.outputs.kept.join(""), after.text.replace("once upon", ""));
  const calls = ROUNDS * WIDTH + 2 * 2;
  assert.equal(after.results.length, calls, "every call has one committed result");
  assert.equal(
    new Set(after.results.map(({ key }) => key)).size,
    2 + ROUNDS * WIDTH,
    "keys of both children are the same two",
  );
  const byKey = Map.groupBy(bought, ({ idempotencyKey }) => idempotencyKey);
  const again = [...byKey.values()].reduce((sum, list) => sum + list.length - 1, 0);
  assert.equal(byKey.size, calls);
  assert.ok(again <= kills * WIDTH, `${again} calls were bought again after ${kills} kills`);
  assert.ok(after.open.length >= again, "what was bought and lost stays charged");
  assert.ok(after.open.length <= kills * WIDTH, "only calls in the air are unsettled");
  const { spent, reserved } = after.head.ledger;
  assert.equal(spent.calls, calls);
  assert.equal(reserved.calls, after.open.length);
  assert.ok(spent.usd + reserved.usd <= 1e9, "the budget was passed");
}

Deno.test("a run killed at every commit point buys nothing committed again, loses nothing and ends with the same text", async () => {
  const calm = await Deno.makeTempDir();
  const first = await run([`${calm}/a.db`, `${calm}/log`, "0"]);
  assert.equal(first.code, 0, first.err);
  const { text } = await whole(calm);
  await check(calm, { kills: 0, text });
  await Deno.remove(calm, { recursive: true });

  let at = 1, done = false;
  const lanes = Array.from({ length: 2 }, async () => {
    while (!done) {
      const kill = at++, folder = await Deno.makeTempDir(), args = [`${folder}/a.db`, `${folder}/log`];
      const killed = await run([...args, String(kill)]);
      if (!killed.killed) {
        assert.equal(killed.code, 0, killed.err);
        done = true;
      } else {
        const resumed = await run([...args, "0"]);
        assert.equal(resumed.code, 0, `killed at ${kill}: ${resumed.err}`);
      }
      await check(folder, { kills: killed.killed ? 1 : 0, text });
      await Deno.remove(folder, { recursive: true });
    }
  });
  await Promise.all(lanes);
  assert.ok(at > 2 * ROUNDS * 4, `only ${at} commit points were met`);
});

Deno.test("a run killed at random moments, again and again, comes to the same end", async () => {
  const calm = await Deno.makeTempDir();
  const began = performance.now();
  await run([`${calm}/a.db`, `${calm}/log`, "0"]);
  const lasts = performance.now() - began, { text } = await whole(calm);
  await Deno.remove(calm, { recursive: true });
  let all = 0;
  for (let round = 0; round < 4; round++) {
    const folder = await Deno.makeTempDir(), args = [`${folder}/a.db`, `${folder}/log`, "0"];
    let kills = 0;
    for (;;) {
      const { killed, code, err } = await run(args, lasts * (0.5 + Math.random() * 0.4) + kills * 20);
      if (!killed) {
        assert.equal(code, 0, err);
        break;
      }
      kills++;
    }
    all += kills;
    await check(folder, { kills, text });
    await Deno.remove(folder, { recursive: true });
  }
  assert.ok(all > 0, "no kill met the run");
});
