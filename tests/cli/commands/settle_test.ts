import assert from "node:assert/strict";
import { openDatabase } from "../../../lib/app/database.ts";
import { loom, scratch } from "../fake_host.ts";

/** A run whose driver died with calls in the air: two of one step, one of another, one of a child run. */
async function killed() {
  const folder = await scratch(), db = `${folder.path}/a.db`;
  const store = await openDatabase({ db, create: true });
  const made = { title: "t", program: "t@1", inputs: {}, seed: 1, at: 1_000, durability: "normal" as const };
  const run = await store.createRun({ ...made, name: "one", limits: { usd: 1e9 } });
  const child = await store.createRun({ ...made, name: "one.x", limits: {}, parent: { run: run.id, key: "edit" } });
  const epoch = (await store.acquire(run.driver, JSON.stringify({ host: "elsewhere", pid: 1, id: "x" }), { ttl: 0 }))!;
  const booking = { usd: 2e8, tokens: 50, calls: 1 };
  const intent = (seq: number, key: string) => ({ entry: { seq, type: "intent" as const, key, at: seq, booking } });
  await store.append(run.id, epoch, [intent(1, "a"), intent(2, "a"), intent(3, "b")]);
  await store.append(child.id, epoch, [intent(1, "c")]);
  store.close();
  return { folder, db };
}

Deno.test("unsettled calls are listed with what they can cost at most, child runs included", async () => {
  const { folder, db } = await killed();
  await using _ = folder;
  const { code, out } = await loom(folder.path, ["--db", db, "settle", "one"]);
  assert.equal(code, 0);
  assert.match(
    out,
    /^SEQ +KEY +AT MOST +TOKENS +RUN\n +1 +a +\$0\.20 +50 +one\n +2 +a .*\n +3 +b .*\n +1 +c +\$0\.20 +50 +one\.x\n$/,
  );
  const json = (await loom(folder.path, ["--db", db, "settle", "one", "--json"])).out.trimEnd().split("\n");
  assert.deepEqual(JSON.parse(json[3]!), {
    run: "one.x",
    seq: 1,
    key: "c",
    reserved: { usd: 0.2, tokens: 50, calls: 1 },
  });
  assert.match(
    (await loom(folder.path, ["--db", db, "show", "one"])).out,
    /4 calls are unsettled|3 calls are unsettled/,
  );
});

Deno.test("what calls really cost is booked, and the rest of what they held back is free again", async () => {
  const { folder, db } = await killed();
  await using _ = folder;
  const settled = await loom(folder.path, ["--db", db, "settle", "one", "2=0.05", "b=$0.10", "--others", "0"]);
  assert.deepEqual([settled.code, settled.err], [0, "4 calls are settled\n"]);
  const { run } = JSON.parse((await loom(folder.path, ["--db", db, "export", "one"])).out);
  assert.deepEqual(run.spent, { usd: 0.15, tokens: 100, calls: 4 });
  assert.deepEqual([run.reserved.usd, run.unsettled], [0, []]);
  assert.match((await loom(folder.path, ["--db", db, "settle", "one"])).err, /has no unsettled calls/);
});

Deno.test("a call that is none is refused, and nothing is booked", async () => {
  const { folder, db } = await killed();
  await using _ = folder;
  const { code, err } = await loom(folder.path, ["--db", db, "settle", "one", "a=0", "z=0"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot settle `z`: it is no unsettled call of the run \(those are: `a`, `a`, `b`, `c`\)/);
  const { run } = JSON.parse((await loom(folder.path, ["--db", db, "export", "one"])).out);
  assert.equal(run.spent.calls, 0);
  for (const cost of ["a", "a=-1", "=1", "a=x"]) {
    assert.match((await loom(folder.path, ["--db", db, "settle", "one", cost])).err, /write KEY=USD/, cost);
  }
});
