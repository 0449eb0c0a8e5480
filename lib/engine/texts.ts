import type { Fit, Part, TextRef, Weave } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store.ts";

/** How many characters of whole texts are kept; beyond that the oldest is read again. */
const KEPT = 16_000_000;

/**
 * The texts of documents, as far as this driver has seen them. Nodes never change, so nothing here goes stale. Single
 * nodes are all kept, whole texts only the latest: a piece is small, and every whole text holds all above it.
 */
export class Texts {
  readonly #store: Store;
  readonly #nodes = new Map<string, string>();
  readonly #paths = new Map<string, string>();
  readonly #documents = new Set<string>();
  readonly #asked = new Map<string, Promise<unknown>>();
  #kept = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Remembers a node that was just woven. */
  wove(id: string, parent: string | null, text: string): void {
    this.#nodes.set(id, text);
    const above = parent === null ? "" : this.#paths.get(parent);
    if (above !== undefined) this.#keep(id, above + text);
  }

  /** Makes sure that a text can be woven there before anybody pays for it: the document is made, the parent exists. */
  async place({ document, parent }: Weave): Promise<void> {
    if (!this.#documents.has(document)) {
      await this.#once(`document ${document}`, () => this.#store.createDocument(document));
      this.#documents.add(document);
    }
    if (parent !== null) await this.load([parent]);
  }

  /** The node's own text. */
  async node(id: string): Promise<string> {
    await this.load([id]);
    return this.known(id);
  }

  /** Reads the texts of nodes that were not seen yet, all at once. Throws when one is not there. */
  async load(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#nodes.has(id));
    if (missing.length === 0) return;
    const found = await this.#once(`nodes ${missing.join(" ")}`, () => this.#store.texts(missing));
    const lost = missing.find((id) => !found.has(id));
    if (lost !== undefined) throw new StoreError("not-found", `Cannot find node \`${lost}\``);
    for (const [id, text] of found) this.#nodes.set(id, text);
  }

  /** The text of a node that was loaded or woven here. */
  known(id: string): string {
    return this.#nodes.get(id)!;
  }

  /** The text from the root down to the node. */
  async path({ node }: TextRef): Promise<string> {
    const known = this.#paths.get(node);
    if (known !== undefined) return known;
    return await this.#once(`path ${node}`, async () => {
      const text = (await this.#store.path(node)).map((above) => above.text).join("");
      this.#keep(node, text);
      return text;
    });
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

  /** Asks the store once for all who want the same at the same time: siblings begin side by side. */
  #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const running = this.#asked.get(what) as Promise<T> | undefined;
    if (running) return running;
    const asking = ask().finally(() => this.#asked.delete(what));
    this.#asked.set(what, asking);
    return asking;
  }

  #keep(node: string, text: string): void {
    this.#kept += text.length - (this.#paths.get(node)?.length ?? 0);
    this.#paths.delete(node);
    this.#paths.set(node, text);
    for (const [oldest, { length }] of this.#paths) {
      if (this.#kept <= KEPT || oldest === node) return;
      this.#paths.delete(oldest);
      this.#kept -= length;
    }
  }
}
