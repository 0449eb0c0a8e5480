import type { Json } from "../../base/json.ts";
import type { Program } from "../../plan/mod.ts";
import { take } from "../../plan/mod.ts";
import type { ProcessRun } from "./run.ts";
import { tell } from "./tell.ts";

/**
 * Takes in what people have said: models that are asked from here on are told it, planners as well as those that work on
 * tasks. `key` is that of the work that comes next. In the root alone.
 */
export function* heed(run: ProcessRun, key: string): Program<void> {
  const said = (yield* take(`${key}/heed`)).flatMap(wordsIn);
  if (said.length === 0) return;
  run.guidance.push(...said);
  yield* tell(`${key}/heed/told`, { told: "guidance", words: said });
}

function wordsIn(message: Json): readonly string[] {
  const { kind, value } = message as { readonly kind?: Json; readonly value?: Json };
  const text = kind === "guide" && typeof value === "object" && value !== null
    ? (value as { readonly text?: Json }).text
    : undefined;
  return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
}
