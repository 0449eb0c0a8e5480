import assert from "node:assert/strict";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { WebOptions } from "../../../lib/tools/web/fetch_page.ts";
import { fetchPage, MAX_PAGE, MAX_REDIRECTS } from "../../../lib/tools/web/fetch_page.ts";
import { calm, page, redirect, refusalOf } from "./answers.ts";
import type { HostileServer, Send } from "./hostile_server.ts";
import { hostileServer } from "./hostile_server.ts";
import { CERTIFICATE, KEY, ROOT } from "./tls_fixture.ts";

const granted: WebOptions = { net: ["127.0.0.1"] };
const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

function fetched(server: HostileServer, options: WebOptions = granted): ReturnType<typeof fetchPage> {
  return fetchPage(`http://127.0.0.1:${server.port}/page?q=1#part`, options, calm);
}

/** Pieces that never end; the server's end of the connection does, by an error, once the client has enough. */
async function endless(send: Send, piece: string | Uint8Array): Promise<void> {
  while (true) await send(piece);
}

Deno.test("a page is asked for with GET, without cookies and with few headers", async () => {
  await using server = hostileServer(
    page("hello", { "Set-Cookie": "a=b", "Content-Type": "Text/Plain; charset=utf-8" }),
  );
  const result = await fetched(server);
  const url = `http://127.0.0.1:${server.port}/page?q=1#part`;
  assert.deepEqual(result, { ok: true, url, type: "text/plain", text: "hello", cut: false });
  const [first, ...lines] = server.requests[0]!.trim().split("\r\n");
  assert.equal(first, "GET /page?q=1 HTTP/1.1");
  const names = lines.map((line) => line.split(":", 1)[0]!.toLowerCase()).sort();
  assert.deepEqual(names, ["accept", "accept-encoding", "connection", "host", "user-agent"]);
});

Deno.test("redirects are followed, at most five, and cookies are not carried along", async () => {
  let hop = 0;
  await using server = hostileServer((send) =>
    hop++ < MAX_REDIRECTS ? redirect(`/${hop}`, 307)(send) : page("end")(send)
  );
  const result = await fetched(server);
  assert.equal(result.ok && result.url, `http://127.0.0.1:${server.port}/5`);
  assert.equal(server.requests.length, MAX_REDIRECTS + 1);
  assert.doesNotMatch(server.requests.join(), /cookie|referer/i);
});

Deno.test("a redirect without end is given up", async () => {
  await using server = hostileServer(redirect("/page?q=1"));
  assert.match(refusalOf(await fetched(server)), /^failed: .*more than 5 redirects/);
  assert.equal(server.requests.length, MAX_REDIRECTS + 1);
});

Deno.test("a redirect to no address is a failure that is told", async () => {
  await using server = hostileServer(redirect("http://[::1"));
  assert.match(refusalOf(await fetched(server)), /^failed: .*redirects to what is no address/);
});

Deno.test("bodies are unpacked", async () => {
  const text = "Grüße ".repeat(500);
  const packed = {
    gzip: gzipSync(text),
    "x-gzip": gzipSync(text),
    deflate: deflateSync(text),
    BR: brotliCompressSync(text),
  };
  for (const [encoding, bytes] of Object.entries(packed)) {
    await using server = hostileServer(page(bytes, { "Content-Encoding": encoding, "Content-Type": "text/plain" }));
    const result = await fetched(server);
    assert.equal(result.ok && result.text, text, encoding);
  }
});

Deno.test("a small body that unpacks to a huge one is cut, and its connection is let go", async () => {
  const bomb = gzipSync(new Uint8Array(64 * 2 ** 20));
  assert.ok(bomb.length < MAX_PAGE);
  await using server = hostileServer(async (send) => {
    await send(`${OK}Content-Encoding: gzip\r\n\r\n`);
    await send(bomb);
    await endless(send, gzipSync("more"));
  });
  const result = await fetched(server);
  assert.equal(result.ok && result.cut && result.text.length, MAX_PAGE);
  await server.gone;
});

Deno.test("a body without end is cut, and its connection is let go", async () => {
  await using server = hostileServer(async (send) => {
    await send(`${OK}\r\n`);
    await endless(send, "a line of text\n".repeat(1000));
  });
  const result = await fetched(server);
  assert.equal(result.ok && result.cut && result.text.length, MAX_PAGE);
  await server.gone;
});

Deno.test("a page of exactly the most that is read is whole", async () => {
  await using server = hostileServer(page("x".repeat(MAX_PAGE)));
  const result = await fetched(server);
  assert.equal(result.ok && !result.cut && result.text.length, MAX_PAGE);
});

Deno.test("a page that drips, a server that says nothing and one that never ends its headers run out of time", async () => {
  const silence = Promise.withResolvers<void>();
  const slow: readonly ((send: Send) => Promise<void>)[] = [
    async (send) => {
      await send(`${OK}Content-Length: 1000\r\n\r\n`);
      await dripping(send, "x");
    },
    () => silence.promise,
    async (send) => {
      await send(OK);
      await dripping(send, "X-More: 1\r\n");
    },
    async (send) => {
      while (true) await send("HTTP/1.1 100 Continue\r\n\r\n");
    },
  ];
  for (const answer of slow) {
    await using server = hostileServer(answer);
    assert.match(refusalOf(await fetched(server, { ...granted, patience: 150 })), /^timeout: .*too long/);
    if (answer === slow[1]) silence.resolve();
    await server.gone;
  }
});

/** Sends a piece now and then until nobody takes it. */
async function dripping(send: Send, piece: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    await send(piece);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("a name that is never resolved runs out of time", async () => {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const result = await fetchPage("http://slow.example/", { patience: 20, resolve: () => promise }, calm);
  assert.match(refusalOf(result), /^timeout: /);
  resolve(["127.0.0.1"]);
});

Deno.test("an ended call ends its connection at once, and one that was ended before asks for nothing", async () => {
  const controller = new AbortController();
  await using server = hostileServer(async (send) => {
    await send(`${OK}\r\n`);
    controller.abort();
    await dripping(send, "x");
  });
  const url = `http://127.0.0.1:${server.port}/`;
  assert.match(refusalOf(await fetchPage(url, granted, controller.signal)), /^aborted: /);
  await server.gone;
  assert.match(refusalOf(await fetchPage(url, granted, controller.signal)), /^aborted: /);
  assert.equal(server.requests.length, 1);
});

Deno.test("servers that break the rules are failures, never crashes", async () => {
  const broken: Readonly<Record<string, (send: Send) => Promise<void>>> = {
    silence: () => Promise.resolve(),
    "no http": (send) => send("SSH-2.0-x\r\n"),
    "too short": (send) => send(`${OK}Content-Length: 100\r\n\r\nhi`),
    "two lengths": (send) => send(`${OK}Content-Length: 2\r\nContent-Length: 5\r\n\r\nhi`),
    "no chunk": (send) => send(`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nhi`),
    "half a chunk": (send) => send(`${OK}Transfer-Encoding: chunked\r\n\r\n10\r\nhi`),
    "not packed": (send) => send(`${OK}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi`),
    "another protocol": (send) => send("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
    "half packed": async (send) => {
      await send(`${OK}Content-Encoding: gzip\r\n\r\n`);
      await send(gzipSync("a text that is long enough to be cut").subarray(0, 20));
    },
    "headers without end": async (send) => {
      await send(OK);
      await endless(send, `X-Flood: ${"x".repeat(1000)}\r\n`);
    },
    "one header without end": async (send) => {
      await send(`${OK}X-Flood: `);
      await endless(send, "x".repeat(1000));
    },
  };
  for (const [how, answer] of Object.entries(broken)) {
    await using server = hostileServer(answer);
    assert.match(refusalOf(await fetched(server)), /^failed: Cannot fetch /, how);
  }
});

Deno.test("what follows a page on its connection is not read as part of it", async () => {
  await using server = hostileServer((send) => send(`${OK}Content-Length: 2\r\n\r\nhi there`));
  const result = await fetched(server);
  assert.ok(result.ok ? result.text === "hi" : result.code === "failed");
});

Deno.test("what is no text is refused with its type and size", async () => {
  const types = ["image/png", "application/pdf", "application/octet-stream", "video/mp4; codecs=x", "textual/html"];
  for (const type of types) {
    await using server = hostileServer(page("12345", { "Content-Type": type }));
    const media = type.split(";", 1)[0]!;
    assert.ok(refusalOf(await fetched(server)).includes(`it is \`${media}\` of 5 bytes; only text can be read`), type);
  }
  await using none = hostileServer((send) => send("HTTP/1.1 200 OK\r\n\r\nhi"));
  assert.match(refusalOf(await fetched(none)), /`of no type` of unknown size/);
  await using packed = hostileServer(page("x", { "Content-Encoding": "gzip, gzip" }));
  assert.match(refusalOf(await fetched(packed)), /^refused: .*packed as `gzip, gzip`/);
});

Deno.test("text, JSON and XML of every kind are read", async () => {
  for (const type of ["text/markdown", "application/json", "application/ld+json", "application/rss+xml", "text/csv"]) {
    await using server = hostileServer(page("{}", { "Content-Type": type }));
    assert.equal((await fetched(server)).ok, true, type);
  }
});

Deno.test("an answer that is no page is told by its status", async () => {
  for (const status of ["404 Not Found", "500 `Oops`", "304 Not Modified", "302 Found"]) {
    await using server = hostileServer((send) => send(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
    const told = refusalOf(await fetched(server));
    assert.ok(told.startsWith("failed: ") && told.endsWith(`answered ${status.replaceAll("`", "")}`), told);
  }
});

Deno.test("nothing listening is told as such", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr;
  listener.close();
  const told = refusalOf(await fetchPage(`http://127.0.0.1:${port}/`, granted, calm));
  assert.match(told, /^failed: .*nothing answers there/);
});

Deno.test("over https the address is pinned and the certificate has to be that of the name", async () => {
  const hosts: (string | null)[] = [];
  const serve = { hostname: "127.0.0.1", port: 0, cert: CERTIFICATE, key: KEY, onListen() {} };
  await using server = Deno.serve(serve, (request) => {
    hosts.push(request.headers.get("host"));
    return new Response("proved");
  });
  const { port } = server.addr as Deno.NetAddr;
  const options: WebOptions = {
    roots: [ROOT],
    resolve: () => Promise.resolve(["127.0.0.1"]),
    refusal: () => undefined,
  };
  const result = await fetchPage(`https://pinned.test:${port}/`, options, calm);
  assert.equal(result.ok && result.text, "proved");
  assert.deepEqual(hosts, [`pinned.test:${port}`]);
  for (const [host, trusted] of [["other.test", options], ["pinned.test", { ...options, roots: [] }]] as const) {
    assert.match(refusalOf(await fetchPage(`https://${host}:${port}/`, trusted, calm)), /^failed: /, host);
  }
  assert.equal(hosts.length, 1);
});
