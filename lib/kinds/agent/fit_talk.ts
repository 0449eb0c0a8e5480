/** Making a conversation short enough to be shown. */
import type { JsonObject } from "../../base/json.ts";
import { leftOut } from "./prompt_words.ts";
import { shorten } from "../../base/shorten.ts";
import type { Exchange, Spoken, Talk } from "./talk.ts";
import { ADDED, tokensIn } from "./token_bound.ts";

/** The room that a conversation has. */
export interface Room {
  /** Tokens of everything behind its opening. */
  readonly tokens: number;
  /** Whether what is left out can be found again. */
  readonly recall: boolean;
}

/**
 * Share of the room to which a conversation is brought down once it is too long: it would be cut at every turn otherwise,
 * and nothing before the cut would be found in a host's cache any more.
 */
const AIM = 0.7;

/** Characters of an answer, of words and of an argument of old turns that are not worth leaving out. */
const SHORT_ANSWER = 240, SHORT_WORDS = 200, SHORT_ARGUMENT = 120;

/**
 * A conversation that fits its room, the same one where it does already; undefined where even the last turn cannot be made
 * to. Old answers of tools go first, then old words and long arguments, then whole old turns, each call with its answer; the
 * last turn is shortened after all that.
 */
export function fitTalk(talk: Talk, { tokens: room, recall }: Room): Talk | undefined {
  if (tokensOf(talk.exchanges) <= room) return talk;
  const aim = room * AIM;
  const steps = [(one: Exchange) => withoutAnswers(one, recall), withoutWords];
  let { exchanges } = talk;
  for (const step of steps) exchanges = oldestFirst(exchanges, step, aim);
  const from = tokensOf(exchanges) <= room ? 0 : firstKept(exchanges, aim),
    kept = exchanges.slice(from),
    last = kept.at(-1);
  const cut = { ...talk, exchanges: kept, gone: talk.gone + from };
  if (!last || tokensOf(kept) <= room) return cut;
  const short = shortened(last, room);
  return short && { ...cut, exchanges: [short] };
}

/** Tokens of what stands behind the opening. */
export function tokensOf(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((sum, exchange) => sum + tokensAt(exchange), 0);
}

function tokensAt(exchange: Exchange): number {
  if (exchange.is === "answer") return tokensIn(exchange.words) + tokensIn(exchange.told) + 2 * ADDED.message;
  return exchange.calls.reduce(
    (sum, call) => sum + tokensOfCall(call),
    tokensIn(exchange.words) + 2 * ADDED.message,
  );
}

function tokensOfCall({ name, input, answer, images }: Spoken): number {
  const asked = tokensIn(name) + tokensIn(JSON.stringify(input));
  return asked + tokensIn(answer) + images.length * ADDED.image + ADDED.message + ADDED.call;
}

/** Shortens all but the last, from the oldest on, until that is enough. */
function oldestFirst(
  exchanges: readonly Exchange[],
  step: (exchange: Exchange) => Exchange,
  aim: number,
): readonly Exchange[] {
  let tokens = tokensOf(exchanges);
  return exchanges.map((exchange, i) => {
    if (tokens <= aim || i === exchanges.length - 1) return exchange;
    const shorter = step(exchange);
    tokens -= tokensAt(exchange) - tokensAt(shorter);
    return shorter;
  });
}

function withoutAnswers(exchange: Exchange, recall: boolean): Exchange {
  if (exchange.is === "answer") return exchange;
  const calls = exchange.calls.map((call) => {
    if (call.answer.length <= SHORT_ANSWER && call.images.length === 0) return call;
    const isShort = call.answer.length <= SHORT_ANSWER;
    return { ...call, answer: isShort ? call.answer : leftOut(call.answer.length, { recall }), images: [] };
  });
  return { ...exchange, calls };
}

function withoutWords(exchange: Exchange): Exchange {
  const words = shorten(exchange.words, SHORT_WORDS);
  if (exchange.is === "answer") return { ...exchange, words };
  return { ...exchange, words, calls: exchange.calls.map((call) => ({ ...call, input: brief(call.input) })) };
}

/** Arguments with their long ones cut; they stay JSON that hosts can read. */
function brief(input: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return [name, text.length <= SHORT_ARGUMENT * 2 ? value : shorten(text, SHORT_ARGUMENT, { between: " " })];
    }),
  );
}

/** The first of the exchanges that may stay; the last always does. */
function firstKept(exchanges: readonly Exchange[], aim: number): number {
  let tokens = tokensOf(exchanges), from = 0;
  while (from < exchanges.length - 1 && tokens > aim) tokens -= tokensAt(exchanges[from++]!);
  return from;
}

/** The last exchange with as much of its answers and words as there is room for; images go where they must. */
function shortened(exchange: Exchange, room: number): Exchange | undefined {
  return atMost(exchange, room) ?? atMost(bare(exchange), room);
}

function bare(exchange: Exchange): Exchange {
  const short = withoutWords(exchange);
  return short.is === "answer" ? short : { ...short, calls: short.calls.map((call) => ({ ...call, images: [] })) };
}

/** Below so many characters nothing is kept of an answer: less than this may not even hold the tags around it. */
const WORTH = 120;

function atMost(exchange: Exchange, room: number): Exchange | undefined {
  const cut = (asked: number): Exchange => {
    const most = asked < WORTH ? 0 : asked;
    if (exchange.is === "answer") return { ...exchange, words: shorten(exchange.words, most) };
    return { ...exchange, calls: exchange.calls.map((call) => ({ ...call, answer: shorten(call.answer, most) })) };
  };
  if (tokensAt(cut(0)) > room) return undefined;
  let fits = 0, over = longestOf(exchange) + 1;
  while (over - fits > 1) {
    const most = Math.floor((fits + over) / 2);
    if (tokensAt(cut(most)) <= room) fits = most;
    else over = most;
  }
  return cut(fits);
}

function longestOf(exchange: Exchange): number {
  if (exchange.is === "answer") return exchange.words.length;
  return Math.max(0, ...exchange.calls.map(({ answer }) => answer.length));
}
