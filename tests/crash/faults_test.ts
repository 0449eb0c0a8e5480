import assert from "node:assert/strict";
import { inFolder } from "../app/folders.ts";
import { openDatabase } from "../../lib/app/database.ts";
import { randomFor } from "../../lib/base/seeded.ts";
import { nanos } from "../../lib/base/money.ts";
import type { Generated } from "../../lib/plan/mod.ts";
import type { TreeNote } from "../../lib/tree/tree.ts";
import { pathTo, textAt, treeOf } from "../../lib/tree/tree.ts";
import { chargesOf, highWaterOf, sumOf } from "./charges.ts";
import type { Charge } from "./charges.ts";
import type { FaultyHosts, Service } from "./faulty_hosts.ts";
import { faultyHosts } from "./faulty_hosts.ts";
import { prepare, START } from "./loom_process.ts";
import { beginLife } from "./mortal_loom.ts";
import { SHARE } from "./seeded_faults.ts";

const SEED = 1, ROUNDS = 200, WIDTH = 3, KILLS = 10;

/** Requests between two deaths: from so many to twice that, so that ten lives are fewer than the run. */
const LIFE = 32;
/** Milliseconds between a request and a death, at most: the answer may be on its way, in memory, or on the disk. */
const AGONY = 20;

const specOf = (models: string) =>
  `loom: 1
kind: autoloom
name: faults
models: ${models}
start: The lamp went out at four, and nobody
expand: {model: base, width: ${WIDTH}, max_tokens: 12, context: 300}
grade: {model: judge, max_tokens: 16, context: 200, attempts: 5}
stop: {depth: ${ROUNDS}}
budget: {usd: 2, calls: ${2 * ROUNDS * (WIDTH + 1)}}
save: "out.txt"
`;

/** Kills the run ten times and gives what its last life said, which came to an end by itself. */
async function liveAndDie(folder: string, tellMe: (onRequest: () => void) => void): Promise<string> {
  for (let life = 0;; life++) {
    const draw = (what: string) => randomFor(SEED, `${life}/${what}`), isLast = life === KILLS;
    const now = beginLife(folder, life === 0 ? START : ["resume", "k", "--json"]);
    let left = isLast ? Infinity : Math.round(LIFE * (1 + draw("requests"))), isHung = false;
    using hope = patience(() => (isHung = true, now.kill()));
    tellMe(() => {
      hope.renew();
      if (--left === 0) setTimeout(now.kill, AGONY * draw("agony"));
    });
    const { killed, code, out, err } = await now.end;
    assert.ok(!isHung, `nothing came from life ${life} any more`);
    assert.equal(killed, !isLast, `life ${life} ended with ${code}: ${err}`);
    if (!isLast) continue;
    assert.equal(code, 0, err);
    return out;
  }
}

/** Lost when it was not renewed for a minute: nothing that a life waits for takes as long. */
function patience(lost: () => void): Disposable & { renew(): void } {
  let timer = setTimeout(lost, 60_000);
  return {
    renew() {
      clearTimeout(timer);
      timer = setTimeout(lost, 60_000);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

type Left = Awaited<ReturnType<typeof leftBehind>>;

async function leftBehind(folder: string) {
  const store = await openDatabase({ folder });
  try {
    const head = await store.findRun("k"), { nodes, notes } = await store.document("k");
    const rows = await store.entries(head.id, 0), open = await store.openIntents(head.id);
    return { head, rows, open, tree: treeOf("k", nodes, notes), notes, charges: chargesOf(rows) };
  } finally {
    store.close();
  }
}

/** Every round chose a node that continues the one before, and the saved text is theirs. */
function documentIsWhole({ rows, tree, notes, charges }: Left, { services, saved }: Served & { saved: string }): void {
  const chosen = notes.filter(({ kind, value }) => kind === "choice" && (value as { rank?: unknown }).rank === 0);
  assert.deepEqual(chosen.map(roundOf), Array.from({ length: ROUNDS }, (_, i) => i + 1));
  const last = chosen.at(-1)!.node, path = pathTo(tree, last).map(({ id }) => id);
  assert.deepEqual(path.slice(1), chosen.map(({ node }) => node));
  assert.equal(saved, textAt(tree, last));
  const results = rows.flatMap(({ type, seq, value }) => type === "result" ? [{ seq, value: woven(value) }] : []);
  const attempts = new Map(charges.flatMap(({ settled, attempt }) => settled ? [[settled.seq, attempt]] : []));
  const said = new Map(
    results.flatMap(({ seq, value }) =>
      value?.node === undefined ? [] : [[value.node, services.get(attempts.get(seq)!)!.answer?.text]]
    ),
  );
  assert.ok(said.size >= ROUNDS * WIDTH * 0.99, `only ${said.size} candidates were made`);
  for (const [node, { text, parent }] of tree.nodes) {
    if (parent !== null) assert.equal(text, said.get(node), "a text that nobody said whole was stored");
  }
}

function roundOf({ value }: TreeNote): unknown {
  return (value as { readonly round?: unknown }).round;
}

function woven(value: unknown): Partial<Generated> | undefined {
  return (value as { readonly value?: Partial<Generated> } | undefined)?.value;
}

interface Served {
  readonly services: ReadonlyMap<string, Service>;
}

/** Of each step one result is committed, nothing is asked after it, and only what was lost with a life is repeated. */
function boughtOnce({ rows, charges }: Left, { services }: Served): void {
  const results = rows.filter(({ type }) => type === "result"),
    ends = new Map(results.map(({ key, seq }) => [key, seq]));
  assert.equal(ends.size, results.length, "a step has two results");
  for (const { type, key, seq } of rows) {
    if (type === "intent") assert.ok(seq < ends.get(key)!, `\`${key}\` was asked for again after its result`);
  }
  const byAttempt = Map.groupBy(charges, ({ attempt }) => attempt);
  for (const [attempt, made] of byAttempt) {
    const known = made.filter(({ settled }) => settled).length, { requests } = services.get(attempt) ?? NOTHING;
    assert.ok(known <= 1, `\`${attempt}\` was booked ${known} times`);
    assert.ok(requests <= made.length, `\`${attempt}\` was sent ${requests} times on ${made.length} reservations`);
  }
  assert.deepEqual([...services.keys()].filter((attempt) => !byAttempt.has(attempt)), [], "calls without reservations");
  const repeats = [...byAttempt.values()].reduce((sum, made) => sum + made.length - 1, 0);
  assert.ok(repeats <= KILLS * WIDTH, `${repeats} calls were repeated`);
}

const NOTHING: Service = { requests: 0, bills: [] };

/** Nano-dollars that the journal has to hold for a call, by what its host did. */
function owed({ attempt, reserved, settled }: Charge, { services }: Served): number {
  const { answer, bills } = services.get(attempt) ?? NOTHING;
  if (settled?.type === "result") return answer!.told ? bills[0]! : reserved.usd;
  // A host that refuses bills nothing; all other failures may be billed.
  const { message } = settled!.value as { readonly message: string };
  return / answers (?:429|500|503)\b/.test(message) ? 0 : reserved.usd;
}

/** What is spent is what was billed and told, and what was reserved for calls that failed or went untold. */
function chargedExactly({ head: { ledger }, rows, charges, open }: Left, { services }: Served): void {
  const settled = charges.filter(({ settled }) => settled), lost = charges.filter(({ settled }) => !settled);
  for (const charge of settled) {
    assert.equal(charge.settled!.booking.usd, owed(charge, { services }), JSON.stringify(charge));
  }
  assert.deepEqual(ledger.spent, sumOf(settled.map(({ settled }) => settled!.booking)));
  assert.deepEqual(ledger.reserved, sumOf(lost.map(({ reserved }) => reserved)));
  assert.deepEqual(lost.map(({ seq }) => seq), open.map(({ seq }) => seq));
  const billed = [...services.values()].flatMap(({ bills }) => bills).reduce((sum, bill) => sum + bill, 0);
  const charged = ledger.spent.usd + ledger.reserved.usd;
  assert.ok(billed <= charged, `${billed} are billed and ${charged} charged`);
  const most = highWaterOf(rows), { usd, calls } = ledger.limits;
  assert.ok(most.usd <= usd! && most.calls <= calls!, "the budget was passed");
}

/** What the command line states is what the ledger holds: spent step by step, and unsettled call by call. */
async function statedToPeople(folder: string, { head: { ledger }, open }: Left): Promise<void> {
  const [exported, shown, listed] = await Promise.all(
    [["export", "k"], ["show", "k", "--json"], ["settle", "k", "--json"]].map((words) => beginLife(folder, words).end),
  );
  const { run: { spent, reserved } } = JSON.parse(exported!.out) as { run: Record<"spent" | "reserved", Stated> };
  assert.deepEqual([spent, reserved].map(({ usd }) => nanos(usd)), [ledger.spent.usd, ledger.reserved.usd]);
  const steps = linesOf<{ cost: Stated }>(shown!.out).map(({ cost }) => nanos(cost.usd));
  assert.equal(steps.reduce((sum, cost) => sum + cost, 0), ledger.spent.usd);
  assert.deepEqual(
    linesOf<{ key: string; reserved: Stated }>(listed!.out).map(({ key, reserved }) => [key, nanos(reserved.usd)]),
    open.map(({ key, reserved }) => [key, reserved.usd]),
  );
}

interface Stated {
  readonly usd: number;
}

function linesOf<T>(out: string): readonly T[] {
  return out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

/** Enough went wrong, in every way. */
function wasFaulty(hosts: FaultyHosts): void {
  const faults = hosts.faults(), sum = [...faults.values()].reduce((sum, count) => sum + count, 0);
  assert.deepEqual([...faults].filter(([, count]) => count === 0), [], "some faults never happened");
  assert.ok(Math.abs(sum / hosts.requests - SHARE) < SHARE / 4, `${sum} of ${hosts.requests} went wrong`);
}

Deno.test("a run of 200 rounds with 20 % faults, killed ten times, ends whole and is charged exactly what was billed", async () => {
  let onRequest = () => {};
  await using hosts = faultyHosts(SEED, () => onRequest());
  await inFolder(async (folder) => {
    await prepare(folder, specOf(hosts.models));
    const out = await liveAndDie(folder, (listener) => void (onRequest = listener));
    const left = await leftBehind(folder), services = hosts.services();
    assert.equal(left.head.status, "done");
    assert.match(out.trimEnd().split("\n").at(-1)!, new RegExp(`"kind":"done","reason":"depth ${ROUNDS} is reached"`));
    documentIsWhole(left, { services, saved: await Deno.readTextFile(`${folder}/out.txt`) });
    boughtOnce(left, { services });
    chargedExactly(left, { services });
    await statedToPeople(folder, left);
    wasFaulty(hosts);
  });
});
