/** Agents that go in a circle: the same call, or the same turn, again and again. */
import { canonical } from "../../base/json.ts";
import type { CheckedCall } from "./check_calls.ts";

/** How often the last call and the last turn were made in a row. */
export interface Repeats {
  /** The last call, as one text. */
  readonly call: string;
  /** How often in a row. */
  readonly calls: number;
  /** The last turn, as one text. */
  readonly turn: string;
  /** How often in a row. */
  readonly turns: number;
}

/** Nothing was called yet. */
export const NO_REPEATS: Repeats = { call: "", calls: 0, turn: "", turns: 0 };

/** Times in a row from which on the model is told. */
export const TOLD = 3;
/** Times in a row at which it ends. */
export const ENDED = 5;

/** What a call asks for, as one text. */
export function signatureOf({ name, input }: Pick<CheckedCall, "name" | "input">): string {
  return canonical([name, input]);
}

/** Counts a turn of calls, none of them empty. Gives the longest row that it is the end of, or goes through. */
export function countRepeats(
  before: Repeats,
  calls: readonly CheckedCall[],
): { readonly repeats: Repeats; readonly most: number; readonly name: string } {
  const turn = canonical(calls.map(signatureOf)), turns = turn === before.turn ? before.turns + 1 : 1;
  let { call, calls: row } = before, most = turns, name = calls.at(-1)!.name;
  for (const one of calls) {
    const signature = signatureOf(one);
    row = signature === call ? row + 1 : 1;
    call = signature;
    if (row > most) most = row, name = one.name;
  }
  return { repeats: { call, calls: row, turn, turns }, most, name };
}
