/**
 * What models are shown: prompts are data, and refer to texts of documents.
 *
 * @module
 */
import type { JsonObject } from "../base/json.ts";

/** A whole text, named by where it ends: the path from the document's root down to this node. */
export interface TextRef {
  /** Name of the document. */
  readonly document: string;
  /** Id of the node. */
  readonly node: string;
}

/** How much of a long text a model is shown, in its own tokens. What lies between is left out. */
export interface Fit {
  /** Tokens kept from the beginning. Default 0. */
  readonly head?: number;
  /** Tokens kept from the end. */
  readonly tail: number;
}

/** A piece of a prompt. References keep the journal small: a text is stored once, in its document. */
export type Part =
  | { readonly text: string }
  | { readonly path: TextRef; readonly fit?: Fit }
  | { readonly node: TextRef; readonly fit?: Fit };

/** A call of a tool that a model asks for. */
export interface ToolUse {
  /** Tells it from other calls of a conversation. */
  readonly id: string;
  /** The tool. */
  readonly name: string;
  /** Its arguments as JSON, as the model wrote them: they may be malformed. */
  readonly arguments: string;
}

/** A tool that a model may ask for. */
export interface ToolOffer {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  /** What it does and when to use it. */
  readonly description: string;
  /** JSON Schema of its arguments, an object. */
  readonly parameters: JsonObject;
}

/** An image that a model is shown. */
export interface Image {
  /** `image/png`, `image/jpeg`, `image/webp` or `image/gif`. */
  readonly type: string;
  /** Its bytes in base64. */
  readonly data: string;
}

/** One turn of a conversation. */
export interface ChatTurn {
  /** Who speaks. */
  readonly role: "system" | "user" | "assistant" | "tool";
  /** What is said. */
  readonly parts: readonly Part[];
  /** What an `assistant` asked for. */
  readonly calls?: readonly ToolUse[];
  /** Of a `tool`: the id of the call that this answers. */
  readonly answers?: string;
  /** What is shown beside the words, by a `user`. */
  readonly images?: readonly Image[];
}

/** What a model is shown, by reference. */
export type PromptParts =
  | { readonly form: "text"; readonly parts: readonly Part[] }
  | { readonly form: "chat"; readonly messages: readonly ChatTurn[] };
