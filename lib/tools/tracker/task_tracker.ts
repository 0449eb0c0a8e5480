import { NO_TASKS, TASK_TRACKER, trackTasks } from "../../plan/task_list.ts";
import type { Tool } from "../tool.ts";

/** The tool `task_tracker` with a list of its own, kept as long as the tool is: for programs that call tools themselves. */
export function taskTracker(): Tool {
  let list = NO_TASKS;
  return {
    ...TASK_TRACKER,
    run(input) {
      const { state, result } = trackTasks(list, input);
      list = state;
      return Promise.resolve(result);
    },
  };
}
