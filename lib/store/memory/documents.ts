/** Loom documents, in memory. */
import { toJson } from "../../base/json.ts";
import type { Note } from "../../plan/mod.ts";
import type { NodeMeta, TreeNode } from "../../tree/tree.ts";
import type { DocumentPart } from "../documents.ts";
import { StoreError } from "../store_error.ts";
import type { Write } from "../write.ts";
import type { MemoryDocument, MemoryRun, MemoryState } from "./state.ts";
import { settled } from "./state.ts";

/** The part of a store that is about documents, over one state. */
export function memoryDocuments(state: MemoryState): DocumentPart {
  const { documents } = state;
  return {
    createDocument: (name) =>
      settled(() => {
        if (!documents.has(name)) documents.set(name, { name, created: Date.now(), nodes: new Map(), notes: [] });
      }),
    documents: () =>
      settled(() =>
        [...documents.values()].reverse().map(({ name, created, nodes }) => ({ name, created, nodes: nodes.size }))
      ),
    document: (name) =>
      settled(() => {
        const { nodes, notes } = documentNamed(state, name);
        return { nodes: [...nodes.values()], notes: [...notes] };
      }),
    findNode: (name, id) => settled(() => findNode(documentNamed(state, name), id)),
    path: (node) => settled(() => path(state, node)),
    texts: (ids) =>
      settled(() => new Map(ids.flatMap((id) => placeOf(state, id).map(({ node }) => [id, node.text] as const)))),
  };
}

/** A node on its way into a document. */
export interface Weaving {
  readonly node: TreeNode;
  readonly document: MemoryDocument;
}

/** The nodes that rows weave; a document that is not there breaks the batch before it wrote anything. */
export function nodesOf(state: MemoryState, run: MemoryRun, rows: readonly Write[]): readonly Weaving[] {
  return rows.flatMap(({ node: made, entry: { at } }) => {
    if (!made) return [];
    const { document, meta, ...node } = made;
    return [{
      document: documentNamed(state, document),
      node: { ...node, run: run.made.name, at, meta: toJson(meta) as NodeMeta },
    }];
  });
}

/** Weaves a node once; under a parent that is not there it becomes a root. */
export function weave(state: MemoryState, { node, document }: Weaving): void {
  if (placeOf(state, node.id).length > 0) return;
  const parent = node.parent !== null && document.nodes.has(node.parent) ? node.parent : null;
  document.nodes.set(node.id, { ...node, parent });
}

/** A note and when it is written. */
export interface Noting {
  readonly note: Note;
  readonly at: number;
}

/** The notes that rows write. */
export function notesOf(rows: readonly Write[]): readonly Noting[] {
  return rows.flatMap(({ notes = [], entry: { at } }) =>
    notes.map((note) => ({ note: { ...note, value: toJson(note.value) }, at }))
  );
}

/** Writes a note; one for a node that is not there is dropped. */
export function addNote(state: MemoryState, run: MemoryRun, { note, at }: Noting): void {
  const { node, kind, value } = note;
  for (const { document } of placeOf(state, node)) {
    document.notes.push({ node, kind, value, run: run.made.name, at });
  }
}

function documentNamed(state: MemoryState, name: string): MemoryDocument {
  const document = state.documents.get(name);
  if (!document) throw new StoreError("not-found", `Cannot find the document \`${name}\``);
  return document;
}

/** Where a node is: one place or none. */
function placeOf(state: MemoryState, id: string): readonly Weaving[] {
  for (const document of state.documents.values()) {
    const node = document.nodes.get(id);
    if (node) return [{ node, document }];
  }
  return [];
}

function findNode({ name, nodes }: MemoryDocument, id: string): TreeNode {
  const found = [...nodes.values()].filter((node) => node.id.startsWith(id));
  const only = nodes.get(id) ?? (found.length === 1 ? found[0] : undefined);
  if (only) return only;
  if (found.length === 0) throw new StoreError("not-found", `Cannot find node \`${id}\` in the document \`${name}\``);
  throw new StoreError(
    "not-found",
    `Cannot tell which node \`${id}\` is: several in \`${name}\` begin so; write more of it`,
  );
}

function path(state: MemoryState, id: string): readonly TreeNode[] {
  const [place] = placeOf(state, id), up: TreeNode[] = [];
  if (!place) throw new StoreError("not-found", `Cannot find node \`${id}\``);
  for (let at: TreeNode | undefined = place.node; at;) {
    up.push(at);
    at = at.parent === null ? undefined : place.document.nodes.get(at.parent);
  }
  return up.reverse();
}
