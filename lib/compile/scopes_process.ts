/**
 * What expressions and templates of each field of a process may speak of, beside tasks.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import type { Fields, Type } from "../expr/types.ts";
import { listOf, objectOf, STRING } from "../expr/types.ts";
import { RUN, WHOLE } from "./scopes.ts";

/** What every field may speak of: the inputs, the run, the spec, and the goal where there is one. */
export function everywhere(inputs: Type, { hasGoal }: { readonly hasGoal: boolean }): Fields {
  return { inputs, run: RUN, spec: objectOf({ name: STRING }), ...(hasGoal ? { goal: STRING } : {}) };
}

/** What fields of a task may speak of beside tasks; `item` is what it is done for, by its name. */
export function taskNames(common: Fields, item: Fields = {}): Fields {
  return { ...common, attempt: WHOLE, ...item };
}

/** What a field may speak of that is about one of several items. */
export function itemNames(as: string, type: Type): Fields {
  return { [as]: type, i: WHOLE, n: WHOLE };
}

/** What is left behind by a program. */
export const PRINTED: Fields = { code: { kind: "number", whole: true }, stdout: STRING, stderr: STRING };

/** What verification may speak of beside what its task may. */
export function resultNames(out: Type): Fields {
  return { out, changed: listOf(STRING) };
}

/** Names that expressions have already: no item may take them. */
export const TAKEN: ReadonlySet<string> = new Set([
  ..."inputs run spec goal tasks attempt i n out changed code stdout stderr with budget".split(" "),
]);

/** What holes of a tool may speak of: the inputs, the run, the spec, and what the tool is given. */
export function toolScope(inputs: Type, given: Type): Scope {
  return { names: { ...everywhere(inputs, { hasGoal: false }), with: given } };
}
