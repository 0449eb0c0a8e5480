import assert from "node:assert/strict";
import { countPrompt } from "../../../lib/models/count_prompt.ts";
import { loadCounter } from "../../../lib/models/counters.ts";
import { emulated } from "../../../lib/models/emulate/emulated.ts";
import type { ModelRequest } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { scripted } from "../../../lib/models/scripted/scripted.ts";
import { EMULATIONS, emulationTokens, THINKING_TOKENS } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import { collect, request } from "../collect.ts";
import { ABLE, CHAT, chatModel, shownIn } from "./chat_model.ts";
import { TEXT } from "./continued.ts";

const SAID = "nobody in the house had noticed it.";

Deno.test("the way follows from the abilities, and the facts say that it completes and how", () => {
  const prefill = emulated(chatModel("", { prefill: true })), system = emulated(chatModel(""));
  assert.deepEqual([prefill.facts.emulates, system.facts.emulates], ["prefill", "system"]);
  assert.deepEqual(system.facts.supports, { ...CHAT, complete: true });
  assert.equal(emulated(chatModel("", { prefill: true }), { by: "cli" }).facts.emulates, "cli");
});

Deno.test("a model that continues texts itself stays as it is, and so does one that cannot be made to", () => {
  const native = scripted({ reply: () => "" });
  assert.equal(emulated(native), native);
  assert.equal(emulated(native, { by: "off" }), native);
  assert.equal(emulated(native, { by: "system" }).facts.emulates, "system");
  const chat = chatModel(""), mute = chatModel("", { chat: false });
  assert.equal(emulated(chat, { by: "off" }), chat);
  assert.equal(emulated(mute), mute);
  assert.throws(() => emulated(chat, { by: "prefill" }), (error) => {
    return error instanceof ModelError && error.failure === "model" &&
      /it lacks the ability `prefill`/.test(error.message);
  });
});

Deno.test("conversations pass as they are, and so do scores and embeddings", async () => {
  const chat = chatModel("Two.", { score: true, embed: true }), model = emulated(chat);
  const asked: ModelRequest = {
    ...request(""),
    prompt: { form: "chat", messages: [{ role: "user", text: "Which?" }] },
    stop: ["\n"],
  };
  assert.equal((await collect(model, asked)).text, "Two.");
  assert.equal(chat.asked[0], asked);
  assert.deepEqual(model.overhead!(asked.prompt), { input: 0, output: 0 });
  const signal = new AbortController().signal;
  assert.deepEqual(
    await model.score!({ prompt: "a", texts: ["b"] }, signal),
    await chat.score!({ prompt: "a", texts: ["b"] }, signal),
  );
  assert.deepEqual(await model.embed!(["b"], signal), await chat.embed!(["b"], signal));
  assert.equal(model.count("a b"), chat.count("a b"));
});

Deno.test("the whole text is sent, its last words are said again, and everything else of a request is kept", async () => {
  const text = "A </text> in it, <text> too. ".repeat(40) + TEXT + "\n\n";
  for (const by of EMULATIONS) {
    const chat = chatModel(by === "system" ? SAID : "\n\nIt was four.", ABLE[by]);
    const asked = request(text, { seed: 7, sampling: { temperature: 0.5 }, idempotencyKey: "k" });
    await collect(emulated(chat, { by }), asked);
    const sent = chat.asked[0]!, { text: shown, begun, words } = shownIn(sent);
    assert.equal(shown, by === "cli" ? text.trimEnd() : text);
    if (by === "system") assert.ok(TEXT.endsWith(words) && words.split(" ").length === 8, words);
    if (by === "prefill") assert.ok(TEXT.endsWith(begun) && begun.split(" ").length === 8, begun);
    if (by === "cli") assert.equal(begun, text.trimEnd());
    assert.deepEqual([sent.seed, sent.sampling, sent.idempotencyKey], [7, { temperature: 0.5 }, "k"]);
  }
});

Deno.test("thoughts are told as reasoning, whether the model or its host tells them apart, and never stored as text", async () => {
  const inline = emulated(chatModel(`<think>\nWhat had they?</think>\n\n${SAID}`));
  assert.deepEqual(await told(inline), [" noticed it.", "\nWhat had they?"]);
  const apart = emulated(chatModel({ reasoning: "What had they?", text: SAID }));
  assert.deepEqual(await told(apart), [" noticed it.", "What had they?"]);
  const begun = emulated(chatModel("<think>What had they?</think>\n\nnoticed it.", { prefill: true }));
  assert.deepEqual(await told(begun), [" noticed it.", "What had they?"]);
  const astray = emulated(chatModel(`What had they?\n</think>\n\n${SAID}`));
  await assert.rejects(told(astray), /thought aloud/);
});

Deno.test("a continuation that begins with blank space begins with it behind thoughts as well", async () => {
  for (const supports of [{}, { prefill: true }]) {
    for (const text of [" noticed it.", "\nNobody noticed it.", "\n\nNobody noticed it.", "  \nNobody noticed it."]) {
      assert.deepEqual(await told(emulated(chatModel(text, supports))), [text, ""]);
      assert.deepEqual(await told(emulated(chatModel(`<think>Hm.</think>\n\n${text}`, supports))), [text, "Hm."]);
    }
  }
});

async function told(model: ReturnType<typeof emulated>): Promise<readonly string[]> {
  const { text, reasoning } = await collect(model, request(TEXT));
  return [text, reasoning];
}

Deno.test("a model that used up its tokens by thinking is not asked again, and the message says what to do", async () => {
  const usage = { input: 9, output: 2_500 };
  const chat = chatModel({ reasoning: "Hm.", text: "", finish: "length", usage }, { reasoning: true });
  await assert.rejects(told(emulated(chat)), (error) => {
    return error instanceof ModelError && error.failure === "request" && error.usage === usage &&
      /`extra`/.test(error.message);
  });
  const short = emulated(chatModel({ text: "", finish: "length" }));
  assert.deepEqual(await told(short), ["", ""]);
});

Deno.test("an answer that is refused says what it used", async () => {
  const usage = { input: 80, output: 12 }, chat = chatModel({ text: "I'm sorry, but I can't help with that.", usage });
  await assert.rejects(told(emulated(chat)), (error) => {
    return error instanceof ModelError && error.failure === "malformed" && error.usage === usage;
  });
});

Deno.test("an answer that breaks off has no end, and an error of the model passes", async () => {
  const fail = { failure: "server", message: "The host is busy", after: 1 } as const;
  await assert.rejects(told(emulated(chatModel({ chunks: [SAID], fail }))), /The host is busy/);
});

Deno.test("a text is never longer than asked for, however little of the answer is healed away", async () => {
  const words = " and so on".repeat(40);
  for (
    const [answer, more] of [[SAID.replace(" noticed it.", words), {}], [words.trim(), { reasoning: true }]] as const
  ) {
    const chat = chatModel(answer, more), model = emulated(chat);
    const { text, end } = await collect(model, request(TEXT, { maxTokens: 20 }));
    assert.equal(end.finish, "length");
    assert.ok(model.count(text) <= 20 && model.count(text) >= 18, text);
    assert.ok(chat.asked[0]!.maxTokens > 20);
  }
});

Deno.test("what is asked for beside a text never passes what the model can answer", async () => {
  const chat = chatModel(SAID, { reasoning: true }), facts = { ...chat.facts, maxOutput: 50 };
  await collect(emulated({ ...chat, facts }), request(TEXT, { maxTokens: 20 }));
  await collect(emulated({ ...chat, facts }), request(TEXT, { maxTokens: 60 }));
  assert.deepEqual(chat.asked.map(({ maxTokens }) => maxTokens), [50, 60]);
});

Deno.test("stop texts end the text, not what is said before it; the host learns of those that cannot stand there", async () => {
  const answer = "Here is the continuation:\n\nnobody in the house had noticed it. THE END It was four.";
  const stopped = async (stop: readonly string[], supports = {}) => {
    const chat = chatModel(answer, supports), { text, end } = await collect(emulated(chat), request(TEXT, { stop }));
    return [text, end.finish, chat.asked[0]!.stop];
  };
  assert.deepEqual(await stopped(["\n\n", "house"]), [" noticed it. THE END It was four.", "end", []]);
  assert.deepEqual(await stopped(["THE END"]), [" noticed it. ", "stop", ["THE END"]]);
  assert.deepEqual(await stopped(["THE END"], { reasoning: true }), [" noticed it. ", "stop", []]);
  assert.deepEqual(await stopped(["."]), [" noticed it", "stop", []]);
  const begun = chatModel("\n\n\nIt was four.", { prefill: true });
  assert.equal((await collect(emulated(begun), request("Dark.\n\n", { stop: ["\n\n", "x"] }))).text, "\nIt was four.");
  assert.deepEqual(begun.asked[0]!.stop, ["x"]);
});

Deno.test("log-probabilities are those of the tokens that are told, and of no other", async () => {
  const answer = `\`\`\`\n${SAID}\n\`\`\``, model = emulated(chatModel({ chunks: Array.from(answer) }));
  const { text, logprobs } = await collect(model, request(TEXT, { logprobs: 0 }));
  assert.equal(text, " noticed it.");
  assert.equal(logprobs.map(({ token }) => token).join(""), text);
  const whole = emulated(chatModel({ text: `${SAID.replace("noticed", "hardly noticed")}` }));
  const tokens = (await collect(whole, request(TEXT, { logprobs: 0 }))).logprobs.map(({ token }) => token);
  assert.deepEqual(tokens, [" hardly", " noticed", " it", "."]);
  const joined = await collect(emulated(chatModel("noticed it.")), request(TEXT, { logprobs: 0 }));
  assert.deepEqual([joined.text, joined.logprobs.map(({ token }) => token)], [" noticed it.", ["noticed", " it", "."]]);
});

Deno.test("nothing is told before it is clear where the text begins, and then it is told as it comes", async () => {
  const model = emulated(
    chatModel({ chunks: ["at four, and nobody", " in the house", " had noticed", " it", " at", " all."] }),
  );
  const { events } = await collect(model, request(TEXT));
  const texts = events.flatMap((event) => event.type === "text" ? [event.text] : []);
  assert.deepEqual(texts, [" noticed", " it", " at", " all", "."]);
});

Deno.test("a call takes no more than its prompt, its answer and the overhead that is told before it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.constantFrom(...EMULATIONS),
      async (text, by) => {
        const chat = chatModel("", ABLE[by]), model = emulated(chat, { by }), asked = request(text, { maxTokens: 30 });
        const { input, output } = model.overhead!(asked.prompt);
        await collect(model, asked);
        const sent = chat.asked[0]!;
        assert.ok(countPrompt(sent, chat) <= model.count(text) + input);
        assert.ok(sent.maxTokens <= 30 + output);
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("a bound that is worked out before a run holds for what is sent", async () => {
  const count = await loadCounter("o200k");
  for (const by of EMULATIONS) {
    for (const reasoning of [true, false]) {
      const chat = chatModel("", { ...ABLE[by], reasoning }), facts = { ...chat.facts, counter: "o200k" };
      const model = emulated({ ...chat, count, facts }, { by }), told = emulationTokens({ ok: true, by }, facts);
      const real = model.overhead!({ form: "text", text: `${TEXT}\n\n` });
      assert.ok(real.input <= told.input && real.output <= told.output, `${by}: ${JSON.stringify([real, told])}`);
      assert.ok(real.output >= (reasoning ? THINKING_TOKENS : 0));
    }
  }
});
