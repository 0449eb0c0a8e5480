import type { Json } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { followersOf } from "../../plan/mod.ts";
import type { Worth } from "../outputs.ts";
import type { ProcessRun } from "./run.ts";
import { commonValues } from "./run.ts";

/** What a process is worth: the values of the tasks that nobody needs, unless its plan says. */
export function worthOf(run: ProcessRun): Worth {
  return {
    // deno-lint-ignore require-yield
    *plain(): Program<Json> {
      const needed = followersOf(run.graph), last = run.graph.filter(({ name }) => !needed.has(name));
      return Object.fromEntries(last.map(({ name }) => [name, run.tasks[name] ?? null]));
    },
    // deno-lint-ignore require-yield
    *values(): Program<Values> {
      return { ...commonValues(run), tasks: run.tasks };
    },
  };
}
