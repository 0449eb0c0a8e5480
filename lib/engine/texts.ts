import type { Fit, Part, TextRef } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";

/** How many whole texts are kept; beyond that the oldest is read again. */
const KEPT = 256;

/**
 * The texts of documents, as far as this driver has seen them. Nodes never change, so nothing here goes stale. Single
 * nodes are all kept, whole texts only the latest: a piece is small, and every whole text holds all above it.
 */
export class Texts {
  readonly #store: Store;
  readonly #nodes = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Remembers a node that was just woven. */
  wove(id: string, parent: string | null, text: string): void {
    this.#nodes.set(id, text);
    const above = parent === null ? "" : this.#paths.get(parent);
    if (above !== undefined) keep(this.#paths, id, above + text);
  }

  /** The node's own text. */
  async node(id: string): Promise<string> {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const text = (await this.#store.path(id)).at(-1)!.text;
    this.#nodes.set(id, text);
    return text;
  }

  /** Reads the texts of nodes that were not seen yet, all at once. */
  async load(store: Store, ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#nodes.has(id));
    if (missing.length === 0) return;
    for (const [id, text] of await store.texts(missing)) this.#nodes.set(id, text);
  }

  /** The text of a node that was loaded or woven here. */
  known(id: string): string {
    return this.#nodes.get(id) ?? "";
  }

  /** The text from the root down to the node. */
  async path({ node }: TextRef): Promise<string> {
    const known = this.#paths.get(node);
    if (known !== undefined) return known;
    const text = (await this.#store.path(node)).map((above) => above.text).join("");
    keep(this.#paths, node, text);
    return text;
  }

  /** What a program reads. */
  async read({ text, alone }: { readonly text: TextRef; readonly alone?: boolean }): Promise<string> {
    return alone ? await this.node(text.node) : await this.path(text);
  }

  /** A piece of a prompt, fitted where it says so. */
  async part(part: Part, fit: (text: string, fit: Fit) => string): Promise<string> {
    if ("text" in part) return part.text;
    const text = "path" in part ? await this.path(part.path) : await this.node(part.node.node);
    return part.fit ? fit(text, part.fit) : text;
  }
}

function keep(map: Map<string, string>, key: string, text: string): void {
  map.delete(key);
  map.set(key, text);
  if (map.size > KEPT) map.delete(map.keys().next().value!);
}
