/** What a step of a task does, in a few words. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { Effect } from "../../plan/mod.ts";

/** A step that is under way. */
export interface Doing {
  /** What it does. */
  readonly words: string;
  /** It waits for a person or a time, and nothing is done meanwhile. */
  readonly waits: boolean;
  /** What a person is asked, and what may be answered. */
  readonly asks?: { readonly question: string; readonly choices: readonly string[] };
}

/** What an effect does; undefined for one that is over at once or that nobody needs to see. */
export function doingOf(effect: Effect): Doing | undefined {
  switch (effect.do) {
    case "generate":
      return working(modelWords(effect.key, effect.model));
    case "tool":
      return working(toolWords(effect.tool, effect.input));
    case "command":
      return working(effect.argv.join(" "));
    case "script":
      return working(`runs ${effect.script}`);
    case "run":
      return working(`runs ${effect.plan}`);
    case "ask": {
      const { question, choices = [] } = effect;
      return { words: `asks: ${question}`, waits: true, asks: { question, choices } };
    }
    case "wait":
      return { words: "pauses", waits: true };
    default:
      return undefined;
  }
}

function working(words: string): Doing {
  return { words, waits: false };
}

function modelWords(key: string, model: string): string {
  const turn = /\/turn\/(\d+)$/.exec(key)?.[1];
  if (turn !== undefined) return `turn ${turn}`;
  if (/\/verify\//.test(key)) return `${model} verifies it`;
  if (/\/extract(\/|$)/.test(key)) return "is gone through for what it found out";
  return `${model} answers`;
}

/** Tools of the engine, by what they are called for. */
const ENGINE: { readonly [tool: string]: string } = {
  check_files: "its files are checked",
  scan_workspace: "looks around in the workspace",
};

/** Arguments that say most of a call, the first that there is. */
const TELLING: readonly string[] = [
  "path",
  "file",
  "source",
  "command",
  "argv",
  "pattern",
  "query",
  "url",
  "expression",
  "goal",
];

/** A call of a tool: its name and the argument that says most. */
export function toolWords(tool: string, input: Json): string {
  if (Object.hasOwn(ENGINE, tool)) return ENGINE[tool]!;
  const given = typeof input === "object" && input !== null && !Array.isArray(input) ? input as JsonObject : {};
  const name = TELLING.find((one) => Object.hasOwn(given, one)), value = name === undefined ? undefined : given[name];
  const said = Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : "";
  return tool === "run_command" ? said : said === "" ? tool : `${tool} ${said}`;
}
