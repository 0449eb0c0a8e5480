/** Tools that the agent itself answers, or the engine for it: what models are told of them. */
import type { ToolFacts } from "../../plan/mod.ts";
import { TASK_TRACKER } from "../../plan/task_list.ts";

const ASK_USER: ToolFacts = {
  name: "ask_user",
  description:
    "Asks a person and waits for the answer, however long that takes. Ask when you cannot find out by yourself and a " +
    "wrong guess would cost more than the wait. Give options where there are only a few answers.",
  parameters: {
    type: "object",
    properties: {
      question: { type: "string", description: "The question, with all that is needed to answer it." },
      options: {
        type: "array",
        items: { type: "string" },
        maxItems: 20,
        description: "The answers to choose from: the person gives one of them. Default: any answer.",
      },
    },
    required: ["question"],
    additionalProperties: false,
  },
  acts: ["ask"],
};

const DELEGATE_TASK: ToolFacts = {
  name: "delegate_task",
  description:
    "Hands a self-contained piece of work to another agent with the same tools and gives you its answer. Use it for work " +
    "whose details you do not need to see. It knows nothing of your conversation: tell it all that it needs.",
  parameters: {
    type: "object",
    properties: {
      goal: { type: "string", description: "What is to be done, and how to tell that it is." },
      context: { type: "string", description: "What it has to know: paths, findings, decisions." },
    },
    required: ["goal"],
    additionalProperties: false,
  },
  acts: ["read"],
};

const CONVERSATION_RECALL: ToolFacts = {
  name: "conversation_recall",
  description:
    "Finds what was said earlier in this run, word for word: your own turns, results of tools, and what other tasks " +
    "said. Use it when something was left out of what you are shown, or another task has found it out before.",
  parameters: {
    type: "object",
    properties: {
      action: {
        type: "string",
        enum: ["search", "range", "tool_calls", "summary"],
        description:
          "search: by words; range: turns from one to another; tool_calls: calls of a tool; summary: how much there is.",
      },
      query: { type: "string", description: "Words to search for." },
      tool_name: { type: "string", description: "The tool whose calls are wanted." },
      task: { type: "string", description: "Only what this task said. Default: every task." },
      start_turn: { type: "integer", minimum: 0, description: "The first turn of a range." },
      end_turn: { type: "integer", minimum: 0, description: "The last turn of a range." },
      limit: { type: "integer", minimum: 1, maximum: 50, description: "How many to give at most. Default 10." },
    },
    required: ["action"],
    additionalProperties: false,
  },
  acts: ["read"],
};

/** What is known of the tools that no folder, program or host is needed for. */
export const INNER_FACTS: readonly ToolFacts[] = [ASK_USER, DELEGATE_TASK, CONVERSATION_RECALL, TASK_TRACKER];
