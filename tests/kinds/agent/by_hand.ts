import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { AgentResult, AgentRound, AgentTask } from "../../../lib/kinds/agent/agent_task.ts";
import { runAgent } from "../../../lib/kinds/agent/run_agent.ts";
import type {
  Act,
  AgentSettings,
  Ask,
  ChatTurn,
  Effect,
  Generate,
  Generated,
  Instruction,
  ModelFacts,
  Outcome,
  PlanTool,
  ToolCall,
  ToolUse,
} from "../../../lib/plan/mod.ts";
import { wordModel } from "../../engine/models.ts";
import { planModel } from "../plans.ts";

/** A tool of a plan. */
export function tool(
  name: string,
  { about = `Does ${name}.`, acts = ["read"], properties = {}, required = [], by = "built-in" }: {
    readonly about?: string;
    readonly acts?: readonly Act[];
    readonly properties?: JsonObject;
    readonly required?: readonly string[];
    readonly by?: "built-in" | "library";
  } = {},
): PlanTool {
  const parameters = { type: "object", properties, required: [...required], additionalProperties: false };
  return { by, facts: { name, description: about, parameters, acts, timeout: 1_000 } };
}

const TEXT = { type: "string" };

/** Tools that tests call. */
export const TOOLS: { readonly [name: string]: PlanTool } = {
  read_file: tool("read_file", { properties: { path: TEXT }, required: ["path"] }),
  write_file: tool("write_file", {
    acts: ["write"],
    properties: { path: TEXT, content: TEXT },
    required: ["path", "content"],
  }),
  shell_execute: tool("shell_execute", { acts: ["run"], properties: { command: TEXT }, required: ["command"] }),
  look: tool("look"),
  ask_user: tool("ask_user", {
    acts: ["ask"],
    properties: { question: TEXT, options: { type: "array", items: TEXT } },
    required: ["question"],
  }),
  task_tracker: tool("task_tracker", {
    acts: [],
    properties: { action: TEXT, content: TEXT, task_id: { type: "integer" }, status: TEXT },
  }),
  delegate_task: tool("delegate_task", { properties: { goal: TEXT, context: TEXT }, required: ["goal"] }),
  conversation_recall: tool("conversation_recall", { properties: { query: TEXT } }),
};

/** What is known of a model of a test: one that has a form of its own for calls, unless the test says otherwise. */
export function facts(
  more: { readonly tools?: boolean; readonly images?: boolean; readonly context?: number } = {},
): ModelFacts {
  const { tools = true, images = false, context } = more, { facts } = wordModel(() => "", { free: true });
  return {
    ...facts,
    ...(context === undefined ? {} : { context }),
    supports: { ...facts.supports, chat: true, tools, images },
  };
}

/** What a task of a test is made of. */
export interface Making {
  readonly settings?: Partial<AgentSettings>;
  readonly task?: Partial<AgentTask>;
  readonly facts?: ModelFacts;
  readonly tools?: { readonly [name: string]: PlanTool };
}

/** A round and a task for it. */
export function making({ settings, task, facts: known = facts(), tools = TOOLS }: Making = {}): {
  readonly round: AgentRound;
  readonly task: AgentTask;
} {
  return {
    round: { plan: { models: { m: planModel(known) }, tools }, context: { seed: 7 } },
    task: {
      key: "task/a",
      task: "a",
      model: "m",
      system: "You are careful.",
      prompt: "Count the files.",
      ...task,
      settings: {
        model: "m",
        ladder: [],
        tools: ["read_file", "write_file", "shell_execute", "look"],
        turns: 8,
        maxTokens: 500,
        sampling: {},
        approve: { policy: "never" },
        depth: 0,
        ...settings,
      },
    },
  };
}

/** What a model says in a turn: a text, calls, or everything else that it may tell. */
export type Says = string | Partial<Generated> | Outcome<Generated>;

/** Who answers what an agent asks for. */
export interface World extends Making {
  /** The model's turns, in order; a function is given the request. */
  readonly says: readonly (Says | ((effect: Generate) => Says))[];
  /** What tools come to. Default: `{ok: true, output: "done"}`. */
  readonly tool?: (call: ToolCall) => Outcome<Json> | JsonObject;
  /** What people answer. Default: yes. */
  readonly person?: (ask: Ask) => Json;
}

/** What an agent did in a world. */
export interface Done {
  readonly result: AgentResult;
  readonly effects: readonly Effect[];
  readonly asked: readonly Generate[];
}

/** Runs an agent, every effect answered at once. Throws when it asks for a turn that the world does not have. */
export function runIn(world: World): Done {
  const { round, task } = making(world), program = runAgent(round, task), effects: Effect[] = [];
  const asked: Generate[] = [];
  let step = program.next();
  while (!step.done) {
    const instruction = step.value as Instruction;
    if (instruction.say !== "perform") throw new Error(`an agent says \`${instruction.say}\``);
    const { effect } = instruction;
    effects.push(effect);
    step = program.next(answerTo(effect, world, asked));
  }
  return { result: step.value, effects, asked };
}

function answerTo(effect: Effect, world: World, asked: Generate[]): Outcome<unknown> {
  switch (effect.do) {
    case "tell":
      return { type: "value", value: effect.value };
    case "ask":
      return { type: "value", value: (world.person ?? (() => "yes"))(effect) };
    case "tool": {
      const came = (world.tool ?? (() => ({ ok: true, output: "done" })))(effect);
      return "type" in came ? came as Outcome<Json> : { type: "value", value: came };
    }
    case "generate": {
      asked.push(effect);
      const says = world.says[asked.length - 1];
      if (says === undefined) throw new Error(`turn ${asked.length} was not expected: ${lastOf(effect)}`);
      return told(typeof says === "function" ? says(effect) : says);
    }
    default:
      throw new Error(`an agent performs \`${effect.do}\``);
  }
}

function told(says: Says): Outcome<Generated> {
  if (typeof says === "object" && "type" in says) return says as Outcome<Generated>;
  const plain: Generated = { text: "", finish: "end", tokens: { input: 1, output: 1 } };
  if (typeof says === "string") return { type: "value", value: { ...plain, text: says } };
  return { type: "value", value: { ...plain, ...(says.calls ? { finish: "tools" } : {}), ...says } };
}

/** A turn that calls tools. */
export function calls(...asked: readonly (readonly [name: string, input: unknown, id?: string])[]): Partial<Generated> {
  const uses = asked.map(([name, input, id = `id_${name}_${made.next++}`]): ToolUse => ({
    id,
    name,
    arguments: typeof input === "string" ? input : JSON.stringify(input),
  }));
  return { calls: uses };
}

const made = { next: 1 };

/** The messages of a request. */
export function messages({ prompt }: Generate): readonly ChatTurn[] {
  if (prompt.form !== "chat") throw new Error("an agent asks with messages");
  return prompt.messages;
}

/** The words of a message. */
export function wordsOf({ parts }: ChatTurn): string {
  return parts.map((part) => "text" in part ? part.text : "").join("");
}

/** The last words of a request. */
export function lastOf(effect: Generate): string {
  return wordsOf(messages(effect).at(-1)!);
}

/** Everything that a request says. */
export function allOf(effect: Generate): string {
  return messages(effect).map(wordsOf).join("\n\n");
}

/** The steps of a kind, by their keys. */
export function keysOf(effects: readonly Effect[], kind: Effect["do"]): readonly string[] {
  return effects.flatMap((effect) => effect.do === kind ? [effect.key] : []);
}
