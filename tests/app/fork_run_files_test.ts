import assert from "node:assert/strict";
import { join } from "node:path";
import { openLoom } from "../../lib/app/loom.ts";
import type { ProcessPlan } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { agent, follows, needs, processPlan, task } from "../kinds/processing.ts";
import type { Models } from "../kinds/processing.ts";
import { builtIn, call, calls, inWorkshop, playing, workAt } from "../process_scenarios/workshop.ts";

const write = (path: string, content: string) => [calls(call("write_file", { path, content })), "It is written."];

const MODELS: Models = {
  m: follows(
    playing({ "write one": write("one.md", "1\n"), "write two": write("two.md", "2\n"), "go on": ["Gone on."] }),
  ),
};

async function threeTasks(last = "go on"): Promise<ProcessPlan> {
  const writing = { tools: ["write_file"], turns: 3 };
  return processPlan(MODELS, [
    task("one", agent("write one", writing), { deliverables: ["one.md"] }),
    task("two", agent("write two", writing), needs("one")),
    task("three", agent(last, { turns: 2 }), needs("two")),
  ], { tools: await builtIn(["write_file"]) });
}

/** What a fork of the run `g` says, begun after the row that ends a task. */
async function saidByFork(root: string, store: Store, after: string): Promise<readonly string[]> {
  const said: string[] = [], rows = await store.entries(1, 0);
  const { seq } = rows.findLast(({ type, key }) => type === "done" && key?.startsWith(`task/${after}/`))!;
  const on = (event: { readonly type: string; readonly text?: string }) =>
    void (event.type === "log" && said.push(event.text!));
  const loom = await openLoom({ store, folder: root, models: MODELS, on });
  const end = await (await loom.fork("g", seq)).end;
  assert.equal(end.kind, "done", JSON.stringify(end));
  return said;
}

Deno.test("a fork names the files of inherited tasks that are gone or changed since, and says nothing where all are there", () =>
  inWorkshop(async ({ root }) => {
    const { store, end } = await workAt({ root }, await threeTasks(), MODELS);
    assert.equal(end.kind, "done", JSON.stringify(end));
    assert.deepEqual(await saidByFork(root, store, "two"), []);
    await Deno.remove(join(root, "one.md"));
    await Deno.writeTextFile(join(root, "two.md"), "another two\n");
    const said = "earlier steps have made files that are not in the workspace as they left them; " +
      "missing: `one.md` of task `one`; changed since: `two.md` of task `two`";
    assert.deepEqual(await saidByFork(root, store, "two"), [said]);
  }));

Deno.test("a fork does not ask for files that are only made after the row that it begins at", () =>
  inWorkshop(async ({ root }) => {
    const { store } = await workAt({ root }, await threeTasks(), MODELS);
    await Deno.remove(join(root, "two.md"));
    assert.deepEqual(await saidByFork(root, store, "one"), []);
  }));

Deno.test("files that were undone are missing to a fork, and a fork of a fork knows what its first origin made", () =>
  inWorkshop(async ({ root }) => {
    const store = memoryStore(), said: string[] = [];
    await workAt({ root }, await threeTasks(), MODELS, { store });
    const on = (event: { readonly type: string; readonly text?: string }) =>
      void (event.type === "log" && said.push(event.text!));
    const loom = await openLoom({ store, folder: root, models: MODELS, on });
    const rows = await store.entries(1, 0);
    const { seq } = rows.findLast(({ type, key }) => type === "done" && key?.startsWith("task/two/"))!;
    await (await loom.fork("g", seq, { name: "h" })).end;
    assert.deepEqual(said, []);
    assert.ok((await loom.undo("g", { task: "two" })).ok);
    const last = (await store.entries(2, 0)).at(-1)!.seq;
    await (await loom.fork("h", last)).end;
    assert.match(said.join(), /missing: `two\.md` of task `two`$/);
  }));

Deno.test("a run that goes on with another plan names the files that are gone", () =>
  inWorkshop(async ({ root }) => {
    const store = memoryStore(), said: string[] = [];
    await workAt({ root }, await threeTasks(), MODELS, { store });
    await Deno.remove(join(root, "one.md"));
    const on = (event: { readonly type: string; readonly text?: string }) =>
      void (event.type === "log" && said.push(event.text!));
    const loom = await openLoom({ store, folder: root, models: MODELS, on });
    await (await loom.resume("g", { adopt: await threeTasks("now go on") })).end;
    assert.match(said.join(), /missing: `one\.md` of task `one`$/);
  }));
