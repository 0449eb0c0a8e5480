import assert from "node:assert/strict";
import type { SecretRef } from "../../../lib/plan/plan.ts";
import { callHttpTool } from "../../../lib/tools/user/http_tool.ts";
import type { HttpCall, HttpTerms } from "../../../lib/tools/user/http_tool.ts";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { hostileServer } from "../web/hostile_server.ts";
import { CERTIFICATE, KEY, ROOT } from "../web/tls_fixture.ts";
import { gave, refusal } from "./results.ts";
import { serve } from "./serve.ts";

const TOKEN = "s3cr3t/token value";

async function call(url: string | SecretRef, more: Partial<HttpCall & HttpTerms> = {}): Promise<ToolResult> {
  const { method = "GET", query, headers = {}, body, reads = "text", key, ...terms } = more;
  return await callHttpTool({ name: "it", method, url, query, headers, body, reads, key }, {
    net: ["127.0.0.1"],
    secret: (ref) => {
      if ("env" in ref && ref.env === "TOKEN") return `${TOKEN}\n`;
      throw new Error(`Cannot find the secret: the environment variable \`${"env" in ref ? ref.env : ""}\` is not set`);
    },
    timeout: 20_000,
    ...terms,
  });
}

Deno.test("an answer is a result: as text, or as the value of its JSON", async () => {
  await using server = serve(({ line }) => line.endsWith("json") ? Response.json({ a: [1] }) : new Response("hello"));
  const at = `http://127.0.0.1:${server.port}`;
  assert.deepEqual(gave(await call(`${at}/text`)), {
    output: "hello",
    data: { status: 200, type: "text/plain;charset=UTF-8", body: "hello" },
  });
  assert.deepEqual(gave(await call(`${at}/json`, { reads: "json" })), { output: '{"a":[1]}', data: { a: [1] } });
});

Deno.test("method, query, headers and body are sent as they were given", async () => {
  await using server = serve(() => new Response(null, { status: 204 }));
  const at = `http://127.0.0.1:${server.port}/api?a=1`;
  const result = await call(at, {
    method: "post",
    query: { q: "x y&z", t: { env: "TOKEN" } },
    headers: { "X-Kind": "note", authorization: { env: "TOKEN" } },
    body: { as: "json", value: { title: "é" } },
  });
  assert.equal(gave(result).output, "(answered 204 without a body)");
  assert.equal(gave(await call(at, { method: "POST", reads: "json" })).data, null);
  const [first] = server.seen;
  assert.equal(first?.line, "POST /api?a=1&q=x+y%26z&t=s3cr3t%2Ftoken+value");
  assert.equal(first?.body, '{"title":"é"}');
  assert.equal(first?.headers.get("x-kind"), "note");
  assert.equal(first?.headers.get("authorization"), TOKEN, "without the line break that a file ends with");
  assert.equal(first?.headers.get("content-type"), "application/json");
});

Deno.test("texts and forms are written as such; what is no form is not sent", async () => {
  await using server = serve(() => new Response("ok"));
  const at = `http://127.0.0.1:${server.port}/`, method = "PUT";
  gave(await call(at, { method, body: { as: "text", value: "plain" }, headers: { "Content-Type": "text/x" } }));
  gave(await call(at, { method, body: { as: "form", value: { a: "x y", b: [1, true], c: null } } }));
  assert.deepEqual(server.seen.map(({ body, headers }) => [body, headers.get("content-type")]), [
    ["plain", "text/x"],
    ["a=x+y&b=1&b=true", "application/x-www-form-urlencoded"],
  ]);
  assert.equal(
    refusal(await call(at, { method, body: { as: "form", value: { a: { b: 1 } } } })),
    "invalid: Cannot call the tool `it`: a form is an object of texts, numbers, truths and lists of them",
  );
  assert.match(refusal(await call(at, { body: { as: "text", value: "x" } })), /a `GET` takes no body/);
  assert.equal(server.seen.length, 2);
});

Deno.test("a call that changes something carries a key: the same when it is repeated, another for another call", async () => {
  await using server = serve(() => new Response("ok"));
  const at = `http://127.0.0.1:${server.port}/`;
  for (const key of ["run/task/1", "run/task/1", "run/task/2"]) gave(await call(at, { method: "POST", key }));
  gave(await call(at, { method: "GET", key: "run/task/3" }));
  gave(await call(at, { method: "POST", key: "run/task/3", headers: { "Idempotency-Key": "own" } }));
  const [first, again, other, reading, own] = server.seen.map(({ headers }) => headers.get("idempotency-key"));
  assert.match(first ?? "", /^loom-[0-9a-z]{32}$/);
  assert.equal(again, first);
  assert.notEqual(other, first);
  assert.equal(reading, null);
  assert.equal(own, "own");
});

Deno.test("only granted hosts are reached, by the name and port they are granted as, and no other name is looked up", async () => {
  await using server = serve(() => new Response("ok"));
  const asked: string[] = [];
  const resolve = (host: string): Promise<readonly string[]> => {
    asked.push(host);
    return Promise.resolve(["127.0.0.1"]);
  };
  const url = `http://intranet.test:${server.port}/`;
  assert.equal(
    refusal(await call(url, { net: ["other.test", `intranet.test:1`], resolve })),
    `refused: The tool \`it\` failed: GET \`${url}\`: \`intranet.test:${server.port}\` is not granted: ` +
      "add it to `permissions.net`",
  );
  assert.deepEqual(asked, []);
  for (const net of ["intranet.test", `intranet.test:${server.port}`]) {
    assert.equal(gave(await call(url, { net: [net], resolve })).output, "ok", "a private place, granted by name");
  }
  assert.match(refusal(await call(`http://127.0.0.1:${server.port}/`, { net: [] })), /is not granted/);
  assert.match(
    refusal(await call("http://nobody.test/", { net: ["nobody.test"], resolve: () => Promise.resolve([]) })),
    /no address is known for `nobody.test`: check its spelling/,
  );
});

Deno.test("other schemes, logins in addresses and what is no address are refused", async () => {
  assert.match(refusal(await call("file:///etc/passwd")), /only http and https addresses can be reached/);
  const login = refusal(await call("http://me:hidden@127.0.0.1/"));
  assert.match(login, /send them as an `authorization` header, as a secret/);
  assert.doesNotMatch(login, /hidden/);
  assert.match(refusal(await call("not an address")), /`not an address` is no whole address/);
});

Deno.test("a redirect is followed to granted hosts only", async () => {
  await using server = serve(({ line }) => {
    if (line === "GET /end") return new Response("there");
    return new Response(null, {
      status: 302,
      headers: { location: line === "GET /out" ? "http://10.0.0.1/x" : "/end" },
    });
  });
  const at = `http://127.0.0.1:${server.port}`;
  assert.equal(gave(await call(`${at}/in`)).output, "there");
  assert.equal(
    refusal(await call(`${at}/out`)),
    `refused: The tool \`it\` failed: GET \`${at}/out\`: it redirects to \`http://10.0.0.1/x\`: ` +
      "`10.0.0.1` is not granted: add it to `permissions.net`",
  );
});

Deno.test("what a redirect keeps is what its status says", async () => {
  await using server = serve(({ line }) => {
    const status = Number(line.split("/")[1]);
    return status > 0 ? new Response(null, { status, headers: { location: "/" } }) : new Response("ok");
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const url = `http://127.0.0.1:${server.port}/${status}`;
    gave(await call(url, { method: "POST", body: { as: "text", value: "x" }, key: "k" }));
  }
  const last = server.seen.filter(({ line }) => line.endsWith(" /")).map(({ line, body }) => `${line} ${body}`.trim());
  assert.deepEqual(last, ["GET /", "GET /", "GET /", "POST / x", "POST / x"]);
});

Deno.test("headers with secrets and logins stay with the host they were meant for", async () => {
  await using other = serve(() => new Response("ok"));
  await using server = serve(({ line }) =>
    new Response(null, {
      status: 307,
      headers: { location: line === "GET /same" ? "/" : `http://127.0.0.1:${other.port}/` },
    })
  );
  const headers = { "x-token": { env: "TOKEN" }, cookie: "a=1", "x-kind": "note" };
  gave(await call(`http://127.0.0.1:${server.port}/same`, { headers }));
  const seen = (one: { readonly headers: Headers } | undefined) =>
    ["x-token", "cookie", "x-kind"].map((name) => one?.headers.get(name) ?? null);
  assert.deepEqual(seen(server.seen[1]), [TOKEN, "a=1", "note"]);
  assert.deepEqual(seen(other.seen[0]), [null, null, "note"]);
});

Deno.test("a redirect from https to http is refused", async () => {
  const options = { hostname: "127.0.0.1", port: 0, cert: CERTIFICATE, key: KEY, onListen: () => {} };
  const server = Deno.serve(
    options,
    () => new Response(null, { status: 302, headers: { location: "http://pinned.test/" } }),
  );
  try {
    const result = await call(`https://pinned.test:${server.addr.port}/`, {
      net: ["pinned.test"],
      resolve: () => Promise.resolve(["127.0.0.1"]),
      roots: [ROOT],
    });
    assert.match(refusal(result), /^refused: .*it redirects from https to an address without encryption/);
  } finally {
    await server.shutdown();
  }
});

Deno.test("a circle of redirects ends", async () => {
  await using server = serve(() => new Response(null, { status: 302, headers: { location: "/" } }));
  assert.match(refusal(await call(`http://127.0.0.1:${server.port}/`)), /more than 5 redirects/);
  assert.equal(server.seen.length, 6);
});

Deno.test("an answer that is no success is a failure with its status and how its body begins", async () => {
  await using server = serve(() =>
    new Response(`no such thing${"x".repeat(10_000)}`, { status: 404, headers: { "retry-after": "7" } })
  );
  const message = refusal(await call(`http://127.0.0.1:${server.port}/a`));
  assert.match(
    message,
    /^failed: The tool `it` failed: GET `http:.*\/a`: it answered 404 Not Found \(retry after 7\):\nno such/,
  );
  assert.ok(message.length < 2_300);
});

Deno.test("no secret is in what a model is told, cut or not, however the server repeats it", async () => {
  await using server = serve(({ line, headers }) => {
    const told = `you sent ${headers.get("authorization")} and ${line}`;
    if (line.startsWith("GET /json")) return Response.json({ told: [told] });
    return new Response(told, { status: line.startsWith("GET /bad") ? 500 : 200 });
  });
  const at = `http://127.0.0.1:${server.port}`, headers = { authorization: { env: "TOKEN" } };
  const query = { t: { env: "TOKEN" } };
  const told = [
    gave(await call(`${at}/text`, { headers })).output,
    gave(await call(`${at}/json`, { headers, reads: "json" })).output,
    refusal(await call(`${at}/bad`, { headers, query })),
    refusal(await call(`${at}/${"x".repeat(8_000)}`, { query })),
    refusal(await call({ env: "TOKEN" })),
  ];
  for (const text of told) {
    assert.doesNotMatch(text, /s3cr3t/);
    assert.match(text, /\[TOKEN\]|8000 characters/);
  }
});

Deno.test("an address that is a secret is called by its name", async () => {
  const secret = (): string => "http://127.0.0.1:1/hooks/T0K3N";
  const message = refusal(await call({ env: "HOOK" }, { secret }));
  assert.equal(message, "failed: The tool `it` failed: GET `[HOOK]`: nothing answers there");
});

Deno.test("a secret that is not there is told, and nothing is sent", async () => {
  await using server = serve(() => new Response("ok"));
  const url = `http://127.0.0.1:${server.port}/`;
  assert.equal(
    refusal(await call(url, { headers: { authorization: { env: "NONE" } } })),
    "invalid: Cannot call the tool `it`: Cannot find the secret: the environment variable `NONE` is not set",
  );
  assert.equal(server.seen.length, 0);
});

Deno.test("no header can be smuggled in, and those of the connection are nobody's", async () => {
  await using server = serve(() => new Response("ok"));
  const url = `http://127.0.0.1:${server.port}/`;
  const wrong = async (headers: { readonly [name: string]: string }) => refusal(await call(url, { headers }));
  assert.match(await wrong({ "x-a": "1\r\nx-b: 2" }), /the header `x-a` holds a line break/);
  assert.match(await wrong({ "x a": "1" }), /`x a` is no name of a header/);
  assert.match(await wrong({ Host: "other.test" }), /the header `host` is written by whoever makes the connection/);
  assert.match(await wrong({ "Transfer-Encoding": "chunked" }), /`transfer-encoding`/);
  assert.match(refusal(await call(url, { method: "GET / HTTP/1.1\r\nx: y\r\n\r\nGET" })), /is no method/);
  assert.equal(server.seen.length, 0);
});

Deno.test("of a body no more than 2 MB is held: text is cut and says so, JSON is a failure", async () => {
  await using server = serve(() => new Response("x".repeat(3 * 2 ** 20)));
  const url = `http://127.0.0.1:${server.port}/`, { output, data } = gave(await call(url));
  assert.match(output, /… only the first 2 MB were read …$/);
  assert.ok(output.length < 30_200);
  assert.equal((data as { readonly body: string }).body.length, 2 * 2 ** 20);
  assert.match(refusal(await call(url, { reads: "json" })), /its answer is larger than 2 MB/);
});

Deno.test("what is no text and what is no JSON are failures that say so", async () => {
  await using server = serve(({ line }) =>
    new Response(line === "GET /png" ? Uint8Array.of(0x89, 80, 78, 71, 13, 10, 26, 10) : "<html>")
  );
  const at = `http://127.0.0.1:${server.port}`;
  assert.match(refusal(await call(`${at}/png`)), /it answered PNG image content: only text can be read/);
  assert.match(
    refusal(await call(`${at}/html`, { reads: "json" })),
    /cannot read its answer as JSON: it is no JSON; it begins:\n<html>$/,
  );
});

Deno.test("a server that never answers, and one that never ends, are given up when time is up, and their connections end", async () => {
  const gone = Promise.withResolvers<void>(), left = Promise.withResolvers<void>();
  await using silent = serve((_, request) => {
    request.signal.addEventListener("abort", () => gone.resolve());
    return gone.promise.then(() => new Response());
  });
  await using endless = serve(() => new Response(new ReadableStream({ cancel: () => left.resolve() })));
  for (const { port } of [silent, endless]) {
    const message = refusal(await call(`http://127.0.0.1:${port}/`, { timeout: 300 }));
    assert.match(message, /^timeout: .*: no answer within 300ms$/);
  }
  await gone.promise;
  await left.promise;
});

Deno.test("a call that is ended ends its connection, and says so", async () => {
  const asked = Promise.withResolvers<void>(), gone = Promise.withResolvers<void>(), ending = new AbortController();
  await using server = serve((_, request) => {
    request.signal.addEventListener("abort", () => gone.resolve());
    asked.resolve();
    return gone.promise.then(() => new Response());
  });
  const result = call(`http://127.0.0.1:${server.port}/`, { signal: ending.signal });
  await asked.promise;
  ending.abort();
  assert.match(refusal(await result), /^aborted: .*: the call was ended$/);
  await gone.promise;
  assert.match(refusal(await call(`http://127.0.0.1:${server.port}/`, { signal: ending.signal })), /^aborted: /);
  assert.equal(server.seen.length, 1);
});

Deno.test("a server that breaks off is a failure", async () => {
  await using server = hostileServer((send) => send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  assert.match(refusal(await call(`http://127.0.0.1:${server.port}/`)), /^failed: /);
  await using silent = hostileServer(() => Promise.resolve());
  assert.match(refusal(await call(`http://127.0.0.1:${silent.port}/`)), /^failed: /);
  assert.equal(silent.requests.length, 1, "it is sent once, whatever becomes of it");
});
