import assert from "node:assert/strict";
import { abilities } from "../../../lib/models/families/family.ts";
import type { Model, ModelRequest } from "../../../lib/models/model.ts";
import type { Reply } from "../../../lib/models/scripted/options.ts";
import { scriptedModel } from "../../../lib/models/scripted/scripted.ts";
import type { Abilities, Emulation, ModelFacts } from "../../../lib/plan/mod.ts";

/** What a model that only answers messages can do. */
export const CHAT: Abilities = abilities(["chat", "instructs", "logprobs", "seed"]);

/** Facts of a chat model. */
export function chatFacts(supports: Partial<Abilities> = {}): ModelFacts {
  return {
    id: "scripted/chat",
    provider: "scripted",
    local: true,
    counter: "pieces",
    supports: { ...CHAT, ...supports },
  };
}

/** A chat model that answers as it is told; it refuses raw text, as its like do. */
export function chatModel(
  reply: string | Reply | ((request: ModelRequest) => string | Reply),
  supports: Partial<Abilities> = {},
): Model & { readonly asked: readonly ModelRequest[] } {
  const asked: ModelRequest[] = [];
  const model = scriptedModel(chatFacts(supports), (request) => {
    assert.equal(request.prompt.form, "chat");
    asked.push(request);
    return typeof reply === "function" ? reply(request) : reply;
  });
  return { ...model, asked };
}

/** What a way of emulation takes. */
export const ABLE: Readonly<Record<Emulation, Partial<Abilities>>> = {
  prefill: { prefill: true },
  system: {},
  cli: { prefill: true },
};

/** What a chat model was shown of a text. */
export interface Shown {
  /** The text in the question, or, where there is none, in the answer that was begun. */
  readonly text: string;
  /** How the answer was begun. */
  readonly begun: string;
  /** The words that the answer is to begin with. */
  readonly words: string;
}

/** Reads a question as a model that understands it would. */
export function shownIn({ prompt }: ModelRequest): Shown {
  assert.ok(prompt.form === "chat");
  const said = (role: string) => prompt.messages.filter((message) => message.role === role).map(({ text }) => text);
  const [user = ""] = said("user"), [begun = ""] = said("assistant");
  const text = /<(text(?:-\d+)?)>\n([\s\S]*)\n<\/\1>/.exec(user)?.[2] ?? begun;
  const words = /these words:\n\n([\s\S]*?)\n\nBegin with exactly/.exec(user.slice(user.lastIndexOf(`</text`)))?.[1] ??
    "";
  return { text, begun, words };
}
