import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { chat, exchange } from "./exchange.ts";

Deno.test("a host that answers at once is understood", async () => {
  const body = {
    type: "message",
    model: "gauge-1",
    content: [
      { type: "thinking", thinking: "Hm" },
      { type: "text", text: "It is" },
      { type: "tool_use", id: "c1", name: "look", input: { where: "here" } },
    ],
    stop_reason: "tool_use",
    usage: { input_tokens: 3, output_tokens: 4 },
  };
  const { events } = await exchange(chat("Hi"), { behave: { do: "answer", body } });
  assert.deepEqual(events, [
    { type: "reasoning", text: "Hm" },
    { type: "text", text: "It is" },
    { type: "call", call: { id: "c1", name: "look", arguments: '{"where":"here"}' } },
    { type: "end", finish: "tools", usage: { input: 3, output: 4 }, model: "gauge-1" },
  ]);
});

Deno.test("an error that is answered as a success is an error", async () => {
  const body = { type: "error", error: { type: "not_found_error", message: "model: gauge" } };
  await assert.rejects(
    exchange(chat("Hi"), { behave: { do: "answer", body } }),
    (error) => error instanceof ModelError && error.failure === "model" && /model: gauge/.test(error.message),
  );
});

Deno.test("JSON that is no message is malformed", async () => {
  for (const body of [{ status: "ok" }, [1]]) {
    await assert.rejects(
      exchange(chat("Hi"), { behave: { do: "answer", body } }),
      (error) => error instanceof ModelError && error.failure === "malformed",
    );
  }
});
