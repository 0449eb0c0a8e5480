import type { Json, JsonObject } from "../../base/json.ts";
import type { Edit } from "./apply_edits.ts";

/** What the tool was asked for, or what is wrong with it. */
export type EditRequest =
  | { readonly ok: true; readonly path: string; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly message: string };

const PAIR = {
  old_str: {
    type: "string",
    description:
      "The text to replace, copied from the file with its indentation, and enough lines to be the only place",
  },
  new_str: { type: "string", description: "The text that takes its place, whole; empty to delete" },
  all: {
    type: "boolean",
    description: "Replace every place where old_str stands exactly; otherwise there must be one",
  },
};

/** JSON Schema of what the tool takes: a path, and one pair of texts or a list of them. */
export const EDIT_PARAMETERS: JsonObject = {
  type: "object",
  properties: {
    path: { type: "string", description: "The file, relative to the workspace" },
    ...PAIR,
    edits: {
      type: "array",
      description: "Several replacements instead of old_str and new_str: made in order, all or none",
      items: { type: "object", properties: PAIR, required: ["old_str", "new_str"], additionalProperties: false },
    },
  },
  required: ["path"],
  additionalProperties: false,
};

/** What was asked for, checked. */
export function readEdits(input: JsonObject): EditRequest {
  const { path, edits, ...single } = input;
  if (typeof path !== "string" || path === "") return wrong("`path` is missing: give the file as a text");
  const hasSingle = ["old_str", "new_str"].some((name) => typeof single[name] === "string");
  // Models that fill in every parameter give an empty list beside the pair.
  const isSingle = edits === undefined || edits === null || (Array.isArray(edits) && edits.length === 0);
  if (isSingle) return request(path, [single], () => "");
  if (hasSingle) return wrong("both `edits` and `old_str` were given: put every replacement into `edits`");
  if (!Array.isArray(edits)) return wrong("`edits` is no list: give a list of `old_str` and `new_str`");
  return request(path, edits, (i) => ` of edit ${i + 1}`);
}

function request(path: string, pairs: readonly Json[], where: (index: number) => string): EditRequest {
  const edits: Edit[] = [];
  for (const [i, pair] of pairs.entries()) {
    const { old_str, new_str, all } = fieldsOf(pair);
    if (typeof old_str !== "string") return wrong(`\`old_str\`${where(i)} is no text: give the text to replace`);
    if (typeof new_str !== "string") {
      return wrong(`\`new_str\`${where(i)} is no text: give what takes its place, empty to delete`);
    }
    if (all !== undefined && all !== null && typeof all !== "boolean") {
      return wrong(`\`all\`${where(i)} is neither true nor false`);
    }
    edits.push({ from: old_str, to: new_str, all: all ?? false });
  }
  return { ok: true, path, edits };
}

function fieldsOf(value: Json): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as JsonObject : {};
}

function wrong(message: string): EditRequest {
  return { ok: false, message: `Cannot edit: ${message}` };
}
