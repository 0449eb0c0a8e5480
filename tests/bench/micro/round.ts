import { abilities } from "../../../lib/models/families/family.ts";
import { all, commit, demand, openLoom, program } from "../../../mod.ts";
import type { Model, ModelEvent, ModelRequest } from "../../../mod.ts";
import type { MicroRow } from "../micro.ts";
import { median } from "../values.ts";

/** See {@link MicroBench}. */
export const name = "Round";

/** See {@link MicroBench}. */
export const goal =
  "A round of parallel candidates takes its slowest call + 5 ms + 0.2 ms a candidate at most, every intent and result synced to disk.";

const CALL = 50, ROUNDS = 12;

/** Times rounds of calls that all take the same, at three widths. */
export async function run(): Promise<readonly MicroRow[]> {
  const rows: MicroRow[] = [];
  for (const width of [1, 16, 128]) {
    const over = await overhead(width);
    rows.push({ what: `beyond a call of ${CALL} ms, ${width} wide`, value: over, unit: "ms", limit: 5 + 0.2 * width });
  }
  return rows;
}

async function overhead(width: number): Promise<number> {
  const folder = await Deno.makeTempDir(), took: number[] = [];
  const loom = await openLoom({ db: `file:${folder}/loom.db`, models: { m: slow } });
  await loom.store.createDocument("d");
  const rounds = program("rounds@1", function* () {
    for (let r = 0; r < ROUNDS; r++) {
      const began = performance.now();
      yield* all(Array.from({ length: width }, (_, i) => () =>
        demand({
          do: "generate",
          key: `round/${r}/${i}`,
          model: "m",
          prompt: { form: "text", parts: [{ text: "on and on" }] },
          maxTokens: 128,
          sampling: {},
          seed: i,
          weave: { document: "d", parent: null, role: "candidate" },
        })));
      took.push(performance.now() - began);
      yield* commit({ r });
    }
    return null;
  });
  const end = await (await loom.start(rounds, { durability: "full" })).end;
  loom.close();
  await Deno.remove(folder, { recursive: true });
  if (end.kind !== "done") throw new Error(end.reason);
  return median(took.slice(2)) - await alone();
}

/** What the call takes by itself: a timer is never exact. */
async function alone(): Promise<number> {
  const took = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    for await (const _ of slow.generate(REQUEST, new AbortController().signal));
    took.push(performance.now() - began);
  }
  return median(took);
}

const REQUEST: ModelRequest = { prompt: { form: "text", text: "" }, maxTokens: 1, sampling: {}, stop: [] };

const TEXT = "It was four in the morning, and nobody in the village was awake. ".repeat(8);

/** Takes its time and answers five hundred characters. */
const slow: Model = {
  facts: {
    id: "bench/slow",
    provider: "bench",
    local: false,
    price: { input: 1e9, output: 1e9, source: "bench" },
    counter: "bytes",
    supports: abilities(["complete", "chat", "instructs", "seed"]),
  },
  count: (text) => text.length,
  async *generate(): AsyncIterable<ModelEvent> {
    await new Promise((resolve) => setTimeout(resolve, CALL));
    yield { type: "text", text: TEXT };
    yield { type: "end", finish: "length", usage: { input: 3, output: 128 } };
  },
};
