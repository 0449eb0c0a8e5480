/**
 * Graphs of named things that need each other: what compilers, planners and schedulers know of them alike.
 *
 * @module
 */

/** A need of a node. */
export interface Need {
  /** Name of the node that comes first. */
  readonly task: string;
  /** Only the order counts: whatever became of it, this one begins after it. */
  readonly whatever?: boolean;
}

/** A node of a graph. */
export interface GraphNode {
  /** Unique in its graph. */
  readonly name: string;
  /** What comes first. */
  readonly needs: readonly Need[];
}

/** What is wrong with a graph. */
export type GraphFault =
  /** Two nodes of one name. */
  | { readonly fault: "twice"; readonly name: string }
  /** A need of a node that there is not. */
  | { readonly fault: "unknown"; readonly name: string; readonly needs: string }
  /** Nodes that wait for each other; the first is told again at the end. */
  | { readonly fault: "cycle"; readonly path: readonly string[] };

/** Everything that is wrong with a graph: names first, then needs, then each cycle once. */
export function faultsOf(nodes: readonly GraphNode[]): readonly GraphFault[] {
  const byName = new Map<string, GraphNode>(), faults: GraphFault[] = [];
  for (const node of nodes) {
    if (byName.has(node.name)) faults.push({ fault: "twice", name: node.name });
    else byName.set(node.name, node);
  }
  for (const { name, needs } of byName.values()) {
    for (const { task } of needs) {
      if (!byName.has(task)) faults.push({ fault: "unknown", name, needs: task });
    }
  }
  return [...faults, ...cyclesIn(byName).map((path): GraphFault => ({ fault: "cycle", path }))];
}

/** Each cycle that a walk in depth comes upon; graphs may be deep, so the walk keeps a stack of its own. */
function cyclesIn(nodes: ReadonlyMap<string, GraphNode>): readonly (readonly string[])[] {
  const state = new Map<string, "open" | "done">(), cycles: (readonly string[])[] = [];
  for (const start of nodes.keys()) {
    if (state.has(start)) continue;
    const path: string[] = [], stack: { readonly name: string; next: number }[] = [];
    const enter = (name: string) => {
      state.set(name, "open");
      path.push(name);
      stack.push({ name, next: 0 });
    };
    enter(start);
    while (stack.length > 0) {
      const top = stack.at(-1)!, need = nodes.get(top.name)!.needs[top.next++];
      if (!need) {
        state.set(top.name, "done");
        path.pop();
        stack.pop();
      } else if (nodes.has(need.task)) {
        const seen = state.get(need.task);
        if (seen === undefined) enter(need.task);
        else if (seen === "open") cycles.push([...path.slice(path.indexOf(need.task)), need.task]);
      }
    }
  }
  return cycles;
}

/** Names so that every node comes after all that it needs; among those that may come next, in their given order. */
export function inOrder(nodes: readonly GraphNode[]): readonly string[] {
  const left = new Map(nodes.map(({ name, needs }) => [name, new Set(needs.map(({ task }) => task))]));
  const after = followersOf(nodes), ordered: string[] = [];
  for (let ready = nodes.filter(({ needs }) => needs.length === 0).map(({ name }) => name); ready.length > 0;) {
    const coming: string[] = [];
    for (const name of ready) {
      ordered.push(name);
      for (const follower of after.get(name) ?? []) {
        const needs = left.get(follower)!;
        needs.delete(name);
        if (needs.size === 0) coming.push(follower);
      }
    }
    ready = coming;
  }
  return ordered;
}

/** For each node those that need it, each once. */
export function followersOf(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, string[]>();
  for (const { name, needs } of nodes) {
    for (const task of new Set(needs.map(({ task }) => task))) {
      const list = after.get(task);
      if (list) list.push(name);
      else after.set(task, [name]);
    }
  }
  return after;
}
