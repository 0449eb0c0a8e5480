import assert from "node:assert/strict";
import type { Plan } from "../../lib/plan/mod.ts";
import { Secrets } from "../../lib/app/secrets.ts";
import { userCode } from "../../lib/app/user_code.ts";
import { withFolder } from "../tools/scratch.ts";
import { withEnv } from "./folders.ts";

const SECRET = "a-key-that-must-not-be-seen-1234";

Deno.test("a command in a folder of its own starts from the run's folder, and no secret comes back in its file", async () => {
  await withEnv({ SCRATCH_KEY: SECRET }, () =>
    withFolder({ "text.txt": SECRET }, async (home) => {
      const secrets = new Secrets();
      await secrets.find({ env: "SCRATCH_KEY" });
      const permissions = { read: [], write: [], net: [], run: ["sh"], env: [] };
      const plan = { permissions } as unknown as Plan;
      const code = userCode({ plan, home, tools: {}, secrets, log: () => {} }), { signal } = new AbortController();
      const scratch = { write: { "more.txt": "more" }, copy: ["text.txt"], read: "out.txt" };
      const ran = await code.command(["sh", "-c", "pwd; cat text.txt more.txt > out.txt"], { scratch, signal });
      assert.ok(ran.ok, JSON.stringify(ran));
      assert.equal(ran.value.file, "[SCRATCH_KEY]more");
      const missing = await code.command(["sh"], { scratch: { write: {}, copy: ["gone.txt"] }, signal });
      assert.deepEqual(missing, {
        ok: false,
        failure: {
          code: "missing",
          message: "Cannot copy `gone.txt`: there is no such file or folder in the spec's folder",
        },
      });
      const inHome = await code.command(["sh", "-c", "pwd"], { signal });
      assert.ok(inHome.ok && inHome.value.stdout === `${home}\n`);
      const place = ran.value.stdout.trim();
      await assert.rejects(Deno.stat(place), Deno.errors.NotFound);
      await code.close();
      await assert.rejects(Deno.stat(`${place}/..`), Deno.errors.NotFound);
    }));
});

Deno.test("a tool that was handed over with a timeout has that time and no more; without one it has all it takes", async () => {
  const deaf = { description: "", timeout: 5, run: () => new Promise<never>(() => {}) };
  const patient = {
    description: "",
    run: async () => (await new Promise((resolve) => setTimeout(resolve, 20)), "done"),
  };
  const parts = { plan: undefined, home: "/", secrets: new Secrets(), log: () => {} };
  const code = userCode({ ...parts, tools: { deaf, patient } }), { signal } = new AbortController();
  const call = (tool: string) => code.tool({ do: "tool", key: "k", tool, input: {} }, signal);
  assert.deepEqual(await call("deaf"), {
    ok: false,
    failure: { code: "tool", message: "The tool `deaf` failed: it did not end within 5ms" },
  });
  assert.deepEqual(await call("patient"), { ok: true, value: "done" });
  await code.close();
});
