/** Which nodes of a graph may begin: kept up to date end by end, each in the time that its own followers take. */
import type { GraphNode } from "../../plan/mod.ts";
import { followersOf } from "../../plan/mod.ts";
import type { NodeEnd } from "./schedule.ts";

/** A node that does not begin, and the one that is the cause. */
export interface LeftOut<N> {
  readonly node: N;
  readonly because: string;
}

/** What of a graph may begin. */
export interface Board<N extends GraphNode> {
  /** The next node that may begin, in the order in which they became free; it counts as begun. */
  take(): N | undefined;
  /** Notes an end. Gives those that will not begin because it was skipped. */
  end(name: string, is: NodeEnd["is"]): readonly LeftOut<N>[];
  /** Nodes that have neither begun nor ended. */
  waiting(): readonly N[];
}

/** What of a graph is past or under way. */
export interface Underway {
  /** What has ended. */
  readonly ends: ReadonlyMap<string, NodeEnd>;
  /** Names of nodes that have begun. */
  readonly running: readonly string[];
}

/** A board on which everything that has ended or begun is noted. */
export function boardOf<N extends GraphNode>(nodes: readonly N[], { ends, running }: Underway): Board<N> {
  const byName = new Map(nodes.map((node) => [node.name, node])), after = followersOf(nodes), begun = new Set(running);
  const waiting = new Map(nodes.filter(({ name }) => !ends.has(name) && !begun.has(name)).map((n) => [n.name, n]));
  const open = new Map([...waiting].map(([name, { needs }]) => [name, needsLeft(needs, ends)]));
  const free = [...waiting.values()].filter(({ name }) => open.get(name) === 0);
  let first = 0;
  /** A follower has one need less; says whether it is left out by that. */
  const release = (name: string, because: string, is: NodeEnd["is"]): LeftOut<N> | undefined => {
    const node = waiting.get(name), need = node?.needs.find(({ task }) => task === because);
    if (!node || !need) return undefined;
    if (is === "failed" && !need.whatever) return undefined;
    if (is === "skipped" && !need.whatever) {
      waiting.delete(name);
      return { node, because };
    }
    const left = open.get(name)! - 1;
    open.set(name, left);
    if (left === 0) free.push(node);
    return undefined;
  };
  return {
    take() {
      for (let node = free[first]; node; node = free[first]) {
        first++;
        if (waiting.delete(node.name)) return byName.get(node.name);
      }
      return undefined;
    },
    end: (name, is) =>
      (after.get(name) ?? []).flatMap((follower) => {
        const left = release(follower, name, is);
        return left ? [left] : [];
      }),
    waiting: () => [...waiting.values()],
  };
}

/** Needs that are not met, each node once; one that failed or was skipped is never met, unless only the order counts. */
function needsLeft(needs: GraphNode["needs"], ends: ReadonlyMap<string, NodeEnd>): number {
  const open = needs.filter(({ task, whatever }) => !(whatever ? ends.has(task) : ends.get(task)?.is === "done"));
  return new Set(open.map(({ task }) => task)).size;
}
