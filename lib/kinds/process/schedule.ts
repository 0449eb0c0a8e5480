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

/** Makes the graph another one, from that moment on; what has ended or runs stays as it is. */
export type Turn<N> = (nodes: readonly N[]) => void;

/** Goes on beside a graph, and may turn it. Gives how the failure is looked at after that, and nothing where that is all. */
export type Mending<N> = (turn: Turn<N>) => Program<Look<N> | undefined>;

/** Looks at a failure, with nothing else decided meanwhile: gives what is done about it, and nothing where it stands. */
export type Look<N> = () => Program<Mending<N> | undefined>;

/** What to do after a node has ended. */
export type Course<N> =
  | { readonly then: "go on" }
  /** Everything that runs is given up, and nothing begins any more. */
  | { readonly then: "stop" }
  /**
   * What comes after the node waits until its failure was looked at and all that is done about it has ended. Failures are
   * looked at one after the other, in the order of their ends; everything else goes on meanwhile.
   */
  | { readonly then: "mend"; readonly look: Look<N> };

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
  /** Is told of each end, and waits for nothing; what runs goes on meanwhile. */
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
  const ends = new Map<string, E>(), board = boardOf(graph.nodes, { ends, running: [] });
  const going: Going<N, E> = { graph, board, ends, begun: new Set(), running: new Map(), held: [], mending: undefined };
  for (;;) {
    yield* beginReady(going);
    const held = going.mending ? undefined : going.held[0];
    if (held) {
      yield* lookAt(going, held);
      continue;
    }
    if (going.running.size === 0 && !going.mending) return { ends, waiting: going.board.waiting(), givenUp: [] };
    const { id } = yield* next();
    if (id === going.mending?.id) yield* mended(going, going.mending);
    else if ((yield* settle(going, going.running.get(id)!)) === "stop") return yield* giveUp(going);
  }
}

/** A node at work. */
interface Running<N, E> {
  readonly node: N;
  readonly fiber: Fiber<E>;
}

/** A failure that is looked at, or will be: nobody who waits for its node knows of it yet. */
interface Held<N, E> {
  readonly node: N;
  readonly end: E;
  readonly look: Look<N>;
}

interface Going<N extends GraphNode, E extends NodeEnd> {
  readonly graph: Graph<N, E>;
  /** What may begin of the graph as it is now. */
  board: Board<N>;
  /** Ends that those who wait for them know of. */
  readonly ends: Map<string, E>;
  /** Names of nodes that have begun and of whose ends nobody knows yet. */
  readonly begun: Set<string>;
  readonly running: Map<number, Running<N, E>>;
  /** The first one is being looked at. */
  readonly held: Held<N, E>[];
  mending: Fiber<Look<N> | undefined> | undefined;
}

function* beginReady<N extends GraphNode, E extends NodeEnd>(going: Going<N, E>): Program<void> {
  const { graph, running, begun } = going, { width = Infinity } = graph;
  for (let node: N | undefined; running.size < width && (node = going.board.take()) !== undefined;) {
    // Whatever the graph becomes while something is done before it begins: it has begun.
    begun.add(node.name);
    if (graph.before) yield* graph.before(node);
    const ready = node, fiber = yield* watch(() => graph.begin(ready));
    running.set(fiber.id, { node, fiber });
  }
}

/** Notes what a node came to, and what follows from that for others. */
function* settle<N extends GraphNode, E extends NodeEnd>(
  going: Going<N, E>,
  { node, fiber }: Running<N, E>,
): Program<"go on" | "stop"> {
  const { graph, running, held } = going;
  running.delete(fiber.id);
  const coming: { readonly node: N; readonly end: E }[] = [{ node, end: yield* join(fiber) }];
  for (const { node, end } of coming) {
    const course = yield* graph.ended(node, end);
    if (course.then === "mend") held.push({ node, end, look: course.look });
    else coming.push(...note(going, node, end));
    if (course.then === "stop") return "stop";
  }
  return "go on";
}

/** Lets those who wait for a node know of its end. Gives the ends that follow from it. */
function note<N extends GraphNode, E extends NodeEnd>(
  { graph, board, ends, begun }: Going<N, E>,
  node: N,
  end: E,
): readonly { readonly node: N; readonly end: E }[] {
  ends.set(node.name, end);
  begun.delete(node.name);
  return board.end(node.name, end.is).map((left) => ({ node: left.node, end: graph.skipped(left.node, left.because) }));
}

/** Looks at a failure: it stands, or is being mended from here on. */
function* lookAt<N extends GraphNode, E extends NodeEnd>(going: Going<N, E>, { look }: Held<N, E>): Program<void> {
  const mending = yield* look();
  if (!mending) return release(going);
  going.mending = yield* watch(() =>
    mending((nodes) => {
      going.board = boardOf(nodes, { ends: going.ends, running: [...going.begun] });
    })
  );
}

function* mended<N extends GraphNode, E extends NodeEnd>(
  going: Going<N, E>,
  mending: Fiber<Look<N> | undefined>,
): Program<void> {
  const look = yield* join(mending);
  going.mending = undefined;
  if (look) going.held[0] = { ...going.held[0]!, look };
  else release(going);
}

/** The failure that was looked at is known to all: what only comes after it may begin. */
function release<N extends GraphNode, E extends NodeEnd>(going: Going<N, E>): void {
  const { node, end } = going.held.shift()!;
  note(going, node, end);
}

function* giveUp<N extends GraphNode, E extends NodeEnd>(going: Going<N, E>): Program<GraphEnd<N, E>> {
  const { running, mending, held, ends } = going, all = [...running.values()];
  for (const { fiber } of all) yield* cancel(fiber);
  if (mending) yield* cancel(mending);
  while (held.length > 0) release(going);
  return { ends, waiting: going.board.waiting(), givenUp: all.map(({ node }) => node) };
}
