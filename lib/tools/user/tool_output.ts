import type { ToolResult } from "../tool.ts";
import { boundedText } from "../bounded_text.ts";

/** UTF-16 code units that a caller is told of what a tool gave. */
export const MAX_OUTPUT = 30_000;

/** Why a call has no result. */
export type NoResult = Extract<ToolResult, { readonly ok: false }>;

/** Both ends of a text that is too long to be told whole. */
export function bounded(text: string, limit: number = MAX_OUTPUT): string {
  const held = boundedText(limit);
  held.add(text);
  return held.read();
}

/** A call that has no result. */
export function no(code: NoResult["code"], message: string): NoResult {
  return { ok: false, code, message };
}
