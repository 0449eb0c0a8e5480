import type { JsonObject } from "../../base/json.ts";
import type { ToolOffer } from "../../plan/mod.ts";

/** Small letters, blanks and marks that are taken for one token: prose has four and more to a token, code more than three. */
const SMALL = 3;

/** Tokens that hosts add of their own, about: to a conversation, a message, a call, tools, one tool. */
export const ADDED: { readonly [to in "conversation" | "message" | "call" | "tools" | "tool" | "image"]: number } = {
  conversation: 128,
  message: 8,
  call: 16,
  tools: 256,
  tool: 64,
  image: 2_000,
};

/**
 * Tokens in a text: seldom fewer than any model counts. A kind has no counter of a model, so this goes by characters alone:
 * a digit or a capital letter is one, for numbers, hashes and base64 are made of them and have hardly two characters to a
 * token; three of the other ASCII characters are one; of the rest every byte is one, for no vocabulary needs more. It need
 * not be exact: it says when a conversation is made shorter, and errs on the side of too early.
 */
export function tokensIn(text: string): number {
  let small = 0, dense = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a)) dense++;
    else if (unit < 0x80) small++;
    else if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000)) dense += 2;
    else dense += 3;
  }
  return Math.ceil(small / SMALL) + dense;
}

/** Tokens of tools that are offered. */
export function tokensOfTools(tools: readonly ToolOffer[]): number {
  if (tools.length === 0) return 0;
  return tools.reduce((sum, tool) => sum + ADDED.tool + tokensIn(schemaText(tool)), ADDED.tools);
}

function schemaText({ name, description, parameters }: ToolOffer): string {
  return `${name}${description}${JSON.stringify(parameters satisfies JsonObject)}`;
}
