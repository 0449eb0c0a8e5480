import assert from "node:assert/strict";
import { bound } from "../../lib/compile/cost.ts";
import { abilities } from "../../lib/models/families/family.ts";
import type { Abilities, ModelFacts } from "../../lib/plan/mod.ts";
import { continuationOf, emulationTokens, THINKING_TOKENS } from "../../lib/plan/mod.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import { findIn, found, planOf } from "./compiling.ts";

const EXPAND = "expand: {model: m, width: 2, max_tokens: 100, context: 1k}";

/** A chat model of these abilities, with what its entry says beside. */
function chat(abilities: string, emulate = ""): string {
  const say = emulate === "" ? "" : `, emulate: ${emulate}`;
  return `models: {m: {use: openai/gpt-5.2, abilities: {${abilities}}${say}}}`;
}

const BARE = "prefill: false, reasoning: false";

Deno.test("a model that answers messages makes candidates, by emulation", async () => {
  assert.deepEqual(await found({ expand: "expand: {model: openai/gpt-5.2}" }), []);
  assert.deepEqual(await found({ more: chat(BARE), expand: EXPAND }), []);
  for (const way of ["prefill", "system", "cli"]) {
    assert.deepEqual(await found({ more: chat("prefill: true", way), expand: EXPAND }), [], way);
  }
});

Deno.test("the way to continue follows from abilities, and what an entry asks for never adds one", () => {
  const by = (supports: Partial<Abilities>, wanted?: Parameters<typeof continuationOf>[1]) => {
    const way = continuationOf({ ...abilities([]), ...supports }, wanted);
    return way.ok ? way.by : `no ${way.lacks}`;
  };
  assert.equal(by({ complete: true, chat: true, prefill: true }), "itself");
  assert.equal(by({ complete: true }, "off"), "itself");
  assert.equal(by({ complete: true, chat: true, instructs: true }, "system"), "system");
  assert.equal(by({ complete: true }, "system"), "no chat");
  assert.equal(by({ chat: true, instructs: true, prefill: true }), "prefill");
  assert.equal(by({ chat: true, prefill: true }), "prefill");
  assert.equal(by({ chat: true, instructs: true }), "system");
  assert.equal(by({ chat: true }), "no instructs");
  assert.equal(by({}), "no chat");
  assert.equal(by({ chat: true, instructs: true, prefill: true }, "off"), "no off");
  assert.equal(by({ chat: true, instructs: true }, "prefill"), "no prefill");
  assert.equal(by({ chat: true, instructs: true }, "cli"), "no prefill");
  assert.equal(by({ chat: true, prefill: true }, "system"), "no instructs");
});

Deno.test("a model that cannot be made to continue is told with what it lacks and what to do", async () => {
  const told = async (more: string) => {
    const [problem, ...rest] = await findIn(spec({ more, expand: EXPAND }));
    assert.deepEqual([problem!.code, rest.length], ["cannot-continue", 0]);
    return `${problem!.message}; ${problem!.hint}`;
  };
  assert.match(
    await told(chat("chat: false")),
    /neither continues texts nor answers messages.*; take a model that does one/,
  );
  assert.match(await told(chat("instructs: false, prefill: false")), /follows no instructions/);
  assert.match(await told(chat(BARE, "prefill")), /begun for it, which `emulate: prefill` takes; .*prefill: true/);
  assert.match(await told(chat(BARE, "cli")), /which `emulate: cli` takes/);
  assert.match(
    await told(chat("instructs: false", "system")),
    /follows no instructions, which `emulate: system` takes/,
  );
  assert.match(await told(chat(BARE, "off")), /`emulate: off` says not to.*; leave `emulate` out/);
  assert.match(await told("models: {m: {use: ngram/builtin, emulate: system}}"), /does not answer messages/);
});

Deno.test("the plan keeps what an entry says, and nothing where it says nothing", async () => {
  assert.equal((await planOf({ more: chat(BARE, "system"), expand: EXPAND })).models["m"]!.emulate, "system");
  assert.equal("emulate" in (await planOf({ more: chat(BARE), expand: EXPAND })).models["m"]!, false);
  assert.deepEqual(await found({ more: chat(BARE, "often"), expand: EXPAND }), [["wrong-value", "often"]]);
});

Deno.test("what emulation takes beside a text is part of what a round can cost", async () => {
  const round = async (more: string) => bound(await planOf({ more, expand: EXPAND, grade: "grade: {by: '1'}" })).round;
  const native = await round(chat(`${BARE}, complete: true`));
  assert.deepEqual([native.input, native.output], [2_000, 200]);
  const facts = { supports: { reasoning: false } } as ModelFacts,
    system = emulationTokens({ ok: true, by: "system" }, facts);
  const asked = await round(chat(BARE));
  assert.deepEqual([asked.input, asked.output], [2_000 + 2 * system.input, 200 + 2 * system.output]);
  assert.ok(asked.usd! > native.usd!);
  const thinking = await round(chat("prefill: true, reasoning: true"));
  assert.equal(thinking.output, 200 + 2 * THINKING_TOKENS);
});
