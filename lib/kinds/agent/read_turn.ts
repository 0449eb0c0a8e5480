/** What a model means with a turn. */
import type { Json } from "../../base/json.ts";
import { blockedIn, readFinal } from "./final_answer.ts";
import type { Generated, Outcome } from "../../plan/mod.ts";
import type { CallChecking, CheckedCall } from "./check_calls.ts";
import { checkUses, checkWritten } from "./check_calls.ts";
import { piecesOf } from "./pieces.ts";
import type { Piece } from "./pieces.ts";
import * as say from "./prompt_words.ts";
import type { Talk } from "./talk.ts";
import { callsIn } from "./text_calls.ts";
import type { Written } from "./text_calls.ts";
import type { Toolbox } from "./toolbox.ts";

/** What a turn means. `words` are what it says, without thoughts. */
export type Meant =
  /** It asks for tools; `asked`: how many calls it holds, when not all of them were looked at. */
  | { readonly is: "calls"; readonly words: string; readonly calls: readonly CheckedCall[]; readonly asked: number }
  /** It is the answer. */
  | { readonly is: "answer"; readonly words: string; readonly value?: Json }
  /** It cannot be taken: what the model is told of it, and what is wrong in a few words. */
  | { readonly is: "amiss"; readonly words: string; readonly told: string; readonly why: string }
  /** It says that the task cannot be done. */
  | { readonly is: "blocked"; readonly words: string; readonly why: string }
  /** A host has kept it back. */
  | { readonly is: "filtered"; readonly words: string };

/** What a turn is read with. */
export interface Reading {
  /** The agent's tools. */
  readonly tools: Toolbox;
  /** Whether calls are written as text. */
  readonly asText: boolean;
  /** Number of the turn. */
  readonly turn: number;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** Shape of the answer. */
  readonly returns: Json | undefined;
  /** What was said before. */
  readonly talk: Talk;
}

/** What a model has told, or what of its answer could not be read. */
export type Told = Exclude<Outcome<Generated>, { readonly type: "failed" }>;

/** Reads a turn. What could be meant in two ways is asked again. */
export function readTurn(told: Told, reading: Reading): Meant {
  const said: Generated = told.type === "value" ? told.value : unparsed(told.text);
  const whole = said.finish !== "length", pieces = piecesOf(said.text, { whole });
  const words = pieces.map(({ text }) => text).join("").trim();
  if (said.finish === "filter") return { is: "filtered", words };
  const { calls = [] } = said, checking: CallChecking = { tools: reading.tools, turn: reading.turn, whole };
  if (calls.length > 0 && reading.tools.size === 0) return toolless(words);
  if (calls.length > 0) return asks(checkUses(calls, checking), { words, asked: calls.length }, reading);
  const written = callsIn(pieces, {
    asText: reading.asText,
    isTool: (name) => reading.tools.has(name),
    isQuoted: (source) => isIn(source, reading.talk),
    whole,
  });
  return asked(written, { words, pieces, checking }, reading) ?? answered(said, { words, pieces }, reading);
}

function unparsed(text: string): Generated {
  return { text, finish: "end", tokens: { input: 0, output: 0 } };
}

/** An agent without tools asks for one. */
function toolless(words: string): Meant {
  return { is: "amiss", words, told: say.NO_TOOLS, why: "a call of a tool, where there are none" };
}

interface Asked {
  readonly words: string;
  readonly asked: number;
}

/** A call of nothing but a tool that there is not and whose name says it all. */
const BLOCKED = "blocked";

function asks(calls: readonly CheckedCall[], { words, asked }: Asked, { tools }: Reading): Meant {
  const [only] = calls;
  if (calls.length === 1 && only?.name.toLowerCase() === BLOCKED && !tools.has(only.name)) {
    const reason = Object.hasOwn(only.input, "reason") ? only.input["reason"] : undefined;
    return { is: "blocked", words, why: typeof reason === "string" ? reason : words };
  }
  return { is: "calls", words, calls, asked };
}

interface Parts {
  readonly words: string;
  readonly pieces: readonly Piece[];
}

/** What a turn without calls in a form of the host asks for; undefined: nothing. */
function asked(
  written: Written,
  { words, pieces, checking }: Parts & { readonly checking: CallChecking },
  reading: Reading,
): Meant | undefined {
  const { asText, maxTokens, returns } = reading;
  if (reading.tools.size === 0) return written.is === "calls" ? toolless(words) : undefined;
  switch (written.is) {
    case "none":
      return undefined;
    case "broken":
      return checking.whole
        ? { is: "amiss", words, told: say.brokenCalls(written.problems), why: "a call that could not be read" }
        : { is: "amiss", words, told: say.cutCall(maxTokens), why: "a call that was cut off" };
    case "doubt":
      return { is: "amiss", words, told: say.doubted(written.of, { asText }), why: "what may be a call" };
    case "calls": {
      const isAnswer = !written.isSure && returns !== undefined && "value" in readFinal(pieces, returns);
      if (isAnswer) return undefined;
      const calls = checkWritten(written.calls, checking);
      return asks(calls, { words: written.words, asked: written.calls.length }, reading);
    }
  }
}

function answered(said: Generated, { words, pieces }: Parts, { returns, maxTokens }: Reading): Meant {
  const limit = said.clamped ?? maxTokens;
  if (said.finish === "length") {
    return words === ""
      ? { is: "amiss", words, told: say.onlyThoughts(limit), why: "thoughts alone" }
      : { is: "amiss", words, told: say.cut(limit), why: `an answer that was cut off at ${limit} tokens` };
  }
  if (words === "") return { is: "amiss", words, told: say.EMPTY, why: "an empty answer" };
  const reason = blockedIn(pieces, returns);
  if (reason !== undefined) return { is: "blocked", words, why: reason };
  if (returns === undefined) return { is: "answer", words };
  const final = said.value === undefined ? readFinal(pieces, returns) : { value: said.value };
  if ("value" in final) return { is: "answer", words, value: final.value };
  return { is: "amiss", words, told: say.misshaped(final.problem), why: `an answer in another form: ${final.problem}` };
}

/** Whether a text stands in what tools have returned, blanks aside. */
function isIn(source: string, { exchanges }: Talk): boolean {
  const wanted = squeezed(source);
  return exchanges.some((exchange) =>
    exchange.is === "calls" && exchange.calls.some(({ answer }) => squeezed(answer).includes(wanted))
  );
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}
