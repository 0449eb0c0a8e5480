/** What a task found out that later ones should know. */
import { isObject } from "../../base/is_object.ts";
import type { Json } from "../../base/json.ts";
import { isList } from "../../expr/types.ts";
import type { Extraction, Memory, Program, ToldProcess } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import type { Asking } from "../ask_judge.ts";
import { askJudge } from "../ask_judge.ts";
import type { MadeCall } from "./confidence.ts";
import { shorten } from "../../base/shorten.ts";
import { extractWords } from "./extract_words.ts";
import { tell } from "./tell.ts";

/** A memory, and the task that it comes from. */
export interface Remembered extends Memory {
  /** Name of the task. */
  readonly task: string;
  /** Whether that task failed. */
  readonly failed?: true;
}

/** What something is looked for in. */
export interface Extracting {
  /** What is looked for. */
  readonly memory: Extraction;
  /** Base of the attempt's keys. */
  readonly key: string;
  /** Name of the task. */
  readonly task: string;
  /** What everything is for. */
  readonly goal?: string;
  /** What the task answered. */
  readonly text: string;
  /** Calls of tools that it made. */
  readonly calls: readonly MadeCall[];
  /** Names of other tasks, to which something may matter. */
  readonly names?: readonly string[];
  /** Why it failed, where it did. */
  readonly failed?: string;
}

/** Entries of one task. */
const MOST = 20;
/** Characters of a summary, of a detail, of a tag; tags and names of one entry. */
const SUMMARY = 150, DETAIL = 4_000, TAG = 40, TAGS = 12;
/**
 * Asks what of a task's work is worth remembering, and tells it, with what was left out of that. A task never fails by
 * this: where nothing can be had, there is nothing to remember, and why is told.
 */
export function* extractMemory(round: Asking, extracting: Extracting): Program<readonly Remembered[]> {
  const { memory, key, task } = extracting, step = `${key}/extract`;
  let why: string | undefined, entries: readonly Remembered[] = [];
  try {
    ({ entries, why } = yield* askJudge(round, {
      key: step,
      grade: { model: memory.model, samples: 1, attempts: 2, maxTokens: memory.maxTokens },
      parts: [{ text: extractWords(extracting) }],
      returns: { as: "json", shape: "any" },
      read: (answer) => readEntries(answer, extracting),
    }));
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
    why = error.message;
  }
  // A memory is known by what it says; the task that it comes from is told once.
  const told: ToldProcess = {
    told: "memory",
    task,
    entries: entries.map(({ task: _, ...entry }) => entry),
    ...(why === undefined ? {} : { why }),
  };
  yield* tell(`${step}/told`, told);
  return entries;
}

/** Entries that are kept, and why others are not. */
interface Sorted {
  readonly entries: readonly Remembered[];
  readonly why: string | undefined;
}

function readEntries(
  answer: Json,
  extracting: Extracting,
): { readonly answer: Sorted } | { readonly problem: string } {
  const list = isObject(answer) ? answer["entries"] ?? answer : answer;
  if (!isList(list)) return { problem: "it holds no list of entries" };
  const read = list.map((entry) => entryOf(entry, extracting));
  const sound = read.flatMap((one) => typeof one === "string" ? [] : [one]);
  const faults = [...new Set(read.flatMap((one) => typeof one === "string" ? [one] : []))].slice(0, FAULTS);
  const reasons = [...faults, ...(sound.length > MOST ? [`there are more than ${MOST}`] : [])];
  const entries = sound.slice(0, MOST), left = read.length - entries.length;
  const why = left === 0 ? undefined : `${left} left out: ${reasons.join("; ")}`;
  return { answer: { entries, why } };
}

/** Reasons that are told. */
const FAULTS = 5;

/** An entry that says something, of a type that the plan has; of others why they are none. */
function entryOf(entry: Json, { memory: { types }, task, names }: Extracting): Remembered | string {
  if (!isObject(entry)) return "it is no object";
  const named = lineOf(entry["type"]), found = types.find(({ type }) => plainType(type) === plainType(named));
  if (!found) return `there is no type ${nameOfType(entry["type"])}`;
  const summary = lineOf(entry["summary"]), detail = lineOf(entry["detail"]);
  if (summary === "" && detail === "") return "it says nothing";
  const relevant = textsOf(entry["relevant"] ?? entry["relevance_to"]);
  return {
    type: found.type,
    summary: inLine(summary === "" ? detail : summary, SUMMARY),
    detail: shorten(detail === "" ? summary : detail, DETAIL),
    tags: textsOf(entry["tags"]).map((tag) => inLine(tag, TAG)).slice(0, TAGS),
    relevant: relevant.filter((name) => name !== task && (names?.includes(name) ?? true)).slice(0, TAGS),
    task,
  };
}

/** A type however it is written: `Key figure` is `key_figure`. */
function plainType(type: string): string {
  return type.toLowerCase().replace(/[\s_-]+/g, "_");
}

function nameOfType(type: Json | undefined): string {
  return typeof type === "string" ? `\`${inLine(type.trim(), TAG)}\`` : "at all";
}

function inLine(text: string, most: number): string {
  return shorten(text.replace(/\s+/g, " "), most, { keep: "start" });
}

function lineOf(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}

/** Texts of a list, or a text alone; each once. */
function textsOf(value: Json | undefined): readonly string[] {
  const list = typeof value === "string" ? [value] : value !== undefined && isList(value) ? value : [];
  return [...new Set(list.map(lineOf).filter((text) => text !== ""))];
}
