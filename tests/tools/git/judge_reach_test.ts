import assert from "node:assert/strict";
import { join } from "node:path";
import { shellExecute } from "../../../lib/tools/shell/shell_tool.ts";
import { inTurn } from "../../../lib/tools/workspace/in_turn.ts";
import type { Place } from "../workspace/places.ts";
import { byHand, call, failed, git, options, text, withRepository } from "./repository.ts";
import { type Answer, bareRepository, serve, type Served } from "./served_repository.ts";

/** A repository in the workspace, and servers that offer another one. */
async function withServers(
  answers: readonly (Answer | undefined)[],
  test: (place: Place, ...servers: readonly Served[]) => Promise<void>,
): Promise<void> {
  await withRepository(async (place) => {
    const bare = await bareRepository(place), servers = answers.map((answer) => serve(bare, answer));
    try {
      await test(place, ...servers);
    } finally {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    }
  });
}

/** Every name but those of this machine is at a public address where nothing is. */
const resolve = () => Promise.resolve(["93.184.216.34"]);

Deno.test("[P55] no spelling of a private address is fetched from, pulled from or pushed to by Git", () =>
  withServers([undefined], async (place, server) => {
    const { port } = new URL(server.url);
    const hosts = ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"];
    const urls = [
      ...hosts.map((host) => `http://${host}:${port}/r.git`),
      `http://user:key@127.0.0.1:${port}/r.git`,
      `https://127.0.0.1:${port}/r.git`,
      "http://169.254.169.254/latest/meta-data/",
      "https://10.0.0.1/x.git",
      "http://[fe80::1]/x",
      "https://metadata.google.internal/x",
    ];
    for (const url of urls) {
      for (const args of [`fetch ${url}`, `pull ${url} main`, `push ${url} main`, `remote add -f x ${url}`]) {
        const { code, message } = await failed(place, args);
        assert.equal(code, "refused", message);
        assert.match(message, /only public places and hosts granted as `net` can be reached$/);
        assert.ok(!message.includes("what only this machine"));
      }
    }
    assert.deepEqual(server.seen, []);
  }));

Deno.test("[P55] no setting of a repository leads Git to a private address", () =>
  withServers([undefined], async (place, server) => {
    const { url } = server, base = `${new URL(url).origin}/`;
    const fetching = ["fetch", "fetch origin", "fetch --all", "pull", "remote update", "remote show origin"];
    const cases: readonly (readonly [readonly (readonly [string, string])[], readonly string[]])[] = [
      [[["remote.origin.url", url]], [
        ...fetching,
        "push",
        "push origin main",
        "remote prune origin",
        "remote set-head origin -a",
        "remote set-head origin --auto",
        "fetch --multiple origin",
      ]],
      [
        [["remote.origin.url", "https://example.com/r.git"], [`url.${base}.insteadOf`, "https://example.com/"]],
        fetching,
      ],
      [[["remote.origin.url", "https://example.com/r.git"], ["remote.origin.pushurl", url]], [
        "push",
        "push origin main",
      ]],
      [
        [["remote.origin.url", "https://example.com/r.git"], [`url.${base}.pushInsteadOf`, "https://example.com/"]],
        ["push", "push origin main", "push https://example.com/r.git main"],
      ],
      [[[`url.${base}.insteadOf`, "https://example.com/"]], [
        "fetch https://example.com/r.git",
        "push https://example.com/x",
      ]],
      [[[`url.${base}.insteadOf`, "work:"]], ["fetch work:r.git", "pull work:r.git main"]],
      [[["branch.main.remote", url], ["branch.main.merge", "refs/heads/main"]], ["fetch", "pull", "push"]],
      [[["branch.main.pushRemote", url]], ["push"]],
      [[["remote.pushDefault", url]], ["push"]],
      [[["remote.other.url", url]], ["fetch", "fetch other", "fetch --all", "remote update"]],
      [
        [["remote.a.url", "https://example.com/a"], ["remote.b.url", url], ["remotes.both", "a b"], [
          "remotes.more",
          "both",
        ]],
        ["fetch both", "remote update both", "fetch more", "fetch --multiple a both", "remote update"],
      ],
      [[["remotes.direct", url], ["remote.a.url", "https://example.com/a"]], ["fetch direct", "remote update direct"]],
      [[["include.path", "more"]], ["fetch", "fetch origin"]],
    ];
    await Deno.writeTextFile(join(place.root, ".git/more"), `[remote "origin"]\nurl = ${url}\n`);
    const config = join(place.root, ".git/config"), plain = await Deno.readTextFile(config);
    for (const [settings, calls] of cases) {
      for (const [name, value] of settings) await byHand(place, ["config", name, value]);
      for (const args of calls) {
        const { code, message } = await failed(place, args, { resolve });
        assert.equal(code, "refused", `${JSON.stringify(settings)} ${args}: ${message}`);
        assert.match(message, /is a loopback address|is no address that is reached/, message);
      }
      await Deno.writeTextFile(config, plain);
    }
    assert.deepEqual(server.seen, []);
  }));

Deno.test("[P55] a repository that leads Git around what is checked is not reached from", () =>
  withServers([undefined], async (place, { host, url, seen }) => {
    await byHand(place, ["config", "remote.origin.url", "http://example.com/r.git"]);
    const config = join(place.root, ".git/config"), plain = await Deno.readTextFile(config);
    const settings = [
      ["remote.origin.proxy", `http://${host}`],
      ["remote.origin.proxy", ""],
      ["http.http://example.com/.proxy", `http://${host}`],
      ["http.http://example.com/.proxy", ""],
      ["http.curloptResolve", "example.com:80:127.0.0.1"],
      ["http.http://example.com/.curloptResolve", "example.com:80:127.0.0.1"],
      ["remote.origin.vcs", "http"],
      ["fetch.bundleURI", url],
    ] as const;
    for (const [name, value] of settings) {
      await byHand(place, ["config", name, value]);
      for (const args of ["fetch", "fetch origin", "push origin main", "remote show origin"]) {
        const { message } = await failed(place, args, { resolve });
        assert.match(message, /leads past what can be checked/, `${name} ${args}`);
      }
      await git(place, "remote -v");
      await Deno.writeTextFile(config, plain);
    }
    await Deno.mkdir(join(place.root, ".git/remotes"), { recursive: true });
    await Deno.writeTextFile(join(place.root, ".git/remotes/old"), `URL: ${url}\n`);
    assert.match((await failed(place, "fetch", { resolve })).message, /`\.git\/remotes\/old` leads past/);
    assert.deepEqual(seen, []);
  }));

Deno.test("proxies of the environment and of the repository get nothing of what Git sends", () =>
  withServers([undefined, undefined], async (place, server, proxy) => {
    const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];
    const { from = {}, env } = options(place);
    const given = Object.fromEntries(names.map((name) => [name, /^no/i.test(name) ? "*" : `http://${proxy.host}`]));
    await byHand(place, ["config", "http.proxy", `http://${proxy.host}`]);
    const how = { env: [...env, ...names], from: { ...from, ...given } };
    assert.equal((await failed(place, `fetch ${server.url}`, how)).code, "refused");
    const fetched = await call(place, `fetch ${server.url} main`, { ...how, net: [server.host] });
    assert.match(fetched.ok ? fetched.output : fetched.message, /^Exit code: 0/);
    assert.ok(server.seen.length > 0);
    assert.deepEqual(proxy.seen, []);
  }));

Deno.test("a granted host is fetched from, pulled from and pushed to, wherever it is, and no other port of it", () =>
  withServers([undefined, undefined], async (place, server, other) => {
    const net = [server.host];
    await git(place, `remote add origin ${server.url}`);
    for (
      const args of [
        "fetch origin",
        "remote update",
        "remote show origin",
        "pull --no-rebase --allow-unrelated-histories origin main",
      ]
    ) {
      const result = await call(place, args, { net });
      assert.match(result.ok ? result.output : result.message, /^Exit code: 0/, args);
    }
    assert.equal(await text(place, "there.txt"), "there\n");
    server.seen.length = 0;
    const pushed = await call(place, "push origin main", { net });
    assert.match(pushed.ok ? pushed.output : pushed.message, /^Exit code: [^0]/, "files cannot be pushed to");
    assert.ok(server.seen.includes("/r.git/info/refs"));
    assert.equal((await failed(place, `fetch ${other.url}`, { net })).code, "refused");
    assert.deepEqual(other.seen, []);
    // Git that is run as a granted program is judged the same way.
    const shell = (net: readonly string[]) =>
      shellExecute({ ...options(place), run: ["git"], net }).run({ command: "git fetch origin" }, place.context);
    const [granted, refused] = [await shell(net), await shell([])];
    assert.ok(granted.ok && granted.output.startsWith("Exit code: 0"));
    assert.equal(!refused.ok && refused.code, "refused");
  }));

Deno.test("[P55] a host that is reached sends Git on to those alone that may be reached themselves", () => {
  const to: { host?: string } = {};
  const away: Answer = (path, query) =>
    path.startsWith("/away")
      ? Response.redirect(`http://${to.host}${path.replace("/away", "")}${query}`, 301)
      : undefined;
  return withServers([away, undefined], async (place, first, second) => {
    to.host = second.host;
    const url = first.url.replace("/r.git", "/away/r.git");
    const stopped = await call(place, `fetch ${url} main`, { net: [first.host] });
    assert.ok(stopped.ok);
    assert.match(stopped.output, /^Exit code: 128\n[^]*\(It was not let on: `127\.0\.0\.1` is a loopback address;/);
    assert.deepEqual(second.seen, []);
    const led = await call(place, `fetch ${url} main`, { net: [first.host, second.host] });
    assert.match(led.ok ? led.output : led.message, /^Exit code: 0/);
    assert.ok(second.seen.length > 0);
  });
});

Deno.test("[P55] a server's list of other stores leads Git nowhere", () => {
  const to: { host?: string } = {};
  const lending: Answer = (path) => {
    if (path.endsWith("/http-alternates")) return new Response(`http://${to.host}/r.git/objects\n`);
    return /\/objects\/[0-9a-f]{2}\//.test(path) ? new Response("", { status: 404 }) : undefined;
  };
  return withServers([lending, undefined], async (place, first, second) => {
    to.host = second.host;
    await byHand(place, ["config", `http.http://${first.host}/.followRedirects`, "true"]);
    const result = await call(place, `fetch ${first.url} main`, { net: [first.host] });
    assert.match(result.ok ? result.output : result.message, /^Exit code: [^0]/);
    assert.ok(first.seen.some((path) => path.endsWith("/http-alternates")), "it was asked for more");
    assert.deepEqual(second.seen, []);
  });
});

Deno.test("[P55] a name that leads elsewhere when Git asks for it leads nowhere", () =>
  withServers([undefined], async (place, server) => {
    const { port } = new URL(server.url);
    let asked = 0;
    // Public when the call is judged, before and in its turn, and private from then on.
    const rebound = () => Promise.resolve([++asked <= 2 ? "93.184.216.34" : "127.0.0.1"]);
    const result = await call(place, `fetch http://rebound.example:${port}/r.git`, { resolve: rebound });
    assert.ok(result.ok);
    assert.match(result.output, /not let on: `rebound\.example` leads to `127\.0\.0\.1`, a loopback address/);
    assert.equal(asked, 3);
    assert.deepEqual(server.seen, []);
  }));

Deno.test("[P55] what is changed about a remote while a call waits for its turn is judged anew", () =>
  withServers([undefined], async (place, server) => {
    await git(place, "remote add origin https://example.com/r.git");
    const free = Promise.withResolvers<void>(), judged = Promise.withResolvers<void>();
    const held = inTurn(place.root, () => free.promise);
    const told = () => (judged.resolve(), resolve());
    const fetching = call(place, "fetch origin", { resolve: told });
    await judged.promise;
    await byHand(place, ["remote", "set-url", "origin", server.url]);
    free.resolve();
    await held;
    const result = await fetching;
    assert.equal(!result.ok && result.code, "refused", JSON.stringify(result));
    assert.deepEqual(server.seen, []);
  }));

Deno.test("a host by ssh is reached when it is granted, on its port, and by no other way of writing it", () =>
  withRepository(async (place) => {
    const bin = join(place.outside, "bin"), witness = join(place.outside, "witness");
    await Deno.mkdir(bin);
    await Deno.writeTextFile(join(bin, "ssh"), `#!/bin/sh\necho "$@" >> ${witness}\nexit 1\n`, { mode: 0o755 });
    const { from = {} } = options(place), own = { from: { ...from, PATH: `${bin}:${from["PATH"]}` } };
    const addresses = [
      "git@Code.example:a/b.git",
      "code.example:a/b.git",
      "ssh://git@code.example/a",
      "ssh://code.example:22/a",
    ];
    for (const address of addresses) {
      for (const args of [`fetch ${address}`, `push ${address} main`, `pull ${address} main`]) {
        const { code, message } = await failed(place, args, own);
        assert.equal(code, "refused");
        assert.match(message, /`code\.example` is reached by `ssh`, with your keys; add it to `permissions\.net`$/);
      }
      for (const net of [["code.example"], ["code.example:22"]]) {
        const result = await call(place, `fetch ${address}`, { ...own, net });
        assert.match(result.ok ? result.output : result.message, /^Exit code: 128/, "it was tried");
      }
    }
    assert.equal((await Deno.readTextFile(witness)).split("\n").length - 1, 2 * addresses.length);
    await Deno.remove(witness);
    const net = ["code.example:22"];
    const others = [
      "ssh://code.example:2222/a",
      "ssh://other.example/a",
      "ssh://code.example@other.example/a",
      "ssh://other%2eexample/a",
      "ssh://code.example\\@other.example/a",
      "code.example@other.example:a",
      "git+ssh://code.example/a",
      "git://code.example/a",
      "ext::ssh code.example",
      "ssh://code.example",
      "code.example:-a",
    ];
    for (const address of others) {
      const result = await call(place, ["fetch", address], { ...own, net });
      assert.equal(!result.ok && result.code, "refused", address);
    }
    await byHand(place, ["config", "remote.origin.url", "https://example.com/x"]);
    await byHand(place, ["config", "url.other.example:.insteadOf", "https://example.com/"]);
    assert.equal((await failed(place, "fetch origin", { ...own, net })).code, "refused");
    await assert.rejects(Deno.stat(witness), Deno.errors.NotFound);
  }));

Deno.test("a call that is to reach nothing reaches nothing, even where objects are missing", () =>
  withServers([undefined], async (place, server) => {
    await byHand(place, ["config", "remote.origin.url", server.url]);
    await byHand(place, ["config", "remote.origin.promisor", "true"]);
    await byHand(place, ["config", "extensions.partialClone", "origin"]);
    const { output } = await git(place, "rev-parse HEAD:a.txt"), id = output.split("\n")[1]!;
    await Deno.remove(join(place.root, ".git/objects", id.slice(0, 2), id.slice(2)));
    for (const args of ["show HEAD:a.txt", "log -p", "diff HEAD", "checkout -q -b x"]) {
      await call(place, args, { net: [server.host] });
    }
    assert.deepEqual(server.seen, []);
  }));

Deno.test("what a partial copy would ask for missing objects is judged as well", () =>
  withServers([undefined], async (place, server) => {
    const config = join(place.root, ".git/config"), plain = await Deno.readTextFile(config);
    const cases = [
      [["extensions.partialClone", "other"], ["remote.other.url", server.url]],
      [["remote.other.promisor", "true"], ["remote.other.url", server.url]],
      [["remote.other.partialCloneFilter", "blob:none"], ["remote.other.url", "ssh://code.example/x"]],
    ] as const;
    for (const settings of cases) {
      for (const [name, value] of settings) await byHand(place, ["config", name, value]);
      for (const args of ["fetch https://example.com/x", "push https://example.com/x main"]) {
        const { code, message } = await failed(place, args, { resolve });
        assert.equal(code, "refused");
        assert.match(message, /is a loopback address|`code\.example` is reached by `ssh`/);
      }
      await Deno.writeTextFile(config, plain);
    }
    assert.deepEqual(server.seen, []);
  }));

Deno.test("a remote that nothing is known of is missed by Git itself", () =>
  withRepository(async (place) => {
    for (const args of ["push", "pull"]) {
      const result = await call(place, args);
      assert.match(result.ok ? result.output : result.message, /^Exit code: [^0]/, args);
    }
    await git(place, "fetch");
    await git(place, "remote update");
    assert.match((await failed(place, "fetch nowhere")).message, /`nowhere` is no address that is reached/);
  }));
