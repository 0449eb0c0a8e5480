import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { guardedFetch } from "../../../lib/models/remote/guarded_fetch.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const broken = () => new Response(null, { status: 500 });

/** A server for one test, and a guarded `fetch` to it. */
async function against<T>(
  handler: Handler,
  test: (get: (init?: RequestInit) => Promise<Response>) => Promise<T>,
  guard: { readonly idle?: number; readonly maxBytes?: number } = {},
): Promise<T> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {}, onError: broken }, handler);
  try {
    const fetch = guardedFetch({ id: "openai/m", ...guard });
    return await test((init) => fetch(`http://127.0.0.1:${server.addr.port}/v1/x?key=sk-secret`, init));
  } finally {
    await server.shutdown();
  }
}

async function failure(work: Promise<unknown>): Promise<ModelError> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ModelError, String(error));
  assert.ok(!Deno.inspect(error).includes("sk-secret"), Deno.inspect(error));
  return error;
}

/** A body that is sent by hand. */
function body(): { readonly stream: ReadableStream<Uint8Array>; send(text: string): void; close(): void } {
  let own!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (own = controller) });
  return { stream, send: (text) => own.enqueue(new TextEncoder().encode(text)), close: () => own.close() };
}

/** Replaces `fetch` and the timers while a test runs: time passes when the test says so. */
async function withoutTime(
  answer: () => Promise<Response>,
  test: (time: { pass(milliseconds: number): void }) => Promise<void>,
): Promise<void> {
  const real = { fetch, setTimeout, clearTimeout }, timers = new Map<number, { at: number; then: () => void }>();
  let now = 0, next = 1;
  globalThis.fetch = (_, init) =>
    new Promise((resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal!.reason));
      answer().then(resolve, reject);
    });
  globalThis.setTimeout = ((then: () => void, wait: number) => {
    timers.set(next, { at: now + wait, then });
    return next++;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((id: number) => void timers.delete(id)) as unknown as typeof clearTimeout;
  try {
    await test({
      pass(milliseconds) {
        now += milliseconds;
        for (const [id, { at, then }] of [...timers]) if (at <= now) timers.delete(id), then();
      },
    });
    assert.equal(timers.size, 0, "no timer is left running");
  } finally {
    Object.assign(globalThis, real);
  }
}

Deno.test("good answers pass through as they are", async () => {
  for (
    const type of [
      "application/json",
      "text/event-stream; charset=utf-8",
      "application/x-ndjson",
      "application/problem+json",
    ]
  ) {
    const text = await against(
      async (request) =>
        new Response(await request.text(), { status: 201, headers: { "content-type": type, "x-a": "b" } }),
      async (get) => {
        const response = await get({ method: "POST", body: "{}" });
        assert.deepEqual([response.status, response.headers.get("x-a")], [201, "b"]);
        return await response.text();
      },
    );
    assert.equal(text, "{}");
  }
});

Deno.test("an answer without a content type is left to its reader", async () => {
  const bare = () => new Response(new TextEncoder().encode("{}"));
  assert.equal(await against(bare, async (get) => await (await get()).text()), "{}");
});

Deno.test("a page for browsers is no answer", async () => {
  const page = () => new Response("<html>", { headers: { "content-type": "text/html; charset=utf-8" } });
  const { failure: kind, message } = await failure(against(page, (get) => get()));
  assert.equal(kind, "malformed");
  assert.match(
    message,
    /^Cannot read what 127\.0\.0\.1:\d+ answered for `openai\/m`: it is `text\/html`, not JSON; is `base_url` right\?$/,
  );
});

Deno.test("a content type is shown where it is nothing but one: a host may repeat a key there, or a part of one", async () => {
  const long = "x".repeat(52), key = "Zq7-Wm3xT9vRb2Ln8";
  for (
    const type of [
      `text/html; key=${key}`,
      `text/${long}${key}`,
      key,
      `${key}/html`,
      `text/html/${key}`,
      `text/${key}=`,
    ]
  ) {
    const page = () => new Response("<html>", { headers: { "content-type": type } });
    const { message } = await failure(against(page, (get) => get({ headers: { "x-k": key } })));
    assert.doesNotMatch(message, /Zq7|Rb2|xxxx/, type);
    assert.match(message, /: it is (`text\/html`, )?not JSON; is `base_url` right\?$/, type);
  }
  const page = () => new Response("<html>", { headers: { "content-type": `text/${key}` } });
  const { message } = await failure(against(page, (get) => get({ headers: { "x-k": key } })));
  assert.match(message, /it is `text\/\[hidden\]`, not JSON/);
});

Deno.test("what is refused says so in the words of the host", async () => {
  const refuse = () => Response.json({ error: { message: "No such thing" } }, { status: 422 });
  const { failure: kind, status, message } = await failure(against(refuse, (get) => get()));
  assert.deepEqual([kind, status], ["request", 422]);
  assert.match(message, /^Cannot ask `openai\/m`: 127\.0\.0\.1:\d+ answers 422 and says: No such thing; /);
});

Deno.test("no redirect is followed", async () => {
  const asked: string[] = [];
  const redirect: Handler = (request) => {
    asked.push(new URL(request.url).pathname);
    return new Response(null, { status: 308, headers: { location: "/v2/x" } });
  };
  assert.equal((await failure(against(redirect, (get) => get()))).failure, "request");
  assert.deepEqual(asked, ["/v1/x"]);
});

Deno.test("silence before an answer gives it up", async () => {
  await withoutTime(() => new Promise(() => {}), async ({ pass }) => {
    const answer = failure(guardedFetch({ id: "openai/m", idle: 90_000 })("http://h/"));
    pass(89_999);
    pass(1);
    const { failure: kind, mayBill, message } = await answer;
    assert.deepEqual([kind, mayBill], ["server", true]);
    assert.match(message, /nothing has come from h for 1m30s; it is asked again, and `timeout` of the model/);
  });
});

Deno.test("silence is counted from the last byte: an answer may take as long as it keeps coming", async () => {
  const { stream, send, close } = body();
  const json = { headers: { "content-type": "application/json" } };
  await withoutTime(() => Promise.resolve(new Response(stream, json)), async ({ pass }) => {
    const reader = (await guardedFetch({ id: "openai/m", idle: 1000 })("http://h/")).body!.getReader();
    for (let i = 0; i < 50; i++) {
      const read = reader.read();
      pass(999);
      send("x");
      assert.equal((await read).value?.length, 1);
    }
    const last = reader.read();
    close();
    assert.equal((await last).done, true);
  });
});

Deno.test("silence in the middle of an answer gives it up", async () => {
  await withoutTime(
    () => Promise.resolve(new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))),
    async ({ pass }) => {
      // A body that heeds no signal: what is read from it is given up all the same where `fetch` lets go of it.
      const real = globalThis.fetch;
      globalThis.fetch = async (input, init) => {
        const response = await real(input, init);
        const signal = init!.signal!;
        return new Response(response.body!.pipeThrough(new TransformStream(), { signal }));
      };
      const read = failure((await guardedFetch({ id: "openai/m", idle: 1000 })("http://h/")).text());
      pass(1000);
      const { failure: kind, status, mayBill } = await read;
      assert.deepEqual([kind, status, mayBill], ["server", 200, true]);
    },
  );
});

Deno.test("a connection that breaks in the middle is an answer cut off", async () => {
  let sent = false;
  const stream = () =>
    new ReadableStream({
      async pull(controller) {
        if (!sent) return controller.enqueue(new TextEncoder().encode('{"a":')), void (sent = true);
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error("gone");
      },
    });
  const cut = () => new Response(stream(), { headers: { "content-type": "application/json" } });
  const { failure: kind, status, message } = await failure(against(cut, async (get) => await (await get()).text()));
  assert.deepEqual([kind, status], ["malformed", 200]);
  assert.match(message, /^The answer of `openai\/m` was cut off: 127\.0\.0\.1:\d+ broke the connection/);
});

Deno.test("an answer longer than is put up with is none", async () => {
  const long = () => new Response("x".repeat(5000), { headers: { "content-type": "application/json" } });
  const read = async (get: () => Promise<Response>) => await (await get()).text();
  assert.equal((await against(long, read, { maxBytes: 5000 })).length, 5000);
  const { failure: kind, message } = await failure(against(long, read, { maxBytes: 4999 }));
  assert.equal(kind, "malformed");
  assert.match(message, /is too long: .* more than 4999 bytes/);
});

Deno.test("the reason of an abort is thrown as it is, before an answer and in the middle of one", async () => {
  const reason = new Error("enough"), slow = Promise.withResolvers<Response>();
  await against(() => slow.promise, async (get) => {
    const abort = new AbortController(), pending = get({ signal: abort.signal });
    abort.abort(reason);
    await assert.rejects(pending, (error) => error === reason);
    slow.resolve(new Response("{}"));
  });
  const { stream, send, close } = body();
  await against(() => new Response(stream, { headers: { "content-type": "application/json" } }), async (get) => {
    send("{");
    const abort = new AbortController(), response = await get({ signal: abort.signal });
    const text = response.text();
    abort.abort(reason);
    await assert.rejects(text, (error) => error === reason);
    close();
  });
});

Deno.test("an answer that nobody reads to its end is let go", async () => {
  const let_go = Promise.withResolvers<void>();
  const endless = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(1000)),
        cancel: () => let_go.resolve(),
      }),
      { headers: { "content-type": "application/json" } },
    );
  await against(endless, async (get) => {
    await (await get()).body!.cancel();
    await let_go.promise;
  });
});

Deno.test("words of a refusal that never end are read in part", async () => {
  const endless = () =>
    new Response(
      new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode("no ".repeat(1000))) }),
      { status: 500 },
    );
  const { failure: kind, message } = await failure(against(endless, (get) => get()));
  assert.equal(kind, "server");
  assert.ok(message.length < 600);
});
