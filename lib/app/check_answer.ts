import type { Json } from "../base/json.ts";
import { isNestedDeeper, MAX_NESTING } from "../base/nesting.ts";
import type { RunHead, Store } from "../store/store.ts";
import { readStatus } from "./read_run.ts";

/** An answer, and the step that asks for it when several do. */
export interface Answer {
  /** What is answered. */
  readonly answer: Json;
  /** The step; absent: the only one that asks. */
  readonly key?: string;
}

/** Throws a RangeError for an answer that no open question takes; one that is not asked yet may still be. */
export async function checkAnswer(store: Store, run: RunHead, { answer, key }: Answer): Promise<void> {
  if (isNestedDeeper(answer)) {
    throw new RangeError(`Cannot answer \`${run.name}\`: the answer is nested more than ${MAX_NESTING} deep`);
  }
  const { end, awaited } = await readStatus(store, run), said = JSON.stringify(answer);
  if (end) throw new RangeError(`Cannot answer \`${run.name}\`: it has ended`);
  const meant = awaited.filter((step) => step.question !== undefined && (key === undefined || step.key === key));
  if (key === undefined && meant.length > 1) {
    const keys = meant.map((step) => `\`${step.key}\``).join(", ");
    throw new RangeError(`Cannot tell which question of \`${run.name}\` is answered: name one of ${keys}`);
  }
  const choices = meant[0]?.choices;
  if (choices && !(typeof answer === "string" && choices.includes(answer))) {
    const names = choices.map((choice) => `\`${choice}\``).join(", ");
    throw new RangeError(`Cannot answer \`${run.name}\` with ${said}: choose one of ${names}`);
  }
}
