import { all, call, graph as graphOf, openLoom, program } from "../../../mod.ts";
import type { OwnProgram, TaskHandle } from "../../../mod.ts";
import type { MicroRow } from "../micro.ts";

/** See {@link MicroBench}. */
export const name = "Graph";

/** See {@link MicroBench}. */
export const goal: string =
  "10,000 empty tasks, 16 at a time, each durable, side by side and as a graph in which each but the first hundred needs " +
  "another: within 0.1 ms a task, and within 150 ms to resume when all are done.";

const TASKS = 10_000;

/** Times the tasks of one run, then a fresh loom that finds them all done. */
export async function run(): Promise<readonly MicroRow[]> {
  const folder = await Deno.makeTempDir();
  let stop = () => {};
  const graph = program("graph@1", function* () {
    const done = yield* all(Array.from({ length: TASKS }, (_, i) => () => call(`task/${i}`, () => i)), { width: 16 });
    // The last step holds the run open, so that a resume has everything to replay.
    return yield* call("join", (signal) =>
      new Promise<number>((resolve, reject) => {
        if (isLast) resolve(done.length);
        signal.addEventListener("abort", () => reject(signal.reason));
        stop();
      }));
  });
  let isLast = false;
  const first = await openLoom({ db: `file:${folder}/loom.db` }), began = performance.now();
  const reached = new Promise<void>((resolve) => stop = resolve);
  const handle = await first.start(graph, { name: "g" });
  await reached;
  const ran = performance.now() - began;
  handle.pause({ abort: true });
  await handle.end;
  first.close();

  isLast = true;
  const again = performance.now(), second = await openLoom({ db: `file:${folder}/loom.db` });
  const end = await (await second.resume("g", { program: graph as unknown as OwnProgram })).end;
  const resumed = performance.now() - again;
  second.close();
  await Deno.remove(folder, { recursive: true });
  if (end.outputs !== TASKS) throw new Error(`joined ${end.outputs}`);
  return [
    { what: "a task of a graph", value: await timedGraph() / TASKS, unit: "ms", limit: 0.1 },
    { what: "a task", value: ran / TASKS, unit: "ms", limit: 0.1 },
    { what: `resume of ${TASKS.toLocaleString("en")} done tasks`, value: resumed, unit: "ms", limit: 150 },
  ];
}

/** Tasks in a row before one that needs the first of them. */
const WIDE = 100;

/** Milliseconds that a graph takes from its start to its end. */
async function timedGraph(): Promise<number> {
  const folder = await Deno.makeTempDir();
  const tasks = graphOf("tasks@1", (g) => {
    const made: TaskHandle<number>[] = [];
    for (let i = 0; i < TASKS; i++) {
      const above = made[i - WIDE];
      made.push(above ? g.task(`n${i}`, { needs: { above } }, () => i) : g.task(`n${i}`, {}, () => i));
    }
    return { last: made.at(-1)! };
  }, { width: 16 });
  using loom = await openLoom({ db: `file:${folder}/loom.db` });
  const began = performance.now(), { outputs } = await (await loom.start(tasks)).end, took = performance.now() - began;
  if ((outputs as { readonly last: number }).last !== TASKS - 1) throw new Error("the graph did not end");
  await Deno.remove(folder, { recursive: true });
  return took;
}
