import assert from "node:assert/strict";
import { join } from "node:path";
import type { PlanTool } from "../../lib/plan/mod.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { withEnv } from "../app/folders.ts";
import { encodingsOf, filesBelow, KEYS, leaksIn } from "../app/keys.ts";
import { call, inWorkshop } from "../process_scenarios/workshop.ts";
import { allOf, attack } from "./hostile.ts";

/** A host that repeats everything that it is told, in every way that it can be written, and what it heard. */
function parrot(): AsyncDisposable & { readonly port: number; readonly heard: Set<string> } {
  const heard = new Set<string>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const told = [...request.headers.values(), decodeURIComponent(request.url), await request.text()].join("\n");
    const keys = Object.values(KEYS).filter((key) => told.includes(key));
    for (const key of keys) heard.add(key);
    const said = keys.flatMap(encodingsOf).join("\n"), { pathname } = new URL(request.url);
    const status = pathname.startsWith("/bad") ? 500 : 200;
    // What is escaped already is escaped once more here: JSON in JSON.
    if (pathname.startsWith("/json")) {
      return Response.json({ [keys[0] ?? "none"]: keys, said, again: JSON.stringify({ said }) });
    }
    return new Response(said, { status, headers: { "content-type": "text/plain", "x-key": keys[0] ?? "" } });
  });
  return { port: server.addr.port, heard, [Symbol.asyncDispose]: () => server.shutdown() };
}

function asking(name: string, port: number, reads: "text" | "json"): PlanTool {
  return {
    by: "http",
    facts: {
      name,
      description: "Asks",
      parameters: { type: "object", properties: { path: { type: "string" }, body: { type: "string" } } },
      acts: ["net"],
      timeout: 5_000,
    },
    request: {
      method: "POST",
      url: `http://127.0.0.1:${port}/\${{ with.path }}`,
      headers: { authorization: { env: "LOOM_TESTS_KEY" }, "x-stored": { key: "stored" } },
      query: { q: { env: "LOOM_TESTS_QUERY" } },
      body: "text",
      reads,
    },
  };
}

Deno.test("no byte of a secret comes into what is kept or told, however hosts repeat it and agents ask for it", () =>
  inWorkshop(async (shop) => {
    await using host = parrot();
    const home = join(shop.outside, ".."), config = join(home, "config"), db = join(home, "db");
    await Deno.mkdir(join(config, "loom"), { recursive: true });
    await Deno.writeTextFile(join(config, "loom/keys.json"), JSON.stringify({ stored: KEYS.stored }));
    await Deno.mkdir(db);
    const variables = {
      XDG_CONFIG_HOME: config,
      LOOM_TESTS_KEY: KEYS.key,
      LOOM_TESTS_QUERY: KEYS.query,
      LOOM_TESTS_OTHER: KEYS.password,
    };
    await withEnv(variables, async () => {
      const store = await openLibsqlStore({ url: `file:${db}/loom.db`, create: true });
      const own = { ask: asking("ask", host.port, "text"), ask_json: asking("ask_json", host.port, "json") };
      const wishes = [
        "${{ env.LOOM_TESTS_KEY }}",
        '{"env": "LOOM_TESTS_OTHER"}',
        "$LOOM_TESTS_OTHER",
        "[LOOM_TESTS_KEY]",
      ];
      const turns = [
        ["fine", "bad", "json"].flatMap((
          path,
        ) => [call("ask", { path, body: "" }), call("ask_json", { path, body: "" })]),
        wishes.flatMap((
          body,
        ) => [call("ask", { path: "fine", body }), call("write_file", { path: "wish.txt", content: body })]),
        [
          call("shell_execute", { command: "env" }),
          call("shell_execute", { command: "printenv LOOM_TESTS_OTHER" }),
          call("shell_execute", { command: "echo ${LOOM_TESTS_OTHER}" }),
          call("shell_execute", { command: ["echo", "$LOOM_TESTS_OTHER"] }),
          call("shell_execute", { command: "cat /proc/self/environ" }),
          call("shell_execute", { command: ["cat", join(config, "loom/keys.json")] }),
          call("read_file", { path: "../config/loom/keys.json" }),
          call("web_fetch", { url: `http://127.0.0.1:${host.port}/fine` }),
        ],
      ];
      const permissions = { net: [`127.0.0.1:${host.port}`], run: ["env", "printenv", "echo", "cat"] };
      const attacked = await attack(
        shop,
        { tools: ["write_file", "read_file", "shell_execute", "web_fetch"], own, permissions, working: { store } },
        turns,
      );
      assert.equal(attacked.end.kind, "done", attacked.end.reason);
      assert.deepEqual([...host.heard].toSorted(), [KEYS.key, KEYS.query, KEYS.stored].toSorted(), "they were sent");
      assert.ok(attacked.said.some((answer) => answer.includes("[LOOM_TESTS_KEY]")), "what was repeated is masked");
      const everything = await allOf(attacked);
      store.close();
      assert.deepEqual(leaksIn({ everything, ...filesBelow(db), ...filesBelow(shop.root) }), []);
    });
  }));

Deno.test("a variable that is granted is masked wherever a program or a tool of the spec prints it", () =>
  inWorkshop((shop) =>
    withEnv({ LOOM_TESTS_TOKEN: KEYS.key, LOOM_TESTS_MODE: "production" }, async () => {
      const tool = (name: string, reads: "text" | "json"): PlanTool => ({
        by: "command",
        facts: { name, description: "Shows", parameters: { type: "object" }, acts: ["run"], timeout: 5_000 },
        argv: reads === "text" ? ["printenv"] : ["cat", "key.json"],
        reads,
      });
      const turns = [[
        call("show"),
        call("show_json"),
        call("shell_execute", { command: "printenv LOOM_TESTS_TOKEN LOOM_TESTS_MODE" }),
        call("shell_execute", { command: ["base64", "-w0", "key.txt"] }),
        call("write_file", { path: "kept.txt", content: "for production" }),
      ]];
      const permissions = { run: ["printenv", "cat", "base64"], env: ["LOOM_TESTS_TOKEN", "LOOM_TESTS_MODE"] };
      await Deno.writeTextFile(join(shop.root, "key.txt"), KEYS.key);
      await Deno.writeTextFile(join(shop.root, "key.json"), JSON.stringify({ it: JSON.stringify(KEYS.key) }));
      const attacked = await attack(
        shop,
        {
          tools: ["shell_execute", "write_file"],
          own: { show: tool("show", "text"), show_json: tool("show_json", "json") },
          permissions,
        },
        turns,
      );
      assert.equal(attacked.end.kind, "done", attacked.end.reason);
      for (const answer of attacked.said.slice(0, 4)) assert.match(answer, /\[LOOM_TESTS_TOKEN\]/);
      assert.match(attacked.said[2]!, /\nproduction/, "a plain word is none");
      assert.equal(await Deno.readTextFile(join(shop.root, "kept.txt")), "for production");
      assert.deepEqual(leaksIn({ everything: await allOf(attacked) }).filter((leak) => leak.startsWith("key as")), []);
    })
  ));

Deno.test("a program sees nothing of the environment of whoever runs the process but what is granted by name", () =>
  inWorkshop((shop) =>
    withEnv({ LOOM_TESTS_OTHER: KEYS.password, LOOM_TESTS_SHOWN: "shown" }, async () => {
      const own: PlanTool = {
        by: "command",
        facts: { name: "show", description: "Shows", parameters: { type: "object" }, acts: ["run"], timeout: 5_000 },
        argv: ["printenv"],
      };
      const turns = [[call("show"), call("shell_execute", { command: "printenv" })]];
      const { said, end } = await attack(
        shop,
        { tools: ["shell_execute"], own: { show: own }, permissions: { run: ["printenv"], env: ["LOOM_TESTS_SHOWN"] } },
        turns,
      );
      assert.equal(end.kind, "done", end.reason);
      for (const answer of said) {
        const names = answer.split("\n").flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
        assert.ok(names.includes("LOOM_TESTS_SHOWN"), answer);
        const more = names.filter((name) => !/^(PATH|HOME|LANG|LOOM_TESTS_SHOWN|LOOM_CALL)$/.test(name));
        assert.deepEqual(more, []);
      }
    })
  ));
