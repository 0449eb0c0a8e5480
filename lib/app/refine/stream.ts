import type { RefineEnd, RefineStep } from "./end.ts";
import type { RefineHandle } from "./refiner.ts";

/** Steps of a run as they come, and its end. */
export interface RefineStream<S> extends AsyncIterable<RefineStep<S>, RefineEnd<S>> {
  /** How the run came to rest; asking for it starts the run, as iterating does. */
  readonly end: Promise<RefineEnd<S>>;
  /** Iterates, once: the value it returns is the end. Leaving early pauses the run and waits until it rests. */
  [Symbol.asyncIterator](): AsyncGenerator<RefineStep<S>, RefineEnd<S>, undefined>;
}

/** Starts a run whose steps are taken by a function. */
export type Beginning<S> = (take: (step: RefineStep<S>) => void) => Promise<RefineHandle<S>>;

/** A stream over a run that is begun when somebody first asks for it; it is iterated once. */
export function streamOf<S>(begin: Beginning<S>): RefineStream<S> {
  const steps: RefineStep<S>[] = [];
  let wake = () => {}, isIterated = false, begun: Promise<RefineHandle<S>> | undefined;
  const start = () =>
    begun ??= begin((step) => {
      steps.push(step);
      wake();
    });
  async function* iterate(): AsyncGenerator<RefineStep<S>, RefineEnd<S>, undefined> {
    if (isIterated) throw new TypeError("Cannot iterate the steps of a run twice: keep them, or make another stream");
    isIterated = true;
    const run = await start();
    let isOver = false;
    const over = run.end.then(() => {}, () => {}).then(() => {
      isOver = true;
      wake();
    });
    try {
      for (;;) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        for (let step = steps.shift(); step; step = steps.shift()) yield step;
        if (isOver && steps.length === 0) return await run.end;
        if (!isOver && steps.length === 0) await promise;
      }
    } finally {
      run.pause();
      await over;
    }
  }
  return {
    get end() {
      return start().then((run) => run.end);
    },
    [Symbol.asyncIterator]: iterate,
  };
}
