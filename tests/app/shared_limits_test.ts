import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { RunHandle } from "../../lib/app/run_handle.ts";
import type { ModelEvent } from "../../lib/models/model.ts";
import { addProvider } from "../../lib/models/registry.ts";
import { scripted } from "../../lib/models/scripted/scripted.ts";

const { facts } = scripted({ reply: () => "" });
const turn = () => new Promise((resolve) => setTimeout(resolve));
let inside = 0, most = 0, calls = 0;

/** Says one word after as many turns as it takes for others to come in, if they are let in. */
async function* slowly(): AsyncGenerator<ModelEvent> {
  most = Math.max(most, ++inside), calls++;
  for (let more = 0; more < 20; more++) await turn();
  inside--;
  yield { type: "text", text: " word" };
  yield { type: "end", finish: "end", usage: { input: 1, output: 1 } };
}

addProvider("crowded", {
  about: "tells how many were inside",
  supports: facts.supports,
  local: true,
  counter: "bytes",
  open: (own) => Promise.resolve({ facts: own, generate: slowly, count: (text) => text.length }),
});

async function startTwo(loom: Loom, entry: string): Promise<readonly RunHandle[]> {
  inside = most = calls = 0;
  const spec =
    `loom: 1\nkind: autoloom\nmodels:\n  m: ${entry}\nstart: A room\nexpand: {model: m, width: 3}\ngrade: {by: novelty(candidate.text)}\nstop: {depth: 2}\n`;
  const { plan, diagnostics } = await compile(spec);
  assert.deepEqual(diagnostics, []);
  return await Promise.all([loom.start(plan!), loom.start(plan!)]);
}

async function mostInside(entry: string): Promise<number> {
  using loom = await openLoom({ memory: true });
  for (const { end } of await startTwo(loom, entry)) assert.equal((await end).kind, "done");
  assert.equal(calls, 12);
  return most;
}

Deno.test("a limit on calls at a time holds for all runs of a process together", async () => {
  assert.equal(await mostInside("{use: crowded/room, concurrency: 2}"), 2);
  assert.equal(await mostInside("{use: crowded/room}"), 6, "without a limit all go in");
});

Deno.test("a limit on starts holds for all runs of a process together", async () => {
  using loom = await openLoom({ memory: true });
  const runs = await startTwo(loom, "{use: crowded/room, rate: 4/1h}");
  while (calls < 4 || inside > 0) await turn();
  for (let more = 0; more < 50; more++) await turn();
  assert.equal(calls, 4);
  for (const run of runs) {
    run.cancel();
    assert.equal((await run.end).kind, "cancelled");
  }
});
