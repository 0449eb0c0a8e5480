/**
 * Reading process definitions. A process can do without most of what a definition says: what is wrong there is told, and
 * the rest is read as if it were not written.
 *
 * @module
 */
import { basename } from "node:path/posix";
import { MESSAGES } from "../text/messages.ts";
import type { Message } from "../text/messages.ts";
import type { Source } from "../text/source.ts";
import type { Definition } from "./definition.ts";
import { definitionOf } from "./definition.ts";
import type { DefinitionSpec } from "./definition_spec.ts";
import type { Flaw } from "./flaws.ts";
import { nameOf } from "./flaws.ts";
import type { LocatedMap, Path } from "./located.ts";
import { find } from "./located.ts";

/** What a package calls its definition. */
export const PACKAGE_FILE: RegExp = /^process\.(ya?ml|toml)$/;

/** Keys by which a definition is told from a spec whose `loom` is missing. */
const TELLING_KEYS: ReadonlySet<string> = new Set([
  "phase_mode",
  "persona",
  "tool_guidance",
  "planner_examples",
  "workspace_analysis",
  "replanning",
  "verification",
  "dependencies",
  "version",
  "author",
  "tags",
]);

/** Keys of specs that are no keys of definitions. */
const SPEC_KEYS: ReadonlySet<string> = new Set([
  "start",
  "expand",
  "propose",
  "tasks",
  "plan",
  "models",
  "inputs",
  "import",
  "outputs",
  "budget",
]);

/** Whether a document is a process definition: it names no version of the language and has keys that no spec has. */
export function isDefinition({ entries }: LocatedMap, { name }: Pick<Source, "name">): boolean {
  const has = (keys: ReadonlySet<string>) => entries.some(({ key }) => keys.has(key));
  if (has(new Set(["loom", "kind"]))) return false;
  if (has(new Set(["phases"])) || PACKAGE_FILE.test(basename(name))) return true;
  return has(TELLING_KEYS) && !has(SPEC_KEYS);
}

/** The definition with every default filled in; `spec` is what was found sound of it. */
export function readDefinition(spec: DefinitionSpec, located: LocatedMap, { text }: Source): Definition {
  const { value: { kind, span }, missing } = find(located, ["version"]);
  const isBare = missing.length === 0 && kind === "number" && spec.version !== undefined;
  return definitionOf(spec, isBare ? text.slice(span.start, span.end) : undefined);
}

/** What no process can do without, or what must not be misread. */
const HARD: readonly RegExp[] = [
  /^(name|phase_mode)$/,
  /^phases(\.\d+(\.(id|description|depends_on(\.\d+)?))?)?$/,
  /^verification\.rules(\.\d+(\.(name|check|severity|type))?)?$/,
  /^permissions(\.|$)/,
];

/** A flaw of a definition: as it is where it matters, else as a warning. */
export function softened(flaw: Flaw): Flaw {
  const { code, path, at } = flaw, name = path.join(".");
  if (/^permissions\./.test(name)) return flaw;
  if (code === "unknown-key") return { ...flaw, code: "ignored-key" };
  if (HARD.some((pattern) => pattern.test(name))) return flaw;
  return ignored(flaw, path, at);
}

function ignored({ code, params }: Flaw, path: Path, at: Flaw["at"]): Flaw {
  const { message, hint } = MESSAGES[code] as Message<unknown>, advice = hint?.(params);
  const last = path.findLastIndex((step) => typeof step === "string");
  const part = { problem: message(params), part: nameOf(path.slice(0, last + 1)) };
  return { code: "ignored-value", params: { ...part, ...(advice ? { advice } : {}) }, path, at };
}
