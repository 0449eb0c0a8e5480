import { type Place, placeOf, placeOfImport } from "./place.ts";
import { specifiers } from "./specifiers.ts";
import { folderOf, type Layer, LAYERS } from "./table.ts";

/** `loom/layers`: an import obeys the table, be it for types alone, a re-export or dynamic. */
export const layers: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (place.in === "nowhere") return { Program: (node) => context.report({ node, message: noLayer(place.path) }) };
    if (place.in !== "layer") return {};

    return specifiers((specifier, node) => {
      const target = placeOfImport(specifier, context.filename);
      const message = target && refusal(place.layer, target);
      if (message) context.report({ node, message, hint: hintFor(place.layer) });
    });
  },
};

function refusal(from: Layer, to: Place): string | undefined {
  switch (to.in) {
    case "layer":
      if (to.layer === from || LAYERS[from].includes(to.layer)) return undefined;
      return `${sentence(folderOf(from))} may not import ${folderOf(to.layer)}`;
    case "configuration":
      return readsConfiguration(from) ? undefined : `${sentence(folderOf(from))} may not import \`deno.json\``;
    case "nowhere":
      return noLayer(to.path);
    case "beside":
      return `${sentence(folderOf(from))} may not import \`${to.path}\`: it is not part of the product`;
    case "outside":
      return `${sentence(folderOf(from))} may not import a file outside the project`;
  }
}

/** The front doors say which version they are. */
function readsConfiguration(layer: Layer): boolean {
  return layer === "app" || LAYERS[layer].includes("app");
}

function noLayer(path: string): string {
  return `\`${path}\` is in no layer: move it into a folder of the table in \`tests/lint/table.ts\``;
}

function hintFor(layer: Layer): string {
  const allowed = LAYERS[layer].map(folderOf).join(", ");
  return allowed ? `It may import ${allowed}` : "It may import no other layer";
}

function sentence(words: string): string {
  return words[0]!.toUpperCase() + words.slice(1);
}
