import assert from "node:assert/strict";
import type { NewNode, Store } from "../store.ts";
import type { Promises } from "./setting.ts";
import { drive, fails, node, row } from "./setting.ts";

/** What a store promises about documents. */
export const DOCUMENTS: Promises = {
  "a document is made once and listed newest first": async (store) => {
    await store.createDocument("doc");
    await weave(store, [node("a"), node("b")]);
    await store.createDocument("second");
    const before = await store.documents();
    await store.createDocument("doc");
    assert.deepEqual(await store.documents(), before);
    assert.deepEqual(before.map(({ name, nodes }) => [name, nodes]), [["second", 0], ["doc", 2]]);
    assert.deepEqual(await store.document("second"), { nodes: [], notes: [] });
    await assert.rejects(store.document("nope"), fails("not-found", /`nope`/));
  },

  "nodes and notes come back as they were woven, parents first": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "weaver");
    const meta = { model: "ngram/tiny", tokens: 3, logprob: -1.5, finish: "stop" };
    await store.append(run.id, epoch, [
      { ...row(1), node: node("root", { role: "seed", text: "One\n“two”'\u0000😀" }) },
      {
        ...row(2),
        node: node("leaf", { parent: "root", meta }),
        notes: [note("root", 1), note("leaf", { good: true })],
      },
    ]);
    await store.append(run.id, epoch, [{ ...row(3), notes: [note("root", 2)] }]);
    const { nodes, notes } = await store.document("doc");
    assert.deepEqual(nodes, [
      { id: "root", parent: null, text: "One\n“two”'\u0000😀", role: "seed", run: "weaver", at: at(1), meta: {} },
      { id: "leaf", parent: "root", text: "text of leaf", role: "candidate", run: "weaver", at: at(2), meta },
    ]);
    assert.deepEqual(notes, [
      { node: "root", kind: "grade", value: 1, run: "weaver", at: at(2) },
      { node: "leaf", kind: "grade", value: { good: true }, run: "weaver", at: at(2) },
      { node: "root", kind: "grade", value: 2, run: "weaver", at: at(3) },
    ]);
  },

  "weaving a node again changes nothing": async (store) => {
    await store.createDocument("doc");
    await weave(store, [node("a"), node("b", { parent: "a" })]);
    const before = await store.document("doc");
    await weave(store, [node("b", { text: "other", parent: null }), node("b", { role: "seed" })]);
    assert.deepEqual(await store.document("doc"), before);
  },

  "a node named twice in one batch is woven once, as it was named first": async (store) => {
    await store.createDocument("doc");
    await weave(store, [node("a", { text: "first" }), node("a", { text: "second" })]);
    assert.deepEqual((await store.document("doc")).nodes.map(({ text }) => text), ["first"]);
  },

  "a whole family is woven in one batch": async (store) => {
    await store.createDocument("doc");
    const family = Array.from({ length: 60 }, (_, i) => node(`n${i}`, i === 0 ? {} : { parent: `n${i >> 1}` }));
    await weave(store, family);
    const { nodes } = await store.document("doc");
    assert.deepEqual(nodes.map(({ id, parent }) => [id, parent]), family.map(({ id, parent }) => [id, parent]));
  },

  "a note on a node that is not there is dropped, and its batch stands": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "noter");
    assert.deepEqual(await store.append(run.id, epoch, [{ ...row(1), node: node("a"), notes: [note("gone", 1)] }]), [
      true,
    ]);
    assert.deepEqual((await store.document("doc")).notes, []);
    assert.equal((await store.entries(run.id, 0)).length, 1);
  },

  "a node for a document that is not there is refused with its whole batch": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "lost");
    const writes = [{ ...row(1), node: node("a") }, { ...row(2), node: node("b", { document: "gone" }) }];
    await assert.rejects(store.append(run.id, epoch, writes), fails("not-found"));
    assert.deepEqual(await store.entries(run.id, 0), []);
    assert.deepEqual((await store.document("doc")).nodes, []);
  },

  "the beginning of an id finds a node of its document when only one begins so": async (store) => {
    await store.createDocument("doc");
    await store.createDocument("other");
    await weave(store, [
      node("ab1"),
      node("ab12"),
      node("b%", { parent: "ab1" }),
      node("b😀"),
      node("bx", { document: "other" }),
    ]);
    assert.equal((await store.findNode("doc", "ab1")).id, "ab1");
    assert.equal((await store.findNode("doc", "ab12")).id, "ab12");
    assert.equal((await store.findNode("doc", "b%")).parent, "ab1");
    assert.equal((await store.findNode("other", "b")).id, "bx");
    await assert.rejects(store.findNode("doc", "a"), fails("not-found"));
    await assert.rejects(store.findNode("doc", "b"), fails("not-found"));
    await assert.rejects(store.findNode("doc", "bx"), fails("not-found", /`bx`/));
    await assert.rejects(store.findNode("nope", "a"), fails("not-found", /`nope`/));
  },

  "the path of a node goes from its root down, however deep it lies": async (store) => {
    await store.createDocument("doc");
    const chain = Array.from({ length: 5_000 }, (_, i) => node(`n${i}`, i === 0 ? {} : { parent: `n${i - 1}` }));
    for (let i = 0; i < chain.length; i += 500) await weave(store, chain.slice(i, i + 500));
    await weave(store, [node("aside", { parent: "n3" })]);
    const path = await store.path("n4999");
    assert.deepEqual(path.map(({ id }) => id), chain.map(({ id }) => id));
    assert.deepEqual((await store.path("aside")).map(({ id }) => id), ["n0", "n1", "n2", "n3", "aside"]);
    assert.deepEqual(await store.path("n0"), [await store.findNode("doc", "n0")]);
    await assert.rejects(store.path("nope"), fails("not-found", /`nope`/));
  },

  "the texts of many nodes come at once; unknown ones are left out": async (store) => {
    await store.createDocument("doc");
    const many = Array.from({ length: 1_203 }, (_, i) => node(`n${i}`, { text: `${i}\u0000é` }));
    await weave(store, many);
    const texts = await store.texts([...many.map(({ id }) => id), "nope", "n1"]);
    assert.equal(texts.size, 1_203);
    assert.ok(many.every(({ id, text }) => texts.get(id) === text));
    assert.equal((await store.texts([])).size, 0);
  },

  "a large document comes back whole": async (store) => {
    await store.createDocument("doc");
    const many = Array.from(
      { length: 26 },
      (_, i) => node(`n${i}`, { text: String.fromCharCode(97 + i).repeat(500_000) }),
    );
    for (const one of many) await weave(store, [one]);
    const { nodes } = await store.document("doc");
    assert.ok(many.every(({ text }, i) => nodes[i]!.text === text));
    const texts = await store.texts(many.map(({ id }) => id));
    assert.ok(many.every(({ id, text }) => texts.get(id) === text));
  },
};

let weavers = 0;

/** Weaves nodes in one batch of a run made for it. */
async function weave(store: Store, nodes: readonly NewNode[]): Promise<void> {
  const { run, epoch } = await drive(store, `weaver-${++weavers}`);
  await store.append(run.id, epoch, nodes.map((one, i) => ({ ...row(i + 1), node: one })));
}

function note(id: string, value: number | { readonly good: boolean }) {
  return { document: "doc", node: id, kind: "grade", value };
}

/** When {@link row} says that it was written. */
function at(seq: number): number {
  return 1_700_000_000_000 + seq;
}
