import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../../../lib/base/json.ts";
import type { McpServer } from "../../../lib/plan/tool_facts.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { callMcpTool, listMcpTools } from "../../../lib/tools/user/mcp_client.ts";
import { openMcpServers } from "../../../lib/tools/user/mcp_servers.ts";
import type { McpOptions, McpServers } from "../../../lib/tools/user/mcp_servers.ts";
import { McpTrouble } from "../../../lib/tools/user/mcp_trouble.ts";
import { isAlive, until, withFolder } from "../scratch.ts";
import { gave, refusal } from "./results.ts";

const FIXTURE = fileURLToPath(new URL("./mcp_fixture.ts", import.meta.url));
const GRANTED = [Deno.execPath(), "sh", "cat", "yes", "true", "sleep", "nowhere-to-be-found"];

function program(...args: readonly string[]): McpServer {
  return { run: [Deno.execPath(), "run", "--quiet", "--allow-all", FIXTURE, ...args], env: {} };
}

/** Runs with one server called `it`, and closes it. */
async function withServer(
  server: McpServer,
  use: (servers: McpServers) => Promise<void>,
  options: Partial<McpOptions> = {},
): Promise<void> {
  const servers = openMcpServers({
    servers: { it: server },
    permissions: { run: GRANTED, net: ["127.0.0.1"], env: ["DENO_DIR"] },
    folder: "/",
    secret: () => "to-k3n-value",
    ...options,
  });
  try {
    await use(servers);
  } finally {
    await servers.close();
  }
}

const shell = (script: string): McpServer => ({ run: ["sh", "-c", script], env: {} });

async function call(
  servers: McpServers,
  tool: string,
  input: JsonObject = {},
  more: { readonly timeout?: number; readonly signal?: AbortSignal } = {},
): Promise<ToolResult> {
  const { timeout = 20_000, ...options } = more;
  return await callMcpTool(servers, { facts: { name: `it_${tool}`, timeout }, server: "it", tool, input }, options);
}

async function trouble(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof McpTrouble, `this was to be trouble: ${error}`);
  return `${error.code}: ${error.message}`;
}

async function pidOf(servers: McpServers): Promise<number> {
  return (gave(await call(servers, "pid")).data as { readonly pid: number }).pid;
}

Deno.test("the tools of a server are listed to their end, with its schemas and what its hints say they may do", async () => {
  await withServer(program(), async (servers) => {
    const tools = await listMcpTools(servers, "it", { timeout: 20_000 });
    assert.deepEqual(tools.map(({ server, tool }) => `${server} ${tool}`), [
      "it echo",
      "it add-one",
      "it add_one",
      "it silent",
    ]);
    const [echo, dash, line, silent] = tools.map(({ facts }) => facts);
    assert.deepEqual(echo, {
      name: "echo",
      description: "Says a text again",
      parameters: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
      acts: ["read"],
      timeout: 60_000,
    });
    assert.deepEqual([dash!.name, line!.name], ["add-one", "add_one"]);
    assert.equal(dash!.description, "Adds one");
    assert.deepEqual([dash!.acts, line!.acts, silent!.acts], [["write", "net"], ["run", "write"], [
      "run",
      "write",
      "net",
    ]]);
  });
});

Deno.test("answers come as text, and as data where they hold any", async () => {
  await withServer(program(), async (servers) => {
    assert.deepEqual(gave(await call(servers, "echo", { text: "hello" })), { output: "hello", data: undefined });
    assert.deepEqual(gave(await call(servers, "echo", { text: ' {"a": [1]}' })).data, { a: [1] });
    assert.deepEqual(gave(await call(servers, "structured")), { output: "three", data: { n: 3 } });
    assert.equal(
      gave(await call(servers, "mixed")).output,
      "a picture:\n(image of type `image/png`, 8 bytes, not shown)\n(content of file:///a.txt)\nof a\n" +
        "(content of file:///a.bin, 8 bytes, not shown)\n(link to `b`: file:///b.txt)",
    );
    assert.match(gave(await call(servers, "long")).output, /70000 characters left out/);
    const { data } = gave(await call(servers, "poison"));
    assert.equal((data as { readonly a?: number }).a, undefined);
  });
});

Deno.test("what a tool says it failed at, and what a server does not take, are failures that tell why", async () => {
  await withServer(program(), async (servers) => {
    assert.equal(refusal(await call(servers, "fail")), "failed: The tool `it_fail` failed: there is no such file");
    assert.equal(
      refusal(await call(servers, "nonesuch")),
      "invalid: The tool `it_nonesuch` failed: The MCP server `it` could not do `nonesuch`: it does not take that: " +
        "there is no tool nonesuch",
    );
    assert.match(
      refusal(await call(servers, "throws")),
      /could not do `throws`: it answered with an error: inside out$/,
    );
    assert.match(refusal(await call(servers, "wrong")), /could not do `wrong`: its answer is not what the protocol/);
    const pid = await pidOf(servers);
    assert.equal(await pidOf(servers), pid, "none of that is a reason to start it anew");
  });
});

Deno.test("all calls share one server, side by side, and it is gone when the run is over", async () => {
  let pid = 0;
  await withServer(program(), async (servers) => {
    const all = await Promise.all([1, 2, 3].map(() => call(servers, "together", { of: 3 })));
    assert.deepEqual(all.map((one) => gave(one).output), ["together", "together", "together"]);
    pid = await pidOf(servers);
  });
  assert.ok(!(await isAlive(pid)));
});

Deno.test("progress, news and questions that nobody asked for disturb no call", async () => {
  await withServer(program(), async (servers) => {
    assert.equal(gave(await call(servers, "progress")).output, "done");
    assert.match(gave(await call(servers, "ask")).output, /^asked: .*Method not found/);
    assert.equal(gave(await call(servers, "chatty")).output, "heard");
    assert.equal(gave(await call(servers, "deep")).output, "heard");
  });
});

Deno.test("a server is given PATH, HOME, LANG, what is granted and what its spec says, secrets included", async () => {
  const server = { ...program(), env: { TOKEN: { env: "TOKEN" }, MODE: "test" } } as McpServer;
  await withServer(server, async (servers) => {
    const env = gave(await call(servers, "env")).data as { readonly [name: string]: string };
    assert.equal(env["TOKEN"], "to-k3n-value");
    assert.equal(env["MODE"], "test");
    const allowed = ["PATH", "HOME", "LANG", "DENO_DIR", "TOKEN", "MODE"];
    assert.deepEqual(Object.keys(env).filter((name) => !allowed.includes(name)), []);
  }, { env: { ...Deno.env.toObject(), HIDDEN: "x" } });
});

Deno.test("a server that dies is an error that says how, with its last words but no secret, and the next call starts it anew", async () => {
  const server = { ...program(), env: { TOKEN: { env: "TOKEN" } } } as McpServer;
  await withServer(server, async (servers) => {
    const first = await pidOf(servers);
    const [died, beside] = await Promise.all([call(servers, "die"), call(servers, "hang")]);
    const message = refusal(died!);
    assert.match(
      message,
      /^failed: The tool `it_die` failed: The MCP server `it` could not do `die`: it ended with exit code 7; see/,
    );
    assert.match(message, /it wrote:\nthe disk is on fire, said \[TOKEN\]$/);
    assert.match(refusal(beside!), /could not do `hang`: it ended with exit code 7/);
    assert.notEqual(await pidOf(servers), first);
  });
});

Deno.test("a call that takes too long is given up and the server told; it stays", async () => {
  await withFolder({}, async (folder) => {
    await withServer(program(), async (servers) => {
      const pid = await pidOf(servers), note = `${folder}/note`;
      assert.match(
        refusal(await call(servers, "hang", { note }, { timeout: 200 })),
        /^timeout: The tool `it_hang` failed: The MCP server `it` could not do `hang`: no answer within 200ms; see/,
      );
      await until(() => Deno.stat(note).then(() => true, () => false));
      assert.equal(await pidOf(servers), pid);
    });
  });
});

Deno.test("a call that is ended is given up and the server told; one that was answered is not taken back", async () => {
  await withFolder({}, async (folder) => {
    await withServer(program(), async (servers) => {
      await pidOf(servers);
      const note = `${folder}/note`, ending = new AbortController();
      assert.equal(gave(await call(servers, "echo", { text: "a" }, { signal: ending.signal })).output, "a");
      const hanging = call(servers, "hang", { note }, { signal: ending.signal });
      await call(servers, "echo", { text: "b" });
      ending.abort();
      assert.match(refusal(await hanging), /^aborted: .*the call was ended$/);
      await until(() => Deno.stat(note).then(() => true, () => false));
      assert.match(refusal(await call(servers, "echo", {}, { signal: ending.signal })), /^aborted: /);
    });
  });
});

Deno.test("a server that floods, sends what is too large or talks garbage is ended and named", async () => {
  await withServer(program(), async (servers) => {
    const pid = await pidOf(servers);
    assert.match(
      refusal(await call(servers, "flood")),
      /`it` could not do `flood`: it sent more than 32 MB that nobody asked for/,
    );
    await until(async () => !(await isAlive(pid)));
    assert.match(
      refusal(await call(servers, "huge")),
      /`it` could not do `huge`: it sent a message larger than 8 MB, and was ended/,
    );
    const garbage = refusal(await call(servers, "garbage"));
    assert.match(
      garbage,
      /could not do `garbage`: it wrote lines that are no messages to its standard output, and was ended/,
    );
    assert.match(garbage, /it wrote:\nloading 0\n/);
  });
});

Deno.test("what is no MCP server at all is named with what to do, whatever it does instead", async () => {
  const cases: readonly (readonly [McpServer, RegExp])[] = [
    [
      { run: ["true"], env: {} },
      /^failed: .*could not be reached: it ended with exit code 0; see whether `true` starts by itself and speaks MCP$/,
    ],
    [
      shell("echo no config >&2; exit 2"),
      /it ended with exit code 2; see whether `sh -c` starts .*; it wrote:\nno config$/,
    ],
    [shell("kill -9 $$"), /it was ended by SIGKILL/],
    [
      { run: ["yes"], env: {} },
      /it wrote lines that are no messages to its standard output, and was ended; .*it wrote:\ny\ny/s,
    ],
    [{ run: ["cat"], env: {} }, /could not be reached: it /],
    [{ run: ["cat", "/dev/zero"], env: {} }, /it sent a message larger than 8 MB/],
    [{ run: ["nowhere-to-be-found"], env: {} }, /there is no program `nowhere-to-be-found` on this machine/],
    [{ run: ["rm"], env: {} }, /^refused: .*Running `rm` is not granted: add it to `permissions.run`$/],
    [{ run: [], env: {} }, /^refused: .*must begin with the name of a program/],
  ];
  for (const [server, message] of cases) {
    await withServer(server, async (servers) => {
      assert.match(await trouble(servers.connection("it")), message);
    });
  }
});

Deno.test("a server that says nothing is given up when time is up, and is gone", async () => {
  await withFolder({}, async (folder) => {
    await withServer(shell(`echo $$ > ${folder}/pid; sleep 600`), async (servers) => {
      const message = await trouble(listMcpTools(servers, "it", { timeout: 20_000 }));
      assert.match(message, /^timeout: The MCP server `it` could not be reached: no answer within 300ms; see whether/);
      assert.ok(!(await isAlive(Number(await Deno.readTextFile(`${folder}/pid`)))));
    }, { patience: 300 });
  });
});

Deno.test("a run that ends does not wait for a server that is not there yet", async () => {
  await withFolder({}, async (folder) => {
    const servers = openMcpServers({
      servers: { it: shell(`echo $$ > ${folder}/pid; sleep 600`) },
      permissions: { run: GRANTED, net: [], env: [] },
      folder: "/",
      secret: () => "",
    });
    const waiting = trouble(servers.connection("it"));
    await until(() => Deno.readTextFile(`${folder}/pid`).then((pid) => pid !== "", () => false));
    await servers.close();
    assert.match(await waiting, /^aborted: /);
    assert.match(await trouble(servers.connection("it")), /the run is over/);
    assert.ok(!(await isAlive(Number(await Deno.readTextFile(`${folder}/pid`)))));
  });
});

Deno.test("a server that does not end by itself is made to, with all it started", async () => {
  let pid = 0;
  await withServer(program("stay"), async (servers) => {
    pid = await pidOf(servers);
  });
  assert.ok(!(await isAlive(pid)));
});

Deno.test("a server ends with the process that started it, even when that is killed", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      fileURLToPath(new URL("./killed_with_server.ts", import.meta.url)),
      FIXTURE,
    ],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader(), { value } = await reader.read();
  const pid = Number(new TextDecoder().decode(value));
  assert.ok(pid > 0 && await isAlive(pid));
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  await until(async () => !(await isAlive(pid)));
});

Deno.test("a list of tools without end is trouble, not a wait", async () => {
  await withServer(program("endless"), async (servers) => {
    assert.match(await trouble(listMcpTools(servers, "it", { timeout: 20_000 })), /its list of tools has no end/);
  });
});

Deno.test("a server of another name and a secret that is not there are told before anything is started", async () => {
  const server: McpServer = { run: ["cat"], env: { TOKEN: { env: "NONE" } } };
  const secret = (): string => {
    throw new Error("Cannot find the secret: the environment variable `NONE` is not set");
  };
  await withServer(server, async (servers) => {
    assert.match(
      await trouble(servers.connection("other")),
      /^missing: Cannot reach the MCP server `other`: there is none/,
    );
    assert.match(await trouble(servers.connection("it")), /^refused: .*the environment variable `NONE` is not set$/);
  }, { secret });
});
