import { formatDuration } from "../base/duration.ts";
import type { Given, PlanTool, ProcessPlan, TaskWork } from "../plan/mod.ts";
import { agentDetails, wordsOf } from "./explain_agent.ts";
import { commandDetails, commandWords } from "./explain_command.ts";
import { modelWords, quoted, shortened } from "./explain_words.ts";

/** What a task does, as a part of a sentence. */
export function workWords(work: TaskWork, { tools }: ProcessPlan): string {
  switch (work.by) {
    case "agent":
      return `an agent of ${work.agent.model} works on it`;
    case "generate":
      return `${work.call.model} answers once`;
    case "tool":
      return `call the tool ${work.tool}${toolWords(tools[work.tool]!)}`;
    case "command":
      return `run ${commandWords(work.command)}`;
    case "script":
      return `call the script ${work.script}`;
    case "run":
      return `run ${work.plan}`;
    case "ask":
      return `ask a person: ${quoted(work.question)}`;
  }
}

function toolWords(tool: PlanTool): string {
  switch (tool.by) {
    case "command":
      return `: ${quoted(tool.argv.join(" "))}`;
    case "http": {
      const { method, url } = tool.request;
      return `: ${typeof url === "string" ? quoted(`${method} ${url}`) : `${method} to a secret address`}`;
    }
    case "script":
      return `: the script ${tool.script}`;
    case "mcp":
      return `: ${tool.tool} of the server ${tool.server}`;
    case "built-in":
    case "library":
      return "";
  }
}

/** More of what a task does, a line each. */
export function workDetails(work: TaskWork, { models, imports }: ProcessPlan): readonly string[] {
  switch (work.by) {
    case "agent": {
      const { model, prompt } = work.agent;
      return [`${model}: ${modelWords(models[model]!)}`, `asked: ${wordsOf(prompt)}`, ...agentDetails(work.agent)];
    }
    case "generate": {
      const { model, ladder, system, prompt, maxTokens, sampling } = work.call;
      return [
        `${model}: ${modelWords(models[model]!)}`,
        ...(system ? [`told to be: ${wordsOf(system)}`] : []),
        `asked: ${wordsOf(prompt)}`,
        `an answer of ${maxTokens} tokens at most`,
        ...Object.entries(sampling).map(([name, value]) => `${name}: ${value}`),
        ...(ladder.length > 0 ? [`from the third attempt on: ${ladder.join(", then ")}`] : []),
      ];
    }
    case "tool":
    case "script":
      return givenWords(work.with);
    case "run":
      return [`it is of kind ${imports[work.plan]!.kind}`, ...givenWords(work.with)];
    case "command":
      return commandDetails(work.command);
    case "ask": {
      const { choices, timeout, otherwise } = work;
      return [
        ...(choices ? [`the answer is one of: ${choices.map(shortened).join(", ")}`] : []),
        timeout === undefined ? "the answer is waited for" : `the answer is waited for ${formatDuration(timeout)}`,
        ...(otherwise === undefined || timeout === undefined ? [] : [`then it is ${quoted(String(otherwise))}`]),
      ];
    }
  }
}

function givenWords(given: Given): readonly string[] {
  return Object.entries(given).map(([name, value]) =>
    `with ${name}: ${quoted(typeof value === "string" ? value : JSON.stringify(value))}`
  );
}
