import assert from "node:assert/strict";
import type { ToolContext, ToolResult } from "../../../lib/tools/tool.ts";
import type { WebOptions } from "../../../lib/tools/web/fetch_page.ts";
import { MAX_PAGE } from "../../../lib/tools/web/fetch_page.ts";
import { webFetch } from "../../../lib/tools/web/web_fetch.ts";
import { calm, page, refusalOf } from "./answers.ts";
import { hostileServer } from "./hostile_server.ts";

const context: ToolContext = {
  workspace: "/nowhere",
  signal: calm,
  changes: {
    record: () => Promise.reject(new Error("nothing is changed")),
    guard: () => Promise.reject(new Error("nothing is run")),
  },
};

function call(input: Parameters<ReturnType<typeof webFetch>["run"]>[0], options: WebOptions = {}): Promise<ToolResult> {
  return webFetch(options).run(input, context);
}

Deno.test("the tool gives the text of a page below its title and address", async () => {
  await using server = hostileServer(page(`<title>Sea</title><p>Blue <a href="/x">deep</a></p>`));
  const url = `http://127.0.0.1:${server.port}/`, options = { net: ["127.0.0.1"] };
  assert.deepEqual(await call({ url }, options), {
    ok: true,
    output: `Sea\n${url}\n\nBlue deep (${url}x)`,
    data: { url, type: "text/html", title: "Sea", cut: false },
  });
  const raw = await call({ url, raw: true }, options);
  assert.equal(raw.ok && raw.output, `${url}\n\n<title>Sea</title><p>Blue <a href="/x">deep</a></p>`);
});

Deno.test("other text comes as it is, without controls of terminals", async () => {
  await using server = hostileServer(page(`{"a":\t"<b>\x1b[2J"}`, { "Content-Type": "application/json" }));
  const result = await call({ url: `http://127.0.0.1:${server.port}/` }, { net: ["127.0.0.1"] });
  assert.ok(result.ok && result.output.endsWith(`\n\n{"a":\t"<b>[2J"}`));
});

Deno.test("a page without words and one that was cut say so", async () => {
  await using empty = hostileServer(page("<script>x</script>"));
  const nothing = await call({ url: `http://127.0.0.1:${empty.port}/` }, { net: ["127.0.0.1"] });
  assert.ok(nothing.ok && nothing.output.endsWith("(no text)"));
  await using long = hostileServer(page("<p>word".repeat(MAX_PAGE)));
  const cut = await call({ url: `http://127.0.0.1:${long.port}/` }, { net: ["127.0.0.1"] });
  assert.ok(cut.ok && cut.output.endsWith("… only the first 512 KB of the page were read …"));
});

Deno.test("the tool reaches no private place unless its host was granted", async () => {
  await using server = hostileServer(page("secret"));
  assert.match(refusalOf(await call({ url: `http://127.0.0.1:${server.port}/` })), /^refused: /);
  assert.equal(server.connections, 0);
});

Deno.test("the tool refuses what is no address", async () => {
  for (const input of [{}, { url: 5 }, { url: "" }, { url: "example.com" }, { url: "http://a.example/", raw: "yes" }]) {
    assert.match(refusalOf(await call(input)), /^invalid: Cannot fetch/);
  }
});

Deno.test("the tool tells that it goes out to the net", () => {
  const { name, acts } = webFetch();
  assert.deepEqual({ name, acts }, { name: "web_fetch", acts: ["net"] });
});
