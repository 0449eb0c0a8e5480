import assert from "node:assert/strict";
import { join } from "node:path";
import type { PlanTools } from "../../../lib/app/process_tools/plan_tools.ts";
import { planTools } from "../../../lib/app/process_tools/plan_tools.ts";
import { keyFile, Secrets } from "../../../lib/app/secrets.ts";
import type { Store } from "../../../lib/store/store.ts";
import { takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import { processPlan } from "../../kinds/processing.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import type { KeptRun } from "../changes/kept_run.ts";
import { withKeptRun } from "../changes/kept_run.ts";

const MANY = Array.from({ length: 600 }, (_, i) => `many-${i}`);

/** A run whose command was cut off after it had made many files. */
function withCutOff(test: (kept: KeptRun) => Promise<void>): Promise<void> {
  return withKeptRun(async (kept) => {
    await kept.cutOff("task/fix/turn/1/call/0", async () => {
      for (const path of MANY) await Deno.writeTextFile(join(kept.root, path), path);
    });
    await test(kept);
  });
}

/** The tools of its next life. */
async function toolsOf({ store: { findRun }, run: { name }, root }: KeptRun, store: Store): Promise<PlanTools> {
  return planTools({
    store,
    run: await findRun(name),
    plan: processPlan({}, []),
    setup: { inputs: {}, document: name, node: null, run: { name, date: "" }, folder: root, home: root, spec: null },
    handed: {},
    database: [],
    secrets: new Secrets(keyFile(join(root, "..", "no-keys"))),
    scripts: () => Promise.reject(new Error("there are none")),
    log: () => {},
  });
}

function calling(tools: PlanTools, key: string): Promise<unknown> {
  return tools.call({ do: "tool", tool: "nothing", input: {}, key }, new AbortController().signal);
}

Deno.test("putting back ends when the tools are closed: nothing changes after that", () =>
  withCutOff(async (kept) => {
    const { settle } = kept.store.changes, closed = Promise.withResolvers<void>();
    let records = 0;
    const store: Store = {
      ...kept.store,
      changes: {
        ...kept.store.changes,
        settle: async (...args) => {
          if (++records === 2) closed.resolve(tools.close());
          return await settle(...args);
        },
      },
    };
    const tools: PlanTools = await toolsOf(kept, store);
    await assert.rejects(calling(tools, "task/next"), /Cannot go on with `kept` before .* is taken back/);
    await closed.promise;
    const found = Object.keys(await snapshot(kept.root)).length;
    assert.ok(found > 0 && found < MANY.length, `${found} are left`);
    await calling(await toolsOf(kept, kept.store), "task/next");
    assert.deepEqual(await snapshot(kept.root), {}, "the next one ends it");
  }));

Deno.test("where one step cannot be taken back, what others of this life are doing stays, and that step is tried again", () =>
  withKeptRun(async (kept) => {
    const { root, workspace } = kept, { list, undone } = kept.store.changes;
    await kept.write("task/cut", "half", "written");
    await kept.cutOff("task/other", () => Promise.resolve());
    let fails = true, looked = 0;
    const store: Store = {
      ...kept.store,
      changes: {
        ...kept.store.changes,
        list: async (...args) => (looked++, await list(...args)),
        undone: async (...args) => {
          if (fails) throw new Error("the disk is full");
          await undone(...args);
        },
      },
    };
    const tools = await toolsOf(kept, store);
    await calling(tools, "task/first");
    await kept.changes.log("task/program").guard(await takeSnapshot(workspace));
    await Deno.writeTextFile(join(root, "work"), "of a program that runs");
    await assert.rejects(calling(tools, "task/cut"), /the disk is full/);
    const before = looked;
    await calling(tools, "task/second");
    assert.equal(looked, before, "what was cut off is looked for once");
    fails = false;
    await calling(tools, "task/cut");
    assert.deepEqual(Object.keys(await snapshot(root)), ["work"]);
    await tools.close();
  }));
