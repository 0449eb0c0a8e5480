import type { Json, JsonObject } from "../base/json.ts";
import { gitRisk } from "./git_risk.ts";
import { commandRisk, isDestroying, programRisk } from "./program_risk.ts";
import { sensitivePath } from "./sensitive_path.ts";
import type { Act } from "./tool_facts.ts";

/** A call of a tool that somebody may have to be asked about. */
export interface RiskyCall {
  /** The tool's name. */
  readonly tool: string;
  /** What calling it may do. */
  readonly acts: readonly Act[];
  /** What it is given, whatever that is. */
  readonly input: Json;
}

/**
 * Why a call may do harm that is hard to take back, in a few words about the call, such as "it publishes commits";
 * undefined when it may not. A policy asks a person then. It is no safeguard: what must not happen is refused by the
 * tools. A tool that is not one of Loom's own and does not only read or fetch is risky whatever it is given.
 */
export function riskOf({ tool, acts, input }: RiskyCall): string | undefined {
  const given: JsonObject = typeof input === "object" && input !== null && !Array.isArray(input)
    ? input as JsonObject
    : {};
  switch (tool) {
    case "shell_execute":
      return shellRisk(given["command"] ?? null);
    case "run_command":
      return shellRisk(given["argv"] ?? null);
    case "git_command":
      return gitRisk(wordsOf(given["args"] ?? null));
    case "delete_file":
      return "it deletes a file";
    case "write_file":
    case "edit_file":
    case "move_file":
    case "document_write":
    case "spreadsheet":
      return fileRisk(tool, given);
    default:
      return OWN.has(tool) ? undefined : otherRisk(acts, given, input);
  }
}

/** Tools of Loom's own that do nothing that is hard to take back. */
const OWN: ReadonlySet<string> = new Set([
  ...[
    "read_file",
    "search_files",
    "list_directory",
    "glob_find",
    "ripgrep_search",
    "web_fetch",
    "web_search",
    "check_files",
  ],
  ...[
    "analyze_code",
    "calculator",
    "task_tracker",
    "ask_user",
    "conversation_recall",
    "delegate_task",
    "scan_workspace",
  ],
]);

function wordsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.map((word) => typeof word === "string" ? word : JSON.stringify(word)) : [];
}

function shellRisk(command: Json): string | undefined {
  const words = typeof command === "string" ? command.split(/[\s'"=@:,]+/) : wordsOf(command);
  // A bare word is as likely a word to search for as a file, and `.git` one to pass over.
  const path = words.find((word) => /[./]|^id_/.test(word) && word !== ".git" && sensitivePath(word));
  const risk = typeof command === "string" ? commandRisk(command) : programRisk(words);
  return risk ?? (path === undefined ? undefined : `it names \`${path.slice(0, 80).toWellFormed()}\``);
}

function fileRisk(tool: string, given: JsonObject): string | undefined {
  if (tool === "spreadsheet" && /^(?:read|summary)$/.test(String(given["operation"]))) return undefined;
  const paths = [given["path"], given["source"], given["destination"]].flatMap((path) =>
    typeof path === "string" ? [path] : []
  );
  const path = paths.find(sensitivePath);
  return path === undefined ? undefined : `it changes \`${path.slice(0, 80).toWellFormed()}\``;
}

function otherRisk(acts: readonly Act[], given: JsonObject, input: Json): string | undefined {
  const { method } = given;
  if (acts.includes("net") && typeof method === "string" && !/^(?:GET|HEAD)$/i.test(method.trim())) {
    return `it sends something: \`${method.slice(0, 20).toWellFormed()}\``;
  }
  if (acts.includes("write")) return "it may change what cannot be taken back";
  if (acts.includes("run")) return "it runs something";
  return acts.includes("net") && textsIn(input).some(isDestroying) ? "it deletes what is in a database" : undefined;
}

function textsIn(value: Json): readonly string[] {
  const texts: string[] = [], ahead: Json[] = [value];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (typeof next === "string") texts.push(next);
    else if (typeof next === "object" && next !== null) { for (const item of Object.values(next)) ahead.push(item); }
  }
  return texts;
}
