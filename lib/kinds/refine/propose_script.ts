import type { Json } from "../../base/json.ts";
import { describe } from "../../expr/describe.ts";
import type { Program, Proposing } from "../../plan/mod.ts";
import { demand, EffectFailed } from "../../plan/mod.ts";
import type { Slot } from "./propose.ts";

/** Has a function of the user make a candidate: it gives a text, or a map with one. */
export function* byScript(
  { key, values }: Slot,
  { script }: Extract<Proposing, { by: "script" }>,
): Program<string> {
  const made = yield* demand({ do: "script", key, script, input: values, returns: "any" });
  const text = textIn(made);
  if (text === undefined) {
    const found = `it gave ${describe(made)}; give a text, or a map whose \`text\` is one`;
    throw new EffectFailed(key, "shape", `Cannot take what the script \`${script}\` made: ${found}`);
  }
  return text;
}

function textIn(made: Json): string | undefined {
  if (typeof made === "string") return made;
  const text = typeof made === "object" ? (made as { readonly text?: Json } | null)?.text : undefined;
  return typeof text === "string" ? text : undefined;
}
