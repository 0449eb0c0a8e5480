/**
 * What the compiler is given: all it cannot work out from the text of a spec. The application makes it, tests make
 * another.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { McpServer, ModelFacts, Permissions, PinnedScript, ToolFacts } from "../plan/mod.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

/** Everything outside a spec that its plan depends on. */
export interface World {
  /** Reads a file that a spec names. */
  read(asked: FileAsked): Promise<FileRead>;
  /** Pins the module graph of a script. */
  pin(asked: ScriptAsked): Promise<ScriptPinned>;
  /** What is known of a model, without calling it. */
  model(asked: ModelAsked): ModelKnown | Promise<ModelKnown>;
  /** Facts of the tools that Loom brings along, by what a spec grants; asked for where it names any. */
  tools(permissions: Permissions): readonly ToolFacts[] | Promise<readonly ToolFacts[]>;
  /** Facts of the tools that a program hands over which uses Loom as a library. */
  readonly handed?: readonly ToolFacts[];
  /** The tools of an MCP server, which is started or reached for that. Absent: none can be. */
  server?(asked: ServerAsked): Promise<ServerKnown>;
  /** What keeps a pattern from being looked for in texts; undefined: nothing. Absent: what JavaScript knows will do. */
  pattern?(source: string): string | undefined | Promise<string | undefined>;
  /** Names of the files in a folder, sorted; none where there is no such folder. Absent: there never are any. */
  list?(asked: FileAsked): Promise<readonly string[]>;
  /** The `loom.toml`s that hold, the nearest first: a name in one hides the same name in those after it. */
  readonly defaults: readonly Source[];
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** What is wrong with `loom.toml`s that cannot be read as text. */
  readonly unread?: readonly Diagnostic[];
}

/** A file, as a spec names it. */
export interface FileAsked {
  /** The path as it is written, relative to the file that says it. */
  readonly path: string;
  /** Name of the source that says it. */
  readonly from: string;
}

/** A file's content, or why there is none. */
export type FileRead =
  | {
    readonly ok: true;
    /** What to call the file in messages; the same file is always called the same. */
    readonly name: string;
    readonly bytes: Uint8Array;
  }
  | { readonly ok: false; readonly why: "missing"; readonly near?: string }
  | { readonly ok: false; readonly why: "outside" }
  | { readonly ok: false; readonly why: "unreadable"; readonly reason: string };

/** A script, as a spec names it. */
export interface ScriptAsked {
  /** Path of the module as it is written, relative to the spec. */
  readonly entry: string;
  /** The export to call. */
  readonly name: string;
  /** Name of the source that says it. */
  readonly from: string;
}

/** A script with its module graph, or all that is wrong with it. */
export type ScriptPinned =
  | { readonly ok: true; readonly script: PinnedScript }
  | { readonly ok: false; readonly problems: readonly ScriptFault[] };

/** One thing wrong with a script. */
export interface ScriptFault {
  /** The module, relative to the spec's folder. */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** From 1; absent when the whole module is meant. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
}

/** A model and the settings a spec gives it. */
export interface ModelAsked {
  /** `provider/model`. */
  readonly use: string;
  /** Everything its provider is told; secrets are references. */
  readonly options: { readonly [key: string]: Json };
}

/** Facts of a model, or all that is wrong with the request. */
export type ModelKnown =
  | { readonly ok: true; readonly facts: ModelFacts }
  | { readonly ok: false; readonly problems: readonly ModelFault[] };

/** One thing wrong with a model of a spec. */
export interface ModelFault {
  /** What is wrong and what to do, without a final period. */
  readonly problem: string;
  /** The name that may have been meant. */
  readonly near?: string;
  /** The setting at fault; absent: the first one that the problem names in backticks, else `use`. */
  readonly option?: string;
}

/** An MCP server of a spec. */
export interface ServerAsked {
  /** What the spec calls it. */
  readonly name: string;
  /** How it is reached; secrets are references. */
  readonly server: McpServer;
  /** What the spec grants. */
  readonly permissions: Permissions;
}

/** The tools of a server as it names them, or why there are none. */
export type ServerKnown =
  | { readonly ok: true; readonly tools: readonly ToolFacts[] }
  | {
    readonly ok: false;
    /** What is wrong and what to do, without a final period. */
    readonly reason: string;
  };
