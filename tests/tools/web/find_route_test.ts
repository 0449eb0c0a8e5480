import assert from "node:assert/strict";
import type { WebOptions } from "../../../lib/tools/web/fetch_page.ts";
import { fetchPage } from "../../../lib/tools/web/fetch_page.ts";
import { addressRefusal } from "../../../lib/tools/web/address_guard.ts";
import { calm, page, redirect, refusalOf } from "./answers.ts";
import { hostileServer } from "./hostile_server.ts";

/** Fetches from the port it is given, over http and https; its environment is read once, so it needs its own process. */
const BEHIND_PROXY = new URL("behind_proxy.ts", import.meta.url).href;

/** Every spelling of places that only this machine can reach, with `{port}` to fill in. */
const SPELLINGS = [
  "http://127.0.0.1:{port}/",
  "http://127.1:{port}/",
  "http://127.0.1:{port}/",
  "http://2130706433:{port}/",
  "http://0x7f.1:{port}/",
  "http://0x7f000001:{port}/",
  "http://0177.0.0.1:{port}/",
  "http://017700000001:{port}/",
  "http://%31%32%37.0.0.1:{port}/",
  "http://１２７.0.0.1:{port}/",
  "http://127。0。0。1:{port}/",
  "http://127.0.0.1.:{port}/",
  "http:\\\\127.0.0.1:{port}\\",
  "http:127.0.0.1:{port}",
  "http://0:{port}/",
  "http://0.0.0.0:{port}/",
  "http://127.255.0.9:{port}/",
  "http://localhost:{port}/",
  "http://LOCALHOST.:{port}/",
  "http://a.localhost:{port}/",
  "http://[::1]:{port}/",
  "http://[0:0:0:0:0:0:0:1]:{port}/",
  "http://[::]:{port}/",
  "http://[::ffff:127.0.0.1]:{port}/",
  "http://[::ffff:7f00:1]:{port}/",
  "http://[::127.0.0.1]:{port}/",
  "http://[64:ff9b::127.0.0.1]:{port}/",
  "http://[2002:7f00:1::]:{port}/",
  "http://[fe80::1]:{port}/",
  "http://169.254.169.254/latest/meta-data/",
  "http://metadata.google.internal/",
  "http://localtest.me:{port}/",
  "http://localhost.evil.com:{port}/",
  "http://mixed.example:{port}/",
];

/** Stands in for name servers: no test asks real ones. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "localtest.me": ["127.0.0.1"],
  "localhost.evil.com": ["::1"],
  "mixed.example": ["93.184.216.34", "127.0.0.1"],
  "public.example": ["127.0.0.2"],
};
const resolve = (host: string): Promise<readonly string[]> => Promise.resolve(NAMES[host] ?? []);
/** For tests with two loopback addresses: macOS has one. */
const TWO_PLACES: Omit<Deno.TestDefinition, "fn" | "name"> = { ignore: Deno.build.os === "darwin" };
/** Takes one loopback address for a public one. */
const second: WebOptions = {
  resolve,
  refusal: (address) => address === "127.0.0.2" ? undefined : addressRefusal(address),
};

Deno.test("no spelling of a private place leads there", async () => {
  await using server = hostileServer(page("secret"));
  for (const spelling of SPELLINGS) {
    const url = spelling.replace("{port}", String(server.port));
    assert.match(refusalOf(await fetchPage(url, { resolve }, calm)), /^refused: Cannot fetch/, url);
  }
  assert.equal(server.connections, 0);
});

Deno.test("no redirect leads to a private place, however it is spelt", TWO_PLACES, async () => {
  await using secret = hostileServer(page("secret"));
  for (const spelling of SPELLINGS) {
    const target = spelling.replace("{port}", String(secret.port)).replace(/[^ -~]/gu, encodeURIComponent);
    await using open = hostileServer(redirect(target), { hostname: "127.0.0.2" });
    const result = await fetchPage(`http://public.example:${open.port}/`, second, calm);
    // Beside a page of the same scheme, `http:host` is a path there, which redirects again.
    const [told, requests] = spelling.startsWith("http:127")
      ? [/more than 5/, 6]
      : [/^refused: .* redirects there$/, 1];
    assert.match(refusalOf(result), told, target);
    assert.equal(open.requests.length, requests, target);
  }
  assert.equal(secret.connections, 0);
});

Deno.test(
  "a connection goes to the address that was checked, whatever the name means a moment later",
  TWO_PLACES,
  async () => {
    await using open = hostileServer(page("public"), { hostname: "127.0.0.2" });
    await using secret = hostileServer(page("secret"), { hostname: "127.0.0.1", port: open.port });
    let asked = 0;
    const rebinding = { ...second, resolve: () => Promise.resolve([asked++ === 0 ? "127.0.0.2" : "127.0.0.1"]) };
    const result = await fetchPage(`http://rebind.example:${open.port}/`, rebinding, calm);
    assert.equal(result.ok && result.text, "public");
    assert.equal(asked, 1);
    assert.match(open.requests[0]!, new RegExp(`host: rebind\\.example:${open.port}\r\n`, "i"));
    assert.equal(secret.connections, 0);
  },
);

Deno.test("a name is checked anew at every redirect", TWO_PLACES, async () => {
  await using open = hostileServer((send) => redirect(`http://rebind.example:${open.port}/again`)(send), {
    hostname: "127.0.0.2",
  });
  await using secret = hostileServer(page("secret"), { hostname: "127.0.0.1", port: open.port });
  let asked = 0;
  const rebinding = { ...second, resolve: () => Promise.resolve([asked++ === 0 ? "127.0.0.2" : "127.0.0.1"]) };
  const result = await fetchPage(`http://rebind.example:${open.port}/`, rebinding, calm);
  assert.match(refusalOf(result), /`rebind\.example` leads to `127\.0\.0\.1`, a loopback address/);
  assert.equal(asked, 2);
  assert.equal(secret.connections, 0);
});

Deno.test("the addresses of a name are tried in turn when one does not answer", TWO_PLACES, async () => {
  await using open = hostileServer(page("there"), { hostname: "127.0.0.2" });
  const both = { resolve: () => Promise.resolve(["127.0.0.3", "127.0.0.2"]), refusal: () => undefined };
  const result = await fetchPage(`http://two.example:${open.port}/`, both, calm);
  assert.equal(result.ok && result.text, "there");
});

Deno.test("a granted host may be private, on its port only if one is named, and no other name may", async () => {
  await using server = hostileServer(page("mine"));
  const { port } = server, other = port === 1 ? 2 : port - 1;
  const fetched = (host: string, net: readonly string[]) =>
    fetchPage(`http://${host}:${port}/`, { resolve, net }, calm);
  const right = [`127.0.0.1:${port}`, "127.0.0.1", "localtest.me", `LOCALTEST.ME:${port}`];
  for (const grant of right) {
    const host = grant.toLowerCase().startsWith("local") ? "localtest.me" : "127.0.0.1";
    assert.equal((await fetched(host, [grant])).ok, true, grant);
  }
  assert.equal(server.requests.length, right.length);
  for (const grant of [`127.0.0.1:${other}`, "localtest.me", "example.com", "[::1]", "127.0.0.2", ".0.0.1", ""]) {
    assert.match(refusalOf(await fetched("127.0.0.1", [grant])), /^refused/, grant);
  }
  assert.match(refusalOf(await fetched("localtest.me", ["127.0.0.1"])), /^refused/);
  assert.equal(server.connections, right.length);
});

Deno.test("a granted name of a local place is asked for its addresses, of the system unless told otherwise", async () => {
  await using server = hostileServer(page("mine"));
  for (const options of [{}, { resolve: () => Promise.resolve(["127.0.0.1"]) }]) {
    const result = await fetchPage(`http://localhost:${server.port}/`, { net: ["localhost"], ...options }, calm);
    assert.equal(result.ok, true);
  }
});

Deno.test("a proxy in the environment does not get to choose where a page comes from", async () => {
  await using proxy = hostileServer(page("of the proxy"));
  await using server = hostileServer(page("of the server"));
  const http_proxy = `http://127.0.0.1:${proxy.port}`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--allow-net",
      "--allow-env",
      "--allow-sys",
      BEHIND_PROXY,
      String(server.port),
    ],
    env: { NODE_USE_ENV_PROXY: "1", http_proxy, https_proxy: http_proxy, no_proxy: "", NO_PROXY: "" },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.match(new TextDecoder().decode(stdout), /^of the server; .* the connection ended/);
  assert.equal(proxy.connections, 0);
  assert.equal(server.connections, 2);
});

Deno.test("only http and https are fetched, without names and passwords, and messages do not repeat them", async () => {
  for (const url of ["ftp://example.com/", "file:///etc/passwd", "data:text/html,x", "javascript:1", "blob:null/x"]) {
    assert.match(refusalOf(await fetchPage(url, { resolve }, calm)), /^refused: .*only http and https/, url);
  }
  for (
    const url of ["http://me:hunter2@public.example/", "http://hunter2@public.example/", "http://:hunter2@127.0.0.1/"]
  ) {
    const told = refusalOf(await fetchPage(url, second, calm));
    assert.match(told, /^refused: .*leave them out/);
    assert.doesNotMatch(told, /hunter2/);
  }
  for (const url of ["", "example.com", "http://", "http://[fe80::1%25eth0]/", "http://1.2.3.4.5/", "//example.com"]) {
    assert.match(refusalOf(await fetchPage(url, { resolve }, calm)), /^invalid: /, url);
  }
  assert.match(
    refusalOf(await fetchPage(`http://a.example/${"x".repeat(9000)}`, { resolve }, calm)),
    /^refused: .*longer/,
  );
});

Deno.test("a redirect changes to nothing but http and https, and brings no password", TWO_PLACES, async () => {
  for (const target of ["file:///etc/passwd", "ftp://public.example/", "http://me:hunter2@public.example/"]) {
    await using open = hostileServer(redirect(target), { hostname: "127.0.0.2" });
    assert.match(refusalOf(await fetchPage(`http://public.example:${open.port}/`, second, calm)), /^refused: /, target);
  }
});

Deno.test("a name without addresses and one that cannot be looked up are failures, not silence", async () => {
  const lost = { resolve: () => Promise.reject(new Error("no name server")) };
  for (const options of [lost, { resolve: () => Promise.resolve([]) }]) {
    assert.match(
      refusalOf(await fetchPage("http://nowhere.example/", options, calm)),
      /^failed: .*no address is known/,
    );
  }
});

Deno.test("a resolver that gives more than addresses opens nothing", async () => {
  for (const odd of ["localhost", "127.1", "2130706433", "fe80::1%lo", "[::1]", ""]) {
    const options = { resolve: () => Promise.resolve([odd]) };
    assert.match(refusalOf(await fetchPage("http://odd.example/", options, calm)), /^refused: /, odd);
  }
});
