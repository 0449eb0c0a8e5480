import type { Json } from "../base/json.ts";
import { Failure } from "./failure.ts";
import { spend } from "./meter.ts";
import type { Meter } from "./meter.ts";
import { ANY_LIST, ANY_MAP, fn, number } from "./signature.ts";
import type { Functions } from "./signature.ts";
import { length } from "./text_functions.ts";
import { ANY, isList, listOf, NUMBER, STRING } from "./types.ts";
import type { Type } from "./types.ts";

function size(value: string | readonly Json[] | Readonly<Record<string, Json>>): number {
  if (typeof value === "string") return length(value);
  return isList(value) ? value.length : Object.keys(value).length;
}

function range(n: number, meter: Meter): readonly number[] {
  if (!Number.isInteger(n) || n < 0) throw new Failure(`cannot count to ${n}: expected a whole number from 0`);
  spend(meter, n);
  return Array.from({ length: n }, (_, i) => i);
}

function sort(items: readonly (number | string)[], meter: Meter): readonly (number | string)[] {
  spend(meter, items.length * Math.ceil(Math.log2(items.length + 1)));
  return [...items].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
}

function flatten(lists: readonly (readonly Json[])[], meter: Meter): readonly Json[] {
  spend(meter, lists.reduce((sum, list) => sum + list.length, 0));
  return lists.flat();
}

function same([first]: readonly Type[]): Type {
  return first ?? ANY;
}

function itemsOf(args: readonly Type[]): Type {
  const list = same(args);
  return list.kind === "list" ? list.of : ANY;
}

/** The functions of lists and maps. */
export const LIST_FUNCTIONS: Functions = {
  size: fn<[string | readonly Json[] | Readonly<Record<string, Json>>]>({
    about: "how many characters a text, items a list or keys a map has",
    example: "size('abc') == 3 && [1, 2].size() == 2 && size({'a': 1}) == 1",
    params: [{ name: "value", accepts: [STRING, ANY_LIST, ANY_MAP] }],
    returns: NUMBER,
  }, ([value]) => size(value)),
  range: fn<[number]>({
    about: "the whole numbers from 0 to before `n`",
    example: "range(3) == [0, 1, 2]",
    params: [number("n")],
    returns: listOf(NUMBER),
  }, ([n], meter) => range(n, meter)),
  sort: fn<[readonly (number | string)[]]>({
    about: "a list of numbers or of texts in rising order; texts by UTF-16 code unit",
    example: "sort([2, 10, 1]) == [1, 2, 10]",
    params: [{ name: "list", accepts: [listOf(NUMBER), listOf(STRING)] }],
    returns: same,
  }, ([items], meter) => sort(items, meter)),
  reverse: fn<[readonly Json[]]>({
    about: "a list from its end to its start",
    example: "reverse([1, 2]) == [2, 1]",
    params: [{ name: "list", accepts: [ANY_LIST] }],
    returns: same,
  }, ([items]) => [...items].reverse()),
  slice: fn<[readonly Json[], number, number?]>({
    about: "the items from place `start` to before `end`, or to the end; places outside the list are moved to its ends",
    example: "[1, 2, 3].slice(1) == [2, 3] && [1, 2, 3].slice(0, 2) == [1, 2]",
    params: [{ name: "list", accepts: [ANY_LIST] }, number("start"), number("end")],
    required: 2,
    returns: same,
  }, ([items, start, end = Infinity]) => items.slice(Math.max(0, Math.floor(start)), Math.max(0, Math.floor(end)))),
  flatten: fn<[readonly (readonly Json[])[]]>({
    about: "the items of the lists in a list, one level down",
    example: "flatten([[1], [2, 3]]) == [1, 2, 3]",
    params: [{ name: "lists", accepts: [listOf(ANY_LIST)] }],
    returns: itemsOf,
  }, ([lists], meter) => flatten(lists, meter)),
};
