/** Calls of a turn before any of them is made. */
import type { JsonObject } from "../../base/json.ts";
import { checkArguments } from "../../plan/check_arguments.ts";
import type { ToolUse } from "../../plan/mod.ts";
import { readArguments } from "./read_arguments.ts";
import { shorten } from "../../base/shorten.ts";
import type { WrittenCall } from "./text_calls.ts";
import type { AgentTool, Toolbox } from "./toolbox.ts";
import { plainName, unknownTool } from "./toolbox.ts";

/** A call that a model asks for, and what can be made of it. */
export type CheckedCall =
  & {
    /** Tells it from the others of the conversation. */
    readonly id: string;
    /** The tool, as the model wrote it. */
    readonly name: string;
    /** What it was given, as far as that could be read: what the conversation keeps. */
    readonly input: JsonObject;
  }
  & (
    | {
      readonly ok: true;
      readonly tool: AgentTool;
      /** What was mended in its arguments, a sentence each. */
      readonly repairs: readonly string[];
    }
    | { readonly ok: false; readonly problem: string }
  );

/** The most calls of one turn that are looked at. */
export const MOST_CALLS = 32;

/** What is checked against. */
export interface CallChecking {
  /** What may be called. */
  readonly tools: Toolbox;
  /** Number of the turn. */
  readonly turn: number;
  /** Whether the answer is whole; arguments that were cut off are never mended. */
  readonly whole: boolean;
}

/** Calls in a host's own form, checked. */
export function checkUses(uses: readonly ToolUse[], checking: CallChecking): readonly CheckedCall[] {
  const looked = uses.slice(0, MOST_CALLS), ids = new Set<string>();
  return looked.map(({ id, name, arguments: given }, i) => {
    const own = USABLE.test(id) && !ids.has(id) ? id : idOf(checking, i);
    ids.add(own);
    return checked({ name, given }, own, checking);
  });
}

/** Calls that were written as text, checked. */
export function checkWritten(calls: readonly WrittenCall[], checking: CallChecking): readonly CheckedCall[] {
  return calls.slice(0, MOST_CALLS).map((call, i) => checked(call, idOf(checking, i), checking));
}

/** What all hosts take for the id of a call that they have given themselves. */
const USABLE = /^[\w.:-]{1,128}$/;

/** Nine letters and digits: some hosts take no other ids. */
function idOf({ turn }: CallChecking, i: number): string {
  return `t${turn.toString(36).padStart(4, "0")}c${i.toString(36).padStart(3, "0")}`;
}

/** Characters of unreadable arguments that a conversation keeps: the model sees its mistake. */
const SHOWN = 500;

const CUT = "your turn was cut off at the token limit before its arguments were whole; give shorter ones";

function checked({ name, given }: WrittenCall, id: string, { tools, whole }: CallChecking): CheckedCall {
  const read = typeof given === "string" ? readArguments(given, { whole }) : { ok: true, input: given } as const;
  const input = read.ok ? read.input : { unreadable: shorten(String(given), SHOWN) };
  const tool = tools.get(name) ?? tools.get(name.replace(/^functions\./, "")), call = { id, name, input };
  if (!tool) return { ...call, ok: false, problem: unknownTool(name, tools) };
  if (!read.ok) return { ...call, ok: false, problem: problemOf(tool, [whole ? read.problem : CUT]) };
  const fitting = checkArguments(tool.facts.parameters, input);
  return fitting.ok
    ? { ...call, input: fitting.input, ok: true, tool, repairs: fitting.repairs }
    : { ...call, ok: false, problem: problemOf(tool, fitting.problems) };
}

function problemOf({ facts: { name } }: AgentTool, problems: readonly string[]): string {
  return `cannot call \`${plainName(name)}\`: ${problems.join("; ")}`;
}
