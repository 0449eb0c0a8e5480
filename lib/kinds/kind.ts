import type { JsonObject } from "../base/json.ts";
import type { Functions } from "../expr/signature.ts";

/** What a kind knows of its run beside the plan. Nothing here changes while the run lasts. */
export interface KindContext {
  /** Name of the document the run weaves into; a fork's is its origin's. */
  readonly document: string;
  /** The node it goes on from, where its plan names one: found before the run began. */
  readonly node?: string;
  /** Seeds everything random. */
  readonly seed: number;
  /** Inputs as given, defaults filled in. */
  readonly inputs: JsonObject;
  /** What templates know of the run. */
  readonly run: { readonly name: string; readonly date: string; readonly seed: number };
  /** What earlier runs have shown that fits this one, a line each; pinned when it began. */
  readonly hints?: readonly string[];
  /** Functions of the expression language that are not pure. */
  readonly functions: Functions;
}
