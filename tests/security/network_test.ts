import assert from "node:assert/strict";
import type { HttpTool, PlanTool } from "../../lib/plan/mod.ts";
import { call, inWorkshop } from "../process_scenarios/workshop.ts";
import { attack } from "./hostile.ts";

/** A server on this machine that counts who reaches it, and sends everybody on where it is told to. */
interface Inside extends AsyncDisposable {
  readonly port: number;
  readonly seen: string[];
}

const INSIDE = "what only this machine may know";

function inside(sends: (path: string) => string | undefined = () => undefined): Inside {
  const seen: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url), to = sends(pathname);
    seen.push(pathname);
    if (to !== undefined) return new Response(null, { status: 302, headers: { location: to } });
    return new Response(INSIDE, { headers: { "content-type": "text/plain" } });
  });
  return { port: server.addr.port, seen, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** Ways to write addresses of this machine and its neighbours. */
function spellings(port: number): readonly string[] {
  const hosts = [
    "localhost",
    "LOCALHOST.",
    "127.0.0.1",
    "127.1",
    "127.000.000.001",
    "0177.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "user@127.0.0.1",
    "example.com@127.0.0.1",
    "a.localhost",
  ];
  const neighbours = [
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://100.100.100.200/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://0xa9fea9fe/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "data:text/plain,owned",
  ];
  return [...hosts.map((host) => `http://${host}:${port}/`), ...neighbours];
}

Deno.test("[P55] [V23] no spelling of an address of this machine, its neighbours or its cloud is fetched for an agent", () =>
  inWorkshop(async (shop) => {
    await using server = inside();
    const turns = [spellings(server.port).map((url) => call("web_fetch", { url }))].flatMap((all) =>
      Array.from({ length: Math.ceil(all.length / 20) }, (_, i) => all.slice(i * 20, i * 20 + 20))
    );
    const { end, said, asked } = await attack(shop, { tools: ["web_fetch"], agent: { maxTokens: 9_000 } }, turns);
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(server.seen, [], "it was reached");
    assert.equal(said.length, turns.flat().length);
    assert.deepEqual(said.filter((answer) => !answer.includes("Error:")), []);
    assert.ok(!JSON.stringify(asked).includes(INSIDE));
  }));

Deno.test("[P55] no address of this machine or its cloud is reached by an agent that has Git, and none by `ssh`", () =>
  inWorkshop(async (shop) => {
    await using server = inside();
    const urls = spellings(server.port).filter((url) => url.startsWith("http"));
    const turns = [
      [call("git_command", { args: ["init", "-q"] })],
      ...Array.from(
        { length: Math.ceil(urls.length / 15) },
        (_, i) => urls.slice(i * 15, i * 15 + 15).map((url) => call("git_command", { args: ["fetch", url] })),
      ),
      [
        call("git_command", { args: ["remote", "add", "origin", `http://127.0.0.1:${server.port}/x`] }),
        call("git_command", { args: ["fetch", "origin"] }),
        call("git_command", { args: ["pull"] }),
        call("git_command", { args: ["push", "origin", "main"] }),
        call("git_command", { args: ["remote", "update"] }),
        call("git_command", { args: ["remote", "add", "-f", "more", `http://[::1]:${server.port}/x`] }),
        call("git_command", { args: ["fetch", "git@github.example:a/b.git"] }),
        call("shell_execute", { command: `git fetch http://127.0.0.1:${server.port}/x` }),
        call("git_command", { args: ["clone", `http://127.0.0.1:${server.port}/x`, "x"] }),
        call("git_command", { args: ["ls-remote", `http://127.0.0.1:${server.port}/x`] }),
      ],
    ];
    const { end, said, asked } = await attack(
      shop,
      { tools: ["git_command", "shell_execute"], permissions: { run: ["git"] }, agent: { maxTokens: 9_000 } },
      turns,
    );
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(server.seen, [], "it was reached");
    const tried = said.filter((answer) =>
      !/^<result>?\n?Exit code: 0/.test(answer) && /fetch|pull|push|update|clone|ls-remote|-f/.test(answer)
    );
    assert.deepEqual(tried.filter((answer) => !answer.includes("Error:")), []);
    assert.ok(tried.length >= urls.length + 8, String(tried.length));
    assert.ok(!JSON.stringify(asked).includes(INSIDE));
  }));

Deno.test("[P55] a host that is granted sends nobody on to one that is not, for pages and for tools of the spec alike", () =>
  inWorkshop(async (shop) => {
    await using secret = inside();
    await using granted = inside((path) =>
      ({
        "/port": `http://127.0.0.1:${secret.port}/`,
        "/name": `http://localhost:${secret.port}/`,
        "/six": `http://[::1]:${secret.port}/`,
        "/cloud": "http://169.254.169.254/latest/meta-data/",
        "/file": "file:///etc/passwd",
        "/twice": "/port",
      })[path]
    );
    const request: HttpTool = {
      method: "GET",
      url: `http://127.0.0.1:${granted.port}/\${{ with.path }}`,
      headers: {},
      reads: "text",
    };
    const own: PlanTool = {
      by: "http",
      facts: {
        name: "ask_host",
        description: "Asks",
        parameters: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
        acts: ["net"],
        timeout: 5_000,
      },
      request,
    };
    const paths = ["port", "name", "six", "cloud", "file", "twice"];
    const turns = [
      paths.map((path) => call("web_fetch", { url: `http://127.0.0.1:${granted.port}/${path}` })),
      paths.map((path) => call("ask_host", { path })),
      [call("web_fetch", { url: `http://127.0.0.1:${granted.port}/fine` }), call("ask_host", { path: "fine" })],
    ];
    const permissions = { net: [`127.0.0.1:${granted.port}`] };
    const { end, said, asked } = await attack(
      shop,
      { tools: ["web_fetch"], own: { ask_host: own }, permissions },
      turns,
    );
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(secret.seen, [], "it was sent on");
    assert.deepEqual(said.slice(0, -2).filter((answer) => !answer.includes("Error:")), []);
    assert.deepEqual(
      said.slice(-2).map((answer) => answer.includes(INSIDE)),
      [true, true],
      "what is granted is reached",
    );
    assert.equal(granted.seen.length, 2 * paths.length + 2 + 2);
    assert.ok(!JSON.stringify(asked).includes("root:"));
  }));

Deno.test("an argument puts no other host, login, header or second request into what a tool of the spec asks", () =>
  inWorkshop(async (shop) => {
    await using secret = inside();
    await using granted = inside();
    const own: PlanTool = {
      by: "http",
      facts: {
        name: "ask_host",
        description: "Asks",
        parameters: { type: "object", properties: { host: { type: "string" }, path: { type: "string" } } },
        acts: ["net"],
        timeout: 5_000,
      },
      request: {
        method: "GET",
        url: "http://${{ with.host }}/${{ with.path }}",
        headers: { "x-path": "${{ with.path }}" },
        reads: "text",
      },
    };
    const good = `127.0.0.1:${granted.port}`, bad = `127.0.0.1:${secret.port}`;
    const turns = [[
      ...[
        bad,
        `${good}@${bad}`,
        `${bad}#${good}`,
        `${bad}/?${good}`,
        `${bad}\\@${good}`,
        `${bad}\t`,
        `localhost:${granted.port}`,
      ].map((host) => call("ask_host", { host, path: "x" })),
      ...[`x\r\nhost: ${bad}`, "x\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n", "x\nx-more: 1"].map((path) =>
        call("ask_host", { host: good, path })
      ),
    ]];
    const { end, said } = await attack(
      shop,
      { tools: [], own: { ask_host: own }, permissions: { net: [good] } },
      turns,
    );
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(secret.seen, []);
    assert.deepEqual(granted.seen.filter((path) => path.includes("smuggled")), []);
    assert.deepEqual(said.filter((answer) => !answer.includes("Error:")), []);
  }));
