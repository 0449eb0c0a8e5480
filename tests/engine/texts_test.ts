import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import { Texts } from "../../lib/engine/texts.ts";
import type { Generate, Generated, Program } from "../../lib/plan/mod.ts";
import { all, commit, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { wordModel } from "./models.ts";
import { driveRun, newRun } from "./worlds.ts";

type Counted = "createDocument" | "texts" | "path";

/** A store that counts how often documents, nodes and paths are asked for. */
function counting(store: Store) {
  const calls: Record<Counted, number> = { createDocument: 0, texts: 0, path: 0 };
  const counted = <A extends unknown[], R>(name: Counted, ask: (...args: A) => R) => (...args: A): R => {
    calls[name]++;
    return ask(...args);
  };
  return {
    calls,
    store: {
      ...store,
      createDocument: counted("createDocument", store.createDocument),
      texts: counted("texts", store.texts),
      path: counted("path", store.path),
    },
  };
}

const WIDTH = 8;

function candidate(key: string, parent: string): Generate {
  const prompt = { form: "text", parts: [{ path: { document: "d", node: parent } }] } as const;
  const weave = { document: "d", parent, role: "candidate" };
  return { do: "generate", key, model: "m", prompt, maxTokens: 50, sampling: {}, seed: 1, weave };
}

/** Grows a text by the first of some candidates, round by round. */
const grow = program("grow@1", function* (to: number, from?: { n: number; node: string }): Program<Json> {
  let state: { n: number; node: string } | undefined = from;
  if (!state) {
    const weave = { document: "d", parent: null, role: "seed" };
    state = { n: 0, ...yield* demand({ do: "weave", key: "seed", weave, text: "once" }) };
    yield* commit(state);
  }
  while (state.n < to) {
    const { n, node }: { n: number; node: string } = state;
    const made: Generated[] = yield* all(
      Array.from({ length: WIDTH }, (_, i) => () => demand(candidate(`k/${n}/${i}`, node))),
    );
    state = { n: n + 1, node: made[0]!.node! };
    yield* commit(state);
  }
  return state.n;
});

Deno.test("however many candidates a round has, the text before them is read once, and in later rounds not at all", async () => {
  const inner = memoryStore(), run = await newRun(inner, grow, { input: 9, limits: { iterations: 4 } });
  const first = counting(inner), models = { m: wordModel(() => " more") };
  assert.ok((await (await driveRun(first.store, run, grow, { models })).rest).rest === "ended");
  assert.deepEqual(first.calls, { createDocument: 1, texts: 0, path: 0 }, "what was woven here is known");

  await inner.raise(run.id, (await inner.run(run.id)).lease.epoch, { iterations: 3 });
  const second = counting(inner);
  assert.ok((await (await driveRun(second.store, run, grow, { models })).rest).rest === "ended");
  assert.deepEqual(second.calls, { createDocument: 1, texts: 1, path: 1 });
});

Deno.test("a node's own text is read without those above it, one that was read is not read again", async () => {
  const inner = memoryStore(), run = await newRun(inner, grow, { input: 2 });
  await (await driveRun(inner, run, grow, { models: { m: wordModel(() => " more") } })).rest;
  const { nodes } = await inner.document("d"), leaf = nodes.at(-1)!;
  const { store, calls } = counting(inner), texts = new Texts(store);
  assert.deepEqual(await Promise.all([texts.node(leaf.id), texts.node(leaf.id)]), [" more", " more"]);
  assert.equal(await texts.node(leaf.id), " more");
  assert.deepEqual(calls, { createDocument: 0, texts: 1, path: 0 });
  const path = { document: "d", node: leaf.id };
  assert.deepEqual(await Promise.all([texts.path(path), texts.path(path)]), ["once more more", "once more more"]);
  assert.deepEqual(calls, { createDocument: 0, texts: 1, path: 1 });
});

Deno.test("a read that fails is asked again by who comes later", async () => {
  const inner = memoryStore(), run = await newRun(inner, grow, { input: 1 });
  await (await driveRun(inner, run, grow, { models: { m: wordModel(() => " more") } })).rest;
  const { id } = (await inner.document("d")).nodes[0]!;
  let isDown = true;
  const path: Store["path"] = (node) =>
    isDown ? Promise.reject(new StoreError("unreachable", "Cannot reach it")) : inner.path(node);
  const texts = new Texts({ ...inner, path });
  await assert.rejects(texts.path({ document: "d", node: id }), { failure: "unreachable" });
  isDown = false;
  assert.equal(await texts.path({ document: "d", node: id }), "once");
});
