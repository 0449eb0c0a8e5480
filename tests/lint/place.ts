import { pathToFileURL } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { isLayer, type Layer } from "./table.ts";

const ROOT = new URL("../../", import.meta.url).href;
const CODE = /\.[cm]?[jt]sx?$/;

/** Where a file of the project stands. */
export type Place =
  | { readonly in: "layer"; readonly layer: Layer }
  /** In `lib/`, but in no folder the table knows. */
  | { readonly in: "nowhere"; readonly path: string }
  /** `deno.json`, which is data. */
  | { readonly in: "configuration" }
  /** Tests, examples, papers. */
  | { readonly in: "beside"; readonly path: string }
  | { readonly in: "outside" };

/** The place of the file at an absolute path, as the linter names files. */
export function placeOf(filename: string): Place {
  return placeAt(pathToFileURL(filename).href);
}

/** The place an import points to; undefined for packages and the runtime's own modules. */
export function placeOfImport(specifier: string, filename: string): Place | undefined {
  if (specifier === config.name || specifier.startsWith(`${config.name}/`)) return { in: "layer", layer: "top" };
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return undefined;
  return placeAt(new URL(specifier, pathToFileURL(filename)).href);
}

/** The path of a file inside the project, or as it is when it lies outside. */
export function pathInProject(filename: string): string {
  const { href } = pathToFileURL(filename);
  return href.startsWith(ROOT) ? href.slice(ROOT.length) : href;
}

function placeAt(href: string): Place {
  if (!href.startsWith(ROOT)) return { in: "outside" };
  const path = decodeURI(href.slice(ROOT.length)), [top = "", folder = "", ...below] = path.split("/");
  if (path === "deno.json") return { in: "configuration" };
  if (top === "web" && folder) return { in: "layer", layer: "web" };
  if (top === "lib") {
    const known = below.length > 0 && isLayer(folder) && folder !== "web" && folder !== "top";
    return known ? { in: "layer", layer: folder } : { in: "nowhere", path };
  }
  return !folder && CODE.test(top) ? { in: "layer", layer: "top" } : { in: "beside", path };
}
