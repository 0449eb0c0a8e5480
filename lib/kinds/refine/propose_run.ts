import type { Json, JsonObject } from "../../base/json.ts";
import { describe } from "../../expr/describe.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { ChildEnd, EndKind, Program, Proposing } from "../../plan/mod.ts";
import { demand, EffectFailed } from "../../plan/mod.ts";
import { NoValue, valueOf, wholeOf } from "../value_of.ts";
import type { Slot } from "./propose.ts";
import type { Round } from "./state.ts";

/** Ends of a run that has a text to show for it. One that ran out of its own budget shows its best. */
const WORTH: ReadonlySet<EndKind> = new Set(["done", "converged", "stalled", "exhausted"]);

/** Has another run make a candidate, within this run's budget. */
export function* byRun(
  round: Round,
  { key, values }: Slot,
  { plan, with: given, text: expression }: Extract<Proposing, { by: "run" }>,
): Program<string> {
  const inputs: JsonObject = Object.fromEntries(
    Object.entries(given).map((
      [name, template],
    ) => [name, wholeOf(round, { field: `propose.with.${name}`, expression: template }, values)]),
  );
  const child = yield* demand({ do: "run", key, plan, inputs });
  if (!WORTH.has(child.kind)) throw new EffectFailed(key, `child-${child.kind}`, `the run ${wordsFor(child)}`);
  const text = textIn(round, child, { expression, values });
  if (typeof text !== "string" || text.trim() === "") {
    throw new EffectFailed(key, `child-${child.kind}`, `the run ${wordsFor(child)}; its text is ${describe(text)}`);
  }
  return text;
}

function textIn(
  round: Round,
  { outputs, kind }: ChildEnd,
  { expression, values }: { readonly expression: string; readonly values: Values },
): Json {
  try {
    return valueOf(round, { field: "propose.text", expression }, { ...values, outputs });
  } catch (error) {
    // A run that was cut short may have nothing where a finished one has something.
    if (error instanceof NoValue && kind === "exhausted") return null;
    throw error;
  }
}

function wordsFor({ run, kind, reason }: ChildEnd): string {
  return `\`${run}\` ended as ${kind}: ${reason}`;
}
