/**
 * Writes what `docs/tools.md` says of the built-in tools and their groups, and which calls are risky, or with `--check`
 * says whether it is stale. The page is people's; what stands between the markers is made of what the tools say of
 * themselves, of what specs get for a group, and of the policy itself.
 *
 * @module
 */
import { compile } from "../../../lib/app/compile_spec.ts";
import { toolFacts } from "../../../lib/app/tool_facts.ts";
import { formatDuration } from "../../../lib/base/duration.ts";
import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { ProcessPlan, ToolFacts } from "../../../lib/plan/mod.ts";
import { riskOf } from "../../../lib/plan/risk.ts";
import { aligned } from "./aligned.ts";
import { TOOL_NOTES } from "./tool_notes.ts";

/** The page. */
export const PAGE = "docs/tools.md";

/** Groups of tools, in the order in which they are told. */
export const GROUPS = ["reading", "writing", "running", "web"] as const;

/** Programs that are granted in what the page shows of tools that run them. */
const GRANTED = ["deno", "git"];

/** Calls of tools, each with what it is there to show. */
const CALLS: readonly (readonly [tool: string, input: JsonObject])[] = [
  ["delete_file", { path: "notes.md" }],
  ["write_file", { path: ".env" }],
  ["move_file", { source: "build.yml", destination: ".github/workflows/build.yml" }],
  ["edit_file", { path: "src/main.ts" }],
  ["shell_execute", { command: "rm -r build" }],
  ["shell_execute", { command: "rm notes.md" }],
  ["shell_execute", { command: "mv draft.md notes.md" }],
  ["shell_execute", { command: "cat .env" }],
  ["shell_execute", { command: "npm publish" }],
  ["shell_execute", { command: "kubectl apply -f app.yaml" }],
  ["shell_execute", { command: "python3 tidy.py" }],
  ["git_command", { args: ["push"] }],
  ["git_command", { args: ["rebase", "main"] }],
  ["git_command", { args: ["commit", "-m", "Mend it"] }],
  ["git_command", { args: ["rm", "notes.md"] }],
  ["git_command", { args: ["fetch", "origin"] }],
  ["git_command", { args: ["fetch", "https://example.com/notes.git"] }],
  ["web_fetch", { url: "https://example.com/" }],
];

/** The page with its parts as they have to be now. Throws where a marker is missing, or a tool has no note. */
export async function withTools(page: string): Promise<string> {
  const tools = await toolFacts({ run: GRANTED, net: [], env: [] }), groups = await groupsOf();
  const untold = tools.filter(({ name }) => !Object.hasOwn(TOOL_NOTES, name)).map(({ name }) => name);
  const gone = Object.keys(TOOL_NOTES).filter((name) => !tools.some((tool) => tool.name === name));
  if (untold.length + gone.length > 0) {
    throw new Error(
      `Cannot write of tools: \`tool_notes.ts\` lacks ${untold.join()} and knows ${gone.join()} too many`,
    );
  }
  const parts = { groups: groupTable(groups), tools: toolList(tools, groups), risks: riskTable(tools) };
  return Object.entries(parts).reduce((text, [name, part]) => replaced(text, name, part), page);
}

function replaced(page: string, name: string, part: string): string {
  const mark = `<!-- ${name}: written by tests/project/gen/tools.ts -->`, close = `<!-- /${name} -->`;
  const begin = page.indexOf(mark), end = page.indexOf(close);
  if (begin < 0 || end < begin) throw new Error(`Cannot write the ${name} into ${PAGE}: a marker is missing`);
  return `${page.slice(0, begin)}${mark}\n\n${part}\n\n${page.slice(end)}`;
}

type Groups = ReadonlyMap<string, readonly string[]>;

/** The tools of each group, as a spec gets them. */
async function groupsOf(): Promise<Groups> {
  const all = [...GROUPS, "all"].map(async (group): Promise<readonly [string, readonly string[]]> => {
    const { plan } = await compile(
      `loom: 1\nkind: process\nmodels: {m: {use: scripted/m}}\ntasks: {a: {agent: {model: m, prompt: a, tools: [${group}]}}}\n`,
    );
    const [task] = (plan as ProcessPlan).tasks;
    return [group, task!.work.by === "agent" ? task!.work.agent.tools : []];
  });
  return new Map(await Promise.all(all));
}

/** Tools that no group has but `all`. */
function apart(groups: Groups): readonly string[] {
  const grouped = new Set(GROUPS.flatMap((group) => groups.get(group)!));
  return groups.get("all")!.filter((name) => !grouped.has(name));
}

function groupTable(groups: Groups): string {
  const rows = GROUPS.map((group) => [code(group), groups.get(group)!.map(linked).join(", ")]);
  const all = `all ${groups.get("all")!.length}: those above, and ${apart(groups).map(linked).join(", ")}`;
  return aligned([["group", "tools"], ...rows, [code("all"), all]]);
}

function toolList(tools: readonly ToolFacts[], groups: Groups): string {
  const named = (names: readonly string[]) => names.map((name) => entry(tools.find((tool) => tool.name === name)!));
  const parts = GROUPS.map((group) => [`### ${TITLES[group]}`, ...named(groups.get(group)!)].join("\n\n"));
  return [...parts, [`### ${TITLES.apart}`, ...named(apart(groups))].join("\n\n")].join("\n\n");
}

const TITLES: { readonly [group in typeof GROUPS[number] | "apart"]: string } = {
  reading: "Reading files",
  writing: "Writing files",
  running: "Running programs",
  web: "Reading the web",
  apart: "Without a group",
};

function entry({ name, description, parameters, acts, timeout }: ToolFacts): string {
  const { gives, refuses } = TOOL_NOTES[name]!;
  const may = acts.length === 0 ? "Reaches nothing." : `May ${acts.map((act) => ACTS[act]).join(", ")}.`;
  const time = timeout === undefined ? "" : ` A call may take ${formatDuration(timeout)}.`;
  return [
    `#### ${name}`,
    wrapped(`${description} ${may}${time}`),
    parameterTable(parameters),
    wrapped(`Gives: ${sentence(gives)}`),
    wrapped(`Refuses: ${sentence(refuses)}`),
  ].join("\n\n");
}

const ACTS = {
  read: "read",
  write: "change files",
  run: "run programs",
  net: "reach the network",
  ask: "ask a person",
};

/** A sentence behind a colon. */
function sentence(text: string): string {
  return /^(?:[A-Z][A-Z]|DuckDuckGo)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function parameterTable({ properties = {}, required = [] }: JsonObject): string {
  const needed = required as readonly string[];
  const rows = Object.entries(properties as { readonly [name: string]: JsonObject }).map(([name, schema]) => [
    code(name),
    `${typeOf(schema)}${needed.includes(name) ? ", needed" : ""}`,
    cell(String(schema["description"] ?? "")),
  ]);
  return aligned([["parameter", "type", "what it is"], ...rows]);
}

/** What a schema asks for, in words. */
function typeOf(schema: JsonObject): string {
  const { type, items, anyOf, minimum, maximum, properties } = schema, choices = schema["enum"];
  if (Array.isArray(choices)) return `one of ${(choices as readonly string[]).map(code).join(", ")}`;
  if (Array.isArray(anyOf)) return (anyOf as readonly JsonObject[]).map(typeOf).join(", or ");
  if (Array.isArray(type)) return (type as readonly string[]).map((one) => WORDS[one] ?? one).join(", ");
  if (type === "array") return `list of ${plural(typeOf((items ?? {}) as JsonObject))}`;
  const names = Object.keys(properties ?? {});
  if (type === "object") return names.length === 0 ? "map" : `map of ${names.map(code).join(", ")}`;
  const from = minimum === undefined ? "" : maximum === undefined ? ` from ${minimum}` : `, ${minimum} to ${maximum}`;
  return `${WORDS[String(type)] ?? type}${from}${longest(schema["maxLength"])}`;
}

const WORDS: { readonly [type: string]: string } = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "`true` or `false`",
  null: "nothing",
};

function longest(most: Json | undefined): string {
  return typeof most === "number" ? ` of ${most.toLocaleString("en-US")} characters at most` : "";
}

function plural(words: string): string {
  return words.replace(/^(text|map|list|number)/, "$1s");
}

function riskTable(tools: readonly ToolFacts[]): string {
  const rows = CALLS.map(([name, input]) => {
    const { acts } = tools.find((tool) => tool.name === name)!, why = riskOf({ tool: name, acts, input });
    return [code(name), code(JSON.stringify(input)), cell(why ?? "nobody is asked")];
  });
  return aligned([["tool", "is given", "a person is told"], ...rows]);
}

function linked(name: string): string {
  return `[${code(name)}](#${name})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Lines as the formatter breaks them: nowhere within code. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|[^\s`[]|\[)+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && [...last, ...word].length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

const WIDTH = 120;

if (import.meta.main) {
  const path = new URL(`../../../${PAGE}`, import.meta.url), page = await Deno.readTextFile(path);
  const fresh = await withTools(page);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, fresh);
  else if (fresh !== page) {
    console.error(`${PAGE} is stale: run \`deno run -A tests/project/gen/tools.ts\``);
    Deno.exitCode = 1;
  }
}
