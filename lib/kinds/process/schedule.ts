/**
 * Runs a graph: a node begins the moment all that it needs is done and there is room for it. There are no rounds, and
 * nothing waits for its neighbours.
 *
 * @module
 */
import type { Fiber, GraphNode, Program } from "../../plan/mod.ts";
import { cancel, join, next, watch } from "../../plan/mod.ts";
import type { Board } from "./board.ts";
import { boardOf } from "./board.ts";

/** What became of a node, as far as those that need it are concerned. */
export interface NodeEnd {
  /** Those that need a failed or skipped one do not begin. */
  readonly is: "done" | "failed" | "skipped";
}

/** What to do after a node has ended. */
export type Course<N> =
  | { readonly then: "go on" }
  /** Everything that runs is given up, and nothing begins any more. */
  | { readonly then: "stop" }
  /** The graph is this from here on; what has ended or runs stays as it is. */
  | { readonly then: "turn"; readonly nodes: readonly N[] };

/** A graph and what is done with it. */
export interface Graph<N extends GraphNode, E extends NodeEnd> {
  /** Its nodes: no name twice, no needs of others, no cycles. */
  readonly nodes: readonly N[];
  /** Nodes at a time. Absent: as many as may begin. */
  readonly width?: number;
  /** Done before a node begins, with nothing else decided meanwhile; absent: nothing. */
  readonly before?: (node: N) => Program<void>;
  /** Does a node's work; never throws for what only concerns the node. */
  readonly begin: (node: N) => Program<E>;
  /** The end of a node that does not begin, because of what became of another one. */
  readonly skipped: (node: N, because: string) => E;
  /** Is told of each end; what runs goes on meanwhile. */
  readonly ended: (node: N, end: E) => Program<Course<N>>;
}

/** What became of a graph. */
export interface GraphEnd<N, E> {
  /** What became of each node that ended. */
  readonly ends: ReadonlyMap<string, E>;
  /** Nodes that never began: what they need failed, or everything was given up. */
  readonly waiting: readonly N[];
  /** Nodes that were given up while they ran. */
  readonly givenUp: readonly N[];
}

/** Runs a graph until nothing of it can go on. */
export function* runGraph<N extends GraphNode, E extends NodeEnd>(graph: Graph<N, E>): Program<GraphEnd<N, E>> {
  const { width = Infinity } = graph, ends = new Map<string, E>();
  const running = new Map<number, { readonly node: N; readonly fiber: Fiber<E> }>();
  let board = boardOf(graph.nodes, { ends, running: [] });
  for (;;) {
    for (let node: N | undefined; running.size < width && (node = board.take()) !== undefined;) {
      if (graph.before) yield* graph.before(node);
      const begun = node, fiber = yield* watch(() => graph.begin(begun));
      running.set(fiber.id, { node, fiber });
    }
    if (running.size === 0) return { ends, waiting: board.waiting(), givenUp: [] };
    const course = yield* settle({ graph, board, ends, running }, yield* next());
    if (course.then === "turn") {
      board = boardOf(course.nodes, { ends, running: [...running.values()].map(({ node }) => node.name) });
    } else if (course.then === "stop") {
      for (const { fiber } of running.values()) yield* cancel(fiber);
      return { ends, waiting: board.waiting(), givenUp: [...running.values()].map(({ node }) => node) };
    }
  }
}

interface Going<N extends GraphNode, E extends NodeEnd> {
  readonly graph: Graph<N, E>;
  readonly board: Board<N>;
  readonly ends: Map<string, E>;
  readonly running: Map<number, { readonly node: N; readonly fiber: Fiber<E> }>;
}

/** Notes what a fiber came to, and what follows from that for others; the strongest course counts. */
function* settle<N extends GraphNode, E extends NodeEnd>(
  { graph, board, ends, running }: Going<N, E>,
  { id }: Fiber<unknown>,
): Program<Course<N>> {
  const { node, fiber } = running.get(id)!;
  running.delete(id);
  const coming: { readonly node: N; readonly end: E }[] = [{ node, end: yield* join(fiber) }];
  let course: Course<N> = { then: "go on" };
  for (const { node, end } of coming) {
    ends.set(node.name, end);
    const left = board.end(node.name, end.is);
    coming.push(...left.map((other) => ({ node: other.node, end: graph.skipped(other.node, other.because) })));
    const next = yield* graph.ended(node, end);
    if (course.then === "go on" || next.then === "stop") course = next;
    if (course.then !== "go on") return course;
  }
  return course;
}
