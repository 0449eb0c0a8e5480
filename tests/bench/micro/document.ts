import { openLibsqlStore } from "../../../lib/store/libsql_store.ts";
import { textAt, treeOf } from "../../../mod.ts";
import type { Write } from "../../../mod.ts";
import type { MicroRow } from "../micro.ts";
import { median } from "../values.ts";

/** See {@link MicroBench}. */
export const name = "Document";

/** See {@link MicroBench}. */
export const goal =
  "A document of 100,000 nodes of 240 characters: opened within 100 ms, a node appended within 1 ms, a path read within 1 ms.";

const NODES = 100_000, ONCE = 1_000;

/** Fills a document, then reads and grows it. */
export async function run(): Promise<readonly MicroRow[]> {
  const folder = await Deno.makeTempDir(),
    store = await openLibsqlStore({ url: `file:${folder}/loom.db`, create: true });
  const run = await store.createRun({
    name: "r",
    title: "r",
    program: "bench@1",
    inputs: {},
    limits: {},
    seed: 1,
    at: 0,
    durability: "normal",
  });
  const epoch = (await store.acquire(run.driver, "bench", { ttl: 600_000 }))!;
  await store.createDocument("d");
  for (let from = 0; from < NODES; from += ONCE) {
    await store.append(run.id, epoch, Array.from({ length: ONCE }, (_, i) => nodeWrite(from + i)));
  }
  const opened = await timed(3, async () => treeOf("d", (await store.document("d")).nodes));
  const appended = await timed(200, (i) => store.append(run.id, epoch, [nodeWrite(NODES + i)]));
  const path = await timed(200, (i) => store.path(idOf(NODES - 1 - i * 37)));
  const tree = treeOf("d", (await store.document("d")).nodes);
  const inMemory = await timed(200, (i) => Promise.resolve(textAt(tree, idOf(NODES - 1 - i * 37))));
  store.close();
  await Deno.remove(folder, { recursive: true });
  return [
    { what: "open the whole document", value: opened, unit: "ms", limit: 100 },
    { what: "append a node", value: appended, unit: "ms", limit: 1 },
    { what: "read a path from the database", value: path, unit: "ms", limit: 1 },
    { what: "a path of the opened tree", value: inMemory, unit: "ms", limit: 1 },
  ];
}

/** A tree five wide: node i continues node (i − 1) / 5. */
function nodeWrite(i: number): Write {
  const parent = i === 0 ? null : idOf(Math.floor((i - 1) / 5));
  return {
    entry: { seq: i + 1, type: "done", key: `n/${i}`, at: 0, value: null },
    node: { id: idOf(i), document: "d", parent, text: `${i} `.repeat(60).slice(0, 240), role: "candidate", meta: {} },
  };
}

function idOf(i: number): string {
  return i.toString(32).padStart(16, "0");
}

async function timed(times: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const took = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  return median(took);
}
