/** Addresses with more than a host and a path: every provider keeps what they hold. */
import assert from "node:assert/strict";
import { reach } from "../../lib/models/reach/reach.ts";
import { modelFacts, openModel } from "../../lib/models/registry.ts";
import { factsOf } from "./faults/subject.ts";
import { serving } from "./reach/serving.ts";

/** Providers over a network, the path that people write, and all that is asked of each below it. */
const PROVIDERS = [
  {
    name: "openai",
    path: "/v1",
    asked: ["/v1/completions", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/models"],
  },
  {
    name: "ollama",
    path: "/api",
    asked: ["/api/generate", "/api/chat", "/api/embed", "/api/show", "/api/tags"],
  },
  { name: "anthropic", path: "/v1", asked: ["/v1/messages", "/v1/models/m"] },
] as const;

for (const { name, path, asked } of PROVIDERS) {
  Deno.test(`${name}: a query of an address stands behind the path of every request`, async () => {
    for (const place of [path, "", "/", `${path}/`]) {
      for (const query of ["?key=a%2Fb+c&api-version=2026-01-01", "?key", "?"]) {
        await using server = serving({});
        const facts = factsOf(`${name}/m`), options = { base_url: `${server.url}${place}${query}#part`, key: "k" };
        const model = await openModel(facts, options), { signal } = new AbortController();
        const each = { maxTokens: 5, sampling: {}, stop: [] };
        const ask = (prompt: Parameters<typeof model.generate>[0]["prompt"]) =>
          Array.fromAsync(model.generate({ prompt, ...each }, signal)).catch(() => {});
        if (name !== "anthropic") await ask({ form: "text", text: "It was" });
        await ask({ form: "chat", messages: [{ role: "user", text: "Go on" }] });
        await model.score?.({ prompt: "It", texts: [" was"] }, signal).catch(() => {});
        await model.embed?.(["It was"], signal).catch(() => {});
        await reach(facts, options);
        const search = query === "?" ? "" : query;
        assert.deepEqual(server.asked.map(({ what }) => what.split(" ")[1]), asked.map((path) => `${path}${search}`));
      }
    }
  });

  Deno.test(`${name}: an address with a login and a key beside it are too much, and the error says so without them`, async () => {
    const problem = "`base_url` holds a login and there is a `key`, and a request takes one of them: " +
      "leave one out, or give the key as a header of its own in `headers`";
    for (const base_url of ["https://who:hunter22@h.example/v1", "https://who-hunter22@h.example"]) {
      const known = modelFacts(`${name}/m`, { base_url, key: { env: "KEY" } });
      assert.deepEqual(known, { ok: false, problems: [{ problem }] });
      await assert.rejects(openModel(factsOf(`${name}/m`), { base_url, key: "k" }), {
        message: `Cannot open \`${name}/m\`: ${problem}`,
      });
      for (const options of [{ base_url }, { base_url, headers: { "x-api-key": "k" } }]) {
        assert.ok(modelFacts(`${name}/m`, options).ok);
        await openModel(factsOf(`${name}/m`), options);
      }
    }
    assert.ok(modelFacts(`${name}/m`, { base_url: { env: "PLACE" }, key: { env: "KEY" } }).ok);
  });
}
