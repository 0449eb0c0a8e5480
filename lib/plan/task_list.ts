/**
 * The list of what is to be done that an agent keeps for itself: a pure reducer, so that whoever runs the agent holds
 * the state and a resume finds it again.
 *
 * @module
 */
import type { JsonObject } from "../base/json.ts";
import type { ToolFacts } from "./tool_facts.ts";

/** How far a listed task is. */
export type TaskStatus = "pending" | "in_progress" | "completed";

/** One entry of the list. */
export interface ListedTask {
  /** Its number, from 1; never given twice until the list is cleared. */
  readonly id: number;
  /** What is to be done: one line of 500 characters at most. */
  readonly content: string;
  /** How far it is. */
  readonly status: TaskStatus;
}

/** The list, as plain data. */
export interface TaskList {
  /** In the order in which they were added. */
  readonly tasks: readonly ListedTask[];
  /** The number that the next one gets. */
  readonly next: number;
}

/** What a call came to: what a tool's result is, as far as this one has any. */
export type TrackResult =
  | { readonly ok: true; readonly output: string; readonly data: JsonObject }
  | { readonly ok: false; readonly code: "invalid" | "missing" | "refused"; readonly message: string };

/** The list of an agent that has not begun. */
export const NO_TASKS: TaskList = { tasks: [], next: 1 };

/** Tasks of one list. */
const MOST_TASKS = 200;
/** Characters of one task. */
const MOST_CONTENT = 500;

const SIGNS: { readonly [status in TaskStatus]: string } = { pending: "[ ]", in_progress: "[~]", completed: "[x]" };
const STATUSES = Object.keys(SIGNS) as readonly TaskStatus[];
const ACTIONS: readonly string[] = ["add", "update", "list", "clear"];

/** What is known of the tool `task_tracker`. */
export const TASK_TRACKER: ToolFacts = {
  name: "task_tracker",
  description:
    "Keeps a list of the steps of your own work. `add` puts a step on it (`content`), `update` changes one " +
    "(`task_id` with `status`, `content` or both), `list` shows all of them, `clear` empties the list. Use it for work of " +
    "several steps, and mark each step when you begin it and when it is done. It changes no file.",
  parameters: {
    type: "object",
    properties: {
      action: { type: "string", enum: ACTIONS, description: "What to do with the list" },
      content: { type: "string", maxLength: MOST_CONTENT, description: "What is to be done: for `add`, and `update`" },
      task_id: { type: "integer", minimum: 1, description: "Number of the step: for `update`" },
      status: { type: "string", enum: STATUSES, description: "How far the step is: for `update`, and `add`" },
    },
    required: ["action"],
    additionalProperties: false,
  },
  acts: [],
};

/** The list after a call of `task_tracker`, and what the caller is told. A call that is refused changes nothing. */
export function trackTasks(
  state: TaskList,
  input: JsonObject,
): { readonly state: TaskList; readonly result: TrackResult } {
  try {
    const { next, output, data } = track(state, input);
    return { state: next, result: { ok: true, output, data } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { state, result: { ok: false, code: error.code, message: error.message } };
  }
}

/** Why a call changes nothing. */
class Refusal extends Error {
  readonly code: Extract<TrackResult, { readonly ok: false }>["code"];

  constructor(code: Refusal["code"], message: string) {
    super(message);
    this.code = code;
  }
}

interface Tracked {
  readonly next: TaskList;
  readonly output: string;
  readonly data: JsonObject;
}

function track(state: TaskList, input: JsonObject): Tracked {
  const { action } = input;
  if (action === "add") return add(state, input);
  if (action === "update") return update(state, input);
  if (action === "list") return { next: state, output: shownList(state.tasks), data: listData(state.tasks) };
  if (action === "clear") {
    return { next: NO_TASKS, output: `Cleared the list of ${counted(state.tasks.length)}`, data: listData([]) };
  }
  throw new Refusal("invalid", `\`action\` is one of ${quoted(ACTIONS)}: give one of them`);
}

function add({ tasks, next }: TaskList, input: JsonObject): Tracked {
  const content = contentOf(input);
  if (content === undefined) throw new Refusal("invalid", "Cannot add a task: give `content`, what is to be done");
  if (tasks.length >= MOST_TASKS) {
    throw new Refusal("refused", `Cannot add a task: the list has ${MOST_TASKS} already; \`clear\` it first`);
  }
  const task: ListedTask = { id: next, content, status: statusOf(input) ?? "pending" };
  return { next: { tasks: [...tasks, task], next: next + 1 }, output: `Added ${lineOf(task)}`, data: { ...task } };
}

function update({ tasks, next }: TaskList, input: JsonObject): Tracked {
  const id = input["task_id"], content = contentOf(input), status = statusOf(input);
  if (typeof id !== "number") throw new Refusal("invalid", "Cannot update a task: give `task_id`, its number");
  if (content === undefined && status === undefined) {
    throw new Refusal("invalid", `Cannot update task ${id}: give \`status\`, \`content\` or both`);
  }
  const old = tasks.find((task) => task.id === id);
  if (!old) throw new Refusal("missing", `Cannot update task ${id}: there is none; \`list\` shows all of them`);
  const task: ListedTask = { id, content: content ?? old.content, status: status ?? old.status };
  const changed = tasks.map((one) => one.id === id ? task : one);
  return { next: { tasks: changed, next }, output: `Updated ${lineOf(task)}`, data: { ...task } };
}

function contentOf(input: JsonObject): string | undefined {
  const content = input["content"];
  if (content === undefined || content === null) return undefined;
  if (typeof content !== "string") throw new Refusal("invalid", "`content` is a text: give one");
  const line = content.toWellFormed().replace(/\s+/g, " ").trim();
  if (line === "") throw new Refusal("invalid", "`content` is empty: say what is to be done");
  if (line.length <= MOST_CONTENT) return line;
  throw new Refusal(
    "invalid",
    `\`content\` has ${line.length} characters, ${MOST_CONTENT} are allowed: say it shorter`,
  );
}

function statusOf(input: JsonObject): TaskStatus | undefined {
  const status = input["status"];
  if (status === undefined || status === null) return undefined;
  const known = STATUSES.find((one) => one === status);
  if (known) return known;
  throw new Refusal("invalid", `\`status\` is one of ${quoted(STATUSES)}: give one of them`);
}

function shownList(tasks: readonly ListedTask[]): string {
  if (tasks.length === 0) return "The list is empty";
  const { completed, in_progress, pending } = counts(tasks);
  const head = `${completed} of ${tasks.length} completed, ${in_progress} in progress, ${pending} pending`;
  return [head, ...tasks.map(lineOf)].join("\n");
}

function listData(tasks: readonly ListedTask[]): JsonObject {
  return { tasks: tasks.map((task) => ({ ...task })), counts: counts(tasks) };
}

function counts(tasks: readonly ListedTask[]): { readonly [status in TaskStatus]: number } {
  const many = (status: TaskStatus) => tasks.filter((task) => task.status === status).length;
  return { pending: many("pending"), in_progress: many("in_progress"), completed: many("completed") };
}

function lineOf({ id, content, status }: ListedTask): string {
  return `${SIGNS[status]} ${id} ${content}`;
}

function counted(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
