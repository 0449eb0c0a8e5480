/** Tells of a run as it grows: on a terminal in a region that is drawn in place, elsewhere in lines. */
import type { RunEvent } from "../../app/vocabulary.ts";
import { paintFor } from "../ansi.ts";
import type { Host } from "../host.ts";
import { logLines } from "../log_line.ts";
import { Screen } from "../screen.ts";
import { hasBlocks } from "../sparkline.ts";
import { follow } from "./follow.ts";
import type { Following } from "./following.ts";
import type { Milestone } from "./milestone.ts";
import type { Reporter } from "./reporter.ts";

/** The longest that something new waits to be drawn, in milliseconds; and how often it is drawn anew while nothing is known. */
const FRAME = 60, TICK = 500;

/** The reporter for people. */
export function progressReporter(host: Host, manner: "live" | "lines"): Reporter {
  const view = manner === "live" ? liveView(host) : lineView(host), early: RunEvent[] = [];
  let progress: Following | undefined;
  return {
    take: (event) => {
      if (!progress) return void early.push(event);
      progress.take(event, host.now());
      view.changed();
    },
    begin: (beginning, textAt) => {
      const started: Following = follow(beginning, {
        tell: (milestone) => view.tell(milestone),
        ask: (node) => void textAt(node).then((text) => started.learn(node, text), () => {}),
      });
      progress = started;
      view.begin(started);
      for (const event of early) started.take(event, host.now());
      view.changed();
    },
    stopping: () => {
      progress?.stop();
      view.stopping();
    },
    close: () => {
      progress?.finish(host.now());
      view.close();
    },
  };
}

/** A way to show progress. */
interface View {
  begin(progress: Following): void;
  changed(): void;
  tell(milestone: Milestone): void;
  stopping(): void;
  close(): void;
}

/** Lines that stay and are shown again when the terminal has changed its size. */
const REMEMBERED = 60;

/** Lines that stay, and below them a region that is drawn a few times a second at most. */
function liveView(host: Host): View {
  const { err } = host, screen = new Screen(err), paint = paintFor(err);
  const told: Milestone[] = [];
  let progress: Following | undefined, waiting: Milestone[] = [], isBusy = false, isResized = false;
  const set = (milestones: readonly Milestone[]) =>
    milestones.flatMap((milestone) => logLines(milestone, { paint, width: err.size().columns - 1 }));
  const draw = () => {
    timer.later(progress?.tick ?? TICK);
    if (!progress || isBusy) return;
    const frame = progress.frame({ paint, size: err.size(), now: host.now(), blocks: hasBlocks(host) });
    if (isResized) screen.redraw(frame, { above: set(told) });
    else screen.draw(frame, { above: set(waiting) });
    waiting = [], isResized = false;
    // A slow terminal gets the newest frame, not all of them.
    isBusy = true;
    void err.flush().then(() => isBusy = false);
  };
  const timer = drawTimer(draw);
  const resized = () => {
    isResized = true;
    timer.later(0);
  };
  const ends = [host.onResize(resized), host.beforeKill(() => screen.lastWords())];
  return {
    begin: (started) => void (progress = started),
    changed: () => timer.later(FRAME),
    tell: (milestone) => {
      if (milestone.isDrawn) return;
      waiting.push(milestone);
      told.push(milestone);
      if (told.length > REMEMBERED) told.shift();
      timer.later(FRAME);
    },
    stopping: () => timer.later(0),
    close: () => {
      timer.stop();
      screen.close();
      for (const line of set(waiting)) err.write(`${line}\n`);
      for (const end of ends) end();
    },
  };
}

/** Calls back once, as soon as anybody has asked for it. */
function drawTimer(draw: () => void): { later(wait: number): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined, due = Infinity;
  return {
    later: (wait) => {
      const at = performance.now() + wait;
      if (due <= at) return;
      clearTimeout(timer);
      due = at;
      timer = setTimeout(() => {
        due = Infinity;
        draw();
      }, wait);
    },
    stop: () => {
      due = -Infinity;
      clearTimeout(timer);
    },
  };
}

/** Cells of a line in a file: a whole text would hide the lines around it. */
const LINE = 160;

/** A line for everything that is worth one. */
function lineView(host: Host): View {
  const { err } = host, paint = paintFor(err);
  const widthFor = ({ isWhole }: Milestone) => err.isTerminal ? err.size().columns - 1 : isWhole ? Infinity : LINE;
  const say = (milestone: Milestone) =>
    err.write(`${logLines(milestone, { paint, width: widthFor(milestone) }).join("\n")}\n`);
  return {
    begin: ({ beginning: { name, models, at, process } }) => {
      const goal = process?.goal === undefined ? [] : [process.goal];
      say({ at, text: [`${name} begins`, ...goal, ...(models.length > 0 ? [models.join(", ")] : [])].join(" · ") });
    },
    changed: () => {},
    tell: say,
    stopping: () => say({ at: host.now(), text: "comes to rest; a second signal kills it" }),
    close: () => {},
  };
}
