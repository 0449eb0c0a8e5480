import type { JsonObject } from "../../base/json.ts";
import type { Message, ToolOffer } from "../model.ts";
import { toolInput } from "../remote/tool_input.ts";
import { prefillOf } from "./prefill.ts";

/** A conversation as the protocol writes it. */
export interface Conversation {
  /** What stands above it; empty where nothing does. */
  readonly system: string;
  /** Turns of users and assistants, never two of one role in a row. */
  readonly messages: readonly JsonObject[];
  /** It ends with the beginning of the answer. */
  readonly continues: boolean;
  /** Blank space at the end of that beginning, which is not sent. */
  readonly blank: string;
  /** It ends with answers of tools. */
  readonly answersTools: boolean;
}

interface Turn {
  readonly role: "user" | "assistant";
  readonly blocks: readonly JsonObject[];
}

/**
 * Writes a conversation. What system messages say is joined above it; where there is nothing else, a user says it, for
 * there is no conversation without one.
 */
export function conversationOf(all: readonly Message[]): Conversation {
  const system = all.filter(({ role, text }) => role === "system" && text !== "").map(({ text }) => text).join("\n\n");
  const said = all.filter(({ role }) => role !== "system"), last = said.at(-1);
  const continues = last?.role === "assistant" && (last.calls ?? []).length === 0;
  const { sent, blank } = prefillOf(continues ? last.text : "");
  const turns = merged((continues ? [...said.slice(0, -1), { ...last, text: sent }] : said).map(turnOf));
  const alone = turns.length === 0 && system !== "";
  return {
    system: alone ? "" : system,
    messages: alone ? [{ role: "user", content: system }] : turns.map(written),
    continues: sent !== "",
    blank,
    answersTools: last?.role === "tool",
  };
}

/** Tools as the protocol offers them. */
export function offersOf(tools: readonly ToolOffer[]): readonly JsonObject[] {
  return tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }));
}

/** The API refuses empty texts. */
function turnOf({ role, text, images = [], calls = [], answers }: Message): Turn {
  if (role === "tool") {
    return { role: "user", blocks: [{ type: "tool_result", tool_use_id: answers ?? "", content: text }] };
  }
  const words: readonly JsonObject[] = text === "" ? [] : [{ type: "text", text }];
  if (role === "assistant") {
    const asked = calls.map(({ id, name, arguments: args }) => ({
      type: "tool_use",
      id,
      name,
      input: toolInput(args),
    }));
    return { role, blocks: [...words, ...asked] };
  }
  const shown = images.map(({ type, data }) => ({ type: "image", source: { type: "base64", media_type: type, data } }));
  return { role: "user", blocks: [...shown, ...words] };
}

/** One turn for what one role says in a row; answers of tools come first in it. */
function merged(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const before = joined.at(-1);
    if (turn.blocks.length === 0) continue;
    if (before?.role !== turn.role) joined.push(turn);
    else joined[joined.length - 1] = { role: turn.role, blocks: [...before.blocks, ...turn.blocks] };
  }
  return joined.map(({ role, blocks }) => ({ role, blocks: blocks.toSorted((a, b) => lateness(a) - lateness(b)) }));
}

function lateness({ type }: JsonObject): number {
  return type === "tool_result" ? 0 : 1;
}

function written({ role, blocks }: Turn): JsonObject {
  const [only] = blocks;
  return { role, content: blocks.length === 1 && only?.["type"] === "text" ? only["text"]! : [...blocks] };
}
