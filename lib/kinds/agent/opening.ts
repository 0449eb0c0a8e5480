/** What an agent is told first, within the room that it has. */
import type { Json } from "../../base/json.ts";
import { shorten } from "../../base/shorten.ts";
import { parseShape } from "../../expr/parse_shape.ts";
import { toJsonSchema } from "../../expr/to_json_schema.ts";
import { present, typeName } from "../../expr/types.ts";
import type { ToolOffer } from "../../plan/mod.ts";
import type { AgentTask, Place, Section } from "./agent_task.ts";
import { fenced } from "./fenced.ts";
import * as words from "./prompt_words.ts";
import type { Opening } from "./talk.ts";
import { ADDED, tokensIn, tokensOfTools } from "./token_bound.ts";
import { unmarked } from "./unmarked.ts";

/** How an agent is told of its tools. */
export interface Telling {
  /** What it may call. */
  readonly tools: readonly ToolOffer[];
  /** Whether it writes calls as text. */
  readonly asText: boolean;
  /** Tokens that it may be shown; Infinity where nothing limits them. */
  readonly limit: number;
}

/** What an agent is told first, and the tokens of that with its tools; or how many what cannot be cut takes. */
export type Opened =
  | { readonly ok: true; readonly opening: Opening; readonly tokens: number }
  | { readonly ok: false; readonly tokens: number };

/** Share of the room that context may fill where there are tools: the rest is for what they return. */
const FILLED = 3 / 4;

/** What an agent is told first: constraints whole, context as far as there is room. */
export function openingOf(task: AgentTask, telling: Telling): Opened {
  const { limit, tools } = telling, sections = (task.sections ?? []).filter(({ text }) => text.trim() !== "");
  const at = (most: number) => written(task, sections.map((section) => cutTo(section, most)), telling);
  const whole = at(Infinity), aim = tools.length > 0 ? limit * FILLED : limit;
  if (whole.tokens <= aim) return { ok: true, ...whole };
  const longest = Math.max(0, ...sections.map(({ weight, text }) => weight === "context" ? text.length : 0));
  const least = at(0);
  if (least.tokens > limit) return { ok: false, tokens: least.tokens };
  let fits = 0, over = longest + 1;
  while (over - fits > 1) {
    const most = Math.floor((fits + over) / 2);
    if (at(most).tokens <= aim) fits = most;
    else over = most;
  }
  return { ok: true, ...at(fits) };
}

/** Below so many characters a section is left out: what would be left of it says nothing. */
const WORTH = 80;

function cutTo(section: Section, most: number): Section {
  if (section.weight === "constraint" || section.text.length <= most) return section;
  return { ...section, text: most < WORTH ? "" : shorten(section.text, most) };
}

function written(
  task: AgentTask,
  sections: readonly Section[],
  { tools, asText }: Telling,
): { readonly opening: Opening; readonly tokens: number } {
  const at = (place: Place) =>
    sections.filter((one) => (one.place ?? "state") === place && one.text !== "").map(titled);
  const answer = [task.returns === undefined ? words.ANY_ANSWER : formOf(task.returns), words.BLOCKED].join("\n\n");
  const hasTools = tools.length > 0, hasData = hasTools || sections.some(({ data }) => data !== undefined);
  const role = task.system.trim() === "" ? words.ROLE : task.system;
  const system = (tooling: string | undefined) =>
    unmarked([
      role,
      ...(tooling === undefined ? [] : [words.headed(words.TOOLS, tooling)]),
      words.headed(words.OUTPUT, answer),
      ...(hasData ? [words.headed(words.CONSTRAINTS, words.DATA)] : []),
      ...at("constraints"),
    ].join("\n\n"));
  const user = [...at("goal"), ...at("state"), words.headed(words.TASK, task.prompt), ...at("task"), ...at("memory")];
  const opening: Opening = {
    system: system(hasTools ? (asText ? words.textTools(tools) : words.NATIVE_TOOLS) : undefined),
    closing: system(undefined),
    user: unmarked(user.join("\n\n")),
  };
  const said = tokensIn(opening.system) + tokensIn(opening.user) + 2 * ADDED.message + ADDED.conversation;
  return { opening, tokens: said + (asText ? 0 : tokensOfTools(tools)) };
}

/** What others wrote can neither end its section nor begin one. */
function titled({ title, text, data }: Section): string {
  return words.headed(title, data === undefined ? text : fenced(text, { tag: data, headings: "escaped" }));
}

/** The form of an answer of a shape, in words. */
function formOf(shape: Json): string {
  const parsed = parseShape(shape), type = parsed.ok ? present(parsed.type) : undefined;
  if (!parsed.ok || !type) return words.ANY_ANSWER;
  if (type.kind !== "string") return words.shapedAnswer(toJsonSchema(parsed.type));
  return words.plainAnswer(type.of || type.format ? typeName(type) : "a text");
}
