import { StoreError } from "../../../lib/store/store.ts";
import type { Fault } from "./fault.ts";
import { writing } from "./fault.ts";

/** Faults about documents. */
export const OF_DOCUMENTS: readonly Fault[] = [
  {
    what: "a document cannot be made a second time",
    breaks: ["a document is made once and listed newest first"],
    in: (store) => ({
      createDocument: async (name) => {
        const known = await store.documents();
        if (known.some((document) => document.name === name)) throw new StoreError("taken", `\`${name}\` is taken`);
        await store.createDocument(name);
      },
    }),
  },
  {
    what: "children come before their parents",
    breaks: [
      "nodes and notes come back as they were woven, parents first",
      "a whole family is woven in one batch",
    ],
    in: (store) => ({
      document: async (name) => {
        const { nodes, notes } = await store.document(name);
        return { nodes: nodes.toReversed(), notes };
      },
    }),
  },
  {
    what: "a node that is there breaks the batch",
    breaks: ["weaving a node again changes nothing"],
    in: (store) => ({
      append: async (run, epoch, writes) => {
        const known = await store.texts(writes.flatMap(({ node }) => node ? [node.id] : []));
        if (known.size > 0) throw new StoreError("broken", "Cannot weave a node again");
        return await store.append(run, epoch, writes);
      },
    }),
  },
  {
    what: "of two nodes of one name the second is woven",
    breaks: ["a node named twice in one batch is woven once, as it was named first"],
    in: writing((writes) => {
      const last = new Map(writes.map((write) => [write.node?.id, write]));
      return writes.map(({ node, ...write }) => node && last.get(node.id)?.node === node ? { ...write, node } : write);
    }),
  },
  {
    what: "a note on nothing breaks the batch",
    breaks: ["a note on a node that is not there is dropped, and its batch stands"],
    in: writing((writes) => {
      const woven = new Set(writes.map(({ node }) => node?.id));
      const lost = writes.flatMap(({ notes = [] }) => notes).find(({ node }) => !woven.has(node));
      if (lost) throw new StoreError("not-found", `Cannot note on \`${lost.node}\``);
      return writes;
    }),
  },
  {
    what: "a document that is not there is made",
    breaks: ["a node for a document that is not there is refused with its whole batch"],
    in: (store) => ({
      append: async (run, epoch, writes) => {
        for (const { node } of writes) if (node) await store.createDocument(node.document);
        return await store.append(run, epoch, writes);
      },
    }),
  },
  {
    what: "nodes are found by the beginning of their ids in any document",
    breaks: ["the beginning of an id finds a node of its document when only one begins so"],
    in: (store) => ({
      findNode: async (_, id) => {
        for (const { name } of await store.documents()) {
          const found = await store.findNode(name, id).catch(() => undefined);
          if (found) return found;
        }
        throw new StoreError("not-found", `Cannot find \`${id}\``);
      },
    }),
  },
  {
    what: "long paths are cut",
    breaks: ["the path of a node goes from its root down, however deep it lies"],
    in: (store) => ({ path: async (node) => (await store.path(node)).slice(-1_000) }),
  },
  {
    what: "unknown nodes have empty texts",
    breaks: ["the texts of many nodes come at once; unknown ones are left out"],
    in: (store) => ({
      texts: async (ids) => {
        const known = await store.texts(ids);
        return new Map(ids.map((id) => [id, known.get(id) ?? ""]));
      },
    }),
  },
  {
    what: "long texts are cut",
    breaks: ["a large document comes back whole"],
    in: (store) => ({
      document: async (name) => {
        const { nodes, notes } = await store.document(name);
        return { nodes: nodes.map((node) => ({ ...node, text: node.text.slice(0, 65_536) })), notes };
      },
    }),
  },
];
