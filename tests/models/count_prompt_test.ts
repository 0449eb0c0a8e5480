import assert from "node:assert/strict";
import { countPrompt } from "../../lib/models/count_prompt.ts";
import type { Counting } from "../../lib/models/count_prompt.ts";
import { abilities } from "../../lib/models/families/family.ts";
import type { Message } from "../../lib/models/model.ts";
import { o200k } from "../../lib/models/tokenizers/o200k.ts";
import fc from "../properties.ts";

const ABOUT = { id: "x/y", provider: "x", local: false, supports: abilities([]) };
const OPENAI: Counting = { count: o200k, facts: { ...ABOUT, counter: "o200k" } };
const OWN: Counting = { count: (text) => text.length, facts: { ...ABOUT, counter: "pieces" } };

Deno.test("a text has its own tokens and no others", () => {
  assert.equal(countPrompt({ prompt: { form: "text", text: "hello world" } }, OPENAI), 2);
});

Deno.test("a conversation is bounded with the marks that OpenAI counts: 3 a message, its role, and 3 for the answer", () => {
  const message = fc.record({
    role: fc.constantFrom("system" as const, "user" as const, "assistant" as const),
    text: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), (messages) => {
      const billed = messages.reduce((sum, { role, text }) => sum + 3 + o200k(role) + o200k(text), 3);
      assert.ok(countPrompt({ prompt: { form: "chat", messages } }, OPENAI) >= billed);
    }),
  );
});

Deno.test("a model that counts itself adds no template of others", () => {
  const prompt = { form: "chat", messages: [{ role: "user", text: "lamp" }] } as const;
  assert.equal(countPrompt({ prompt }, OWN), 8 + 8 + 4);
  assert.equal(countPrompt({ prompt }, OPENAI), 128 + 8 + 1);
});

Deno.test("images, tools, calls, answers to them and schemas are counted", () => {
  const plain: Message = { role: "user", text: "lamp" };
  const of = (message: Message, more = {}) =>
    countPrompt({ prompt: { form: "chat", messages: [message] }, ...more }, OPENAI);
  const least = of(plain), call = { id: "c1", name: "look", arguments: "{}" };
  assert.ok(of({ ...plain, images: [{ type: "image/png", data: "AAAA" }] }) >= least + 48_169);
  assert.equal(of({ ...plain, calls: [call] }), least + 8 + o200k("c1") + o200k("look") + o200k("{}"));
  assert.equal(of({ ...plain, answers: "c1" }), least + o200k("c1"));
  const tools = [{ name: "look", description: "Looks", parameters: { type: "object" } }];
  assert.ok(of(plain, { tools }) >= least + o200k(JSON.stringify(tools[0])) + 800);
  assert.ok(of(plain, { schema: { type: "object" } }) >= least + o200k(JSON.stringify({ type: "object" })) + 1_000);
});
