import type { Following } from "./following.ts";
import { liveFrame } from "./live_frame.ts";
import type { Beginning, Listener } from "./progress.ts";
import { Progress } from "./progress.ts";
import { taskFrame } from "./task_frame.ts";
import { TaskProgress } from "./task_progress.ts";

/** How often a frame is drawn anew that shows a clock, and one whose tasks turn, in milliseconds. */
const CLOCK = 500, TURN = 150;

/** Follows a run: by its tasks where it has some, else by its rounds. */
export function follow(beginning: Beginning, listener: Listener): Following {
  const { process } = beginning;
  return process ? followTasks({ ...beginning, process }, listener) : followRounds(beginning, listener);
}

function followRounds(beginning: Beginning, listener: Listener): Following {
  const progress = new Progress(beginning, listener);
  return {
    beginning,
    tick: CLOCK,
    take: (event, at) => progress.take(event, at),
    learn: (node, text) => progress.learn(node, text),
    stop: () => void (progress.stopping = true),
    finish: (at) => progress.finish(at),
    frame: (options) => liveFrame(progress, options),
  };
}

function followTasks(beginning: Beginning & Required<Pick<Beginning, "process">>, listener: Listener): Following {
  const progress = new TaskProgress(beginning, listener);
  return {
    beginning,
    tick: TURN,
    take: (event, at) => progress.take(event, at),
    learn: () => {},
    stop: () => void (progress.stopping = true),
    finish: (at) => progress.finish(at),
    frame: (options) => taskFrame(progress, options),
  };
}
