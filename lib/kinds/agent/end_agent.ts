/** How an attempt ends. */
import { unreachable } from "../../base/unreachable.ts";
import type { Agent } from "./agent.ts";
import type { AgentFailure, AgentResult } from "./agent_task.ts";
import type { Meant } from "./read_turn.ts";
import { grouped } from "../../base/shorten.ts";

/** Where an attempt stands. */
export interface Stand {
  /** Key of its last step. */
  readonly key: string;
  /** Turns that it took. */
  readonly turns: number;
  /** Its last words. */
  readonly text: string;
}

/** Why an attempt came to nothing. */
export interface Cause {
  /** A stable word. */
  readonly code: AgentFailure;
  /** In a sentence. */
  readonly why: string;
}

/** An attempt that came to nothing. */
export function failed(agent: Agent, stand: Stand, { code, why }: Cause): AgentResult {
  return { ok: false, code, why: why.toWellFormed(), step: stand.key, ...deedsOf(agent, stand) };
}

/** What the last word of an attempt means. */
export function ended(agent: Agent, stand: Stand, meant: Meant): AgentResult {
  switch (meant.is) {
    case "answer":
      return { ok: true, ...deedsOf(agent, stand), ...(meant.value === undefined ? {} : { value: meant.value }) };
    case "blocked":
      return failed(agent, stand, { code: "blocked", why: blocked(meant.why) });
    case "filtered":
      return failed(agent, stand, { code: "answer", why: "the host of its model kept the answer back" });
    case "amiss":
      return failed(agent, stand, { code: "answer", why: `its last turn gave ${meant.why}` });
    case "calls": {
      const names = [...new Set(meant.calls.map(({ name }) => `\`${name.slice(0, NAME)}\``))].slice(0, 3).join(", ");
      const why = `${turns(stand)} not enough: in the last it still asked for ${names}`;
      return failed(agent, stand, { code: "turns", why });
    }
    default:
      return unreachable(meant);
  }
}

/** What an agent must be told takes more tokens than its model may be shown. */
export function tooLong({ work: { task }, limit }: Agent, tokens: number): Cause {
  const why = `what it must be told takes about ${grouped(tokens)} tokens, and \`${task.model}\` may be shown ` +
    `${grouped(Math.max(0, limit))}; shorten its task, or give it a \`context\` or a model with more room`;
  return { code: "context", why };
}

/** Characters of a name, and of its own words, that the reason of a failure holds. */
const NAME = 60, WORDS = 1_000;

function blocked(why: string): string {
  return why === "" ? "it says that the task cannot be done, and not why" : `it cannot go on: ${why.slice(0, WORDS)}`;
}

function turns({ turns }: Stand): string {
  return turns === 1 ? "1 turn was" : `${grouped(turns)} turns were`;
}

function deedsOf({ work: { records, changed } }: Agent, { text, turns }: Stand) {
  return { text, calls: records, changed: [...changed], turns };
}
