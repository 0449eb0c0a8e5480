import assert from "node:assert/strict";
import { openDatabase } from "../../lib/app/database.ts";
import { textAt, treeOf } from "../../lib/tree/tree.ts";
import type { Ended, KillableOptions } from "../crash/killable.ts";
import { killable } from "../crash/killable.ts";
import { inFolder } from "../app/folders.ts";
import { live, ROUNDS, WIDTH } from "./crash/grow.ts";
import { purchasesIn } from "./crash/purchases.ts";

const CHILD = new URL("./crash/grow.ts", import.meta.url);

/** What is bought: a round's candidates, and twice in the child that every third round has. */
const CALLS = ROUNDS * WIDTH + 2 * Math.floor(ROUNDS / 3);

/** Lives in a process of its own, which may be killed. */
async function run(folder: string, kill: number, how: KillableOptions = {}): Promise<Ended> {
  return await killable(CHILD, [`${folder}/a.db`, `${folder}/log`, String(kill)], how);
}

/** Lives here until the run has ended. */
async function outlive(folder: string): Promise<void> {
  await live({ db: `${folder}/a.db`, log: `${folder}/log`, kill: 0 });
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
  assert.equal(after.results.length, CALLS, "every call has one committed result");
  assert.equal(new Set(after.results.map(({ key }) => key)).size, CALLS);
  const byKey = Map.groupBy(bought, ({ idempotencyKey }) => idempotencyKey);
  const again = [...byKey.values()].reduce((sum, list) => sum + list.length - 1, 0);
  assert.equal(byKey.size, CALLS);
  assert.ok(again <= kills * WIDTH, `${again} calls were bought again after ${kills} kills`);
  assert.ok(after.open.length >= again, "what was bought and lost stays charged");
  assert.ok(after.open.length <= kills * WIDTH, "only calls in the air are unsettled");
  const { spent, reserved } = after.head.ledger;
  assert.equal(spent.calls, CALLS);
  assert.equal(reserved.calls, after.open.length);
  assert.ok(spent.usd + reserved.usd <= 1e9, "the budget was passed");
}

/** The text of a run that nothing has disturbed. */
async function calmText(): Promise<string> {
  return await inFolder(async (folder) => {
    await outlive(folder);
    const { text } = await whole(folder);
    await check(folder, { kills: 0, text });
    return text;
  });
}

Deno.test("a run killed at every commit point buys nothing committed again, loses nothing and ends with the same text", async () => {
  const text = await calmText();
  let at = 1, done = false;
  const lanes = Array.from({ length: 2 }, async () => {
    while (!done) {
      const kill = at++;
      await inFolder(async (folder) => {
        const { killed, code, err } = await run(folder, kill);
        if (!killed) {
          assert.equal(code, 0, err);
          done = true;
        } else await outlive(folder);
        await check(folder, { kills: killed ? 1 : 0, text });
      });
    }
  });
  await Promise.all(lanes);
  assert.ok(at > 2 * ROUNDS * 4, `only ${at} commit points were met`);
});

Deno.test("a run killed at random moments, again and again, comes to the same end", async () => {
  const text = await calmText();
  let all = 0;
  for (let round = 0; round < 4; round++) {
    await inFolder(async (folder) => {
      let kills = 0;
      for (;;) {
        // Soon after it has bought some more than the lives before it.
        const until = purchasesIn(`${folder}/log`).length + Math.random() * CALLS;
        const killWhen = () => purchasesIn(`${folder}/log`).length > until;
        const { killed, code, err } = await run(folder, 0, { killWhen });
        if (!killed) {
          assert.equal(code, 0, err);
          break;
        }
        kills++;
      }
      all += kills;
      await check(folder, { kills, text });
    });
  }
  assert.ok(all > 0, "no kill met the run");
});
