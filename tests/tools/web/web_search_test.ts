import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { ToolContext, ToolResult } from "../../../lib/tools/tool.ts";
import { webSearch } from "../../../lib/tools/web/web_search.ts";
import { calm, page, refusalOf } from "./answers.ts";
import type { HostileServer } from "./hostile_server.ts";
import { hostileServer } from "./hostile_server.ts";
import { searchPage } from "./search_page.ts";

const context: ToolContext = {
  workspace: "/nowhere",
  signal: calm,
  changes: {
    record: () => Promise.reject(new Error("nothing is changed")),
    guard: () => Promise.reject(new Error("nothing is run")),
  },
};
const many = Array.from(
  { length: 30 },
  (_, i) => ({ title: `T${i}`, url: `https://a.example/${i}`, snippet: `s${i}` }),
);

function search(server: HostileServer, input: Parameters<ReturnType<typeof webSearch>["run"]>[0]): Promise<ToolResult> {
  const endpoint = `http://127.0.0.1:${server.port}/html/?kl=wt-wt`;
  return webSearch({ endpoint, net: ["127.0.0.1"] }).run(input, context);
}

Deno.test("the tool asks its endpoint and lists titles, addresses and snippets", async () => {
  await using server = hostileServer(page(searchPage(many)));
  const result = await search(server, { query: " light & house ", max_results: 2 });
  assert.deepEqual(result, {
    ok: true,
    output: "1. T0\n   https://a.example/0\n   s0\n\n2. T1\n   https://a.example/1\n   s1",
    data: { results: many.slice(0, 2).map(({ title, url, snippet }) => ({ title, url, snippet })) },
  });
  assert.match(server.requests[0]!, /^GET \/html\/\?kl=wt-wt&q=light\+%26\+house HTTP/);
});

Deno.test("ten results are given unless told otherwise", async () => {
  await using server = hostileServer(page(searchPage(many)));
  const result = await search(server, { query: "x" });
  assert.equal(result.ok && result.output.split("\n\n").length, 10);
});

Deno.test("finding nothing is a result; a page that is none of results is a failure", async () => {
  await using nothing = hostileServer(page(searchPage([])));
  const result = await search(nothing, { query: "x" });
  assert.equal(result.ok && result.output, "Nothing was found for `x`");
  await using other = hostileServer(page("<p>Welcome"));
  assert.match(refusalOf(await search(other, { query: "x" })), /^failed: .*not a page of results/);
  await using challenge = hostileServer(page(`<div class="anomaly-modal__mask">`));
  assert.match(refusalOf(await search(challenge, { query: "x" })), /^failed: .*whether a person searches/);
});

Deno.test("an endpoint in a private place has to be granted like any host", async () => {
  await using server = hostileServer(page(searchPage(many)));
  const tool = webSearch({ endpoint: `http://127.0.0.1:${server.port}/` });
  assert.match(refusalOf(await tool.run({ query: "x" }, context)), /^refused: /);
  assert.equal(server.connections, 0);
});

Deno.test("the tool refuses questions that it cannot ask", async () => {
  await using server = hostileServer(page(searchPage(many)));
  const wrong: JsonObject[] = [{}, { query: " " }, { query: 5 }, { query: "x".repeat(501) }];
  for (const max_results of [0, 21, 1.5, "5", null]) wrong.push({ query: "x", max_results });
  for (const input of wrong) assert.match(refusalOf(await search(server, input)), /^invalid: Cannot search/);
  assert.equal(server.connections, 0);
});
