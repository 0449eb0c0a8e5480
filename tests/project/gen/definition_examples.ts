import type { DefinitionParams } from "../../../lib/text/messages_definition.ts";
import type { Example, Examples } from "./diagnostic_example.ts";

const SETTINGS = '[models.main]\nuse = "ollama/qwen3:14b"\nroles = ["planner", "executor", "verifier", "extractor"]\n';

/** A definition with a model to run it. */
function defined(example: Omit<Example, "settings" | "name">): Example {
  return { name: "process.yaml", settings: SETTINGS, ...example };
}

const HEAD = "name: review\nphases:\n  - {id: read, description: Read it}\n";

/** Examples of L023 and L024: process definitions and the tables that belong to them. */
export const DEFINITION_EXAMPLES: Examples<keyof DefinitionParams> = {
  "ignored-key": defined({
    about: "A process definition, or a table that says how they are run, has a key that means nothing.",
    text: `${HEAD}persna: You are a careful reader\n`,
    at: "4:1",
  }),
  "ignored-value": defined({
    about:
      "A part of a process definition is not what it should be. The process can do without it, so it is read as if the " +
      "part were not there.",
    text: `${HEAD}verification: thorough\n`,
    at: "4:15",
  }),
  "not-needed": {
    about: "A `loom.toml` or a process definition says something that has no meaning here.",
    text: HEAD,
    name: "process.yaml",
    settings: `${SETTINGS}[server]\nport = 9000\n`,
    in: "loom.toml",
    at: "5:1",
  },
  "repeated-name": defined({
    about: "Names are unique: by its name one speaks of the other.",
    text: `${HEAD}  - {id: read, description: Read it again}\n`,
    at: "4:10",
  }),
  "unknown-phase": defined({
    about: "`depends_on` names phases of the same process.",
    text: `${HEAD}  - {id: judge, description: Judge it, depends_on: [reed]}\n`,
    at: "4:53",
  }),
  "phase-cycle": defined({
    about: "Each of these phases waits for the next, and the last for the first: none of them could begin.",
    text: "name: review\nphases:\n" +
      "  - {id: read, description: Read it, depends_on: [judge]}\n  - {id: judge, description: Judge it, depends_on: [read]}\n",
    at: "3:50",
  }),
  "shared-deliverable": defined({
    about: "A file has one phase that delivers it: of two the second would write over the first.",
    text: "name: review\nphases:\n" +
      "  - {id: read, description: Read it, deliverables: [notes.md]}\n" +
      "  - {id: judge, description: Judge it, deliverables: [notes.md — the verdict]}\n",
    at: "4:55",
  }),
  "unsafe-deliverable": defined({
    about: "Deliverables are files of the workspace and of nothing else.",
    text: "name: review\nphases:\n  - {id: read, description: Read it, deliverables: [../notes.md]}\n",
    at: "3:53",
  }),
  "required-excluded": defined({
    about: "`tools.required` and `tools.excluded` have a tool in common.",
    text: `${HEAD}tools: {required: [write_file], excluded: [write_file]}\n`,
    at: "4:20",
  }),
  "missing-tool": defined({
    about: "Without a tool that it requires a process is not begun.",
    text: `${HEAD}tools: {required: [read_fiel]}\n`,
    at: "4:20",
  }),
  "unknown-tool-excluded": defined({
    about: "A tool is ruled out by a name that no tool has; the one that was meant may be there still.",
    text: `${HEAD}tools: {excluded: [shell_exec]}\n`,
    at: "4:20",
  }),
  "tier-out-of-range": defined({
    about: "Tiers are 1, 2 and 3.",
    text: "name: review\nphases:\n  - {id: read, description: Read it, model_tier: 5}\n",
    at: "3:50",
  }),
  "broken-pattern": defined({
    about: "The `check` of a rule of `type: regex` is a regular expression.",
    text: `${HEAD}verification: {rules: [{name: no-gaps, type: regex, check: "[TBD"}]}\n`,
    at: "4:60",
  }),
  "no-phases": defined({
    about: "`phase_mode: strict` runs the phases as they are written, and there are none.",
    text: "name: review\nphase_mode: strict\n",
    at: "2:1",
  }),
  "no-model-for-process": {
    about:
      "A process definition names no model. The models of `loom.toml` do its work, each by its `roles`: `planner`, " +
      "`executor`, `verifier` and `extractor`.",
    text: HEAD,
    name: "process.yaml",
    at: "1:7",
  },
  "cannot-work": {
    about: "The model that has the role only continues texts, so it can be told nothing.",
    text: HEAD,
    name: "process.yaml",
    settings: '[models.base]\nuse = "openai/davinci"\nroles = "executor"\n',
    at: "1:7",
  },
  "no-programs": defined({
    about: "Agents run the programs that `permissions.run` of the definition names, and no others.",
    text: `${HEAD}tools: {required: [shell_execute]}\n`,
    at: "4:20",
  }),
  "bad-tool": defined({
    about: "A module in the folder `tools` of a package is a tool: it exports `tool`, a map with `description` and " +
      "`parameters` as plain data, and its function as the default export. A file whose name begins with `_` is none.",
    text: HEAD,
    files: { "tools/count.ts": "export default ({ text }: { text: string }) => text.length;\n" },
    at: "1:7",
  }),
};
