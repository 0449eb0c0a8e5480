/** What a planner is told when a graph is made anew. */
import { shorten } from "../../base/shorten.ts";
import type { PlanTask } from "../../plan/mod.ts";
import { fenced } from "../agent/fenced.ts";
import { plainly } from "../agent/plainly.ts";
import { unmarked } from "../agent/unmarked.ts";
import { answerForm, goalWords, heedWords, list, MATERIAL, roleWords, whatAgentsHave } from "./planner_words.ts";
import type { Ended, Replanning } from "./replan.ts";

/** Characters of why a task failed, of what one answered, of all tasks, of memories. */
const WHY = 1_500, ANSWER = 300, TASKS = 30_000, MEMORIES = 8_000;

/** All that it is told. */
export function replanWords(replanning: Required<Pick<Replanning, "most">> & Replanning, role: string): string {
  const { replan, goal, graph, ends, why, memories = "", guidance = [], most } = replanning;
  const running = replanning.running();
  const each = Math.max(150, Math.floor(TASKS / Math.max(1, graph.length)));
  const lines = graph.map((task) => shorten(standing(task, { end: ends.get(task.name), running }), each));
  const said = [
    "A graph of tasks is under way and cannot come to its end as it is. Change what is left of it so that the goal is " +
    "still reached. You do none of the work yourself.",
    MATERIAL,
    goalWords(goal),
    ...roleWords(role),
    `Why it has to change:\n${fenced(shorten(why, WHY * 2), { tag: "reason" })}`,
    `Where its tasks stand:\n${fenced(lines.join("\n"), { tag: "tasks" })}`,
    ...(memories === "" ? [] : [`What was found out:\n${fenced(shorten(memories, MEMORIES), { tag: "memories" })}`]),
    ...(replan.guidance === undefined || replan.guidance === "" ? [] : [replan.guidance]),
    ...heedWords(guidance),
    whatAgentsHave(replan.pattern),
    `What holds:\n${list(rules(replan, most))}`,
    answerForm("the tasks that are new or different, and no others", [
      "`replaces`: ids of failed or waiting tasks whose place it takes: what needed them needs it instead. May be left out.",
    ]),
    "Beside `tasks`, the field `drop` may list ids of waiting tasks that are not needed any more. What you do not name " +
    "stays as it is.",
  ];
  return unmarked(said.join("\n\n"));
}

function rules({ may }: Replanning["replan"], most: number): readonly string[] {
  return [
    "Tasks that are done, left out or under way stay as they are. New tasks may need those that are done.",
    "A failed task is gone, and its id is not used again. Give its work a new id, do it in another way than the one that " +
    "failed, or find a way without it.",
    ...(may.includes("replace")
      ? ["Waiting tasks may be changed, replaced or dropped."]
      : ["Waiting tasks stay as they are; only what they need is turned to what takes a failed task's place."]),
    ...(may.includes("add") ? [] : ["No task is added that does not take another's place."]),
    `At most ${most} tasks are left to do afterwards.`,
  ];
}

function standing(
  { name, needs, about = "", work }: PlanTask,
  { end, running }: { readonly end: Ended | undefined; readonly running: readonly string[] },
): string {
  const is = running.includes(name) ? "under way" : end ? WORDS[end.is] : "waiting";
  const needed = needs.length === 0 ? "nothing" : needs.map(({ task }) => task).join(", ");
  const came = end?.is === "done" && end.text ? [`it answered: ${line(end.text, ANSWER)}`] : [];
  const failed = end && end.is !== "done" && end.why ? [`because: ${line(end.why, WHY)}`] : [];
  const what = about === "" ? `done by ${work.by}` : plainly(about);
  return [`- \`${name}\` (${is}, needs ${needed}): ${what}`, ...came, ...failed].join("\n  ");
}

/** What somebody said, in a line of its own: none of it can be taken for another task. */
function line(text: string, most: number): string {
  return plainly(shorten(text, most, { between: " " }));
}

const WORDS: { readonly [I in Ended["is"]]: string } = { done: "done", failed: "failed", skipped: "left out" };
