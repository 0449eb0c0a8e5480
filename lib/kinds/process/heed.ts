import type { Json } from "../../base/json.ts";
import type { PlanTask, Program } from "../../plan/mod.ts";
import { take } from "../../plan/mod.ts";
import type { ProcessRun } from "./run.ts";
import { tell } from "./tell.ts";

/** Takes in what people have said before a task begins that models work on: they are told it from here on. */
export function* heed(run: ProcessRun, { name, work: { by } }: PlanTask): Program<void> {
  if (by !== "agent" && by !== "generate") return;
  const said = (yield* take(`task/${name}/heed`)).flatMap(wordsIn);
  if (said.length === 0) return;
  run.guidance.push(...said);
  yield* tell(`task/${name}/heeded`, { told: "guidance", words: said });
}

function wordsIn(message: Json): readonly string[] {
  const { kind, value } = message as { readonly kind?: Json; readonly value?: Json };
  const text = kind === "guide" && typeof value === "object" && value !== null
    ? (value as { readonly text?: Json }).text
    : undefined;
  return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
}
