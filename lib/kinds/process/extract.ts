/** What a task found out that later ones should know. */
import type { Json, JsonObject } from "../../base/json.ts";
import { isList } from "../../expr/types.ts";
import type { Extraction, Memory, Program, ToldProcess } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import type { Asking } from "../ask_judge.ts";
import { askJudge } from "../ask_judge.ts";
import type { MadeCall } from "./confidence.ts";
import { extractEnds } from "./extract_ends.ts";
import { extractWords } from "./extract_words.ts";
import { tell } from "./tell.ts";

/** A memory, and the task that it comes from. */
export interface Remembered extends Memory {
  /** Name of the task. */
  readonly task: string;
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
/** The type of what has another one, where a plan has it. */
const OTHER = "discovery";

/**
 * Asks what of a task's work is worth remembering, and tells it. A task never fails by this: where nothing can be had,
 * there is nothing to remember, and why is told.
 */
export function* extractMemory(round: Asking, extracting: Extracting): Program<readonly Remembered[]> {
  const { memory, key, task } = extracting, step = `${key}/extract`;
  let why: string | undefined, entries: readonly Remembered[] = [];
  try {
    entries = yield* askJudge(round, {
      key: step,
      grade: { model: memory.model, samples: 1, attempts: 2, maxTokens: memory.maxTokens },
      parts: [{ text: extractWords(extracting) }],
      returns: { as: "json", shape: "any" },
      read: (answer) => readEntries(answer, extracting),
    });
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

function readEntries(
  answer: Json,
  extracting: Extracting,
): { readonly answer: readonly Remembered[] } | { readonly problem: string } {
  const list = objectOf(answer)?.["entries"] ?? answer;
  if (!isList(list)) return { problem: "it holds no list of entries" };
  return { answer: list.slice(0, MOST * 2).flatMap((entry) => entryOf(entry, extracting)).slice(0, MOST) };
}

/** An entry that says something, of a type that the plan has; others are no entries. */
function entryOf(entry: Json, { memory: { types }, task, names }: Extracting): readonly Remembered[] {
  const object = objectOf(entry);
  if (!object) return [];
  const wanted = [object["type"], OTHER].find((type) => types.some((one) => one.type === type));
  const summary = lineOf(object["summary"]), detail = lineOf(object["detail"]);
  if (typeof wanted !== "string" || summary === "" && detail === "") return [];
  const relevant = textsOf(object["relevant"] ?? object["relevance_to"]);
  return [{
    type: wanted,
    summary: clipped(summary === "" ? detail : summary, SUMMARY),
    detail: extractEnds(detail === "" ? summary : detail, DETAIL),
    tags: textsOf(object["tags"]).map((tag) => clipped(tag, TAG)).slice(0, TAGS),
    relevant: relevant.filter((name) => name !== task && (names?.includes(name) ?? true)).slice(0, TAGS),
    task,
  }];
}

function clipped(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line.toWellFormed();
}

function lineOf(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}

/** Texts of a list, or a text alone; each once. */
function textsOf(value: Json | undefined): readonly string[] {
  const list = typeof value === "string" ? [value] : value !== undefined && isList(value) ? value : [];
  return [...new Set(list.map(lineOf).filter((text) => text !== ""))];
}

function objectOf(value: Json): JsonObject | undefined {
  return typeof value === "object" && value !== null && !isList(value) ? value : undefined;
}
