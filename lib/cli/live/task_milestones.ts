/** Tasks in lines that stay. */
import type { Entry, ToldProcess } from "../../plan/mod.ts";
import type { TaskView } from "../../views/task_view.ts";
import { outcomeIn } from "../describe_entry.ts";
import { attemptsWords, plainWhy, taskFacts } from "../task_words.ts";

/** A task begins; `again`: it is gone on with. */
export function begunWords({ name, about }: TaskView, { again }: { readonly again: boolean }): string {
  return `${name} ${again ? "goes on" : "begins"}${about === undefined ? "" : `: ${about}`}`;
}

/** A task has come to its end: how, why, and what it took. */
export function endWords(task: TaskView): string {
  const { name, state, why = "", text } = task, because = plainWhy(why);
  switch (state) {
    case "failed":
      return `${name} failed after ${attemptsWords(task)}: ${because}`;
    case "skipped":
      return `${name} is skipped: ${because}`;
    case "stuck":
      return `${name} never begins`;
    default: {
      const instead = because === "" ? [] : [`it failed, and another value stands in: ${because}`];
      const said = text === undefined || text.trim() === "" ? [] : [text.trim()];
      return [`${name} is done`, ...instead, ...taskFacts(task), ...said].join(" · ");
    }
  }
}

/** Another attempt follows; `isTold`: why was told before. */
export function retryWords(
  { task, attempt, why }: Extract<ToldProcess, { readonly told: "retrying" }>,
  { most, isTold }: Pick<TaskView, "most"> & { readonly isTold: boolean },
): string {
  const next = most === undefined ? `attempt ${attempt + 1}` : `attempt ${attempt + 1} of ${most}`;
  return `${task} is tried again, ${next}${isTold ? "" : `, after: ${plainWhy(why)}`}`;
}

/** What somebody has answered, when that is the outcome of the row. */
export function answeredWords(name: string, { type, value }: Entry): string | undefined {
  const outcome = type === "done" || type === "result" ? outcomeIn(value) : undefined;
  if (outcome?.type !== "value") return undefined;
  return `${name} was answered: ${typeof outcome.value === "string" ? outcome.value : JSON.stringify(outcome.value)}`;
}
