import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { drive, intent, result } from "../../lib/store/conformance/setting.ts";
import { inFolder } from "./in_folder.ts";

/** More than a statement takes parameters. */
const MANY = 33_000;

Deno.test("a batch of more results than a statement has parameters is committed, settled and takes its messages", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "wide");
    const seqs = Array.from({ length: MANY }, (_, i) => i + 1);
    await store.append(run.id, epoch, seqs.map((seq) => intent(seq, { calls: 1 })));
    await store.send(run.id, { kind: "guide", value: "up" });
    const [message] = await store.inbox(run.id), takes = [...seqs.map((seq) => -seq), message!.id];
    const [first, ...rest] = seqs.map((seq) => result(MANY + seq, seq, { calls: 1 }));
    await store.append(run.id, epoch, [{ ...first!, takes }, ...rest]);
    const { steps, ledger } = await store.run(run.id);
    assert.deepEqual([steps, ledger.spent.calls, ledger.reserved.calls], [MANY, MANY, 0]);
    assert.deepEqual(await store.inbox(run.id), []);
    store.close();
  }));
