import { basename, dirname, join } from "node:path/posix";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import type { FileRead, ModelAsked, ModelKnown, ScriptPinned, ServerKnown, World } from "../../lib/compile/world.ts";
import { abilities } from "../../lib/models/families/family.ts";
import type { Abilities, ModelFacts, ToolFacts } from "../../lib/plan/mod.ts";
import type { Source } from "../../lib/text/source.ts";

/** What a world of tests holds. */
export interface Held {
  /** Files by path from the project folder. */
  readonly files?: { readonly [path: string]: string | Uint8Array };
  /** Texts of `loom.toml`s, the nearest first. */
  readonly defaults?: readonly Source[];
}

/** When tests compile. */
const NOW = Date.UTC(2026, 2, 1);

/** A project folder in memory, and the facts of a few models. */
export function memoryWorld({ files = {}, defaults = [] }: Held = {}): World {
  return {
    read: ({ path, from }) => Promise.resolve(readFrom(files, path, from)),
    pin: ({ entry, name, from }) => Promise.resolve(pinFrom(files, { entry, name, from })),
    model: knownModel,
    now: NOW,
    defaults,
    list: ({ path, from }) => Promise.resolve(filesIn(files, join(dirname(from), path))),
    tools: () => TOOLS,
    server: ({ name }) => Promise.resolve(serverOf(name)),
  };
}

function filesIn(files: Held["files"] & object, folder: string): readonly string[] {
  const paths = Object.keys(files).filter((path) => dirname(path) === folder);
  return paths.map((path) => basename(path)).sort();
}

function readFrom(files: Held["files"] & object, path: string, from: string): FileRead {
  const name = join(dirname(from), path);
  if (path.startsWith("/") || name.startsWith("..")) return { ok: false, why: "outside" };
  if (!Object.hasOwn(files, name)) {
    if (Object.keys(files).some((file) => file.startsWith(`${name}/`))) {
      return { ok: false, why: "unreadable", reason: "it is a folder" };
    }
    return { ok: false, why: "missing" };
  }
  const content = files[name]!;
  return { ok: true, name, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content };
}

function pinFrom(
  files: Held["files"] & object,
  { entry, name, from }: { readonly entry: string; readonly name: string; readonly from: string },
): ScriptPinned {
  const read = readFrom(files, entry, from), path = join(entry);
  if (!read.ok) return { ok: false, problems: [{ path, message: `there is no module \`${entry}\`` }] };
  const text = new TextDecoder().decode(read.bytes), bad = text.indexOf("import(");
  if (bad >= 0) return { ok: false, problems: [{ path, message: "a computed import", line: 1, column: bad + 1 }] };
  return { ok: true, script: { entry: path, name, modules: { [path]: text }, npm: [] } };
}

function tool(
  name: string,
  acts: ToolFacts["acts"],
  properties: JsonObject = {},
  required: readonly string[] = [],
): ToolFacts {
  const parameters = { type: "object", properties, required, additionalProperties: false };
  return { name, description: `What ${name} does`, parameters, acts, timeout: 30_000 };
}

const PATH = { type: "string", description: "A path" };

/** A few tools that are brought along. */
const TOOLS: readonly ToolFacts[] = [
  tool("read_file", ["read"], { path: PATH, from: { type: "integer", minimum: 1 } }, ["path"]),
  tool("list_directory", ["read"], { path: PATH }),
  tool("write_file", ["write"], { path: PATH, text: { type: "string" } }, ["path", "text"]),
  tool("shell_execute", ["run"], { command: { type: "string" } }, ["command"]),
  tool("web_fetch", ["net"], { url: { type: "string" }, as: { enum: ["text", "html"] } }, ["url"]),
  tool("calculator", [], { expression: { type: "string" } }, ["expression"]),
  tool("delegate_task", [], { task: { type: "string" } }, ["task"]),
];

/** A server that has tools, and others that are not there. */
function serverOf(name: string): ServerKnown {
  if (name !== "notes") return { ok: false, reason: "it did not start" };
  return {
    ok: true,
    tools: [tool("find-notes", ["net"], { query: { type: "string" } }, ["query"]), tool("add", ["net"])],
  };
}

const BASE: Abilities = abilities(["complete", "logprobs", "score", "embed", "seed"]);

const CHAT: Abilities = abilities(["chat", "instructs", "structured", "prefill", "tools", "images", "reasoning"]);

const PRICES: { readonly [model: string]: readonly [number, number] } = {
  "gpt-5.2": [1.25, 10],
  "claude-opus-4-6": [5, 25],
  "davinci": [2, 2],
  "picky-base": [2, 2],
};

const PROVIDERS = ["openai", "ollama", "anthropic", "ngram", "scripted"];

const OPTIONS: { readonly [provider: string]: readonly string[] } = {
  openai: ["base_url", "key", "headers", "organization"],
  ngram: ["files", "order"],
  scripted: ["replies"],
};

/** Facts as a registry of models gives them, and the faults it finds. */
export function knownModel({ use, options }: ModelAsked): ModelKnown {
  const provider = use.slice(0, use.indexOf("/")), model = use.slice(provider.length + 1);
  if (!PROVIDERS.includes(provider)) {
    return fault({ problem: `there is no provider \`${provider}\`: use ${PROVIDERS.join(", ")}`, near: "ngram" });
  }
  if (provider === "ngram" && model !== "builtin") {
    return fault({ problem: `\`ngram\` has no model \`${model}\`: use \`ngram/builtin\`` });
  }
  const known = OPTIONS[provider] ?? ["base_url", "key"],
    strange = Object.keys(options).find((key) => !known.includes(key));
  if (strange !== undefined) return fault({ problem: `\`${strange}\` is not known here: use ${known.join(", ")}` });
  if (options["order"] !== undefined && typeof options["order"] !== "number") {
    return fault({ problem: "`order` must be a number", option: "order" });
  }
  return { ok: true, facts: factsOf(use, provider, model) };
}

function fault(problem: { readonly problem: string; readonly near?: string; readonly option?: string }): ModelKnown {
  return { ok: false, problems: [problem] };
}

function factsOf(use: string, provider: string, model: string): ModelFacts {
  const local = provider === "ngram" || provider === "scripted" || provider === "ollama", price = PRICES[model];
  const remoteBase = model === "davinci" || model.endsWith("-base"), picky = model === "picky-base";
  return {
    id: use,
    provider,
    local,
    ...(price ? { price: { input: price[0] * 1e9, output: price[1] * 1e9, source: "table of 2026-01" } } : {}),
    ...(provider === "ngram" ? {} : { context: 128_000 }),
    counter: provider === "ngram" ? "ngram" : "bytes",
    ...(picky ? { estimate: "o200k+10%", refuses: ["min_p", "top_k"], ignores: ["temperature"] } : {}),
    supports: provider === "ngram" || remoteBase ? BASE : provider === "scripted" ? { ...BASE, ...ABLE } : CHAT,
  };
}

const ABLE: Partial<Abilities> = { chat: true, instructs: true };

/** Any plain value, for reading plans in tests. */
export type Plain = Json;
