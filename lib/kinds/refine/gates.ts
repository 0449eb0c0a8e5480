import type { Values } from "../../expr/evaluate.ts";
import { valueOf } from "../value_of.ts";
import type { Round } from "./state.ts";

/** Names of the gates that a candidate does not pass. */
export function refusals(round: Round, values: Values): readonly string[] {
  return Object.entries(round.plan.score.gates).flatMap(([name, expression]) =>
    valueOf(round, { field: `score.gates.${name}`, expression }, values) === true ? [] : [name]
  );
}

/** Which gates were not passed, in words. */
export function wordsOfGates(names: readonly string[]): string {
  return `it does not pass ${names.length === 1 ? "the gate" : "the gates"} ${
    names.map((name) => `\`${name}\``).join(", ")
  }`;
}
