/** What rows of a journal say of conversations with models. */
import type { Json } from "../../base/json.ts";
import { piecesOf } from "../../kinds/agent/pieces.ts";
import { callsIn as writtenCalls } from "../../kinds/agent/text_calls.ts";
import type { Entry } from "../../plan/mod.ts";
import type { Turn } from "../../store/store.ts";

/** The tool that finds what was said. What it was asked and gave is no part of that: it would find itself first. */
export const RECALL = "conversation_recall";

/** Where a call of a tool stands: in a turn of a model, whose key tells, as so many-th from 1. */
export interface CallPlace {
  /** Key of the turn that asked for it. */
  readonly turn: string;
  /** Its place among the calls of that turn. */
  readonly place: number;
  /** The turn's number. */
  readonly n: number;
}

/** What a row says: its turns, and for one of a tool where the call was asked for. */
export interface Said {
  readonly turns: readonly Turn[];
  /** Present where the name of the tool stands in the turn that asked for it. */
  readonly call?: CallPlace;
}

const NOTHING: Said = { turns: [] };

/** What a row of a journal says of a conversation; nothing for rows of any other sort, whatever they hold. */
export function saidIn(entry: Entry): Said {
  const { seq, at, key, value, type } = entry, task = /^task\/([^/]+)\//.exec(key ?? "")?.[1];
  if (task === undefined || key === undefined || (type !== "result" && type !== "done")) return NOTHING;
  const about = { seq, at, task };
  if (key.endsWith("/prompt")) return promptIn(about, value);
  const turn = /\/turn\/(\d{1,9})$/.exec(key);
  if (turn) return answerIn({ ...about, n: Number(turn[1]) }, value);
  const call = /^(.*\/turn\/(\d{1,9}))\/call\/(\d{1,9})(?:\/ask)?$/.exec(key);
  if (!call) return NOTHING;
  const [, turnKey = "", n, place] = call;
  return resultIn({ ...about, n: Number(n) }, value, { turn: turnKey, n: Number(n), place: Number(place) });
}

type About = Pick<Turn, "seq" | "at" | "task">;

function promptIn(about: About, value: Json | undefined): Said {
  const told = at(value, "type") === "value" ? at(value, "value") : undefined;
  if (at(told, "told") !== "prompt") return NOTHING;
  const system = at(told, "system"), text = at(told, "text");
  return {
    turns: [
      ...(typeof system === "string" ? [{ ...about, n: 0, role: "system" as const, text: system }] : []),
      ...(typeof text === "string" ? [{ ...about, n: 0, role: "user" as const, text }] : []),
    ],
  };
}

function answerIn(about: About & Pick<Turn, "n">, outcome: Json | undefined): Said {
  const text = textIn(outcome);
  if (text === undefined) return NOTHING;
  const own = callsIn(outcome), written = own.length > 0 ? NO_CALLS : writtenIn(text);
  const recalls = written.calls.some(({ name }) => name === RECALL), calls = recalls ? written.calls : own;
  const lines = calls.flatMap(({ name, given }) => name === "" || name === RECALL ? [] : [`${name} ${given}`]);
  const words = recalls ? written.words : text;
  if (words === "" && lines.length === 0 && calls.length > 0) return NOTHING;
  return { turns: [{ ...about, role: "assistant", text: [...(words === "" ? [] : [words]), ...lines].join("\n") }] };
}

function textIn(outcome: Json | undefined): string | undefined {
  const answer = at(outcome, "type") === "value" ? at(outcome, "value") : outcome, text = at(answer, "text");
  return typeof text === "string" ? text : undefined;
}

/** A call that a model asked for. */
export interface AskedCall {
  readonly name: string;
  /** Its arguments, as the model wrote them. */
  readonly given: string;
}

/** The calls that an answer asks for, in their order: in a form of their host, or as text. */
export function callsOf(outcome: Json | undefined): readonly AskedCall[] {
  const own = callsIn(outcome), text = textIn(outcome);
  return own.length > 0 || text === undefined ? own : writtenIn(text).calls;
}

const NO_CALLS: { readonly words: string; readonly calls: readonly AskedCall[] } = { words: "", calls: [] };

/** Calls that stand in a text. What only looks like one is among them: no row says what came of it. */
function writtenIn(text: string): typeof NO_CALLS {
  const by = { asText: true, isTool: () => true, isQuoted: () => false, whole: true };
  const written = writtenCalls(piecesOf(text, { whole: true }), by);
  if (written.is !== "calls") return NO_CALLS;
  const calls = written.calls.map(({ name, given }) => ({
    name: name.replace(/^functions\./, ""),
    given: typeof given === "string" ? given : JSON.stringify(given),
  }));
  return { words: written.words, calls };
}

function callsIn(outcome: Json | undefined): readonly AskedCall[] {
  const calls = at(at(outcome, "value"), "calls");
  if (!Array.isArray(calls)) return [];
  return (calls as readonly Json[]).map((call) => {
    const name = at(call, "name"), given = at(call, "arguments");
    return {
      name: typeof name === "string" ? name : "",
      given: typeof given === "string" ? given : given === undefined ? "" : JSON.stringify(given),
    };
  });
}

function resultIn(about: About & Pick<Turn, "n">, outcome: Json | undefined, call: CallPlace): Said {
  const named = at(at(outcome, "value"), "tool"), text = resultText(outcome);
  if (text === undefined) return NOTHING;
  const turn = { ...about, role: "tool" as const, text };
  return typeof named === "string" ? { turns: [{ ...turn, tool: named }] } : { turns: [turn], call };
}

/** What a tool gave, as a text. */
function resultText(outcome: Json | undefined): string | undefined {
  switch (at(outcome, "type")) {
    case "failed":
      return textOf(at(at(outcome, "failure"), "message"));
    case "unparsed":
      return textOf(at(outcome, "problem"));
    case "value": {
      const value = at(outcome, "value"),
        output = at(value, "output"),
        code = at(value, "code"),
        why = at(value, "message");
      if (at(value, "ok") === false && typeof why === "string") {
        return typeof code === "string" ? `${code}: ${why}` : why;
      }
      return textOf(output ?? value);
    }
    default:
      return undefined;
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}

/** What a map holds under a name of its own; undefined for anything else. */
function at(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
    return undefined;
  }
  return (value as { readonly [name: string]: Json })[name];
}
