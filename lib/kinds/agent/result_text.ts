/** What a model is told of what a tool returned. */
import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import type { Image, Outcome } from "../../plan/mod.ts";
import { shorten } from "../../base/shorten.ts";

/** What a call came to, as an agent takes it. */
export interface Came {
  /** Whether it did what it should. */
  readonly ok: boolean;
  /** What the model is told, without the tags around it. */
  readonly text: string;
  /** Paths that it changed. */
  readonly changed: readonly string[];
  /** What is to be shown. */
  readonly images: readonly Image[];
  /** What went wrong. */
  readonly problem?: string;
}

/** Characters of an output that a model is told. */
const MOST_OUTPUT = 30_720;
/** Characters of a diff. */
const MOST_DIFF = 8_000;
/** Names of changed files. */
const MOST_NAMES = 50;
/** Characters of an error. */
const MOST_ERROR = 4_000;
/** Images of one result. */
const MOST_IMAGES = 4;

/** What a tool returned: a result of ours, or any JSON of somebody else's. */
export function cameOf(outcome: Outcome<Json>): Came {
  if (outcome.type === "failed") return failedWith(outcome.failure.message);
  if (outcome.type === "unparsed") return failedWith(outcome.problem);
  const { value } = outcome;
  if (!isObject(value)) return done({ output: value });
  const ok = fieldOf(value, "ok");
  if (ok === false) return failedWith(textAt(value, "message") ?? JSON.stringify(value));
  return ok === true || typeof fieldOf(value, "output") === "string" ? done(value) : done({ output: value });
}

/** A call that went wrong. */
export function failedWith(problem: string): Came {
  const short = shorten(problem, MOST_ERROR);
  return { ok: false, text: `Error: ${short}`, changed: [], images: [], problem: short };
}

/** A call that did what it should, and has only words to tell. */
export function saidOf(text: string): Came {
  return { ok: true, text: shorten(text, MOST_OUTPUT), changed: [], images: [] };
}

function done(value: JsonObject): Came {
  const output = fieldOf(value, "output") ?? "", data = fieldOf(value, "data"), diff = textAt(value, "diff") ?? "";
  const changed = listAt(value, "changed").filter((path) => typeof path === "string");
  const said = typeof output === "string" ? output : JSON.stringify(output);
  const shown = said === "" && data !== undefined ? JSON.stringify(data) : said;
  const names = changed.slice(0, MOST_NAMES).map(plain).join(", "), more = changed.length - MOST_NAMES;
  return {
    ok: true,
    text: [
      shorten(shown, MOST_OUTPUT),
      changed.length === 0 ? "" : `Changed: ${names}${more > 0 ? ` and ${more} more` : ""}`,
      diff === "" || isShown(shown, diff) ? "" : shorten(diff, MOST_DIFF),
    ].filter((part) => part !== "").join("\n\n") || "(It returned nothing.)",
    changed,
    images: isObject(data) ? imagesIn(data) : [],
  };
}

/** Whether an output shows a diff already. */
function isShown(output: string, diff: string): boolean {
  const hunk = /^@@ .*$/m.exec(diff)?.[0];
  return hunk !== undefined && output.includes(hunk);
}

function imagesIn(data: JsonObject): readonly Image[] {
  const given = fieldOf(data, "image"), found = given === undefined ? listAt(data, "images") : [given];
  return found.slice(0, MOST_IMAGES).flatMap((image): readonly Image[] => {
    const type = isObject(image) ? textAt(image, "type") : undefined,
      bytes = isObject(image) ? textAt(image, "data") : undefined;
    return type !== undefined && SHOWABLE.test(type) && bytes ? [{ type, data: bytes }] : [];
  });
}

const SHOWABLE = /^image\/(?:png|jpeg|webp|gif)$/;

function plain(path: string): string {
  return path.replace(/\p{C}/gu, "?");
}

function fieldOf(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function textAt(value: JsonObject, name: string): string | undefined {
  const text = fieldOf(value, name);
  return typeof text === "string" ? text : undefined;
}

function listAt(value: JsonObject, name: string): readonly Json[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list as readonly Json[] : [];
}
