/**
 * What a text may speak of that may speak of tasks. All texts share one type of all tasks: graphs may be large.
 *
 * @module
 */
import { nearest } from "../base/near.ts";
import type { Scope } from "../expr/scope.ts";
import type { Fields, Type } from "../expr/types.ts";
import { ANY, fieldOf, nullable, objectOf } from "../expr/types.ts";
import type { Span } from "../text/source.ts";
import type { Form, TaskReference } from "./task_references.ts";
import { taskReferences } from "./task_references.ts";
import type { PlacedText, Unit } from "./unit.ts";

/** The scope of a text. */
export type ScopeFor = (placed: PlacedText, form: Form) => Scope;

/** All tasks of a graph, as expressions know them. */
export interface KnownTasks {
  /** The type of each value. */
  readonly fields: Fields;
  /** An object of them. */
  readonly type: Type;
  /** Whether there may be others: a planner may make some. */
  readonly open: boolean;
  /** The first of their names. */
  readonly listed: readonly string[];
  /** A name that may have been meant. */
  readonly near: (name: string) => string | undefined;
}

/** Tasks that are listed beside one that there is not. */
const MOST_LISTED = 20;

/** Names that are looked for among all others: the search takes time in proportion to the graph. */
const MOST_SOUGHT = 50;

/** All tasks, by the types of their values. */
export function knownTasks(fields: Fields, { open }: Pick<KnownTasks, "open">): KnownTasks {
  const sought = new Map<string, string | undefined>(), names = Object.keys(fields);
  return {
    fields,
    type: objectOf(fields),
    open,
    listed: names.slice(0, MOST_LISTED),
    near: (name) => {
      if (!sought.has(name) && sought.size < MOST_SOUGHT) sought.set(name, nearest(name, names));
      return sought.get(name);
    },
  };
}

/** A place that speaks of a task. */
export interface Heard {
  /** The task. */
  readonly task: string;
  /** Where. */
  readonly placed: PlacedText;
  /** The place in the text. */
  readonly span: Span;
}

/** Whoever speaks, and what about. */
export interface Speaking {
  /** What it may speak of beside tasks. */
  readonly names: Fields;
  /** All tasks. */
  readonly tasks: KnownTasks;
  /** Tasks whose value may be null where it speaks. */
  readonly missable: ReadonlySet<string>;
  /** Takes in every task that it speaks of. Absent: it may speak of all of them at once. */
  readonly hear?: (heard: Heard) => void;
}

/** The scope of each text; tasks that there are not are reported, and may be anything. */
export function scopesFor(unit: Unit, { names, tasks, missable, hear }: Speaking): ScopeFor {
  const shared: Scope = { names: { ...names, tasks: tasks.type } };
  return (placed, form) => {
    const references = taskReferences(placed, form);
    let isPlain = true;
    for (const { name, whole, at } of references) {
      if (name === undefined) {
        if (hear) unit.findings.about(placed.source)("all-tasks", placed.span(whole.start, whole.end), {});
        isPlain = false;
      } else if (!fieldOf(tasks.fields, name)) {
        if (tasks.open) hear?.({ task: name, placed, span: whole });
        else reportUnknownTask(unit, { name, span: placed.span(at.start, at.end), placed, tasks });
        isPlain = false;
      } else {
        hear?.({ task: name, placed, span: whole });
        if (missable.has(name)) isPlain = false;
      }
    }
    return isPlain ? shared : { names: { ...names, tasks: typeFor(references, { tasks, missable, hears: !!hear }) } };
  };
}

interface Looking {
  readonly tasks: KnownTasks;
  readonly missable: ReadonlySet<string>;
  readonly hears: boolean;
}

/** The type of just those tasks that a text speaks of, or of all of them where it takes them at once. */
function typeFor(references: readonly TaskReference[], { tasks, missable, hears }: Looking): Type {
  const spoken = new Set(references.map(({ name }) => name)), takesAll = spoken.has(undefined);
  if (takesAll && hears) return ANY;
  const own = takesAll ? Object.entries(tasks.fields) : [];
  for (const name of spoken) {
    if (name !== undefined) own.push([name, fieldOf(tasks.fields, name) ?? ANY]);
  }
  return objectOf(Object.fromEntries(own.map(([name, type]) => [name, missable.has(name) ? nullable(type) : type])));
}

interface Unknown {
  readonly name: string;
  readonly span: Span;
  readonly placed: Pick<PlacedText, "source">;
  readonly tasks: KnownTasks;
}

/** Says of a name that no task has it. */
export function reportUnknownTask(unit: Unit, { name, span, placed, tasks }: Unknown): void {
  const { listed, near } = tasks;
  unit.findings.about(placed.source)("unknown-task", span, { name, near: near(name), tasks: listed });
}
