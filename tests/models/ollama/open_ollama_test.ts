import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { openOllama } from "../../../lib/models/ollama/open_ollama.ts";
import { OLLAMA_FIELDS } from "../../../lib/models/ollama/options.ts";
import { fields } from "../../../lib/models/options.ts";
import { collect } from "../collect.ts";
import { faultServer } from "../faults/fault_server.ts";
import { OLLAMA_WIRE } from "../faults/ollama_wire.ts";
import { factsOf } from "../faults/subject.ts";
import { chat, exchange } from "./exchange.ts";

const FACTS = factsOf("ollama/gauge:8b");

Deno.test("the settings of the provider are checked, and what is wrong is named", () => {
  const check = fields(OLLAMA_FIELDS);
  assert.equal(check({ base_url: "http://box:11434", think: "high", keep_alive: "30m" }, ""), undefined);
  assert.equal(check({ think: false, keep_alive: 0 }, ""), undefined);
  assert.match(check({ think: 3 }, "")!.problem, /`think` is not what it should be: expected true, false or a level/);
  assert.match(check({ keep_alive: true }, "")!.problem, /`keep_alive` .*expected seconds or a duration/);
});

Deno.test("a key and headers of the model are sent, and nothing of this machine", async () => {
  const options = { key: "k-123", headers: { "X-Team": "blue" } };
  const { sent: { headers } } = await exchange(chat("Hi", { idempotencyKey: "run-1/ask/0" }), { options });
  assert.deepEqual([headers["authorization"], headers["x-team"]], ["Bearer k-123", "blue"]);
  assert.equal(headers["idempotency-key"], "run-1/ask/0");
  assert.ok(!headers["user-agent"]?.includes("ollama-js"));
});

Deno.test("an address with the path of the protocol is the same one", async () => {
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [] });
  for (
    const base_url of [server.url, `${server.url}/`, `${server.url}/api`, `${server.url}/api/`, `${server.url}/v1`]
  ) {
    const model = await openOllama(FACTS, { base_url });
    assert.notEqual((await collect(model, chat("Hi"))).text, "");
  }
});

Deno.test("a model that is not there is to be pulled", async () => {
  const behave = { do: "status", status: 404, words: "model 'gauge:8b' not found" } as const;
  await assert.rejects(
    exchange(chat("Hi"), { behave }),
    (error) =>
      error instanceof ModelError && error.failure === "model" && error.status === 404 &&
      /model 'gauge:8b' not found; .*get it with `ollama pull gauge:8b`$/.test(error.message),
  );
});

Deno.test("where nobody listens, Ollama is to be started", async () => {
  const model = await openOllama(FACTS, { base_url: `http://127.0.0.1:${freePort()}` });
  await assert.rejects(
    collect(model, chat("Hi")),
    (error) =>
      error instanceof ModelError && error.failure === "network" && /start it with `ollama serve`$/.test(error.message),
  );
});

Deno.test("a prompt that is too long is an error, and says where the room is set", async () => {
  const behave = { do: "status", status: 400, words: "the input length exceeds the context length" } as const;
  await assert.rejects(
    exchange(chat("Hi"), { behave }),
    (error) =>
      error instanceof ModelError && error.failure === "request" &&
      /exceeds the context length; .*`context` of the model says how many tokens/.test(error.message),
  );
});

Deno.test("a host that asks to wait is heard through the advice", async () => {
  const behave = { do: "status", status: 503, headers: { "retry-after": "3" }, words: "server busy" } as const;
  await assert.rejects(
    exchange(chat("Hi"), { behave }),
    (error) => error instanceof ModelError && error.failure === "server" && error.retryAfter === 3000,
  );
});

Deno.test("texts are embedded whole, one vector each", async () => {
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [] });
  const model = await openOllama(FACTS, { base_url: server.url, keep_alive: "1m" });
  const { vectors, usage } = await model.embed!(["a", "bcd"], new AbortController().signal);
  assert.deepEqual(vectors, [[1, 1, -1], [3, 1, -1]]);
  assert.deepEqual(usage, { input: 2, output: 0 });
  const [{ path, body }] = server.seen as [typeof server.seen[number]];
  assert.equal(path, "/api/embed");
  assert.deepEqual(body, { model: "gauge:8b", keep_alive: "1m", input: ["a", "bcd"], truncate: false });
});

Deno.test("no texts are no call", async () => {
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [] });
  const model = await openOllama(FACTS, { base_url: server.url });
  assert.deepEqual((await model.embed!([], new AbortController().signal)).vectors, []);
  assert.equal(server.seen.length, 0);
});

Deno.test("embeddings that do not fit the texts are malformed", async () => {
  for (const embeddings of [[[1, 2]], [[1, 2], [3]], [[1], ["2"]], [[], []], null]) {
    await using server = faultServer({ wire: OLLAMA_WIRE, behave: [{ do: "answer", body: { embeddings } }] });
    const model = await openOllama(FACTS, { base_url: server.url });
    await assert.rejects(
      model.embed!(["a", "b"], new AbortController().signal),
      (error) =>
        error instanceof ModelError && error.failure === "malformed" && /expected 2 vectors/.test(error.message),
    );
  }
});

Deno.test("a model that cannot embed has no means to", async () => {
  assert.equal((await openOllama(factsOf("ollama/gauge", { embed: false }), {})).embed, undefined);
});

Deno.test("an aborted call throws the signal's reason, before it is made and while it is answered", async () => {
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [{ do: "stall" }, { do: "hang" }, { do: "hang" }] });
  const model = await openOllama(FACTS, { base_url: server.url }), reason = new Error("enough");
  await assert.rejects(collect(model, chat("Hi"), AbortSignal.abort(reason)), (error) => error === reason);
  assert.equal(server.seen.length, 0);

  const stalling = new AbortController();
  const reading = async () => {
    for await (const { type } of model.generate(chat("Hi"), stalling.signal)) {
      if (type === "text") stalling.abort(reason);
    }
  };
  await assert.rejects(reading(), (error) => error === reason);

  const calls: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
    (signal) => collect(model, chat("Hi"), signal),
    (signal) => model.embed!(["a"], signal),
  ];
  for (const call of calls) {
    const hanging = new AbortController(), before: number = server.seen.length, pending = call(hanging.signal);
    while (server.seen.length === before) await new Promise((resolve) => setTimeout(resolve, 1));
    hanging.abort(reason);
    await assert.rejects(pending, (error) => error === reason);
  }
});

Deno.test("an answer that is left early leaves nothing open", async () => {
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [{ do: "stall" }] });
  const model = await openOllama(FACTS, { base_url: server.url });
  for await (const event of model.generate(chat("Hi"), new AbortController().signal)) {
    assert.equal(event.type, "text");
    break;
  }
});

Deno.test("a key in the environment does not go anywhere", async () => {
  const before = Deno.env.get("OLLAMA_API_KEY");
  Deno.env.set("OLLAMA_API_KEY", "env-key");
  try {
    const { sent: { headers } } = await exchange(chat("Hi"));
    assert.equal(headers["authorization"], undefined);
  } finally {
    if (before === undefined) Deno.env.delete("OLLAMA_API_KEY");
    else Deno.env.set("OLLAMA_API_KEY", before);
  }
});

/** A port that nobody listens at. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
