import { canonical } from "../../base/json.ts";
import { sha256 } from "../../base/hash.ts";
import { ModelError, type ModelRequest, type Prompt } from "../model.ts";
import type { Reply, Rule, Script } from "./options.ts";

/** Picks the reply to a request; `index` counts the requests from 0. */
export type Replying = (request: ModelRequest, index: number) => string | Reply | Promise<string | Reply>;

/** Follows a script. What it remembers is how often it was asked. */
export function follow(script: Script, id: string): (request: ModelRequest) => Reply {
  const asked = new Map<string, number>();

  function count(what: string): number {
    const times = asked.get(what) ?? 0;
    asked.set(what, times + 1);
    return times;
  }

  /** By call, each failure and each answer of the list is one turn. */
  function inTurn(replies: readonly Reply[], list: string): Reply {
    const turns = replies.flatMap(turnsOf), turn = count(list);
    return turns[script.then === "repeat" ? Math.min(turn, turns.length - 1) : turn % turns.length]!;
  }

  /** By prompt, a reply fails as often as it says to each who asks for it, and then answers for ever. */
  function byPrompt(replies: readonly Reply[], { prompt, seed }: ModelRequest): Reply {
    const hash = sha256(canonical({ prompt, seed })), place = parseInt(hash.slice(0, 12), 16) % replies.length;
    const turns = turnsOf(replies[place]!);
    return turns[Math.min(count(hash), turns.length - 1)]!;
  }

  return (request) => {
    const said = textOf(request.prompt), rules = script.rules ?? [];
    const place = rules.findIndex(({ match }) => fits(match, said)), rule = rules[place];
    if (!rule && script.echo) return { text: lastOf(request.prompt) };
    const replies = (rule ? repliesOf(rule) : script.replies ?? []).map((reply) => replyOf(reply));
    if (replies.length > 0) return script.by === "prompt" ? byPrompt(replies, request) : inTurn(replies, String(place));
    const why = rule ? `its rule for \`${rule.match}\` has no reply` : "no rule fits and there are no other replies";
    throw new ModelError("model", `Model \`${id}\` cannot answer \`${said.slice(-60)}\`: ${why}`);
  };
}

/** A reply given as text, or as it is. */
export function replyOf(reply: string | Reply): Reply {
  return typeof reply === "string" ? { text: reply } : reply;
}

/** Whether a text fits a rule's `match`. */
export function fits(match: string, text: string): boolean {
  const parts = match.split("*"), first = parts[0]!, last = parts.at(-1)!;
  if (parts.length === 1) return text.includes(match);
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  return parts.slice(1, -1).every((part) => {
    const found = text.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= end;
  });
}

function repliesOf({ reply, replies = [] }: Rule): readonly (string | Reply)[] {
  return reply === undefined ? replies : [reply, ...replies];
}

function turnsOf(reply: Reply): Reply[] {
  const { fail, ...answer } = reply;
  if (!fail) return [reply];
  const failures = new Array<Reply>(fail.times ?? 1).fill(reply);
  const { text, json, chunks, calls } = answer;
  return [text, json, chunks, calls].every((part) => part === undefined) ? failures : [...failures, answer];
}

function textOf(prompt: Prompt): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map(({ text }) => text).join("\n\n");
}

function lastOf(prompt: Prompt): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.at(-1)?.text ?? "";
}
