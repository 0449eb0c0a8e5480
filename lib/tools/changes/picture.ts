import { parentOf } from "../workspace/workspace_path.ts";
import type { Found } from "./plan_undo.ts";

/** What the workspace will look like after the steps so far. */
export class Picture {
  readonly #look: (path: string) => Promise<Found>;
  readonly #seen = new Map<string, Found>();
  readonly #known = new Map<string, Found>();
  readonly #names = new Map<string, Set<string>>();

  /** `look` tells what is at a path now. */
  constructor(look: (path: string) => Promise<Found>) {
    this.#look = look;
  }

  /** What will be at a path. */
  async at(path: string): Promise<Found> {
    const known = this.#known.get(path) ?? await this.#real(path);
    if (known.is === "folder" && !this.#names.has(path)) this.#names.set(path, new Set(known.names));
    this.#known.set(path, known);
    return known;
  }

  /** What is there now. Below anything but a folder there is nothing, whatever a link leads to. */
  async #real(path: string): Promise<Found> {
    const within = path === "" || (await this.#real(parentOf(path))).is === "folder";
    const seen = this.#seen.get(path) ?? (within ? await this.#look(path) : { is: "missing" });
    this.#seen.set(path, seen);
    return seen;
  }

  /** Whether a folder that was looked at holds nothing by now. */
  isEmpty(path: string): boolean {
    return this.#names.get(path)?.size === 0;
  }

  /** Whether there will be a folder for it. */
  async hasParent(path: string): Promise<boolean> {
    return (await this.at(parentOf(path))).is === "folder";
  }

  /** Notes what a step makes of a path. */
  async put(path: string, found: Found): Promise<void> {
    const above = parentOf(path), name = path.slice(path.lastIndexOf("/") + 1);
    this.#known.set(path, found);
    if (found.is !== "folder") this.#names.delete(path);
    if ((await this.at(above)).is !== "folder") return;
    if (found.is === "missing") this.#names.get(above)?.delete(name);
    else this.#names.get(above)?.add(name);
  }
}
