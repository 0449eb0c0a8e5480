/** Specs that the tests of commands run. */

/** A story that the built-in model grows in three rounds, for nothing. */
export const STORY = `loom: 1
kind: autoloom
name: story
inputs: {seed: {type: text, default: It began with}}
start: \${{ inputs.seed }}
expand: {model: ngram/builtin, width: 3, max_tokens: 8}
grade: {by: novelty(candidate.text)}
stop: {depth: 3}
`;

/** A spec whose models answer what is written here. */
export function scripted(
  { replies, price, more = "", budget = "{calls: 50}", depth = 2, width = 2 }: {
    readonly replies: readonly unknown[];
    readonly price?: { readonly input: number; readonly output: number };
    readonly more?: string;
    readonly budget?: string;
    readonly depth?: number;
    readonly width?: number;
  },
): string {
  const model = { use: "scripted/writer", replies, ...(price ? { price } : {}) };
  return `loom: 1
kind: autoloom
name: scripted
models: {writer: ${JSON.stringify(model)}}
start: Once
expand: {model: writer, width: ${width}, max_tokens: 32}
grade: {by: size(candidate.text)}
stop: {depth: ${depth}}
budget: ${budget}
${more}`;
}
