/**
 * The tables of a `loom.toml` that say how process definitions are run, and what of them means nothing here.
 *
 * @module
 */
import { z } from "zod";
import type { Report } from "../text/diagnostic.ts";
import { entryOf, isNamedByProvider } from "./definition_model.ts";
import type { ProviderEntry } from "./definition_model.ts";
import type { Flaw } from "./flaws.ts";
import type { LocatedMap, Path } from "./located.ts";
import { find } from "./located.ts";
import { either, JSON_VALUE, map, numeric, several, text, whole } from "./schema_parts.ts";
import { SNAPSHOT_KEYS } from "./schema_snapshot.ts";
import type { DefaultsSpec, ModelSpec } from "./spec.ts";
import type { SnapshotSpec } from "./spec_process.ts";

/** How process definitions are run. */
export interface ProcessSettings {
  /** How much is tried and how much at a time. */
  readonly execution?: {
    /** How often a task that failed is tried again. */
    readonly max_subtask_retries?: number;
    /** Tasks at a time. */
    readonly max_parallel_subtasks?: number;
    /** How often a graph is made anew. */
    readonly max_replans?: number;
    /** Below this confidence a person is asked before a result is taken. */
    readonly auto_approve_confidence_threshold?: number;
  };
  /** Which tiers of verification there are. */
  readonly verification?: {
    readonly tier1_enabled?: boolean;
    readonly tier2_enabled?: boolean;
    readonly tier3_enabled?: boolean;
    readonly tier3_vote_count?: number;
  };
  /** Where processes work unless it is said. */
  readonly workspace?: SnapshotSpec & { readonly default_path?: string };
  /** Which processes there are. */
  readonly process?: {
    /** The one of a goal for which none is named: its name, or the path of its file. */
    readonly default?: string;
    /** Folders to look for them in, beside the usual ones. */
    readonly search_paths?: string | readonly string[];
  };
}

const onOff = (about: string) => z.boolean({ error: "`true` or `false`" }).describe(about).exactOptional();
const spare = JSON_VALUE.exactOptional();
const PATHS = either("a path, or a list of paths", text("a path"), several(text("a path"), "at least one path"));

/** Tables of which nothing means anything here. */
type IdleTable = "memory" | "server" | "logging";

/** The schemas of the tables. */
export const SETTINGS_TABLES:
  & { readonly [T in keyof ProcessSettings]-?: z.ZodExactOptional<z.ZodType<NonNullable<ProcessSettings[T]>>> }
  & { readonly [T in IdleTable]: z.ZodExactOptional<z.ZodType> } = {
    execution: map({
      max_subtask_retries: whole(0, 99).describe("How often a task that failed is tried again.").exactOptional(),
      max_parallel_subtasks: whole(1, 10_000).describe("Tasks at a time.").exactOptional(),
      max_replans: whole(0, 100).describe("How often a graph is made anew.").exactOptional(),
      auto_approve_confidence_threshold: numeric({ min: 0, max: 1 })
        .describe("Below this confidence a person is asked.").exactOptional(),
      max_loop_iterations: spare,
      enable_streaming: spare,
    }, "a map with `max_subtask_retries`").exactOptional(),
    verification: map({
      tier1_enabled: onOff("Files and patterns."),
      tier2_enabled: onOff("A model that judges."),
      tier3_enabled: onOff("Several votes."),
      tier3_vote_count: whole(1, 99).describe("How many votes.").exactOptional(),
    }, "a map with `tier1_enabled`").exactOptional(),
    workspace: map(
      { default_path: text("a path").exactOptional(), scratch_dir: spare, ...SNAPSHOT_KEYS },
      "a map with `default_path` or `without`",
    ).exactOptional(),
    process: map({
      default: text("the name of a process, or the path of its file").describe(
        "The process of a goal for which none is named: its name, or the path of its file.",
      ).exactOptional(),
      search_paths: PATHS.exactOptional(),
    }, "a map with `default` or `search_paths`").exactOptional(),
    memory: map({ database_path: spare }, "a map").exactOptional(),
    server: map({ host: spare, port: spare }, "a map").exactOptional(),
    logging: map({ level: spare, event_log_path: spare }, "a map").exactOptional(),
  };

/** What means nothing here, and why. */
const NOT_NEEDED: readonly (readonly [path: Path, why: string])[] = [
  [["execution", "max_loop_iterations"], "a run ends when nothing of its graph is left to do, and `budget` limits it"],
  [["execution", "enable_streaming"], "what models write is always shown as it comes"],
  [["workspace", "scratch_dir"], "what a run needs is kept in its database"],
  [["memory", "database_path"], "the database is the one that `LOOM_DB` or `--db` names"],
  [["server", "host"], "runs need no server"],
  [["server", "port"], "runs need no server"],
  [["logging", "level"], "everything is in the journal of a run, and `loom logs` shows it"],
  [["logging", "event_log_path"], "everything is in the journal of a run, and `loom logs` shows it"],
];

const ABOUT_ABILITIES = "models are not given files to look at";

/** Abilities that a model may be said to have and that are put to no use. */
const IDLE_ABILITIES = ["native_pdf", "citations", "audio_input", "audio_output"];

/** What a `loom.toml` says, its models in the language of specs; what of it means nothing here is told, each key once. */
export function readSettings(
  { models = {}, ...others }: DefaultsSpec,
  located: LocatedMap,
  report: Report,
): DefaultsSpec {
  const tell = (path: Path, why: string) => {
    const { key, missing } = find(located, path);
    if (missing.length === 0 && key) report("not-needed", key, { part: `\`${path.join(".")}\``, why });
  };
  for (const [path, why] of NOT_NEEDED) tell(path, why);
  const entries = Object.entries(models).map(([name, model]): [string, ModelSpec] => {
    if (!isNamedByProvider(model)) return [name, model];
    for (const ability of IDLE_ABILITIES) tell(["models", name, "capabilities", ability], ABOUT_ABILITIES);
    return [name, entryOf(model as ProviderEntry)];
  });
  return {
    ...others,
    ...(find(located, ["models"]).missing.length > 0 ? {} : { models: Object.fromEntries(entries) }),
  };
}

/** Tables that others write into such a file, and where what they say is said here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["mcp", "write servers of tools into `servers` of a spec"],
  ["servers", "write servers of tools into `servers` of a spec"],
  ["limits", "write limits of all runs into `defaults.budget`, and those of an agent into `agent` of a spec"],
  ["permissions", "write what is granted into `permissions` of a spec"],
  ["tools", "write tools of your own into `tools` of a spec"],
  ["inputs", "write what a run is given into `inputs` of a spec"],
]);

/** Keys of `defaults` that are written beside it. What limits and keeps runs is not passed over. */
const DEFAULTED: ReadonlySet<string> = new Set(["budget", "save"]);

/**
 * A flaw of a `loom.toml`: unknown keys of these tables, and of models that name their provider, are passed over, and so
 * are tables that nobody here knows. One that is nearly a known table is that table, misspelt.
 */
export function softenedSettings(value: unknown): (flaw: Flaw) => Flaw {
  return (flaw) => {
    const { code, path: [table, name, ...rest] } = flaw;
    if (code !== "unknown-key") return flaw;
    if (name === undefined) return isTable(value, table) ? strangeTable(flaw) : flaw;
    const models = (value as { readonly models?: Record<string, unknown> }).models ?? {};
    const isTheirs = table === "models"
      ? rest.length > 0 && isNamedByProvider(models[String(name)])
      : Object.hasOwn(SETTINGS_TABLES, String(table));
    return isTheirs ? { ...flaw, code: "ignored-key" } : flaw;
  };
}

function isTable(value: unknown, name: string | number | undefined): boolean {
  const one = (value as Record<string, unknown>)[String(name)];
  return typeof one === "object" && one !== null;
}

function strangeTable(flaw: Extract<Flaw, { readonly code: "unknown-key" }>): Flaw {
  const { key, near, allowed } = flaw.params, instead = ELSEWHERE.get(key);
  if (DEFAULTED.has(key)) return { ...flaw, params: { key, near: `defaults.${key}`, allowed } };
  if (near !== undefined && instead === undefined) return flaw;
  return { ...flaw, code: "ignored-key", params: { key, allowed, instead } };
}
