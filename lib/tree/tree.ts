/**
 * Loom documents: trees of texts as immutable values. A document has any number of roots; the text that ends at a
 * node is the concatenation of the texts on the way down to it. Storage is elsewhere.
 *
 * @module
 */
import type { Json } from "../base/json.ts";

/** What made a text and how sure it was; absent fields are unknown. */
export interface NodeMeta {
  /** `provider/model` that generated it. */
  readonly model?: string;
  /** Generated tokens. */
  readonly tokens?: number;
  /** Sum of log-probabilities. */
  readonly logprob?: number;
  /** Why generation stopped. */
  readonly finish?: string;
}

/** One piece of text in a document. Its text never changes: an edit is another node. */
export interface TreeNode {
  /** Unique in the database; any unambiguous beginning of it names the node. */
  readonly id: string;
  /** Null: a root. */
  readonly parent: string | null;
  /** Its own text. */
  readonly text: string;
  /** `seed`, `candidate`, or a kind's own word. */
  readonly role: string;
  /** Name of the run that wove it; absent when a person did. */
  readonly run?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What is known of its making. */
  readonly meta: NodeMeta;
}

/** A note on a node: a grade, a choice. */
export interface TreeNote {
  /** The node it is about. */
  readonly node: string;
  /** What it is: `grade`, `choice`, or a kind's own word. */
  readonly kind: string;
  /** What it says. */
  readonly value: Json;
  /** Name of the run that wrote it. */
  readonly run?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A whole document. Nodes stand after their parents, siblings in the order they were woven. */
export interface Tree {
  /** Name of the document. */
  readonly name: string;
  /** Nodes by id, parents first. */
  readonly nodes: ReadonlyMap<string, TreeNode>;
  /** Ids of children by parent; roots under null. */
  readonly children: ReadonlyMap<string | null, readonly string[]>;
  /** Notes by node. */
  readonly notes: ReadonlyMap<string, readonly TreeNote[]>;
}

/** A tree of these nodes and notes. Nodes must stand after their parents. */
export function treeOf(name: string, nodes: readonly TreeNode[], notes: readonly TreeNote[] = []): Tree {
  const byId = new Map<string, TreeNode>(), children = new Map<string | null, string[]>();
  for (const node of nodes) {
    if (node.parent !== null && !byId.has(node.parent)) {
      throw new RangeError(
        `Cannot build the tree \`${name}\`: node \`${node.id}\` stands before its parent \`${node.parent}\``,
      );
    }
    if (byId.has(node.id)) {
      throw new RangeError(`Cannot build the tree \`${name}\`: node \`${node.id}\` stands in it twice`);
    }
    byId.set(node.id, node);
    push(children, node.parent, node.id);
  }
  const noted = new Map<string, TreeNote[]>();
  for (const note of notes) push(noted, note.node, note);
  return { name, nodes: byId, children, notes: noted };
}

/** The nodes from the root down to `id`; throws a RangeError for an unknown node. */
export function pathTo(tree: Tree, id: string): TreeNode[] {
  const path: TreeNode[] = [];
  for (let at: string | null = id; at !== null;) {
    const node: TreeNode | undefined = tree.nodes.get(at);
    if (!node) throw new RangeError(`Cannot find node \`${at}\` in the document \`${tree.name}\``);
    path.push(node);
    at = node.parent;
  }
  return path.reverse();
}

/** The text that ends at `id`. */
export function textAt(tree: Tree, id: string): string {
  return pathTo(tree, id).map((node) => node.text).join("");
}

/** The children of a node, or the roots. */
export function childrenOf(tree: Tree, id: string | null): readonly TreeNode[] {
  return (tree.children.get(id) ?? []).map((child) => tree.nodes.get(child)!);
}

/** The same tree with one node more; throws a RangeError for an unknown parent or an id that is taken. */
export function withNode(tree: Tree, node: TreeNode): Tree {
  if (tree.nodes.has(node.id)) throw new RangeError(`Cannot add node \`${node.id}\`: the document has it already`);
  if (node.parent !== null && !tree.nodes.has(node.parent)) {
    throw new RangeError(`Cannot add node \`${node.id}\`: its parent \`${node.parent}\` is not in the document`);
  }
  const children = new Map(tree.children);
  children.set(node.parent, [...(children.get(node.parent) ?? []), node.id]);
  return { ...tree, nodes: new Map(tree.nodes).set(node.id, node), children };
}

/** The same tree with one note more. */
export function withNote(tree: Tree, note: TreeNote): Tree {
  const notes = new Map(tree.notes);
  notes.set(note.node, [...(notes.get(note.node) ?? []), note]);
  return { ...tree, notes };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
