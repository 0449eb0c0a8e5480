/** Every command, loaded when it is asked for: what a command line does not name costs it nothing. */
import type { Command } from "./command.ts";

type Load = () => Promise<Command>;

/** Names of commands and how to load them, in the groups and the order of the help. */
export const GROUPS: readonly { readonly title: string; readonly commands: { readonly [name: string]: Load } }[] = [
  {
    title: "Run",
    commands: {
      run: async () => (await import("./commands/run.ts")).run,
      do: async () => (await import("./commands/do.ts")).doGoal,
      resume: async () => (await import("./commands/resume.ts")).resume,
      fork: async () => (await import("./commands/fork.ts")).fork,
      pause: async () => (await import("./commands/pause.ts")).pause,
      cancel: async () => (await import("./commands/cancel.ts")).cancel,
      inbox: async () => (await import("./commands/inbox.ts")).inbox,
      answer: async () => (await import("./commands/answer.ts")).answer,
      tune: async () => (await import("./commands/tune.ts")).tune,
      steer: async () => (await import("./commands/steer.ts")).steer,
      undo: async () => (await import("./commands/undo.ts")).undo,
      settle: async () => (await import("./commands/settle.ts")).settle,
      gc: async () => (await import("./commands/gc.ts")).gc,
    },
  },
  {
    title: "Look",
    commands: {
      runs: async () => (await import("./commands/runs.ts")).runs,
      show: async () => (await import("./commands/show.ts")).show,
      why: async () => (await import("./commands/why.ts")).why,
      status: async () => (await import("./commands/status.ts")).status,
      logs: async () => (await import("./commands/logs.ts")).logs,
      text: async () => (await import("./commands/text.ts")).text,
      changes: async () => (await import("./commands/changes.ts")).changes,
      diff: async () => (await import("./commands/diff.ts")).diff,
      learned: async () => (await import("./commands/learned.ts")).learned,
      export: async () => (await import("./commands/export.ts")).exportRun,
    },
  },
  {
    title: "Write specs",
    commands: {
      check: async () => (await import("./commands/check.ts")).check,
      explain: async () => (await import("./commands/explain.ts")).explain,
      plan: async () => (await import("./commands/plan.ts")).plan,
      fmt: async () => (await import("./commands/fmt.ts")).fmt,
      schema: async () => (await import("./commands/schema.ts")).schema,
    },
  },
  {
    title: "Processes",
    commands: {
      processes: async () => (await import("./commands/processes.ts")).processes,
      install: async () => (await import("./commands/install.ts")).install,
      uninstall: async () => (await import("./commands/uninstall.ts")).uninstall,
    },
  },
  {
    title: "Set up",
    commands: {
      init: async () => (await import("./commands/init.ts")).init,
      models: async () => (await import("./commands/models.ts")).models,
      keys: async () => (await import("./commands/keys.ts")).keys,
      completions: async () => (await import("./commands/completions.ts")).completions,
      help: async () => (await import("./commands/help.ts")).help,
    },
  },
];

const SHOWN: { readonly [name: string]: Load } = Object.assign({}, ...GROUPS.map(({ commands }) => commands));

/** Names of all commands that people write. */
export const COMMAND_NAMES: readonly string[] = Object.keys(SHOWN);

const LOADS: { readonly [name: string]: Load } = {
  ...SHOWN,
  complete: async () => (await import("./commands/complete.ts")).complete,
};

/** The command of this name; undefined when there is none. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(LOADS, name) ? await LOADS[name]!() : undefined;
}
