import assert from "node:assert/strict";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Json } from "../../../lib/base/json.ts";
import type { AutoloomPlan } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { gate } from "../../engine/models.ts";
import { childrenOf } from "../../../lib/tree/tree.ts";
import type { Cast } from "../growing.ts";
import { choicesOf, leftBehind, model, notesOf, planFor, rounds, textOf } from "../growing.ts";

/** A run whose model holds its breath before round 2 until it is let go. */
async function held(more: Partial<AutoloomPlan> = {}) {
  const store = memoryStore(), open = gate<void>(), widths: number[] = [], asked: number[] = [];
  let calls = 0;
  const m = model(async ({ maxTokens, sampling, prompt }) => {
    const round = prompt.form === "text" ? prompt.text.split(" ").length : 0;
    widths[round - 1] = (widths[round - 1] ?? 0) + 1;
    asked.push(sampling.temperature ?? -1, maxTokens);
    if (round === 2) await open.passed;
    return ` ${calls++}`;
  });
  const cast: Cast = { m },
    plan = planFor(cast, {
      start: { from: "text", text: "s" },
      grade: { by: "expression", expression: "0 - double(candidate.index)" },
      stop: { stop: "depth", depth: 4 },
      ...more,
    });
  const loom = await openLoom({ store, models: cast }), run = await loom.start(plan, { name: "g", seed: 1 });
  while (widths[1] === undefined) await new Promise((resolve) => setTimeout(resolve));
  const send = async (kind: "tune" | "guide", value: Json) =>
    await store.send((await store.findRun("g")).id, { kind, value });
  return { store, loom, plan, cast, run, open, widths, asked, send };
}

async function nodeOf(store: Store, text: string): Promise<string> {
  return (await store.document("g")).nodes.find((node) => node.text === text)!.id;
}

Deno.test("settings that are sent while it runs hold from the next round on, and the last of one name counts", async () => {
  const { run, open, widths, asked, send } = await held();
  await send("tune", { "expand.width": 9, "expand.sampling.temperature": "0.5" });
  await send("tune", { "expand.width": 1, "expand.max_tokens": "5 + round" });
  open.open();
  assert.equal((await run.end).kind, "done");
  assert.deepEqual(widths, [3, 3, 1, 1]);
  assert.deepEqual(asked.slice(0, 12), Array.from({ length: 6 }, () => [-1, 16]).flat());
  assert.deepEqual(asked.slice(12), [0.5, 8, 0.5, 9]);
});

Deno.test("a setting stays when the run is paused and resumed elsewhere, and in a fork", async () => {
  const { store, cast, run, open, widths, send } = await held();
  await send("tune", { "expand.width": 1 });
  run.pause();
  open.open();
  assert.equal((await run.end).kind, "paused");
  const other = await openLoom({ store, models: cast });
  assert.equal((await (await other.resume("g")).end).kind, "done");
  assert.deepEqual(widths, [3, 3, 1, 1]);
  const rows = await store.entries((await store.findRun("g")).id, 0);
  assert.equal(rows.filter(({ type, key }) => type === "took" && key !== undefined).length, 1);
  const last = rows.find(({ key }) => key?.startsWith("round/4/"))!.seq;
  await (await other.fork("g", last - 1, { name: "f" })).end;
  assert.deepEqual(widths, [3, 3, 1, 2]);
});

Deno.test("a run can be told to go on longer, and to stop sooner", async () => {
  for (const [depth, made] of [[6, 6], [2, 2], [1, 2]] as const) {
    const { run, open, widths, send } = await held();
    await send("tune", { "stop.depth": depth });
    open.open();
    assert.match((await run.end).reason, new RegExp(`depth ${depth} is reached`));
    assert.equal(widths.length, made);
  }
});

Deno.test("a person may have the run go on from another node: the text follows, and a note says so", async () => {
  const { store, run, open, send } = await held(), other = await nodeOf(store, " 2");
  await send("guide", { pick: other });
  open.open();
  const end = await run.end;
  assert.match(textOf(end), /^s 2 \d+ \d+$/, "the round that was under way is left behind");
  const { tree } = await leftBehind(store, "g"), turn = notesOf(tree, "choice").find(({ node }) => node === other)!;
  assert.deepEqual(turn.value, { round: 3, rank: 0, switched: choicesOf(tree, 2)[0], by: "person" });
});

Deno.test("in a beam the node that was picked leads, and the best of the others stay", async () => {
  const { store, run, open, send } = await held({ select: { keep: 2 } }), other = await nodeOf(store, " 2");
  await send("guide", { pick: other });
  open.open();
  await run.end;
  const { tree, rows } = await leftBehind(store, "g");
  assert.equal(childrenOf(tree, other).length, 3);
  assert.equal(rounds({ tree, rows })[2]!.length, 6);
  assert.equal(notesOf(tree, "choice").filter(({ value }) => (value as { by?: string }).by === "person").length, 1);
});

Deno.test("picking what leads already changes nothing, and what means nothing is passed over", async () => {
  const { store, run, open, send } = await held(), leading = await nodeOf(store, " 0");
  await send("guide", { pick: leading });
  await send("guide", { say: "more rain" });
  await send("guide", null);
  await send("tune", { "no.such": 1 });
  open.open();
  assert.equal((await run.end).kind, "done");
  const { tree } = await leftBehind(store, "g");
  assert.equal(tree.nodes.size, 1 + 4 * 3);
});
