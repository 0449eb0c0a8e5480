/** Working time of parts of a program as rows tell it: each row of a step tells what the parts around it have worked by then. */
import type { Json } from "../base/json.ts";
import type { Entry } from "../plan/mod.ts";

/** Milliseconds that parts of a program have worked, by the keys of the steps that measure them. */
export type PartsWorked = Readonly<Record<string, number>>;

/** The value of a row, which tells of the parts around its step as well; none: as it is. */
export function withWork(value: Json, worked: PartsWorked | undefined): Json {
  return worked ? { ...value as { readonly [name: string]: Json }, worked } : value;
}

/** The same value as its program gets it. */
export function withoutWork(value: Json | undefined): Json | undefined {
  if ((value as Telling)?.worked === undefined) return value;
  const { worked: _, ...outcome } = value as { readonly [name: string]: Json };
  return outcome;
}

/** Where parts stand from a row on: what they have worked by then, and those that have their time anew. */
export function workBy({ type, key, value }: Entry): readonly (readonly [key: string, worked: number])[] {
  if (type === "reopen") return ((value as Reopening)?.again ?? []).map((key) => [key, 0]);
  if (key === undefined || type === "took") return [];
  return Object.entries((value as Telling)?.worked ?? {});
}

type Telling = { readonly worked?: PartsWorked } | null | undefined;
type Reopening = { readonly again?: readonly string[] } | null | undefined;
