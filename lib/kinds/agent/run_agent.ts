/**
 * The agent: a model that is given a task and tools, and works in turns until it answers. Every turn is a step, and so is
 * every call; what it has said and done is made of their outcomes alone.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { Program, ToldProcess } from "../../plan/mod.ts";
import { perform } from "../../plan/mod.ts";
import type { Agent } from "./agent.ts";
import { agentOf } from "./agent.ts";
import type { AgentResult, AgentRound, AgentTask } from "./agent_task.ts";
import { requestOf } from "./ask_model.ts";
import type { Stand } from "./end_agent.ts";
import { ended, failed, tooLong } from "./end_agent.ts";
import { fitTalk } from "./fit_talk.ts";
import { performCalls } from "./perform_calls.ts";
import * as say from "./prompt_words.ts";
import type { Meant } from "./read_turn.ts";
import { readTurn } from "./read_turn.ts";
import type { Repeats } from "./repeats.ts";
import { countRepeats, ENDED, NO_REPEATS, TOLD } from "./repeats.ts";
import { shorten } from "../../base/shorten.ts";
import type { Exchange, Spoken, Talk, Writing } from "./talk.ts";
import { tokensIn } from "./token_bound.ts";
import { canRecall } from "./toolbox.ts";

/** Runs one attempt of an agent at a task. It comes to an end with an answer, or says why there is none. */
export function* runAgent(round: AgentRound, task: AgentTask): Program<AgentResult> {
  const agent = agentOf(round, task, (inner) => runAgent(round, inner)), { opened } = agent;
  const turns = Math.max(1, task.settings.turns), key = `${task.key}/prompt`;
  if (!opened.ok) return failed(agent, { key, turns: 0, text: "" }, tooLong(agent, opened.tokens));
  const { opening } = opened, { system, user } = opening;
  const told: ToldProcess = { told: "prompt", task: task.task, system, text: user };
  yield* perform({ do: "tell", key, value: told as unknown as Json });
  let so: SoFar = { talk: { opening, exchanges: [], gone: 0 }, repeats: NO_REPEATS, nudge: "", text: "" };
  for (let turn = 1;; turn++) {
    const next = yield* takeTurn(agent, so, { turn, isLast: turn === turns, turns });
    if ("ok" in next) return next;
    so = next;
  }
}

/** What an agent has come to so far. */
interface SoFar {
  readonly talk: Talk;
  readonly repeats: Repeats;
  /** Told once, behind everything else; empty: nothing. */
  readonly nudge: string;
  /** Its last words. */
  readonly text: string;
}

/** A turn of an attempt. */
interface Turn {
  readonly turn: number;
  readonly turns: number;
  readonly isLast: boolean;
}

/** Asks the model once, and does what it asks for. */
function* takeTurn(agent: Agent, before: SoFar, turn: Turn): Program<SoFar | AgentResult> {
  const { task } = agent.work, key = `${task.key}/turn/${turn.turn}`, writing = writingOf(agent, before, turn);
  const stand: Stand = { key, turns: turn.turn - 1, text: before.text };
  const taken = agent.opened.tokens + tokensIn(writing.last) + SPARE;
  const talk = fitTalk(before.talk, { tokens: agent.limit - taken, recall: canRecall(agent.work.tools) });
  if (!talk) return failed(agent, stand, tooLong(agent, taken));
  const outcome = yield* perform(requestOf(agent, key, { talk, ...writing }));
  if (outcome.type === "failed") return failed(agent, stand, { code: "model", why: outcome.failure.message });
  const meant = readTurn(outcome, {
    tools: agent.work.tools,
    asText: agent.asText,
    turn: turn.turn,
    maxTokens: task.settings.maxTokens,
    returns: task.returns,
    talk,
  });
  const so = { ...before, talk, text: meant.words === "" ? before.text : meant.words };
  const now: Stand = { key, turns: turn.turn, text: so.text };
  if (meant.is === "calls" && !turn.isLast) return yield* called(agent, so, { meant, now });
  if (meant.is === "amiss" && !turn.isLast) return heeding(so, meant);
  return ended(agent, now, meant);
}

/** Tokens for what is said around a conversation that was cut. */
const SPARE = 64;

/** Characters of a reminder: it is told in every turn. */
const MOST_REMINDER = 1_000;

/** How a turn is written, and what is said last: what was amiss, what it is all about, that it must end. */
function writingOf({ work: { task }, offers, asText }: Agent, { nudge, talk }: SoFar, turn: Turn): Writing {
  const isClosing = turn.isLast && offers.length > 0, { reminder = "" } = task;
  const reminds = !isClosing && talk.exchanges.at(-1)?.is === "calls"
    ? say.reminder(shorten(reminder, MOST_REMINDER), turn)
    : "";
  const last = [nudge, reminds, isClosing ? say.LAST : ""].filter((words) => words !== "").join("\n\n");
  return { form: isClosing ? "closing" : asText ? "blocks" : "native", last };
}

interface Calling {
  readonly meant: Extract<Meant, { readonly is: "calls" }>;
  readonly now: Stand;
}

function* called(agent: Agent, so: SoFar, { meant, now }: Calling): Program<SoFar | AgentResult> {
  const { repeats, most, name } = countRepeats(so.repeats, meant.calls);
  if (most >= ENDED) {
    const why = `it goes in a circle: it called \`${name}\` with the same arguments ${most} times in a row`;
    return failed(agent, now, { code: "turns", why });
  }
  const calls = yield* performCalls(agent.work, now.key, meant.calls), looked = meant.calls.length;
  const told = [
    ...(meant.asked > looked ? [say.tooMany(meant.asked, looked)] : []),
    ...(most >= TOLD ? [say.repeated(most)] : []),
  ];
  const exchange: Exchange = { is: "calls", words: meant.words, calls: withWords(calls, told) };
  return { ...so, talk: withExchange(so.talk, exchange), repeats, nudge: "" };
}

/** What is said of a turn of calls stands behind the answer to the last of them. */
function withWords(calls: readonly Spoken[], told: readonly string[]): readonly Spoken[] {
  const last = calls.at(-1)!;
  return told.length === 0 ? calls : [...calls.slice(0, -1), { ...last, answer: [last.answer, ...told].join("\n\n") }];
}

function withExchange(talk: Talk, exchange: Exchange): Talk {
  return { ...talk, exchanges: [...talk.exchanges, exchange] };
}

/** An answer that cannot be taken is told back; one without words leaves nothing to be told back to. */
function heeding(so: SoFar, { words, told }: Extract<Meant, { readonly is: "amiss" }>): SoFar {
  if (words === "") return { ...so, nudge: told };
  return { ...so, talk: withExchange(so.talk, { is: "answer", words, told }), nudge: "" };
}
