/**
 * What each task of a process needs: those that it speaks of, and those that are written only for their order.
 *
 * @module
 */
import type { GraphNode, Need } from "../plan/mod.ts";
import { faultsOf } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { TaskSpec } from "../spec/spec_task.ts";
import type { Span } from "../text/source.ts";
import type { Heard, KnownTasks } from "./task_scope.ts";
import { reportUnknownTask } from "./task_scope.ts";
import type { PlacedText, Unit } from "./unit.ts";
import { placedAt, spanAt } from "./unit.ts";

/** What one task needs. */
export interface NeedsOf {
  /** Tasks of which only the order counts: their values may be null. */
  readonly missable: ReadonlySet<string>;
  /** Takes in a place where the task speaks of another. */
  readonly hear: (heard: Heard) => void;
  /** Everything that it needs, as far as it was heard. */
  readonly list: () => readonly Need[];
}

/** Where a need is said. */
interface Said {
  readonly source: PlacedText["source"];
  readonly span: Span;
}

/** What the tasks of a process need. */
export interface Needs {
  /** What one of them needs; those that are written are looked at at once. */
  of(task: { readonly name: string; readonly spec: TaskSpec; readonly at: Path }): NeedsOf;
  /** The graph of those that were looked at, as far as it was heard. */
  nodes(): readonly GraphNode[];
  /** Reports tasks that wait for each other, each circle where it closes. */
  reportCycles(): void;
}

/** Nothing heard yet. */
export function needsAmong(unit: Unit, tasks: KnownTasks): Needs {
  const all = new Map<string, Map<string, Said>>(), lists = new Map<string, () => readonly Need[]>();
  const nodes = () => [...lists].map(([name, list]): GraphNode => ({ name, needs: list() }));
  return {
    nodes,
    of: ({ name, spec, at }) => {
      const said = new Map<string, Said>(), loose = new Set<string>();
      for (const [i, written] of (spec.needs ?? []).entries()) {
        const task = written.replace(/\?$/, ""), place = [...at, "needs", i];
        if (said.has(task)) {
          unit.report("no-effect", spanAt(unit, place), { key: written, why: "it stands in the list already" });
        } else if (tasks.open || Object.hasOwn(tasks.fields, task)) {
          said.set(task, { source: unit.source, span: spanAt(unit, place) });
          if (task !== written) loose.add(task);
        } else {
          const placed = placedAt(unit, place) ?? unit;
          reportUnknownTask(unit, { name: task, span: spanAt(unit, place), placed, tasks });
        }
      }
      const list = () => [...said.keys()].map((task): Need => loose.has(task) ? { task, whatever: true } : { task });
      all.set(name, said);
      lists.set(name, list);
      return {
        missable: loose,
        hear: ({ task, placed, span }) => {
          if (!said.has(task)) said.set(task, { source: placed.source, span: placed.span(span.start, span.end) });
        },
        list,
      };
    },
    reportCycles: () => {
      for (const fault of faultsOf(nodes())) {
        if (fault.fault !== "cycle") continue;
        const { path } = fault, [from, to] = path.slice(-2) as [string, string], closing = all.get(from)?.get(to);
        if (closing) unit.findings.about(closing.source)("task-cycle", closing.span, { path });
      }
    },
  };
}
