import { all, call, openLoom, program } from "../../../mod.ts";
import type { OwnProgram } from "../../../mod.ts";
import type { MicroRow } from "../micro.ts";

/** See {@link MicroBench}. */
export const name = "Graph";

/** See {@link MicroBench}. */
export const goal =
  "10,000 empty tasks, 16 at a time, each durable: within 0.1 ms a task, and within 150 ms to resume when all are done.";

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
    { what: "a task", value: ran / TASKS, unit: "ms", limit: 0.1 },
    { what: `resume of ${TASKS.toLocaleString("en")} done tasks`, value: resumed, unit: "ms", limit: 150 },
  ];
}
