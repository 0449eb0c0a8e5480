/**
 * A conversation of an agent as it is kept: what was said and done, in no protocol's form.
 *
 * @module
 */
import type { JsonObject } from "../../base/json.ts";
import type { ChatTurn, Image } from "../../plan/mod.ts";
import { fencedCall, gone, noted, shownCall } from "./prompt_words.ts";
import { unmarked, unmarkedJson } from "./unmarked.ts";

/** A call and its answer. */
export interface Spoken {
  /** Tells it from the others of the conversation. */
  readonly id: string;
  /** The tool, in characters that every host takes. */
  readonly name: string;
  /** What it was given. */
  readonly input: JsonObject;
  /** What the model is told of it. */
  readonly answer: string;
  /** What it is shown. */
  readonly images: readonly Image[];
}

/** A turn of the model and what it was told next. */
export type Exchange =
  | { readonly is: "calls"; readonly words: string; readonly calls: readonly Spoken[] }
  /** An answer that could not be taken. */
  | { readonly is: "answer"; readonly words: string; readonly told: string };

/** A conversation. */
export interface Talk {
  /** What the model is told first. */
  readonly opening: Opening;
  /** What came after it, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Exchanges that went because there was no room for them. */
  readonly gone: number;
}

/** What the model is told first. */
export interface Opening {
  /** What it is, and what holds throughout. */
  readonly system: string;
  /** The same for a turn without tools. */
  readonly closing: string;
  /** Its task. */
  readonly user: string;
}

/** How a conversation is written. */
export interface Writing {
  /** native: calls in the form of the host; blocks: as text in the form asked for; closing: as a report, without tools. */
  readonly form: "native" | "blocks" | "closing";
  /** Said behind everything else, this time only; empty: nothing. */
  readonly last: string;
}

/** The messages of a conversation. The last one is never the model's. */
export function messagesOf({ opening, exchanges, gone: left }: Talk, { form, last }: Writing): readonly ChatTurn[] {
  const system = form === "closing" ? opening.closing : opening.system;
  const user = left === 0 ? opening.user : `${opening.user}\n\n${gone(left)}`;
  const turns = [
    ...(system === "" ? [] : [turn("system", system)]),
    turn("user", user),
    ...exchanges.flatMap((exchange) => form === "native" ? nativeTurns(exchange) : textTurns(exchange, form)),
  ];
  return last === "" ? turns : [...turns.slice(0, -1), withMore(turns.at(-1)!, last)];
}

/** Nothing that is said holds marks of a conversation, whoever has written it: a model may repeat what it was made to read. */
function turn(role: ChatTurn["role"], text: string, more: Partial<ChatTurn> = {}): ChatTurn {
  return { role, parts: [{ text: unmarked(text) }], ...more };
}

/** Behind the last words, not in a message of its own: some hosts refuse what a user says right after a tool. */
function withMore(last: ChatTurn, text: string): ChatTurn {
  return { ...last, parts: [...last.parts, { text: `\n\n${unmarked(text)}` }] };
}

function nativeTurns(exchange: Exchange): readonly ChatTurn[] {
  if (exchange.is === "answer") return [turn("assistant", exchange.words), turn("user", exchange.told)];
  const { words, calls } = exchange, images = calls.flatMap((call) => call.images);
  const asked = calls.map(({ id, name, input }) => ({ id, name, arguments: unmarkedJson(JSON.stringify(input)) }));
  return [
    turn("assistant", words, { calls: asked }),
    ...calls.map(({ id, answer }) => turn("tool", answer, { answers: id })),
    ...(images.length === 0 ? [] : [turn("user", noted(images.length), { images })]),
  ];
}

function textTurns(exchange: Exchange, form: "blocks" | "closing"): readonly ChatTurn[] {
  if (exchange.is === "answer") return [turn("assistant", exchange.words), turn("user", exchange.told)];
  const { words, calls } = exchange, images = calls.flatMap((call) => call.images);
  const asked = calls.map(form === "blocks" ? fencedCall : shownCall), said = words === "" ? asked : [words, ...asked];
  const answers = calls.map(({ answer }) => answer).join("\n\n");
  return [
    turn("assistant", said.join("\n\n")),
    turn("user", answers, images.length === 0 ? {} : { images }),
  ];
}
