import assert from "node:assert/strict";
import { processOptions } from "../../lib/compile/definition_options.ts";
import type { Defaults } from "../../lib/compile/find_entry.ts";
import { readDefaults } from "../../lib/spec/read_spec.ts";

async function settings(...texts: readonly string[]): Promise<readonly Defaults[]> {
  return await Promise.all(texts.map(async (text, i) => {
    const source = { name: `${i}/loom.toml`, text };
    return { ...(await readDefaults(source, () => {}))!, source };
  }));
}

Deno.test("processes are run as is usual where no loom.toml says anything", () => {
  assert.deepEqual(processOptions([]), { attempts: 4, width: 3, replans: 2, checks: true, judges: true, votes: 3 });
});

Deno.test("what a loom.toml says of processes holds key by key, the nearest first", async () => {
  const near = "[execution]\nmax_subtask_retries = 0\n[verification]\ntier3_vote_count = 5\n";
  const far = "[execution]\nmax_subtask_retries = 9\nmax_parallel_subtasks = 8\nmax_replans = 0\n" +
    "auto_approve_confidence_threshold = 0.6\n[verification]\ntier2_enabled = false\ntier1_enabled = false\n";
  assert.deepEqual(processOptions(await settings(near, far)), {
    attempts: 1,
    width: 8,
    replans: 0,
    pause: 0.6,
    checks: false,
    judges: false,
    votes: 5,
  });
  assert.equal(processOptions(await settings("[verification]\ntier3_enabled = false\n")).votes, 1);
});
