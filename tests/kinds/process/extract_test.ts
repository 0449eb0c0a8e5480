import assert from "node:assert/strict";
import type { Extracting, Remembered } from "../../../lib/kinds/process/extract.ts";
import { extractMemory } from "../../../lib/kinds/process/extract.ts";
import type { Json } from "../../../lib/base/json.ts";
import { driven, modelThatSays } from "./driven.ts";
import { ROUND } from "./graphs.ts";
import { by, fails, keysOf, mumbles, says, shownAt, stepped, toldAt } from "./stepping.ts";

const TYPES = [{ type: "price", about: "What something costs" }, { type: "decision", about: "What was settled" }];

function extracting(more: Partial<Extracting> = {}): Extracting {
  return {
    memory: { model: "m", maxTokens: 99, types: TYPES, guidance: "Note sources." },
    key: "task/a",
    task: "a",
    goal: "A good report",
    text: "It costs 3 euros",
    calls: [{ tool: "web_fetch", ok: false, input: { url: "https://example.com" } }],
    names: ["b", "c"],
    ...more,
  };
}

const PRICE = {
  type: "price",
  summary: "It costs 3",
  detail: "3 euros",
  tags: ["euro"],
  relevant: ["b", "a", "nobody"],
};

function entries(answer: Json, more: Partial<Extracting> = {}): readonly Remembered[] {
  return stepped(extractMemory(ROUND, extracting(more)), by({ "task/a/extract": says(answer) })).value;
}

Deno.test("[V18] entries keep the types of the process and the tasks that they matter to", () => {
  const { value, effects } = stepped(extractMemory(ROUND, extracting()), by({ "task/a/extract": says([PRICE]) }));
  const { relevant: _, ...price } = PRICE;
  assert.deepEqual(value, [{ ...price, relevant: ["b"], task: "a" }]);
  assert.deepEqual(toldAt(effects, "task/a/extract/told"), {
    told: "memory",
    task: "a",
    entries: [{ ...price, relevant: ["b"] }],
  });
  const shown = shownAt(effects, "task/a/extract");
  for (
    const part of [
      "It costs 3 euros",
      "A good report",
      "- price: What something costs",
      "Note sources.",
      "`b`, `c`",
      "failed: web_fetch",
    ]
  ) assert.ok(shown.includes(part), part);
  assert.ok(!shown.includes("{{"));
});

Deno.test("[V18] an entry of a type that the plan does not have is never given another one: it is left out, and that is told", () => {
  const types = [...TYPES, { type: "discovery", about: "Anything else" }], memory = { ...extracting().memory, types };
  const answer = [PRICE, { ...PRICE, type: "weather" }, { ...PRICE, type: 3 }, { type: "price", summary: " " }];
  const { value, effects } = stepped(
    extractMemory(ROUND, extracting({ memory })),
    by({ "task/a/extract": says(answer) }),
  );
  assert.deepEqual(value.map(({ type }) => type), ["price"]);
  const told = toldAt(effects, "task/a/extract/told") as { readonly why: string; readonly entries: readonly Json[] };
  assert.equal(told.entries.length, 1);
  assert.equal(told.why, "3 left out: there is no type `weather`; there is no type at all; it says nothing");
});

Deno.test("a type is the plan's however it is written", () => {
  const types = [{ type: "key_figure", about: "A number" }], memory = { ...extracting().memory, types };
  assert.deepEqual(
    entries([{ ...PRICE, type: "Key figure" }, { ...PRICE, type: " KEY-FIGURE" }], { memory }).map(({ type }) => type),
    ["key_figure", "key_figure"],
  );
});

Deno.test("what there is more of than is kept is told", () => {
  const { value, effects } = stepped(
    extractMemory(ROUND, extracting()),
    by({ "task/a/extract": says(Array(23).fill(PRICE)) }),
  );
  assert.equal(value.length, 20);
  const told = toldAt(effects, "task/a/extract/told") as { readonly why: string };
  assert.equal(told.why, "3 left out: there are more than 20");
});

Deno.test("entries are read in either form and held to their bounds; what says nothing is none", () => {
  const long = {
    type: "price",
    summary: "s".repeat(500),
    detail: "d".repeat(90_000),
    tags: Array(50).fill("t").map((t, i) => t + i),
    relevance_to: "c",
  };
  const [entry] = entries({ entries: [long] });
  assert.deepEqual([entry!.summary.length, entry!.tags.length, entry!.relevant], [150, 12, ["c"]]);
  assert.ok(entry!.detail.length < 4_100);
  assert.equal(entries(Array(500).fill(PRICE)).length, 20);
  const nothing: Json = [null, 3, "x", [], {}, { type: "price" }, { type: "price", summary: " ", detail: 3 }, {
    type: 3,
    summary: "x",
  }];
  assert.deepEqual(entries(nothing), []);
  assert.deepEqual(
    entries([{ type: "price", detail: "only\n this" }]).map(({ summary, detail }) => [summary, detail]),
    [["only this", "only\n this"]],
  );
});

Deno.test("where nothing can be had there is nothing to remember, the task goes on, and why is told", () => {
  for (
    const answers of [
      { "task/a/extract": fails() },
      { "task/a/extract": mumbles(), "task/a/extract/again/2": says({ entries: 3 }) },
    ]
  ) {
    const { value, effects } = stepped(extractMemory(ROUND, extracting()), by(answers));
    assert.deepEqual(value, []);
    const told = toldAt(effects, "task/a/extract/told") as { readonly why: string; readonly entries: Json };
    assert.deepEqual(told.entries, []);
    assert.ok(told.why.length > 10);
  }
});

Deno.test("an answer that cannot be read is asked again once, naming what was wrong", () => {
  const { value, effects } = stepped(
    extractMemory(ROUND, extracting()),
    by({ "task/a/extract": says("nothing"), "task/a/extract/again/2": says({ entries: [PRICE] }) }),
  );
  assert.equal(value.length, 1);
  assert.deepEqual(keysOf(effects), ["task/a/extract", "task/a/extract/again/2"]);
  assert.match(shownAt(effects, "task/a/extract/again/2"), /it holds no list of entries/);
});

Deno.test("the real engine finds the list in what a model says around it", async () => {
  const m = modelThatSays(`I noted:\n${JSON.stringify([PRICE])}`);
  const { outputs } = await driven((round) => extractMemory(round, extracting({ failed: "out of time" })), { m });
  assert.equal(outputs.length, 1);
  assert.ok(
    m.calls[0]!.prompt.form === "chat" &&
      m.calls[0]!.prompt.messages[0]!.text.includes("It failed:\n<reason>\nout of time\n</reason>"),
  );
});
