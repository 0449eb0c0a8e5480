import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { damaged } from "../../lib/store/damaged.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import type { Store, StoreFailure } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import type { Plan } from "../../lib/plan/mod.ts";
import { drive, fails, node, row } from "../../lib/store/conformance/setting.ts";
import { inFolder, sql } from "./in_folder.ts";

const PLAN = { version: 1, name: "tale" } as unknown as Plan;

/** Damages a database that holds a run of everything, and looks at it. */
async function look(
  damage: string,
  read: (store: Store) => Promise<unknown>,
  expected: { readonly failure: StoreFailure; readonly message: RegExp },
): Promise<void> {
  await inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "hurt", { plan: PLAN });
    await store.createDocument("d");
    const notes = [{ document: "d", node: "n1", kind: "grade", value: { score: 1 } }];
    const woven = { ...node("n1", { document: "d" }), meta: { model: "m" } };
    await store.append(run.id, epoch, [
      { ...row(1), snapshot: { n: 1 }, node: woven },
      { ...row(2), notes, entry: { ...row(2).entry, value: { a: 1 }, state: [1] } },
    ]);
    await store.send(run.id, { kind: "guide", value: "go on" });
    await read(store);
    store.close();
    await sql(path, "DROP TRIGGER journal_stays", "DROP TRIGGER node_stays", damage);
    const hurt = await openLibsqlStore({ url: `file:${path}` });
    await assert.rejects(read(hurt), fails(expected.failure, expected.message));
    hurt.close();
  });
}

const journal = (store: Store) => store.entries(1, 0);
const blobOf = (column: string, data: string) =>
  `UPDATE blob SET data = '${data}' WHERE id = (SELECT ${column} FROM run WHERE id = 1)`;

Deno.test("a value that was damaged is told of in words, with its place and what to do", async () => {
  const cells: readonly [string, (store: Store) => Promise<unknown>, RegExp][] = [
    [
      `UPDATE journal SET value = '{"a":' WHERE id & 16777215 = 2`,
      journal,
      /row 2 of the run's journal: it is damaged/,
    ],
    [`UPDATE journal SET state = '[1' WHERE id & 16777215 = 2`, (store) => store.load(1), /row 2 of the run's journal/],
    ["UPDATE journal SET type = 'odd' WHERE id & 16777215 = 2", journal, /row 2 .*: its type `odd` is unknown/],
    ["UPDATE snapshot SET state = 'x'", (store) => store.load(1), /the snapshot of the run: it is damaged/],
    ["UPDATE run SET status = 'odd'", (store) => store.runs(), /the run `hurt`: its status `odd` is unknown/],
    ["UPDATE node SET meta = '{'", (store) => store.path("n1"), /node `n1`: it is damaged/],
    ["UPDATE note SET value = ''", (store) => store.document("d"), /a note of the document `d`: it is damaged/],
    ["UPDATE inbox SET value = ''", (store) => store.inbox(1), /what the run was sent: it is damaged/],
    [blobOf("inputs", "{"), (store) => store.inputs(1), /what `hurt` was given at its start: it is damaged/],
    [blobOf("plan", "{"), (store) => store.plan(1), /the plan of `hurt`: it is no plan/],
    [blobOf("plan", '{"version":"1"}'), (store) => store.plan(1), /the plan of `hurt`: it is a plan of version "1"/],
  ];
  for (const [damage, read, message] of cells) await look(damage, read, { failure: "broken", message });
});

Deno.test("a plan of a newer version is not guessed at", async () => {
  const message = /^Cannot read the plan of `hurt`: it is a plan of version 9, and this is 1; use a newer loom$/;
  await look(blobOf("plan", '{"version":9}'), (store) => store.plan(1), { failure: "newer", message });
});

Deno.test("what is told of damage says what to do", () => {
  const error = damaged("row 3", "it is damaged");
  assert.ok(error instanceof StoreError);
  const advice = "restore the database from a copy, or name another with --db";
  assert.equal(error.message, `Cannot read row 3: it is damaged; ${advice}`);
});
