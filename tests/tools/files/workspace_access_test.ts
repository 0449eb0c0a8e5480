import assert from "node:assert/strict";
import { join } from "node:path";
import { workspaceAccess } from "../../../lib/tools/files/workspace_access.ts";
import { withPlace } from "../workspace/places.ts";

Deno.test("a text is replaced only where it is still the one that was read", async () => {
  await withPlace(async ({ context, root, changes }) => {
    const access = workspaceAccess(context), text = "\ufeffone\r\n";
    assert.deepEqual(await access.read("a"), { ok: true, text: undefined });
    assert.deepEqual(await access.replace("a", undefined, text), { ok: true });
    assert.deepEqual(await access.read("a"), { ok: true, text });
    for (const expected of [undefined, "one\r\n"]) {
      const result = await access.replace("a", expected, "lost");
      assert.equal(result.ok ? "" : result.code, "conflict");
    }
    await Deno.writeFile(join(root, "latin"), new Uint8Array([0xe9]));
    const latin = await access.read("latin"), outside = await access.read("../a");
    assert.deepEqual([latin.ok || latin.code, outside.ok || outside.code], ["invalid", "refused"]);
    assert.equal((await changes.list()).length, 1);
  });
});
