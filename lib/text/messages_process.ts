import { called } from "./called.ts";
import { listed } from "./listed.ts";
import type { Message } from "./messages.ts";

/** What the messages about tasks of specs of kind `process` need to be said. */
export interface ProcessParams {
  /** A task that says nothing that it does. */
  readonly "no-work": { readonly task: string };
  /** A task that is named and not written. */
  readonly "unknown-task": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly tasks: readonly string[];
  };
  /** Tasks that wait for each other; the first is told again at the end. */
  readonly "task-cycle": { readonly path: readonly string[] };
  /** All tasks taken at once, or one that is not known beforehand, by a task. */
  readonly "all-tasks": Record<never, never>;
  /** A key that says more of another one, which is not there. */
  readonly "lonely-key": { readonly key: string; readonly needs: string };
  /** A name that expressions or steps have already. */
  readonly "name-taken": { readonly name: string };
  /** A process with nothing to do. */
  readonly "no-tasks": Record<never, never>;
  /** A planner without a goal. */
  readonly "no-goal": Record<never, never>;
  /** Nobody is named, and nobody has the role; `to` is what for. */
  readonly "no-model": { readonly to: string; readonly role: string };
  /** A pattern that cannot be looked for. */
  readonly "bad-regex": { readonly reason: string };
  /** A demand that nobody judges. */
  readonly "no-judge": { readonly rule: string };
  /** A path that no file is delivered at. */
  readonly "bad-deliverable": { readonly reason: string };
  /** A file that is promised twice; `own`: by one task. */
  readonly "same-deliverable": { readonly path: string; readonly task: string; readonly own: boolean };
  /** A path that no task works in. */
  readonly "bad-workspace": { readonly reason: string };
  /** Something that a run is for and that hangs on a task that is never done; `way` leads from the task that is switched off to that one. */
  readonly "never-given": { readonly what: string; readonly task: string; readonly way: string };
}

/** The messages about tasks. */
export const PROCESS_MESSAGES: { readonly [C in keyof ProcessParams]: Message<ProcessParams[C]> } = {
  "no-work": {
    number: "L0601",
    severity: "error",
    message: ({ task }) => `task \`${task}\` does not say what is done`,
    hint: () => "give it one of `agent`, `generate`, `tool`, `command`, `script`, `run` and `ask`",
  },
  "unknown-task": {
    number: "L0602",
    severity: "error",
    message: ({ name }) => `there is no task \`${name}\``,
    hint: ({ near, tasks }) =>
      near ? `did you mean \`${near}\`?` : tasks.length > 0 ? `tasks: ${listed(tasks)}` : "there are no tasks",
  },
  "task-cycle": {
    number: "L0603",
    severity: "error",
    message: ({ path }) =>
      path.length === 2
        ? `task \`${path[0]}\` waits for itself: ${path.join(" -> ")}`
        : `these tasks wait for each other, so none of them can begin: ${path.join(" -> ")}`,
    hint: () => "take one of these needs away: a task comes after all that it names",
  },
  "all-tasks": {
    number: "L0604",
    severity: "error",
    message: () => "which tasks come before this one is not known before the run",
    hint: () => "name each of them, as in `tasks.NAME`; `outputs` may take all of them at once",
  },
  "lonely-key": {
    number: "L0605",
    severity: "error",
    message: ({ key, needs }) => `\`${key}\` says nothing without \`${needs}\``,
    hint: ({ key, needs }) => `add \`${needs}\`, or leave \`${key}\` out`,
  },
  "name-taken": {
    number: "L0606",
    severity: "error",
    message: ({ name }) => `\`${name}\` has a meaning already`,
    hint: ({ name }) => `call it something else, such as \`my_${name}\``,
  },
  "no-tasks": {
    number: "L0607",
    severity: "error",
    message: () => "there is nothing to do: no task is written, and no planner makes any",
    hint: () => "add `tasks`, or `plan: suggestive` and a `goal`",
  },
  "no-goal": {
    number: "L0608",
    severity: "error",
    message: () => "a planner needs a goal",
    hint: () => "add `goal: …`, or do the tasks as they are written with `plan: strict`",
  },
  "no-model": {
    number: "L0609",
    severity: "error",
    message: ({ to, role }) => `no model is named here to ${to}, and none has the role \`${role}\``,
    hint: ({ role }) => `name one with \`model\`, or give one the role: \`roles: ${role}\``,
  },
  "bad-regex": {
    number: "L0610",
    severity: "error",
    message: ({ reason }) => `this pattern cannot be looked for: ${reason}`,
  },
  "no-judge": {
    number: "L0611",
    severity: "error",
    message: ({ rule }) => `nobody judges whether rule \`${rule}\` is kept`,
    hint: () => "add `llm: true` for the model with the role `verifier`, or `llm: MODEL`",
  },
  "bad-deliverable": {
    number: "L0612",
    severity: "error",
    message: ({ reason }) => `no file can be delivered here: ${reason}`,
    hint: () => "give a path inside the workspace, such as `report.md`",
  },
  "same-deliverable": {
    number: "L0613",
    severity: "error",
    message: ({ path, task, own }) =>
      own ? `\`${path}\` stands in the list twice` : `\`${path}\` is delivered by task \`${task}\` already`,
    hint: ({ own }) => own ? undefined : "give each file to one task: others may change it all the same",
  },
  "bad-workspace": {
    number: "L0614",
    severity: "error",
    message: ({ reason }) => `tasks cannot work here: ${reason}`,
    hint: () => "give a path inside the project folder, such as `work`",
  },
  "never-given": {
    number: "L0615",
    severity: "error",
    message: ({ what, task, way }) =>
      `${what} never comes, for \`if\` of task \`${task}\` is always false${way === task ? "" : `: ${way}`}`,
    hint: () => "change the condition, or write a need of which only the order counts as `NAME?`",
  },
};

/** What the messages about tools and servers need to be said. */
export interface ToolParams {
  /** A tool that is named and that there is not. */
  readonly "unknown-tool": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly tools: readonly string[];
  };
  /** A group of tools where one is called. */
  readonly "many-tools": { readonly name: string };
  /** An argument that a tool does not take. */
  readonly "unknown-argument": {
    readonly argument: string;
    readonly of: string;
    readonly near?: string | undefined;
    readonly takes: readonly string[];
  };
  /** An argument that a tool must be given. */
  readonly "missing-argument": { readonly argument: string; readonly of: string };
  /** A server that is named and not declared. */
  readonly "unknown-server": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly servers: readonly string[];
  };
  /** A server whose tools cannot be found out. */
  readonly "lost-server": { readonly server: string; readonly reason: string };
  /** An address that cannot be asked as it is written. */
  readonly "bad-address": { readonly reason: string };
  /** A host that the spec does not grant itself. */
  readonly "ungranted-host": { readonly host: string };
  /** A model that neither calls tools nor can be told how to. */
  readonly "cannot-use-tools": { readonly model: string; readonly use: string };
  /** A tool that nobody uses. */
  readonly "unused-tool": { readonly name: string };
  /** A server that nobody uses. */
  readonly "unused-server": { readonly name: string };
  /** A tool of an agent's own that a task calls; `instead` is what to write. */
  readonly "agent-tool": { readonly name: string; readonly instead: string };
  /** An argument of a program that whoever calls the tool begins. */
  readonly "loose-argument": { readonly name: string; readonly program: string };
}

/** The messages about tools and servers. */
export const TOOL_MESSAGES: { readonly [C in keyof ToolParams]: Message<ToolParams[C]> } = {
  "unknown-tool": {
    number: "L0631",
    severity: "error",
    message: ({ name }) => `there is no tool \`${name}\``,
    hint: ({ near, tools }) =>
      near ? `did you mean \`${near}\`?` : tools.length > 0 ? `tools: ${listed(tools)}` : "add it to `tools`",
  },
  "many-tools": {
    number: "L0632",
    severity: "error",
    message: ({ name }) => `\`${name}\` is a group of tools, and a task calls one`,
    hint: () => "name one of them",
  },
  "unknown-argument": {
    number: "L0633",
    severity: "error",
    message: ({ argument, of }) => `tool \`${of}\` takes no \`${argument}\``,
    hint: ({ near, takes }) =>
      near
        ? `did you mean \`${near}\`?`
        : takes.length > 0
        ? `it takes: ${listed(takes)}`
        : "it takes nothing: leave it out",
  },
  "missing-argument": {
    number: "L0634",
    severity: "error",
    message: ({ argument, of }) => `tool \`${of}\` must be given its \`${argument}\``,
    hint: ({ argument }) => `add it: \`with: {${argument}: …}\``,
  },
  "unknown-server": {
    number: "L0635",
    severity: "error",
    message: ({ name }) => `there is no server \`${name}\``,
    hint: ({ near, servers, name }) =>
      near
        ? `did you mean \`${near}\`?`
        : servers.length > 0
        ? `servers: ${listed(servers)}`
        : `add it: \`servers: {${name}: {run: […]}}\``,
  },
  "lost-server": {
    number: "L0636",
    severity: "error",
    message: ({ server, reason }) => `Cannot find out which tools server \`${server}\` has: ${reason}`,
    hint: () => "a tool with a `description` and `parameters` of the spec's own is not looked for beforehand",
  },
  "bad-address": {
    number: "L0637",
    severity: "error",
    message: ({ reason }) => `this address cannot be asked: ${reason}`,
    hint: () => "write the host out, as in `https://example.com/${{ with.path }}`",
  },
  "ungranted-host": {
    number: "L0638",
    severity: "error",
    message: ({ host }) => `reaching \`${host}\` is not granted`,
    hint: ({ host }) => `add it: \`permissions: {net: ["${host}"]}\``,
  },
  "cannot-use-tools": {
    number: "L0639",
    severity: "error",
    message: ({ model, use }) => `model ${called(model, use)} calls no tools, and follows no instructions how to`,
    hint: () => "take a model that does; `abilities: {instructs: true}` in its entry says that it does",
  },
  "unused-tool": {
    number: "L0640",
    severity: "warning",
    message: ({ name }) => `tool \`${name}\` is not used`,
  },
  "unused-server": {
    number: "L0641",
    severity: "warning",
    message: ({ name }) => `server \`${name}\` is not used`,
  },
  "agent-tool": {
    number: "L0642",
    severity: "error",
    message: ({ name }) => `\`${name}\` is worked by an agent itself: a task cannot call it`,
    hint: ({ instead }) => instead,
  },
  "loose-argument": {
    number: "L0643",
    severity: "warning",
    message: ({ name, program }) => `\`${program}\` may take \`${name}\` for an option: it begins an argument`,
    hint: () => "put `--` before it, or begin the argument yourself: `--name=${{ … }}`, `./${{ … }}`",
  },
};
