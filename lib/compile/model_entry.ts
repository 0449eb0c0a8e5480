/**
 * One entry of `models`: its settings for the provider, its facts, what the spec says of it.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nanos } from "../base/money.ts";
import { nearest } from "../base/near.ts";
import { parseRate } from "../base/rate.ts";
import { parseSize } from "../base/size.ts";
import type { Abilities, ModelFacts, PlanModel, Price } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import { COUNTER_NAMES, SAMPLER_NAMES } from "../spec/spec.ts";
import type { ModelEntry, PriceSpec, Samplers, Size } from "../spec/spec.ts";
import { reportUntaken } from "./check_samplers.ts";
import { reportLiterals, reportReferences } from "./check_secrets.ts";
import { readText } from "./read_text.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";
import type { ModelAsked, ModelFault, ModelKnown, World } from "./world.ts";

/** An entry and the document it stands in, which may be a `loom.toml`. */
export interface Entry {
  /** The document, as a unit of its own. */
  readonly unit: Unit;
  /** Where the entry is. */
  readonly at: Path;
  /** What it says. */
  readonly entry: ModelEntry;
  /** Where its prices come from, as facts say it. */
  readonly source: "spec" | "loom.toml";
}

/** What the language itself says of a model; the rest is for its provider. */
const OURS: ReadonlySet<string> = new Set([
  "use",
  "price",
  "context",
  "max_output",
  "counter",
  "roles",
  "tier",
  "concurrency",
  "rate",
  "abilities",
  "emulate",
  "extra",
  ...SAMPLER_NAMES,
]);

/** The model of an entry; undefined where something is wrong with it, which is reported. */
export async function compileModel(found: Entry, world: World): Promise<PlanModel | undefined> {
  const { entry, unit, at } = found;
  reportSecrets(found);
  const options = await optionsOf(found, world);
  if (entry.use === undefined || !options) return undefined;
  const known = await allKnown(world, { use: entry.use, options });
  if (!known.ok) {
    for (const fault of known.problems) reportFault(unit, { at, fault, options });
    return undefined;
  }
  const facts = factsOf(found, known.facts), name = String(at.at(-1));
  reportUntaken(unit, { name: at[0] === "models" ? name : entry.use, facts, samplers: entry, at });
  const { extra, concurrency, emulate } = entry, rate = entry.rate === undefined ? undefined : parseRate(entry.rate);
  return {
    facts,
    options,
    sampling: samplersOf(entry),
    ...(extra === undefined ? {} : { extra }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate ? { rate } : {}),
    ...(emulate === undefined ? {} : { emulate }),
  };
}

/** What is known of a model. A provider may tell one fault at a time: what it told is left out, and it is asked again. */
async function allKnown(world: World, { use, options }: ModelAsked): Promise<ModelKnown> {
  const known = await world.model({ use, options });
  if (known.ok) return known;
  const problems = [...known.problems];
  let left = options, wrong = faultyIn(left, known.problems);
  while (wrong.length > 0) {
    left = Object.fromEntries(Object.entries(left).filter(([key]) => !wrong.includes(key)));
    const again = await world.model({ use, options: left });
    // What is wrong only because something is left out is not the author's.
    const more = again.ok ? [] : again.problems.filter((fault) => Object.hasOwn(left, optionOf(fault)));
    problems.push(...more);
    wrong = faultyIn(left, more);
  }
  return { ok: false, problems };
}

function faultyIn(options: ModelAsked["options"], faults: readonly ModelFault[]): readonly string[] {
  return faults.map(optionOf).filter((option) => Object.hasOwn(options, option));
}

/** The setting at fault, or else the first name that the problem speaks of. */
function optionOf({ option, problem }: ModelFault): string {
  return option ?? /`([A-Za-z_]\w*)/.exec(problem)?.[1] ?? "";
}

function samplersOf(entry: Samplers<number>): Samplers<number> {
  return Object.fromEntries(SAMPLER_NAMES.flatMap((name) => entry[name] === undefined ? [] : [[name, entry[name]]]));
}

/** What the spec says of a model is truer than what is known of it. */
function factsOf(found: Entry, facts: ModelFacts): ModelFacts {
  const { entry: { price, context, max_output: maxOutput, abilities }, source } = found;
  const { price: known, ...others } = withCounter(found, facts), given = price && priceOf(price, source);
  const holds = given ?? (billsOtherwise(found) ? undefined : known);
  return {
    ...others,
    ...(holds ? { price: holds } : {}),
    ...(context === undefined ? {} : { context: tokensOf(context) }),
    ...(maxOutput === undefined ? {} : { maxOutput: tokensOf(maxOutput) }),
    ...(abilities ? { supports: { ...facts.supports, ...abilities as Partial<Abilities> } } : {}),
  };
}

/** A model that counts its tokens itself is not told how; any other has the one counter then, to bound and to cut. */
function withCounter({ unit, at, entry: { counter } }: Entry, facts: ModelFacts): ModelFacts {
  if (counter === undefined) return facts;
  if (!COUNTER_NAMES.some((name) => name === facts.counter)) {
    unit.report("no-effect", keyAt(unit, [...at, "counter"]), {
      key: "counter",
      why: `\`${facts.id}\` counts its tokens itself`,
    });
    return facts;
  }
  const { estimate: _, ...others } = facts;
  return { ...others, counter };
}

/** Settings by which a maker's own host asks another price than its ordinary one: faster, slower, in one region. */
const BILLED_APART = ["service_tier", "speed", "inference_geo"] as const;

/** Whether the ordinary price of a model says nothing of what its calls cost. */
function billsOtherwise({ unit, entry }: Entry): boolean {
  const settings = [entry.extra, unit.drawing?.value?.extra];
  return settings.some((extra) => BILLED_APART.some((name) => extra?.[name] !== undefined));
}

function priceOf({ input, output, cached }: PriceSpec, source: string): Price | undefined {
  if (input === undefined || output === undefined) return undefined;
  return {
    input: nanos(input),
    output: nanos(output),
    ...(cached === undefined ? {} : { cached: nanos(cached) }),
    source,
  };
}

/** Tokens of a size that the schema has found to be one. */
export function tokensOf(size: Size): number {
  return typeof size === "number" ? size : parseSize(size)!;
}

/** Settings for the provider, the texts of files in place of their names. */
async function optionsOf(found: Entry, world: World): Promise<{ readonly [key: string]: Json } | undefined> {
  const { entry, unit, at } = found, options: [string, Json][] = [];
  let sound = true;
  for (const [key, value] of Object.entries(entry)) {
    if (OURS.has(key)) continue;
    const filling = { unit, world, at: [...at, key] };
    const filled = key === "files" ? await corpus(value as string, filling) : await withFiles(value as Json, filling);
    if (filled === undefined) sound = false;
    else options.push([key, filled]);
  }
  return sound ? Object.fromEntries(options) : undefined;
}

interface Filling {
  readonly unit: Unit;
  readonly world: World;
  readonly at: Path;
}

/** The value with the text of every file it names as `{file: path}`; undefined where one cannot be read. */
async function withFiles(value: Json, { unit, world, at }: Filling): Promise<Json | undefined> {
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value) as [string, Json][], [first] = entries;
  if (first?.[0] === "file" && entries.length === 1 && typeof first[1] === "string") {
    return (await readText(unit, world, [...at, "file"], first[1]))?.text;
  }
  const list = Array.isArray(value), filled: [string, Json][] = [];
  let sound = true;
  for (const [key, item] of entries) {
    const whole = await withFiles(item, { unit, world, at: [...at, list ? Number(key) : key] });
    if (whole === undefined) sound = false;
    else filled.push([key, whole]);
  }
  if (!sound) return undefined;
  return list ? filled.map(([, item]) => item) : Object.fromEntries(filled);
}

interface Faulty {
  readonly at: Path;
  readonly fault: ModelFault;
  readonly options: { readonly [key: string]: Json };
}

/** The texts of the files that a model learns from. */
async function corpus(files: string | readonly string[], { unit, world, at }: Filling): Promise<Json | undefined> {
  const places = typeof files === "string" ? [{ path: files, at }] : files.map((path, i) => ({ path, at: [...at, i] }));
  const read = await Promise.all(places.map(({ path, at }) => readText(unit, world, at, path)));
  const texts = read.flatMap((source) => source ? [source.text] : []);
  return texts.length === read.length ? texts : undefined;
}

/** Places what a provider says at the setting it speaks of. */
function reportFault(unit: Unit, { at, fault, options }: Faulty): void {
  const option = optionOf(fault);
  const own = Object.hasOwn(options, option) ? [...at, option] : [...at, "use"];
  const place = isWritten(unit, own) ? own : at, { problem, near = misspelt(option, fault) } = fault;
  const span = place.at(-1) === option ? keyAt(unit, place) : spanAt(unit, place);
  unit.report("bad-model", span, { problem, near });
}

/** The setting of every model that is meant by one that its provider does not know. */
function misspelt(option: string, { problem }: ModelFault): string | undefined {
  return problem.includes("is not known here") ? nearest(option, [...OURS]) : undefined;
}

/** Secrets have a place in the key, in headers and in the URL; and none may be written down. */
function reportSecrets({ unit, at, entry }: Entry): void {
  for (const [key, value] of Object.entries(entry)) {
    const path = [...at, key];
    if (key === "headers" || key === "base_url") reportLiterals(unit, path, key);
    else if (key !== "key" && key !== "abilities" && key !== "price") reportReferences(unit, path);
    // Such as `api_key`, where `key` is meant.
    if (!PLACES.has(key) && typeof value === "string") reportLiterals(unit, path, key);
  }
}

/** Settings that are looked at elsewhere, or hold nothing of the kind. */
const PLACES: ReadonlySet<string> = new Set([...OURS, "key", "headers", "base_url"]);
