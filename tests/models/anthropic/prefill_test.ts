import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { afterBlank, prefillOf } from "../../../lib/models/anthropic/prefill.ts";
import type { Message } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { answering, chat, exchange, piece } from "./exchange.ts";

function begun(text: string): readonly Message[] {
  return [{ role: "user", text: "Go on." }, { role: "assistant", text }];
}

Deno.test("a beginning is sent without the blank space at its end, and the answer fits to all of it", async () => {
  const behave = answering([piece("\n"), piece("\nThen"), piece(" it rained")]);
  const { body, text } = await exchange(chat(begun("It was dark.\n\n")), { behave });
  assert.deepEqual((body["messages"] as readonly unknown[]).at(-1), { role: "assistant", content: "It was dark." });
  assert.equal(text, "Then it rained");
});

Deno.test("an answer that leaves the blank space out is told as it is", async () => {
  const { text } = await exchange(chat(begun("He said ")), { behave: answering([piece("yes")]) });
  assert.equal(text, "yes");
});

Deno.test("a beginning of blank space alone is not sent at all", async () => {
  const { body } = await exchange(chat(begun(" \n")), { supports: { prefill: false } });
  assert.deepEqual(body["messages"], [{ role: "user", content: "Go on." }]);
});

Deno.test("a model without prefill is not asked to go on with its answer", async () => {
  await assert.rejects(
    exchange(chat(begun("It was")), { supports: { prefill: false } }),
    (error) => error instanceof ModelError && error.failure === "model" && /takes no prefill/.test(error.message),
  );
});

Deno.test("a model that thinks is not asked to go on with its answer", async () => {
  await assert.rejects(
    exchange(chat(begun("It was"), { maxTokens: 5000 }), { options: { thinking: { budget: 2000 } } }),
    (error) => error instanceof ModelError && error.failure === "request" && /leave `thinking` out/.test(error.message),
  );
});

Deno.test("an answer that repeats the blank space loses just that, however it is cut into pieces", () => {
  const blanks = fc.string({ unit: fc.constantFrom(" ", "\n", "\t"), maxLength: 4 });
  const pieces = fc.array(fc.string({ unit: fc.constantFrom(" ", "\n", "a"), maxLength: 3 }), { maxLength: 6 });
  fc.assert(fc.property(blanks, pieces, (blank, parts) => {
    const cut = afterBlank(blank), told = parts.map(cut).join(""), whole = parts.join("");
    let same = 0;
    while (same < Math.min(blank.length, whole.length) && blank[same] === whole[same]) same++;
    assert.equal(told, whole.slice(same));
  }));
});

Deno.test("a beginning is parted at its last sign", () => {
  assert.deepEqual(prefillOf("a b \n"), { sent: "a b", blank: " \n" });
  assert.deepEqual(prefillOf("  a"), { sent: "  a", blank: "" });
});
