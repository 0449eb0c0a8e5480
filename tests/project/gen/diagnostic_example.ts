/**
 * A text for every diagnostic that brings it forth: `docs/diagnostics.md` is made of them, and a test holds each to its
 * code and place.
 *
 * @module
 */
import { compile } from "../../../lib/compile/compile.ts";
import { arrange } from "../../../lib/text/arrange.ts";
import { decode } from "../../../lib/text/decode.ts";
import type { Diagnostic, DiagnosticCode } from "../../../lib/text/diagnostic.ts";
import { memoryWorld } from "../../compile/memory_world.ts";

/** A text that gives one diagnostic. */
export interface Example {
  /** When the diagnostic is given and what to do, for the page: whole sentences. */
  readonly about: string;
  /** The spec; bytes where the point is that they are no text. */
  readonly text: string | Uint8Array;
  /** Line and column of the diagnostic, in `text` unless `in` names another file. */
  readonly at: string;
  /** Name of the file it is found in. Default: the spec. */
  readonly in?: string;
  /** Name of the spec. Default `spec.yaml`. */
  readonly name?: string;
  /** Files beside it. */
  readonly files?: { readonly [path: string]: string | Uint8Array };
  /** Text of a `loom.toml` beside it. Default: there is none. */
  readonly settings?: string;
  /** Diagnostics that cannot but come with it. */
  readonly also?: readonly DiagnosticCode[];
}

/** An example of each of some codes. */
export type Examples<C extends DiagnosticCode> = { readonly [Code in C]: Example };

const SOUND = {
  start: "start: It began with",
  expand: "expand: {model: ngram/builtin}",
  grade: "grade: {by: novelty(candidate.text)}",
  stop: "stop: {depth: 8}",
} as const;

/** A sound spec but for the parts given here; an empty part is left out, `more` comes before all of them. */
export function spec(parts: { readonly [K in keyof typeof SOUND]?: string } & { readonly more?: string }): string {
  const lines = Object.values({ ...SOUND, ...parts, more: "" }).filter((line) => line !== "");
  return ["loom: 1", "kind: autoloom", ...(parts.more ? [parts.more] : []), ...lines, ""].join("\n");
}

const SOUND_REFINE = {
  start: "start: It began with",
  propose: 'propose: {model: openai/gpt-5.2, prompt: "Shorten: ${{ best.text }}"}',
  score: "score: 0 - size(candidate.text)",
  stop: "stop: {depth: 8}",
} as const;

/** A sound spec of kind `refine` but for the parts given here, as {@link spec} makes one of `autoloom`. */
export function refineSpec(
  parts: { readonly [K in keyof typeof SOUND_REFINE]?: string } & { readonly more?: string },
): string {
  const lines = Object.values({ ...SOUND_REFINE, ...parts, more: "" }).filter((line) => line !== "");
  return ["loom: 1", "kind: refine", ...(parts.more ? [parts.more] : []), ...lines, ""].join("\n");
}

/** A sound spec of kind `process` but for the tasks and more that are given here; it may run `git`. */
export function processSpec({ more, tasks }: { readonly more?: string; readonly tasks: readonly string[] }): string {
  const head = ["loom: 1", "kind: process", "permissions: {run: [git]}", ...(more ? [more] : [])];
  return [...head, `tasks:${tasks.length === 0 ? " {}" : ""}`, ...tasks.map((task) => `  ${task}`), ""].join("\n");
}

/** Everything that is found in an example, in its order. */
export async function diagnose(
  { text, name = "spec.yaml", files = {}, settings }: Example,
): Promise<readonly Diagnostic[]> {
  const decoded = decode(typeof text === "string" ? new TextEncoder().encode(text) : text, name);
  if ("diagnostics" in decoded) return decoded.diagnostics;
  const self = typeof text === "string" ? { [name]: text } : {};
  const defaults = settings === undefined ? [] : [{ name: "loom.toml", text: settings }];
  return arrange((await compile(decoded.source, memoryWorld({ files: { ...self, ...files }, defaults }))).diagnostics);
}
