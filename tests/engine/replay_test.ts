import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import type { Json } from "../../lib/base/json.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Entry } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { wordModel } from "./models.ts";
import type { Tale } from "./random_programs.ts";
import { players, tales } from "./random_programs.ts";
import type { Fault } from "./stores.ts";
import { bury, mortal } from "./stores.ts";

const NAME = "tale";

/** One life of a run: what it performs, and what it must not. */
async function live(store: Store, tale: Tale, { done }: { readonly done: ReadonlySet<string> }) {
  const performed: string[] = [], again: string[] = [];
  const perform = (at: string) => {
    performed.push(at);
    if (done.has(at)) again.push(at);
  };
  const model = wordModel(({ prompt, idempotencyKey = "" }) => {
    const [at = "", fails = ""] = (prompt as { readonly text: string }).text.split(" ");
    perform(at);
    const attempt = Number(idempotencyKey.split("/").at(-1));
    return attempt < Number(fails) ? new ModelError("server", "503") : `said ${at}`;
  });
  const throws = {
    description: "Throws.",
    run: (input: Json) => {
      perform((input as { readonly at: string }).at);
      throw new Error("thrown");
    },
  };
  const { tale: own, sub } = players({ performed: perform });
  const loom = await openLoom({
    store,
    models: { m: model },
    tools: { throws },
    programs: [sub, own],
    retry: { base: 0, cap: 0, attempts: 4 },
  });
  const end = await endOf(await begin(loom, { own, tale }));
  return { end, performed, again };
}

async function begin(loom: Loom, { own, tale }: { own: unknown; tale: Tale }): Promise<RunHandle> {
  const isNew = (await loom.store.runs()).length === 0;
  if (isNew) await loom.store.createDocument("d");
  return isNew
    ? await loom.start(own as never, { name: NAME, input: tale as unknown as Json })
    : await loom.resume(NAME, { program: own as never });
}

/** How a life ended; undefined when it was cut short. */
async function endOf(run: RunHandle) {
  return await run.end.catch((error) => {
    if ((error as { failure?: unknown }).failure !== "busy") throw error;
    return undefined;
  });
}

/** Rows of a run and of all runs below it. */
async function rowsOf(store: Store): Promise<readonly Entry[]> {
  const rows: Entry[] = [], heads = [...await store.runs()];
  for (const head of heads) {
    rows.push(...await store.entries(head.id, 0));
    heads.push(...await store.runs({ parent: head.id }));
  }
  return rows;
}

/** Names of steps whose outcome is committed, as the steps know themselves. */
function doneIn(rows: readonly Entry[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ type, value }) => {
    const said = (value as { readonly value?: Json } | undefined)?.value as
      | { readonly text?: Json }
      | string
      | undefined;
    const text = typeof said === "string" ? said : said?.text;
    const isOutcome = type === "result" || type === "done";
    return isOutcome && typeof text === "string" && text.startsWith("said ") ? [text.slice(5)] : [];
  }));
}

/** Committed outcomes by what was asked, without those that a race decides. */
function outcomesIn(rows: readonly Entry[]): readonly string[] {
  const outcomes = rows.filter(({ type }) => type === "result" || type === "done");
  return outcomes.map(({ key, hash, value }) => JSON.stringify([key, hash, value])).sort();
}

function hasRace(value: unknown): boolean {
  const text = JSON.stringify(value);
  return /"scramble"|"cancel"|"race"|"catch"/.test(text);
}

async function calm(tale: Tale) {
  const store = memoryStore(), watched = mortal(store, { dies: Infinity, at: "before" });
  const { end } = await live(watched.store, tale, { done: new Set() });
  return { end: end!, appends: watched.appends(), rows: await rowsOf(store) };
}

/** Kills a run at one append, then lets it go on to its end. */
async function killed(tale: Tale, { dies, at }: { readonly dies: number; readonly at: Fault }) {
  const store = memoryStore(), first = mortal(store, { dies, at });
  const before = await live(first.store, tale, { done: new Set() });
  if (!first.isDead()) return { store, before, after: before, buried: first.buried };
  await bury(store, 1);
  const after = await live(store, tale, { done: doneIn(await rowsOf(store)) });
  return { store, before, after, buried: first.buried };
}

Deno.test("a run killed at any append ends as an undisturbed one, and performs no committed step again", async () => {
  let lives = 0;
  await fc.assert(
    fc.asyncProperty(tales, async (tale) => {
      const { end, appends, rows } = await calm(tale);
      assert.equal(end.kind, "done", end.reason);
      for (let dies = 2; dies <= appends; dies++) {
        for (const at of ["before", "after"] as const) {
          lives++;
          const { store, after } = await killed(tale, { dies, at });
          assert.deepEqual(after.again, [], `performed again after a kill ${at} append ${dies}`);
          assert.deepEqual(after.end?.outputs, end.outputs);
          if (!hasRace(tale)) assert.deepEqual(outcomesIn(await rowsOf(store)), outcomesIn(rows));
          const { ledger: { reserved } } = await store.findRun(NAME);
          assert.ok(reserved.calls >= 0 && reserved.usd >= 0);
        }
      }
    }),
    { numRuns: 40, seed: 3 },
  );
  assert.ok(lives > 500, `only ${lives} kills`);
});

Deno.test("the journal alone decides: one that lacks nothing but its end is replayed without performing anything", async () => {
  let replays = 0;
  await fc.assert(
    fc.asyncProperty(tales, async (tale) => {
      const store = memoryStore();
      const isEnd = (run: number, type: string) => run === 1 && type === "end";
      let ending: Entry | undefined;
      const cut: Store = {
        ...store,
        append: async (run, epoch, writes) => {
          ending = writes.find(({ entry }) => isEnd(run, entry.type))?.entry;
          if (ending) throw Object.assign(new Error("cut"), { failure: "busy" });
          return await store.append(run, epoch, writes);
        },
      };
      await live(cut, tale, { done: new Set() });
      assert.ok(ending, "the run did not come to its end");
      await bury(store, 1);
      const before = await rowsOf(store), { end, performed } = await live(store, tale, { done: new Set() });
      assert.deepEqual(performed, []);
      assert.equal(end?.kind, (ending.value as { readonly kind: string }).kind);
      const after = (await rowsOf(store)).filter((row) =>
        !before.some((old) => JSON.stringify(old) === JSON.stringify(row))
      );
      assert.deepEqual(after.map(({ type }) => type).filter((type) => type !== "cursor"), ["drive", "end"]);
      assert.deepEqual(after.at(-1)!.value, ending.value);
      replays++;
    }),
    { numRuns: 150, seed: 4 },
  );
  assert.equal(replays, 150);
});
