import type { z } from "zod";
import type { Definition } from "./definition.ts";
import { isDefinition, readDefinition, softened } from "./definition_read.ts";
import { DEFINITION } from "./definition_schema.ts";
import { readSettings, softenedSettings } from "./definition_settings.ts";
import { nearest } from "../base/near.ts";
import type { DiagnosticCode, Report } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import type { Flaw } from "./flaws.ts";
import { flawsOf, foundAs } from "./flaws.ts";
import type { Located, LocatedMap, Path } from "./located.ts";
import { find, plain } from "./located.ts";
import { readLocated } from "./read_located.ts";
import { DEFAULTS, SCHEMAS } from "./schema.ts";
import type { Kind, Specs } from "./schema.ts";
import type { DefaultsSpec } from "./spec.ts";

/** A document that was read, and where its parts are written. */
export interface Read<T> {
  /** What it says, without what is wrong. */
  readonly value: T;
  /** All of it. */
  readonly located: LocatedMap;
}

/** A spec of a kind of this version, or a process definition. */
export type ReadSpec =
  | { readonly [K in Kind]: Read<Specs[K]> & { readonly kind: K } }[Kind]
  | Read<Definition> & { readonly kind: "definition" };

/**
 * Reads a spec, YAML or TOML, and checks its shape. All that is wrong is reported and left out of the value; undefined
 * where nothing can be said of the rest: the document cannot be read, or is of no kind of this version.
 */
export async function readSpec(source: Source, report: Report): Promise<ReadSpec | undefined> {
  const { located, faults } = await readNoting(source, report);
  if (!located) return undefined;
  if (located.kind !== "map") {
    return void report("not-a-spec", located.span, {
      found: located.kind === "list" ? "a list" : foundAs(plain(located)),
    });
  }
  if (isDefinition(located, source)) {
    const spec = fitted(DEFINITION, located, { report, faults, seen: [], soften: softened });
    return { kind: "definition", located, value: readDefinition(spec, located, source) };
  }
  const version = versionOf(located, report), kind = kindOf(located, report);
  if (!version || !kind) return undefined;
  return readKind(kind, located, { report, faults, seen: ["loom", "kind"] });
}

function readKind<K extends Kind>(kind: K, located: LocatedMap, reporting: Reporting): ReadSpec {
  const value: Specs[K] = fitted(SCHEMAS[kind], located, reporting);
  return { kind, located, value } as ReadSpec;
}

/** Reads a `loom.toml`, as {@link readSpec} reads specs. A file with nothing in it says nothing, and that is fine. */
export async function readDefaults(source: Source, report: Report): Promise<Read<DefaultsSpec> | undefined> {
  const tell: Report = (code, span, params) => {
    if (code !== "empty-file") report(code, span, params);
  };
  const { located, faults } = await readNoting(source, tell);
  if (!located || located.kind !== "map") return undefined;
  const soften = softenedSettings(plain(located)),
    value = fitted(DEFAULTS, located, { report, faults, seen: [], soften });
  return { located, value: readSettings(value, located, report) };
}

/** What was wrong with the text, and stands in the tree as a null, a number of no meaning, or not at all. */
interface Fault {
  readonly code: DiagnosticCode;
  readonly span: Span;
}

async function readNoting(
  source: Source,
  report: Report,
): Promise<{ readonly located: Located | undefined; readonly faults: readonly Fault[] }> {
  const faults: Fault[] = [];
  const located = await readLocated(source, (code, span, params) => {
    faults.push({ code, span });
    report(code, span, params);
  });
  return { located, faults };
}

/** Whether the version is ours, or missing: then the rest can be read all the same. */
function versionOf(located: LocatedMap, report: Report): boolean {
  const { value, missing } = find(located, ["loom"]);
  if (missing.length > 0) {
    report("missing-key", headOf(located), { what: "the spec", key: "loom" });
    return true;
  }
  if (value.kind === "number" && value.value === 1) return true;
  report("wrong-version", value.span, { found: foundAs(plain(value)) });
  return false;
}

function kindOf(located: LocatedMap, report: Report): Kind | undefined {
  const { value, missing } = find(located, ["kind"]);
  const kinds = Object.keys(SCHEMAS);
  if (missing.length > 0) return void report("missing-key", headOf(located), { what: "the spec", key: "kind" });
  if (value.kind !== "text") {
    return void report("unknown-kind", value.span, { kind: foundAs(plain(value)), kinds });
  }
  if (Object.hasOwn(SCHEMAS, value.value)) return value.value as Kind;
  return void report("unknown-kind", value.span, {
    kind: foundAs(value.value),
    near: nearest(value.value, kinds),
    kinds,
  });
}

/** Where a document begins to speak: its first key. */
function headOf({ entries, span }: LocatedMap): Span {
  return entries[0]?.keySpan ?? { start: span.start, end: span.start };
}

interface Reporting {
  readonly report: Report;
  /** Faults of the text: what follows from them is not told again. */
  readonly faults: readonly Fault[];
  /** Keys that were looked at before. */
  readonly seen: readonly string[];
  /** What a flaw is told as; absent: as what it is. */
  readonly soften?: (flaw: Flaw) => Flaw;
}

/** The value without the parts that do not fit the schema, which are reported. */
function fitted<T>(
  schema: z.ZodType<T>,
  located: LocatedMap,
  { report, faults, seen, soften = (flaw) => flaw }: Reporting,
): T {
  const value = plain(located), result = schema.safeParse(value), unseen = unseenNames(value);
  if (result.success && unseen.length === 0) return value as T;
  const flaws = flawsOf(result.error?.issues ?? [], value);
  for (const flaw of [...unseen, ...flaws].map(soften)) {
    if (seen.some((key) => key === flaw.path[0])) continue;
    if (!faults.some((fault) => explains(fault, located, flaw))) {
      report(flaw.code, spanOf(located, flaw), flaw.params as never);
    }
    remove(value, flaw.path);
  }
  return value as T;
}

/** Names that the schema passes over, for they would be no keys of an ordinary object. */
function unseenNames(value: unknown): readonly Flaw[] {
  return Object.entries(value as object).flatMap(([key, names]) =>
    DEEP.has(key) ? unseenBelow(names, [key]) : unseenAt(names, [key])
  );
}

/** Keys with names of one's own further down: gates, fields of answers, inputs of a run, arguments of tools. */
const DEEP: ReadonlySet<string> = new Set(["propose", "score", "tasks", "tools", "servers", "memory"]);

function unseenBelow(names: unknown, path: Path): readonly Flaw[] {
  if (names === null || typeof names !== "object") return [];
  return [...unseenAt(names, path), ...Object.entries(names).flatMap(([key, one]) => unseenBelow(one, [...path, key]))];
}

function unseenAt(names: unknown, path: Path): readonly Flaw[] {
  if (names === null || typeof names !== "object" || !Object.hasOwn(names, "__proto__")) return [];
  const params = { name: "__proto__", rule: "a name starts with a letter" };
  return [{ code: "bad-name", params, path: [...path, "__proto__"], at: "key" }];
}

/** Whether a fault of the text is why a value is wrong, or why a key is missing. */
function explains({ code, span }: Fault, located: Located, flaw: Flaw): boolean {
  const { value: { span: { start, end } } } = find(located, flaw.path), inside = span.start >= start && span.end <= end;
  if (flaw.code === "missing-key") return inside && code === "merge-key";
  return inside && span.start === start && span.end === end;
}

function spanOf(located: Located, { path, at, code }: Flaw): Span {
  const { value, key, missing } = find(located, path);
  if (missing.length > 0) return path.length === 1 && located.kind === "map" ? headOf(located) : key ?? value.span;
  return at === "key" && key ? key : code === "missing-value" ? key ?? value.span : value.span;
}

/** Takes out the value at a path. An item takes its list along: the places of the others must stay true. */
function remove(value: unknown, path: Path): void {
  const last = path.findLastIndex((step) => typeof step === "string");
  let at = value;
  for (const step of path.slice(0, last)) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return;
    at = (at as Record<string | number, unknown>)[step];
  }
  if (last >= 0 && at !== null && typeof at === "object") delete (at as Record<string, unknown>)[path[last]!];
}
