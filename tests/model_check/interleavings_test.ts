/**
 * Small loops under every schedule there is: calls come back in every order, processes die at every point, and others
 * take over. What must hold whatever happens is checked in `schedule.ts`, after every batch and at the end.
 *
 * @module
 */
import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { functionsOf } from "../../lib/app/render_template.ts";
import type { Json } from "../../lib/base/json.ts";
import { refine } from "../../lib/kinds/refine.ts";
import type { Model } from "../../lib/models/model.ts";
import type { Definition } from "../../lib/plan/definition.ts";
import type { Entry, Limits, RefinePlan } from "../../lib/plan/mod.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { NewRun, RunHead, Store } from "../../lib/store/store.ts";
import { refinePlan } from "../kinds/refining.ts";
import { wordModel } from "../engine/models.ts";
import { inFolder } from "../store/in_folder.ts";
import type { Choose, Explored } from "./explore.ts";
import { explore } from "./explore.ts";
import { answering, bestIn, KEEP_BEST, keepBest } from "./keep_best.ts";
import type { Played, Trouble } from "./schedule.ts";
import { play } from "./schedule.ts";

/** More schedules than any of these loops has: all of them are played. */
const ALL = 20_000;

interface Loop {
  readonly program: string;
  readonly models: { readonly [name: string]: Model };
  readonly define: (run: RunHead) => Promise<Definition>;
  readonly limits?: Limits;
  readonly troubles: readonly Trouble[];
  /** How often something goes wrong in one schedule. */
  readonly most: number;
}

let runs = 0;

async function once(
  choose: Choose,
  { program, limits = {}, ...loop }: Loop,
  stores: readonly Store[],
): Promise<Played> {
  const run: NewRun = {
    name: `r${++runs}`,
    title: "r",
    program,
    inputs: { input: null },
    limits,
    seed: 1,
    at: 1_700_000_000_000,
    durability: "normal",
  };
  return await play(choose, { ...loop, run, stores: stores as readonly [Store, ...Store[]] });
}

/** Plays every schedule of a loop; each is handed over with the end of the undisturbed run. */
async function every(
  loop: Loop,
  check: (played: Played, calm: Json) => void,
  stores: () => readonly Store[] = () => [memoryStore()],
): Promise<Explored> {
  const calm = endIn((await once(() => 0, { ...loop, most: 0 }, stores())).rows);
  const explored = await explore(async (choose) => check(await once(choose, loop, stores()), calm), ALL);
  assert.ok(explored.all);
  return explored;
}

function keeping(
  size: { readonly rounds: number; readonly n: number },
  more: Omit<Loop, "program" | "models" | "define">,
): Loop {
  return { program: KEEP_BEST, models: { m: answering }, define: () => Promise.resolve(keepBest(size)), ...more };
}

interface Ended {
  readonly kind: string;
  readonly outputs: Json;
}

function endIn(rows: readonly Entry[]): Json {
  const { kind, outputs } = endOf(rows);
  return { kind, outputs };
}

function endOf(rows: readonly Entry[]): Ended {
  const last = rows.at(-1)!;
  assert.equal(last.type, "end");
  return last.value as unknown as Ended;
}

/** How many schedules some loops have; each ends as if nothing had happened. */
async function count(loops: readonly Loop[], stores?: () => readonly Store[]): Promise<number> {
  let schedules = 0;
  for (const loop of loops) schedules += (await every(loop, same, stores)).schedules;
  return schedules;
}

const same = ({ rows }: Played, calm: Json): void => assert.deepEqual(endIn(rows), calm);

Deno.test("three candidates a round, in every order, with a trouble at every point: one end", async () => {
  const loops = [
    keeping({ rounds: 2, n: 3 }, { troubles: ["death"], most: 1 }),
    keeping({ rounds: 1, n: 3 }, { troubles: ["usurper", "failure"], most: 1 }),
  ];
  assert.ok(await count(loops) > 1_000);
});

Deno.test("two troubles in one run, of any sort and at any two points: one end", async () => {
  const loops = [
    keeping({ rounds: 2, n: 2 }, { troubles: ["death"], most: 2 }),
    keeping({ rounds: 2, n: 2 }, { troubles: ["usurper"], most: 2 }),
    keeping({ rounds: 1, n: 2 }, { troubles: ["death", "usurper", "failure"], most: 2 }),
  ];
  assert.ok(await count(loops) > 2_500);
});

Deno.test("two processes with connections of their own to one file: one end", async () => {
  await inFolder(async (path) => {
    const url = `file:${path}`, stores = [await openLibsqlStore({ url, create: true }), await openLibsqlStore({ url })];
    try {
      const loops = [
        keeping({ rounds: 2, n: 2 }, { troubles: ["death", "usurper", "failure"], most: 1 }),
        refining({ n: 2, stop: { stop: "depth", depth: 1 } }, { troubles: ["death"], most: 1 }),
      ];
      assert.ok(await count(loops, () => stores) > 200);
    } finally {
      for (const store of stores) store.close();
    }
  });
});

Deno.test("candidates that fail for good: the best of the others is kept, whoever dies", async () => {
  const keptBest = ({ rows }: Played): void => {
    const { kind, outputs } = endOf(rows), { best } = outputs as { readonly best: number };
    assert.deepEqual([kind, best], ["done", bestIn(rows)]);
  };
  const wide = await every(keeping({ rounds: 1, n: 3 }, { troubles: ["refusal", "death"], most: 1 }), keptBest);
  const twice = await every(keeping({ rounds: 1, n: 2 }, { troubles: ["refusal", "death"], most: 2 }), keptBest);
  assert.ok(wide.schedules + twice.schedules > 500, `${wide.schedules} and ${twice.schedules}`);
});

Deno.test("a budget for two calls at a time is never passed, and what was paid counts however the run ends", async () => {
  const ends = new Set<string>();
  const loop = keeping({ rounds: 2, n: 3 }, { limits: { usd: 90_000 }, troubles: ["death", "usurper"], most: 1 });
  await every(loop, ({ rows, met }, calm) => {
    const { kind, outputs } = endOf(rows);
    ends.add(kind);
    if (met.length === 0) assert.deepEqual(endIn(rows), calm);
    if (kind === "done") assert.equal((outputs as { readonly best: number }).best, bestIn(rows));
  });
  assert.deepEqual([...ends].toSorted(), ["done", "exhausted"]);
});

/** A model that makes something of a number, by the seed; and one that says how good a number is. */
const proposing = wordModel(({ prompt, seed = 0 }) => {
  const asked = prompt.form === "text" ? prompt.text : prompt.messages.at(-1)!.text;
  return String((Number(/\d+/.exec(asked)?.[0] ?? 0) * 7 + seed % 13) % 50);
});
const judging = wordModel(({ prompt }) => {
  const asked = prompt.form === "text" ? prompt.text : prompt.messages.at(-1)!.text;
  return JSON.stringify({ score: Number(/\d+/.exec(asked)?.[0] ?? 0) % 10 });
});

function refining(more: Partial<RefinePlan>, trouble: Pick<Loop, "troubles" | "most">): Loop {
  const models = { m: proposing, j: judging }, plan = refinePlan(models, more);
  return {
    program: plan.program,
    models,
    define: async ({ name }) => {
      const run = { name, date: "2026-01-01", seed: 1 };
      return refine(plan, { document: name, seed: 1, inputs: {}, run, functions: await functionsOf(plan, 1) });
    },
    ...trouble,
  };
}

const JUDGE: RefinePlan["score"] = {
  gates: { short: "size(candidate.text) < 9" },
  judge: {
    model: "j",
    prompt: "How good is ${{ candidate.text }}?",
    returns: { score: "number" },
    samples: 1,
    attempts: 1,
    maxTokens: 20,
  },
  total: "judge.score",
};

Deno.test("a refine loop comes to the same best, in every order of its candidates and after a death at every point", async () => {
  const depth = (n: number) => ({ stop: "depth", depth: n }) as const;
  const loops = [
    refining({ n: 3, stop: depth(2) }, { troubles: [], most: 0 }),
    refining({ n: 3, stop: depth(1) }, { troubles: ["death"], most: 1 }),
    refining({ n: 2, stop: depth(2), score: JUDGE }, { troubles: [], most: 0 }),
    refining({ n: 2, stop: depth(1), score: JUDGE }, { troubles: ["death", "usurper"], most: 1 }),
    refining({ n: 2, stop: depth(3) }, { troubles: ["usurper"], most: 1 }),
  ];
  assert.ok(await count(loops) > 700);
});

Deno.test("a refine loop inside a budget never passes it, and gives the best of what it paid for", async () => {
  const loop = refining({ n: 2, stop: { stop: "depth", depth: 2 } }, { troubles: ["death", "usurper"], most: 1 });
  const ends = new Set<string>();
  await every({ ...loop, limits: { usd: 300_000, calls: 5 } }, ({ rows, met }, calm) => {
    const { kind } = endOf(rows);
    ends.add(kind);
    if (met.length === 0 || kind === "done") assert.deepEqual(endIn(rows), calm);
  });
  assert.deepEqual([...ends].toSorted(), ["done", "exhausted"]);
});

interface Fault {
  readonly in: (store: Store) => Partial<Store>;
  readonly limits?: Limits;
  /** What the schedules say of it. */
  readonly found: RegExp;
}

/** Stores that break a promise the engine relies on. */
const FAULTS: { readonly [what: string]: Fault } = {
  "does not fence": {
    in: (store) => ({
      append: async (run, _, writes) => await store.append(run, (await store.run(run)).lease.epoch, writes),
    }),
    found: /a process gave up: .*is there already$/,
  },
  "has no wall": {
    limits: { usd: 60_000 },
    in: (store) => {
      let limits: Limits = {};
      return {
        createRun: (run) => {
          limits = run.limits;
          return store.createRun({ ...run, limits: {} });
        },
        purses: async (run) => (await store.purses(run)).map((purse) => ({ ...purse, limits })),
      };
    },
    found: /82000 of 60000 usd are spent or reserved$/,
  },
  "forgets a result": {
    in: (store) => ({
      load: async (run) => {
        const { entries, ...rest } = await store.load(run), lost = entries.find(({ type }) => type === "result");
        return { ...rest, entries: entries.filter((entry) => entry !== lost || entry === entries.at(-1)) };
      },
    }),
    found: /was bought though its result is committed$/,
  },
  "says that a row is in which is not": {
    in: (store) => ({
      append: async (run, epoch, writes) => {
        await store.append(run, epoch, writes.filter(({ entry }) => entry.type !== "drive"));
        return writes.map(() => true);
      },
    }),
    found: /row \d+ is lost or changed/,
  },
};

for (const [what, fault] of Object.entries(FAULTS)) {
  Deno.test(`the schedules find out a store that ${what}`, async () => {
    const { limits = {}, found } = fault;
    const loop = keeping({ rounds: 2, n: 2 }, { limits, troubles: ["death", "usurper"], most: 1 });
    const broken = async (choose: Choose) => {
      const store = memoryStore();
      await once(choose, loop, [{ ...store, ...fault.in(store) }]);
    };
    await assert.rejects(explore(broken, ALL), found);
  });
}
