import { formatDuration } from "../base/duration.ts";
import { formatSize } from "../base/size.ts";
import type { AgentSettings, Approval, ProcessPlan, Verification, Wording } from "../plan/mod.ts";
import { commandWords } from "./explain_command.ts";
import { modelWords, quoted, shortened } from "./explain_words.ts";

/** Words of a prompt, as a sentence shows them. */
export function wordsOf(words: Wording): string {
  return quoted("text" in words ? words.text : words.template);
}

/** How an agent works, a line each. Bare: without which model it is. */
export function agentDetails(
  { ladder, system, tools, turns, maxTokens, sampling, context, approve, depth }: AgentSettings,
  { isBare = false }: { readonly isBare?: boolean } = {},
): readonly string[] {
  return [
    ...(system ? [`told to be: ${wordsOf(system)}`] : []),
    tools.length === 0 ? "no tools" : `tools: ${tools.join(", ")}`,
    `${turns} ${turns === 1 ? "turn" : "turns"} at most, each of ${maxTokens} tokens at most${
      context === undefined ? "" : `, seeing ${formatSize(context)} tokens`
    }`,
    ...Object.entries(sampling).map(([name, value]) => `${name}: ${value}`),
    ...(tools.length > 0 ? [approvalWords(approve)] : []),
    ...(ladder.length > 0 && !isBare ? [`from the third attempt on: ${ladder.join(", then ")}`] : []),
    ...(tools.length > 0 && depth > 0 ? [`work is handed on ${depth} deep at most`] : []),
  ];
}

const BEFORE: { readonly [P in Approval["policy"]]: string } = {
  always: "a person is asked before every call that may change or reach anything",
  risky: "a person is asked before calls that may do harm",
  never: "nobody is asked before its calls",
};

function approvalWords({ policy, timeout }: Approval): string {
  return `${BEFORE[policy]}${
    timeout === undefined || policy === "never" ? "" : `; after ${formatDuration(timeout)} nobody's answer is a no`
  }`;
}

/** How a result is verified, a line each. */
export function verifyDetails(
  { files, check, command, rules, llm, votes, pause }: Verification,
  models: ProcessPlan["models"],
): readonly string[] {
  return [
    ...(files ? ["verified: the files that it changes and promises are there, not empty and readable"] : []),
    ...(check === undefined ? [] : [`verified: ${quoted(check)} holds`]),
    ...(command ? [`verified: ${commandWords(command)} ends well`] : []),
    ...rules.map(({ name, check, type, target, severity }) => {
      const what = type === "regex"
        ? `nothing in ${target === "output" ? "its answer" : "its files"} is like`
        : "a model finds that";
      return `${severity === "error" ? "verified" : "told where not"}: ${shortened(name)}, ${what} ${quoted(check)}`;
    }),
    ...(llm
      ? [
        `verified: ${votes === 1 ? `${llm.model} says so` : `most of ${votes} votes of ${llm.model} say so`}: ${
          modelWords(models[llm.model]!)
        }`,
      ]
      : []),
    ...(llm?.ask ? [`${llm.model} is asked besides: ${wordsOf(llm.ask)}`] : []),
    ...(pause === undefined ? [] : [`a person is asked before a result is taken whose confidence is below ${pause}`]),
  ];
}
