/**
 * The project's own lint rules; `deno.json` registers them.
 *
 * @module
 */
import { noAmbient } from "./ambient.ts";
import { layers } from "./layers.ts";
import { size } from "./size.ts";

const plugin: Deno.lint.Plugin = { name: "loom", rules: { layers, size, "no-ambient": noAmbient } };

export default plugin;
