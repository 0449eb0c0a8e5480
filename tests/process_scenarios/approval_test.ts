import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Approval, Permissions } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { agent, follows, generate, processPlan, task } from "../kinds/processing.ts";
import type { Worked, Workshop } from "./workshop.ts";
import { answersIn, builtIn, call, calls, inWorkshop, NOTHING, workAt } from "./workshop.ts";

const FILES = { "build/out.txt": "made", "keep.txt": "kept" };

/** What came of an agent that wants to delete a file and to read another one. */
interface Gated extends Worked {
  /** Questions that people were asked, and whether the file was still there by then. */
  readonly asked: readonly { readonly question: string; readonly isThere: boolean }[];
  readonly said: readonly string[];
}

/** Has an agent read one file and delete another; `person` is what people answer, undefined: nobody is there. */
async function gated(shop: Workshop, approve: Approval, person?: string): Promise<Gated> {
  const permissions: Permissions = { ...NOTHING, run: ["rm"] };
  const tools = await builtIn(["read_file", "shell_execute"], permissions), said: string[] = [];
  const m = follows((request) => {
    const answers = answersIn(request);
    if (answers.length > 0) return said.push(...answers), "Done.";
    return calls(call("read_file", { path: "keep.txt" }), call("shell_execute", { command: "rm -r build" }));
  });
  const plan = processPlan({ m }, [task("tidy", agent("Tidy up", { tools: Object.keys(tools), approve }))], {
    tools,
    permissions,
  });
  const store = memoryStore(), asked: Gated["asked"][number][] = [];
  const row = (entry: Extract<RunEvent, { readonly type: "entry" }>["entry"]) => {
    if (entry.type !== "wait" || !entry.key?.endsWith("/approve")) return;
    asked.push({ question: JSON.stringify(entry.value), isThere: isThere(shop) });
    if (person === undefined) return;
    void store.findRun("g").then(({ id }) => store.send(id, { kind: "answer", value: { answer: person } }));
  };
  return { ...await workAt(shop, plan, { m }, { store, row }), asked, said };
}

function isThere({ root }: Workshop): boolean {
  try {
    return Deno.statSync(join(root, "build/out.txt")).isFile;
  } catch {
    return false;
  }
}

Deno.test("[P40] what may do harm is asked about before it is done; what only reads is not asked about", async () => {
  await inWorkshop(async (shop) => {
    const { end, asked } = await gated(shop, { policy: "risky" }, "yes");
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(asked.map(({ isThere }) => isThere), [true], "asked once, with everything still there");
    assert.equal(isThere(shop), false);
  }, FILES);
  await inWorkshop(async (shop) => {
    const { end, asked, said } = await gated(shop, { policy: "risky" }, "no");
    assert.equal(end.kind, "done", end.reason);
    assert.equal(asked.length, 1);
    assert.equal(isThere(shop), true, "a no comes before anything is done");
    assert.ok(said.some((answer) => answer.includes("a person said no")));
  }, FILES);
  await inWorkshop(async (shop) => {
    const { asked } = await gated(shop, { policy: "never" });
    assert.deepEqual([asked.length, isThere(shop)], [0, false]);
  }, FILES);
});

Deno.test("[P41] nobody's answer in time is a no, and the task goes on without what it asked for", () =>
  inWorkshop(async (shop) => {
    const { end, asked, said } = await gated(shop, { policy: "risky", timeout: 5 });
    assert.deepEqual([end.kind, asked.length, isThere(shop)], ["done", 1, true], end.reason);
    assert.ok(said.some((answer) => answer.includes("Error:")));
  }, FILES));

Deno.test("[V17] a task that passes in its last attempt is done, with nobody there to approve of it", () =>
  inWorkshop(async (shop) => {
    const m = follows((_, i) => i < 3 ? "bad" : "good");
    const { end, told } = await workAt(
      shop,
      processPlan({ m }, [
        task("write", generate("Write"), {
          attempts: 4,
          verify: { files: false, check: 'out.text == "good"', rules: [], votes: 1, pause: 0.8 },
        }),
      ]),
      { m },
    );
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(
      told.flatMap((one) => one.told === "task" ? [[one.is, one.attempts]] : []),
      [["done", 4]],
      "it is told as done once, and nothing takes that back",
    );
  }));
