/** What a planner is told when a graph is made anew. */
import type { PlanTask } from "../../plan/mod.ts";
import { extractEnds } from "./extract_ends.ts";
import { answerForm, goalWords, heedWords, list, roleWords, whatAgentsHave } from "./planner_words.ts";
import type { Ended, Replanning } from "./replan.ts";
import { material } from "./verify_words.ts";

/** Characters of why a task failed, of what one answered, of all tasks, of memories. */
const WHY = 1_500, ANSWER = 300, TASKS = 30_000, MEMORIES = 8_000;

/** All that it is told. */
export function replanWords(replanning: Required<Pick<Replanning, "most">> & Replanning, role: string): string {
  const { replan, goal, graph, ends, running, why, memories = "", guidance = [], most } = replanning;
  const each = Math.max(150, Math.floor(TASKS / Math.max(1, graph.length)));
  const lines = graph.map((task) => extractEnds(standing(task, { end: ends.get(task.name), running }), each));
  return [
    "A graph of tasks is under way and cannot come to its end as it is. Change what is left of it so that the goal is " +
    "still reached. You do none of the work yourself.",
    goalWords(goal),
    ...roleWords(role),
    `Why it has to change:\n${material("reason", extractEnds(why, WHY * 2))}`,
    `Where its tasks stand:\n${material("tasks", lines.join("\n"))}`,
    ...(memories === "" ? [] : [`What was found out:\n${material("memories", extractEnds(memories, MEMORIES))}`]),
    ...(replan.guidance === undefined || replan.guidance === "" ? [] : [replan.guidance]),
    ...heedWords(guidance),
    whatAgentsHave(replan.pattern),
    `What holds:\n${list(rules(replan, most))}`,
    answerForm("the tasks that are new or different, and no others", [
      "`replaces`: ids of failed or waiting tasks whose place it takes: what needed them needs it instead. May be left out.",
    ]),
    "Beside `tasks`, the field `drop` may list ids of waiting tasks that are not needed any more. What you do not name " +
    "stays as it is.",
  ].join("\n\n");
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
  const came = end?.is === "done" && end.text ? [`it answered: ${extractEnds(end.text, ANSWER)}`] : [];
  const failed = end && end.is !== "done" && end.why ? [`because: ${extractEnds(end.why, WHY)}`] : [];
  return [`- \`${name}\` (${is}, needs ${needed}): ${about === "" ? `done by ${work.by}` : about}`, ...came, ...failed]
    .join(
      "\n  ",
    );
}

const WORDS: { readonly [I in Ended["is"]]: string } = { done: "done", failed: "failed", skipped: "left out" };
