import type { Json } from "../../base/json.ts";
import type { Effect } from "../../plan/mod.ts";

/** How a step that is shown stands. */
export type LiveStepState = "asked" | "streaming" | "done" | "failed" | "retrying";

/** A step of the round that is under way. */
export interface LiveStep {
  readonly key: string;
  /** Its place among its like, from 1, or its name. */
  readonly label: string;
  /** A text that may be chosen, a judgement of some, a wait, or any other work. */
  readonly role: "candidate" | "judge" | "wait" | "work";
  state: LiveStepState;
  /** What has arrived; not more than a screen can show. */
  text: string;
  /** Characters that have arrived in all. */
  length: number;
  /** The node that holds its text, once it is there. */
  node?: string;
  score?: number;
  chosen: boolean;
  /** What went wrong last. */
  error?: string;
  /** What a person is asked. */
  question?: string;
  /** What may be answered. */
  choices?: readonly string[];
}

/** What is kept of a text: more than a screen can show. */
export const KEPT = 4_000;

/** A step that was just asked for; undefined for work that nobody needs to see. */
export function liveStep(effect: Effect): LiveStep | undefined {
  const { key } = effect,
    step = { key, label: labelOf(key), state: "asked" as const, text: "", length: 0, chosen: false };
  switch (effect.do) {
    case "generate":
      return { ...step, role: effect.weave ? "candidate" : "judge" };
    case "score":
    case "embed":
      return { ...step, role: "judge" };
    case "ask":
      return {
        ...step,
        role: "wait",
        question: effect.question,
        ...(effect.choices ? { choices: effect.choices } : {}),
      };
    case "wait":
      return { ...step, role: "wait" };
    case "script":
    case "command":
    case "tool":
    case "run":
    case "call":
      return { ...step, role: "work" };
    default:
      return undefined;
  }
}

/** The round a key belongs to, such as `round/3`; undefined for keys without a number. */
export function groupOf(key: string): string | undefined {
  return /^(?:[^/]+\/)*?\d+(?=\/|$)/.exec(key)?.[0];
}

/** A key inside its round: the number of a candidate counts from 1, as people do. */
function labelOf(key: string): string {
  const group = groupOf(key), rest = group === undefined ? key : key.slice(group.length + 1);
  const last = /(?:^|\/)(\d+)$/.exec(rest)?.[1];
  return last === undefined ? rest : String(Number(last) + 1);
}

/** What a text that was made anew is worth, and whether it was taken. */
export function markDraft(step: LiveStep, value: Json): void {
  const { total, accepted } = value as { readonly total?: Json; readonly accepted?: Json };
  if (typeof total === "number") step.score = total;
  step.chosen = accepted === true;
}

/** Whether it waits for a person or a time. */
export function isAsked({ role, state }: LiveStep): boolean {
  return role === "wait" && state === "asked";
}

/** Whether something is done about it. */
export function isBusy(step: LiveStep): boolean {
  return step.state !== "done" && step.state !== "failed" && !isAsked(step);
}
