/** Tools that an agent works by itself: it asks a person, and hands work on to another agent. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { Program } from "../../plan/mod.ts";
import { perform } from "../../plan/mod.ts";
import { MOST_AGENTS } from "../../plan/handing_on.ts";
import type { AgentResult, AgentTask } from "./agent_task.ts";
import { plainly } from "./plainly.ts";
import { answered, asks, CONTEXT, HANDED_ON, NO_ANSWER, ROLE } from "./prompt_words.ts";
import type { Came } from "./result_text.ts";
import { cameOf, failedWith, saidOf } from "./result_text.ts";
import { shorten } from "../../base/shorten.ts";
import type { Work } from "./work.ts";

/** A call of such a tool. */
export interface InnerCall {
  /** Key of the call. */
  readonly key: string;
  /** What it was given. */
  readonly input: JsonObject;
}

/** Characters of a question, and of a choice, and how many of these. */
const MOST_QUESTION = 4_000, MOST_CHOICE = 200, MOST_CHOICES = 20;

/** Asks a person, durably: the answer is the result. */
export function* askPerson({ task: { task } }: Work, { key, input }: InnerCall): Program<Came> {
  const question = asks(task, shorten(textAt(input, "question"), MOST_QUESTION).split("\n").map(plainly).join("\n"));
  const choices = choicesIn(input);
  const outcome = yield* perform({
    do: "ask",
    key: `${key}/ask`,
    question,
    ...(choices.length > 0 ? { choices } : {}),
  });
  if (outcome.type !== "value") return failedWith(NO_ANSWER);
  return saidOf(outcome.value === null ? NO_ANSWER : answered(outcome.value));
}

function choicesIn(input: JsonObject): readonly string[] {
  const given = Object.hasOwn(input, "options") ? input["options"] : undefined;
  const texts = Array.isArray(given) ? (given as readonly Json[]).filter((one) => typeof one === "string") : [];
  const lines = texts.map((text) => plainly(shorten(text, MOST_CHOICE, { between: " " })).trim()).filter((line) =>
    line !== ""
  );
  return [...new Set(lines)].slice(0, MOST_CHOICES);
}

/** Hands work on to an agent with the same tools and turns of its own; what it answers is the result. */
export function* handOn(work: Work, { key, input }: InnerCall): Program<Came> {
  const goal = textAt(input, "goal");
  if (goal === "") return failedWith("Cannot hand on nothing: say in `goal` what is to be done");
  if (work.shared.handedOn >= MOST_AGENTS) return failedWith(ALL_HANDED_ON);
  work.shared.handedOn++;
  const result = yield* work.start(handedOn(work, { key, goal, context: textAt(input, "context") }));
  work.records.push(...result.calls);
  for (const path of result.changed) work.changed.add(path);
  if (result.ok) return doneWith(result);
  const failed = failedWith(`The agent that this was handed to came to nothing: ${result.why}`);
  return { ...failed, changed: result.changed };
}

function doneWith({ text, changed }: AgentResult): Came {
  return cameOf({ type: "value", value: { ok: true, output: text, changed: [...changed] } });
}

const ALL_HANDED_ON =
  `Cannot hand this on: work was handed on ${MOST_AGENTS} times already, and that is all that one ` +
  "attempt at a task may; do it yourself";

/** Characters of a goal that are told again and again. */
const MOST_REMINDER = 300;

function handedOn(
  { task: { task, settings, model, system, sections = [] }, shared }: Work,
  { key, goal, context }: { readonly key: string; readonly goal: string; readonly context: string },
): AgentTask {
  return {
    key: `${key}/agent`,
    task,
    settings: { ...settings, depth: settings.depth - 1 },
    model,
    system: `${system === "" ? ROLE : system}\n\n${HANDED_ON}`,
    prompt: goal,
    sections: [
      ...sections.filter(({ place }) => place === "goal" || place === "constraints"),
      { title: CONTEXT, text: context, weight: "context", place: "task", data: "context" },
    ],
    shared,
    reminder: shorten(goal, MOST_REMINDER, { between: " " }),
  };
}

function textAt(input: JsonObject, name: string): string {
  const text = Object.hasOwn(input, name) ? input[name] : undefined;
  return typeof text === "string" ? text.trim() : "";
}
