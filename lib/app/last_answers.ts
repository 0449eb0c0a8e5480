import type { Json } from "../base/json.ts";

/**
 * What the last tasks of a process said, in whole lines: that of a single one alone, those of several under their names.
 * Undefined where one of them came to something else than words.
 */
export function lastAnswers(outputs: Json): string | undefined {
  if (typeof outputs !== "object" || outputs === null || Array.isArray(outputs)) return undefined;
  const said = Object.entries(outputs as { readonly [task: string]: Json }).filter(([_, value]) => value !== null);
  const texts = said.flatMap(([task, value]) => {
    const text = (value as { readonly text?: Json }).text;
    return typeof text === "string" ? [{ task, text }] : [];
  });
  if (texts.length === 0 || texts.length < said.length) return undefined;
  const parts = texts.map(({ task, text }) => `${texts.length === 1 ? "" : `${task}:\n`}${text.trimEnd()}`);
  return `${parts.join("\n\n")}\n`;
}
