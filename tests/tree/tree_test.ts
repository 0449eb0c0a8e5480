import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Tree, TreeNode, TreeNote } from "../../lib/tree/tree.ts";
import { childrenOf, pathTo, textAt, treeOf, withNode, withNote } from "../../lib/tree/tree.ts";

function node(id: string, parent: string | null, text = `<${id}>`): TreeNode {
  return { id, parent, text, role: "candidate", at: 0, meta: {} };
}

/** Nodes in an order in which parents come first; any earlier node, or none, is the parent. */
const forests = fc.array(fc.nat(), { maxLength: 40 }).map((places) =>
  places.map((place, i) => node(`n${i}`, place % (i + 1) === i ? null : `n${place % (i + 1)}`))
);

function frozen(tree: Tree): string {
  return JSON.stringify([[...tree.nodes], [...tree.children], [...tree.notes]]);
}

Deno.test("a text is the concatenation of the texts on the way down to its node", () => {
  fc.assert(fc.property(forests, (nodes) => {
    const tree = treeOf("d", nodes), texts = new Map<string | null, string>([[null, ""]]);
    for (const { id, parent, text } of nodes) {
      texts.set(id, texts.get(parent)! + text);
      assert.equal(textAt(tree, id), texts.get(id));
      assert.equal(pathTo(tree, id)[0]!.parent, null);
      assert.equal(pathTo(tree, id).at(-1)!.id, id);
    }
  }));
});

Deno.test("every node is a child of its parent, in the order they were woven, and of nobody else", () => {
  fc.assert(fc.property(forests, (nodes) => {
    const tree = treeOf("d", nodes), all = [null, ...nodes.map(({ id }) => id)];
    assert.equal(all.flatMap((id) => childrenOf(tree, id)).length, nodes.length);
    for (const id of all) assert.deepEqual(childrenOf(tree, id), nodes.filter(({ parent }) => parent === id));
  }));
});

Deno.test("a tree that grew node by node is the tree made of all of them, and no tree on the way ever changed", () => {
  fc.assert(fc.property(forests, (nodes) => {
    const grown: { readonly tree: Tree; readonly was: string }[] = [];
    let tree = treeOf("d", []);
    for (const one of nodes) {
      grown.push({ tree, was: frozen(tree) });
      tree = withNode(tree, one);
    }
    assert.equal(frozen(tree), frozen(treeOf("d", nodes)));
    for (const { tree, was } of grown) assert.equal(frozen(tree), was);
  }));
});

Deno.test("a note is added to its node, and the tree before is as it was", () => {
  const tree = treeOf("d", [node("a", null)]), note: TreeNote = { node: "a", kind: "grade", value: 1, at: 0 };
  const was = frozen(tree), once = withNote(tree, note), twice = withNote(once, { ...note, value: 2 });
  assert.equal(frozen(tree), was);
  assert.deepEqual(once.notes.get("a"), [note]);
  assert.deepEqual(twice.notes.get("a")!.map(({ value }) => value), [1, 2]);
  assert.equal(frozen(twice), frozen(treeOf("d", [node("a", null)], [note, { ...note, value: 2 }])));
});

Deno.test("what has no place is refused by name", () => {
  const tree = treeOf("d", [node("a", null)]);
  assert.throws(
    () => treeOf("d", [node("b", "a"), node("a", null)]),
    /tree `d`: node `b` stands before its parent `a`/,
  );
  assert.throws(() => treeOf("d", [node("a", null), node("a", null)]), /tree `d`: node `a` stands in it twice/);
  assert.throws(() => withNode(tree, node("a", null)), /Cannot add node `a`: the document has it already/);
  assert.throws(() => withNode(tree, node("b", "x")), /Cannot add node `b`: its parent `x` is not in the document/);
  assert.throws(() => textAt(tree, "x"), /Cannot find node `x` in the document `d`/);
});

Deno.test("a document may have several roots, and a node without children has none", () => {
  const tree = treeOf("d", [node("a", null), node("b", null)]);
  assert.deepEqual(childrenOf(tree, null).map(({ id }) => id), ["a", "b"]);
  assert.deepEqual(childrenOf(tree, "b"), []);
  assert.deepEqual(childrenOf(treeOf("e", []), null), []);
});

Deno.test("a path of 100,000 nodes is walked without deep recursion", () => {
  const nodes = Array.from({ length: 100_000 }, (_, i) => node(`n${i}`, i === 0 ? null : `n${i - 1}`, "."));
  assert.equal(textAt(treeOf("d", nodes), "n99999").length, 100_000);
});
