import assert from "node:assert/strict";
import { checkModels } from "../../lib/app/check_models.ts";
import type { ListedModel } from "../../lib/app/list_models.ts";
import { availableModels } from "../../lib/app/list_models.ts";
import { keyFile, Secrets } from "../../lib/app/secrets.ts";
import { serving } from "../models/reach/serving.ts";
import { inFolder } from "./folders.ts";

const KEY = "sk-proj-0123456789abcdef";

/** The models that a `loom.toml` names. */
async function listed(folder: string, settings: string): Promise<readonly ListedModel[]> {
  await Deno.writeTextFile(`${folder}/loom.toml`, settings);
  const { models, diagnostics } = await availableModels({ home: folder, folder });
  assert.deepEqual(diagnostics, []);
  return models.filter(({ from }) => from !== undefined);
}

Deno.test("all models are asked for at once", async () => {
  const all = Promise.withResolvers<void>(), count = 5;
  let waiting = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async () => {
    if (++waiting === count) all.resolve();
    await all.promise;
    return Response.json({ data: [{ id: "m" }] });
  });
  await inFolder(async (folder) => {
    const settings = Array.from(
      { length: count },
      (_, i) => `[models.m${i}]\nuse = "openai/m"\nbase_url = "http://127.0.0.1:${server.addr.port}"\n`,
    );
    const checked = await checkModels(await listed(folder, settings.join("")), { patience: 20_000 });
    assert.deepEqual(checked.map(({ reach }) => reach.state), Array(count).fill("reachable"));
  });
});

Deno.test("a model without its key is not asked for, the others are, and no text of theirs holds a key", async () => {
  await using server = serving({ "GET /v1/models": { data: [{ id: `m-${KEY}` }] } });
  await inFolder(async (folder) => {
    const at = `use = "openai/m"\nbase_url = "${server.url}"\n`;
    const models = await listed(
      folder,
      `[models.a]\n${at}key = { key = "none" }\n[models.b]\n${at}key = { key = "ours" }\n`,
    );
    const keys = keyFile(`${folder}/keys.json`);
    await keys.set("ours", KEY);
    const [a, b] = await checkModels(models, { secrets: new Secrets(keys) });
    assert.deepEqual(a!.reach, {
      state: "key-missing",
      why: "Cannot find the secret: there is no key `none`; store it with `loom keys set none`",
    });
    assert.deepEqual(b!.reach, {
      state: "model-missing",
      why: `${server.host} has no model \`m\`; it has \`m-[ours]\``,
    });
    assert.deepEqual(server.asked.map(({ headers }) => headers["authorization"]), [`Bearer ${KEY}`]);
  });
});
