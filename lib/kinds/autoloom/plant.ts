import type { Program } from "../../plan/mod.ts";
import { demand, readNode } from "../../plan/mod.ts";
import type { Round, State } from "./state.ts";
import { textOf } from "../value_of.ts";
import { templateValues } from "./values.ts";

/** The state before the first round: the seed text as a root, or a node of a document to go on from. */
export function* plant(round: Round): Program<State> {
  const { plan: { start }, context: { document, node: from } } = round;
  if (start.from === "node") {
    if (from === undefined) throw new Error("Cannot go on from a node: nobody has found it");
    yield* readNode({ document, node: from });
    return first(from);
  }
  const text = textOf(round, { field: "start", expression: start.text }, templateValues(round));
  const weave = { document, parent: null, role: "seed" };
  const { node } = yield* demand({ do: "weave", key: "start", weave, text });
  return first(node);
}

function first(node: string): State {
  return { depth: 0, pieces: 0, paths: [{ node, score: 0 }], blanks: 0, repeats: 0 };
}
