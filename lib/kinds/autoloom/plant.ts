import { renderText } from "../../expr/template.ts";
import type { Program } from "../../plan/mod.ts";
import { demand, readNode } from "../../plan/mod.ts";
import type { Round, State } from "./state.ts";
import { templateValues } from "./values.ts";

/** The state before the first round: the seed text as a root, or a node of a document to go on from. */
export function* plant(round: Round): Program<State> {
  const { plan: { start }, context } = round,
    values = templateValues(round),
    options = { functions: context.functions };
  if (start.from === "text") {
    const text = renderText(start.text, values, options);
    const { node } = yield* demand({
      do: "weave",
      key: "start",
      weave: { document: context.document, parent: null, role: "seed" },
      text,
    });
    return first(node);
  }
  const node = renderText(start.node, values, options);
  yield* readNode({ document: context.document, node });
  return first(node);
}

function first(node: string): State {
  return { depth: 0, paths: [{ node, score: 0 }], blanks: 0, repeats: 0 };
}
