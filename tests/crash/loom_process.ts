/** Real `loom` processes in folders of their own, some of which are killed, and the spec that they run. */
import type { Ended, KillableOptions } from "./killable.ts";
import { killable } from "./killable.ts";

const CLI = new URL("../../cli.ts", import.meta.url);

/** Runs `loom` with these words in a folder. */
export async function loom(
  folder: string,
  words: readonly string[],
  { env = {}, ...kill }: Omit<KillableOptions, "cwd"> = {},
): Promise<Ended> {
  return await killable(CLI, words, { cwd: folder, env: { NO_COLOR: "1", ...env }, ...kill });
}

/** How much a run of {@link specOf} does. */
export interface Size {
  readonly depth: number;
  readonly width: number;
  readonly maxTokens: number;
}

/** A text that the built-in model grows, with a budget it does not use up, saved to `out.txt`. */
export function specOf({ depth, width, maxTokens }: Size): string {
  return `loom: 1
kind: autoloom
name: killed
models: {base: {use: ngram/builtin}}
start: The lamp went out at four, and nobody
expand: {model: base, width: ${width}, max_tokens: ${maxTokens}}
grade: {by: novelty(candidate.text) - repetition(candidate.text)}
stop: {depth: ${depth}}
budget: {calls: ${4 * depth * width}}
save: "out.txt"
`;
}

/** Words that start the run of `spec.yaml`, always the same one. */
export const START: readonly string[] = ["run", "spec.yaml", "--name", "k", "--seed", "7", "--json"];

/** Puts a spec into a folder that then is a project of its own. */
export async function prepare(folder: string, spec: string): Promise<void> {
  await Deno.mkdir(`${folder}/.loom`);
  await Deno.writeTextFile(`${folder}/spec.yaml`, spec);
}
