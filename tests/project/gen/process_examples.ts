import type { ProcessParams, ToolParams } from "../../../lib/text/messages_process.ts";
import type { Examples } from "./diagnostic_example.ts";
import { processSpec } from "./diagnostic_example.ts";

/** Examples of L06: tasks. */
export const PROCESS_EXAMPLES: Examples<keyof ProcessParams> = {
  "no-work": {
    about: "A task does one thing, and this one says only when.",
    text: processSpec({ tasks: ["log: {command: [git, log]}", "sum: {if: tasks.log.code == 0}"] }),
    at: "6:3",
  },
  "unknown-task": {
    about: "An expression, a template or `needs` names a task that is not written.",
    text: processSpec({ tasks: ["log: {command: [git, log]}", 'sum: {command: [git, "${{ tasks.lgo.stdout }}"]}'] }),
    at: "6:35",
  },
  "task-cycle": {
    about:
      "A task begins when all that it names is done. The place is that of the name that closes the circle; the way " +
      "around stands in the message.",
    text: processSpec({
      tasks: ['log: {command: [git, "${{ tasks.sum.stdout }}"]}', 'sum: {command: [git, "${{ tasks.log.stdout }}"]}'],
    }),
    at: "6:29",
  },
  "all-tasks": {
    about:
      "A task takes all tasks at once, or one whose name is only known when it runs: it could not be said when it may " +
      "begin.",
    text: processSpec({
      more: "inputs: {which: text}",
      tasks: ["log: {command: [git, log]}", 'sum: {command: [git, "${{ tasks[inputs.which].stdout }}"]}'],
    }),
    at: "7:29",
  },
  "lonely-key": {
    about: "`as` and `concurrency` say more of `each`, and there is none.",
    text: processSpec({ tasks: ["log: {command: [git, log], concurrency: 3}"] }),
    at: "5:30",
  },
  "name-taken": {
    about: "An item of `each` would hide what expressions can speak of, or a tool a step of the program.",
    text: processSpec({ tasks: ['log: {command: [git, log], each: "[1, 2]", as: inputs}'] }),
    at: "5:50",
  },
  "never-given": {
    about:
      "A task is switched off by a condition that is always false, so neither it nor what needs it is ever done, and a file " +
      "or an output that the run is for hangs on one of them. The way there stands in the message.",
    text: processSpec({
      tasks: [
        "log: {command: [git, log], if: false}",
        'sum: {command: [git, "${{ tasks.log.stdout }}"], deliverables: [sum.md]}',
      ],
    }),
    at: "6:67",
    also: ["constant"],
  },
  "no-tasks": {
    about: "A process without tasks is nothing to run, unless a planner makes some.",
    text: processSpec({ tasks: [] }),
    at: "4:1",
  },
  "no-goal": {
    about: "A planner makes a graph that reaches a goal.",
    text: processSpec({ more: "plan: {mode: guided, model: openai/gpt-5.2}", tasks: ["log: {command: [git, log]}"] }),
    at: "4:1",
  },
  "no-model": {
    about:
      "What names no model takes the one with the role: `executor` for tasks, `planner`, `verifier`, and `extractor` for " +
      "what is worth remembering.",
    text: processSpec({ tasks: ["sum: {generate: Sum up the day}"] }),
    at: "5:19",
  },
  "bad-regex": {
    about: "A rule of type `regex` is a regular expression as JavaScript writes them.",
    text: processSpec({
      tasks: ["log: {command: [git, log], verify: {rules: [{name: open, check: '(OPEN', type: regex}]}}"],
    }),
    at: "5:67",
  },
  "no-judge": {
    about: "A rule of type `llm` is a demand in words: a model has to judge whether it is kept.",
    text: processSpec({
      tasks: ["log: {command: [git, log], verify: {rules: [{name: tone, check: It is friendly, type: llm}]}}"],
    }),
    at: "5:47",
  },
  "bad-deliverable": {
    about: "Files that a task promises lie inside the workspace.",
    text: processSpec({ tasks: ["log: {command: [git, log], deliverables: [../log.txt]}"] }),
    at: "5:45",
  },
  "same-deliverable": {
    about: "Two tasks promise the same file: which of them left it could not be told.",
    text: processSpec({
      tasks: ["log: {command: [git, log], deliverables: [a.txt]}", "sum: {command: [git], deliverables: [./a.txt]}"],
    }),
    at: "6:40",
  },
  "bad-workspace": {
    about: "The folder that tasks work in lies inside the project folder.",
    text: processSpec({ more: "workspace: ../elsewhere", tasks: ["log: {command: [git, log]}"] }),
    at: "4:12",
  },
};

/** Examples of L06: tools and servers. */
export const TOOL_EXAMPLES: Examples<keyof ToolParams> = {
  "unknown-tool": {
    about: "A task or an agent names a tool that is neither built in nor declared.",
    text: processSpec({ tasks: ["look: {tool: read_fil, with: {path: a.txt}}"] }),
    at: "5:16",
  },
  "many-tools": {
    about:
      "`reading`, `writing`, `running`, `web` and `all` are groups: agents are given them, and a task calls one tool.",
    text: processSpec({ tasks: ["look: {tool: reading}"] }),
    at: "5:10",
  },
  "unknown-argument": {
    about: "What a tool is given is held to its parameters.",
    text: processSpec({ tasks: ["look: {tool: read_file, with: {path: a.txt, form: 2}}"] }),
    at: "5:47",
  },
  "missing-argument": {
    about: "A tool cannot be called without it.",
    text: processSpec({ tasks: ["look: {tool: read_file}"] }),
    at: "5:16",
  },
  "unknown-server": {
    about: "A tool of a server is named, and `servers` does not have it.",
    text: processSpec({ tasks: ["look: {tool: notes/find}"] }),
    at: "5:16",
  },
  "lost-server": {
    about:
      "The tools of an MCP server are pinned when a spec is compiled, so the server is started or reached for that. A " +
      "tool whose `description` and `parameters` the spec writes itself is not looked for.",
    text: processSpec({
      more: "servers: {wiki: {run: [git]}}",
      tasks: ["look: {tool: wiki/find}"],
    }),
    at: "4:17",
  },
  "bad-address": {
    about: "Which host is asked has to be known beforehand: the spec grants it. The rest of an address may have holes.",
    text: processSpec({
      more: 'tools: {ask: {http: {url: "https://${{ with.host }}/"}, parameters: {host: text}}}',
      tasks: ["look: {tool: ask, with: {host: a}}"],
    }),
    at: "4:27",
  },
  "ungranted-host": {
    about: "Hosts are reached only where `permissions.net` names them.",
    text: processSpec({ more: 'tools: {ask: {http: {url: "https://example.com/"}}}', tasks: ["look: {tool: ask}"] }),
    at: "4:27",
  },
  "cannot-use-tools": {
    about:
      "A base model continues texts. One without an ability for tools is told in words how to call them, and follows that.",
    text: processSpec({ tasks: ["look: {agent: {model: ngram/builtin, prompt: Look around, tools: [read_file]}}"] }),
    at: "5:25",
  },
  "unused-tool": {
    about: "A tool is declared, and no task and no agent has it.",
    text: processSpec({ more: "tools: {stat: {run: [git, status]}}", tasks: ["log: {command: [git, log]}"] }),
    at: "4:9",
  },
  "unused-server": {
    about: "A server is declared, and none of its tools is used.",
    text: processSpec({ more: "servers: {notes: {run: [git]}}", tasks: ["log: {command: [git, log]}"] }),
    at: "4:11",
  },
  "agent-tool": {
    about:
      "`ask_user`, `delegate_task` and `task_tracker` belong to the conversation of an agent. A task asks a person by `ask`, " +
      "and hands work to an agent by `agent`.",
    text: processSpec({ tasks: ["sum: {tool: delegate_task, with: {goal: Sum up the day}}"] }),
    at: "5:15",
  },
  "loose-argument": {
    about:
      "Whoever calls a tool gives its arguments, and a model may be talked into one that begins with `-`: to a program that " +
      "is an option. A parameter that is `date`, a number or one of some words is none.",
    text: processSpec({
      more: 'tools: {blame: {run: [git, blame, "${{ with.file }}"], parameters: {file: text}}}',
      tasks: ["look: {tool: blame, with: {file: a.txt}}"],
    }),
    at: "4:39",
  },
};
