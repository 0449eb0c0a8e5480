import assert from "node:assert/strict";
import { openAnthropic } from "../../../lib/models/anthropic/open_anthropic.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { collect } from "../collect.ts";
import { ANTHROPIC_WIRE } from "../faults/anthropic_wire.ts";
import { faultServer } from "../faults/fault_server.ts";
import { factsOf } from "../faults/subject.ts";
import { answering, chat, exchange, piece } from "./exchange.ts";

Deno.test("without a key the official host is not asked, and the key it wants is named", async () => {
  for (const base_url of [{}, { base_url: "https://api.anthropic.com/v1" }]) {
    await assert.rejects(
      openAnthropic(factsOf("anthropic/gauge"), base_url),
      (error) =>
        error instanceof ModelError && error.failure === "auth" &&
        /has no key; give the model `key: \{env: ANTHROPIC_API_KEY\}`/.test(error.message),
    );
  }
});

Deno.test("a key in the headers is a key", async () => {
  await openAnthropic(factsOf("anthropic/gauge"), { headers: { "X-Api-Key": "k" } });
});

Deno.test("the key goes where hosts look for it, and headers of the model go along", async () => {
  const { headers } = await exchange(chat("Hi"), { options: { key: "k-123", headers: { "X-Team": "blue" } } });
  assert.deepEqual([headers["x-api-key"], headers["authorization"]], ["k-123", "Bearer k-123"]);
  assert.equal(headers["x-team"], "blue");
});

Deno.test("the model's own headers are stronger than those that come with it", async () => {
  const options = { headers: { "Anthropic-Version": "2030-01-01", "Anthropic-Beta": "new-thing" } };
  const { headers } = await exchange(chat("Hi", { sampling: { temperature: 0 } }), { options });
  assert.deepEqual([headers["anthropic-version"], headers["anthropic-beta"]], ["2030-01-01", "new-thing"]);
});

Deno.test("nothing from the environment and nothing of this machine goes over the wire", async () => {
  const names = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_BASE_URL"];
  const before = names.map((name) => Deno.env.get(name));
  const values = ["env-key", "env-token", "x-secret: env-header", "http://127.0.0.1:1"];
  names.forEach((name, i) => Deno.env.set(name, values[i]!));
  try {
    const { headers } = await exchange(chat("Hi"));
    const told = JSON.stringify(headers);
    for (const value of ["env-key", "env-token", "env-header", "stainless"]) assert.ok(!told.includes(value), value);
    assert.equal(headers["authorization"], undefined);
  } finally {
    names.forEach((name, i) => before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i]));
  }
});

Deno.test("the idempotency key travels with the call", async () => {
  const { headers } = await exchange(chat("Hi", { idempotencyKey: "run-1/ask/0" }));
  assert.equal(headers["idempotency-key"], "run-1/ask/0");
});

Deno.test("an address with the version of the protocol in its path is the same one", async () => {
  await using server = faultServer({ wire: ANTHROPIC_WIRE, behave: [] });
  for (const base_url of [server.url, `${server.url}/`, `${server.url}/v1`, `${server.url}/v1/`]) {
    const model = await openAnthropic(factsOf("anthropic/gauge"), { base_url });
    assert.notEqual((await collect(model, chat("Hi"))).text, "");
  }
});

Deno.test("a model that takes no samplers is told what to do about it", async () => {
  const refused = {
    do: "status",
    status: 400,
    code: "invalid_request_error",
    words: "temperature: Extra inputs are not permitted",
  } as const;
  await assert.rejects(
    exchange(chat("Hi", { sampling: { temperature: 0 } }), { behave: refused }),
    (error) =>
      error instanceof ModelError && error.failure === "request" && error.status === 400 &&
      /temperature: Extra inputs are not permitted.*`abilities: \{reasoning: true\}`/.test(error.message),
  );
});

Deno.test("an aborted call throws the signal's reason, before it is made and while it is answered", async () => {
  await using server = faultServer({ wire: ANTHROPIC_WIRE, behave: [{ do: "stall" }, { do: "hang" }] });
  const model = await openAnthropic(factsOf("anthropic/gauge"), { base_url: server.url });
  const reason = new Error("enough");
  await assert.rejects(collect(model, chat("Hi"), AbortSignal.abort(reason)), (error) => error === reason);
  assert.equal(server.seen.length, 0);

  const stalling = new AbortController();
  const reading = async () => {
    for await (const { type } of model.generate(chat("Hi"), stalling.signal)) {
      if (type === "text") stalling.abort(reason);
    }
  };
  await assert.rejects(reading(), (error) => error === reason);

  const hanging = new AbortController(), pending = collect(model, chat("Hi"), hanging.signal);
  while (server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  hanging.abort(reason);
  await assert.rejects(pending, (error) => error === reason);
});

Deno.test("an answer that is left early leaves nothing open", async () => {
  await using server = faultServer({ wire: ANTHROPIC_WIRE, behave: [{ do: "stall" }] });
  const model = await openAnthropic(factsOf("anthropic/gauge"), { base_url: server.url });
  for await (const event of model.generate(chat("Hi"), new AbortController().signal)) {
    assert.equal(event.type, "text");
    break;
  }
});

Deno.test("warnings of the SDK about models do not reach the console", async () => {
  const { warn } = console, warned: unknown[] = [];
  console.warn = (...words: unknown[]) => void warned.push(words);
  try {
    await exchange(chat("Hi"), { id: "anthropic/claude-sonnet-4-5", behave: answering([piece("Yes")]) });
  } finally {
    console.warn = warn;
  }
  assert.deepEqual(warned, []);
});
