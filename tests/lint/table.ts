/**
 * Who may import whom. This table is the one place where that is decided: the lint rule enforces it, and a test
 * holds CONTRIBUTING.md and ARCHITECTURE.md to it.
 *
 * @module
 */

/** A folder of `lib/`, the folder `web/`, or `top`: the entry points beside them. */
export type Layer =
  | "base"
  | "text"
  | "expr"
  | "plan"
  | "spec"
  | "compile"
  | "models"
  | "tree"
  | "tools"
  | "store"
  | "engine"
  | "kinds"
  | "views"
  | "app"
  | "serve"
  | "tui"
  | "cli"
  | "web"
  | "top";

/** What each layer may import besides itself. */
export const LAYERS: Readonly<Record<Layer, readonly Layer[]>> = {
  base: [],
  text: ["base"],
  expr: ["base", "text"],
  plan: ["base"],
  spec: ["base", "text", "expr"],
  compile: ["base", "text", "expr", "plan", "spec"],
  models: ["base", "plan"],
  tree: ["base", "text"],
  tools: ["base", "plan"],
  store: ["base", "plan", "tree"],
  engine: ["base", "expr", "plan", "tree", "models", "tools", "store"],
  kinds: ["base", "expr", "plan", "tree"],
  views: ["base", "plan", "store", "tree"],
  app: [
    "base",
    "text",
    "expr",
    "plan",
    "spec",
    "compile",
    "models",
    "tree",
    "tools",
    "store",
    "engine",
    "kinds",
    "views",
  ],
  serve: ["base", "text", "plan", "views", "app"],
  tui: ["base", "text", "plan", "views", "app"],
  web: ["base", "text", "plan", "views", "app", "serve"],
  cli: ["base", "text", "plan", "views", "app", "tui", "serve", "web"],
  top: ["app", "plan", "text", "models", "tools", "tree", "store", "base", "expr", "cli"],
};

/** Layers whose result depends on their arguments alone: no clock, no chance, no disk, no network. */
export const PURE: readonly Layer[] = ["base", "text", "expr", "plan", "spec", "compile", "tree", "kinds"];

/** Whether `name` is a layer of the table. */
export function isLayer(name: string): name is Layer {
  return Object.hasOwn(LAYERS, name);
}

/** How a layer is called in messages and papers. */
export function folderOf(layer: Layer): string {
  if (layer === "top") return "the top level";
  return layer === "web" ? "`web`" : `\`lib/${layer}\``;
}
