import assert from "node:assert/strict";
import type { Store, Turn } from "../store.ts";
import type { DurablePromises, Promises } from "./setting.ts";
import { drive, fails, sweepAll } from "./setting.ts";

/** What a store promises about what was said in runs. */
export const TURNS: Promises = {
  "turns come back word for word, those of a task or a run, between two of the model's turns": async (store) => {
    const { run } = await drive(store, "talks"), text = "One\n“two”'\"; --\u0000 é 😀 \u2028 %_*";
    const said = [
      turn(1, { role: "system", n: 0, text: "You fix bugs" }),
      turn(1, { role: "user", n: 0, text }),
      turn(4, { role: "assistant", n: 1, text: "" }),
      turn(5, { role: "tool", n: 1, tool: "read_file", text: "x".repeat(300_000) }),
      turn(9, { role: "assistant", n: 2, task: "other" }),
      turn(2 ** 24 - 1, { role: "assistant", n: 2 }),
    ];
    await store.turns.add(run.id, said);
    assert.deepEqual(await store.turns.range(run.id, { from: 0, to: 9 }), said);
    assert.deepEqual(await store.turns.range(run.id, { from: 1, to: 2, task: "fix" }), [said[2], said[3], said[5]]);
    assert.deepEqual(await store.turns.range(run.id, { from: 2, to: 1 }), []);
    assert.equal(await store.turns.last(run.id), 2 ** 24 - 1);
  },

  "a turn is added once, by its row and who said it": async (store) => {
    const { run } = await drive(store, "twice");
    assert.equal(await store.turns.last(run.id), 0);
    await store.turns.add(run.id, []);
    await store.turns.add(run.id, [turn(2, { text: "first" }), turn(2, { role: "tool", text: "also" })]);
    await store.turns.add(run.id, [
      turn(2, { text: "second" }),
      turn(3, { text: "third" }),
      turn(3, { text: "again" }),
    ]);
    assert.deepEqual(textsOf(await store.turns.range(run.id, { from: 0, to: 9 })), ["first", "also", "third"]);
    assert.deepEqual(textsOf(await store.turns.search(run.id, "second")), []);
    assert.equal(await store.turns.last(run.id), 3);
  },

  "a search finds turns that hold all words, by their beginnings, newest first": async (store) => {
    const { run } = await drive(store, "searched");
    await store.turns.add(run.id, [
      turn(1, { text: "The Naïve parser reads config.yaml" }),
      turn(2, { text: "parsers are configured elsewhere", task: "other" }),
      turn(3, { text: "foo_bar(baz) and foo bar-none" }),
      turn(4, { text: "nothing of the sort" }),
    ]);
    const found = async (query: string, options = {}) =>
      (await store.turns.search(run.id, query, options)).map(({ seq }) => seq);
    assert.deepEqual(await found("parser"), [2, 1]);
    assert.deepEqual(await found("PARSER config"), [2, 1]);
    assert.deepEqual(await found("naive"), [1]);
    assert.deepEqual(await found("arser"), [], "a word is found by its beginning");
    assert.deepEqual(await found("config.yaml"), [1]);
    assert.deepEqual(await found("foo_bar"), [3]);
    assert.deepEqual(await found("bar_foo"), []);
    assert.deepEqual(await found("bar foo"), [3], "apart, in any order");
    assert.deepEqual(await found("parser nothing"), []);
    assert.deepEqual(await found("parser", { task: "other" }), [2]);
    assert.deepEqual(await found("parser", { limit: 1 }), [2]);
    assert.deepEqual(await found("parser", { limit: 0 }), []);
  },

  "texts without spaces between words are searched for pieces": async (store) => {
    const { run } = await drive(store, "unspaced");
    await store.turns.add(run.id, [
      turn(1, { text: "設定ファイルを読み込みます" }),
      turn(2, { text: "ไฟล์นี้เสียหาย but readable" }),
    ]);
    const found = async (query: string) => textsOf(await store.turns.search(run.id, query)).length;
    assert.deepEqual([await found("ファイル"), await found("เสีย READ"), await found("ファイル read")], [1, 1, 0]);
  },

  "nothing in a query is taken for anything but words": async (store) => {
    const { run } = await drive(store, "hostile");
    await store.turns.add(run.id, [turn(1, { text: "alpha NEAR beta OR gamma" }), turn(2, { text: "alpha" })]);
    const found = async (query: string) => (await store.turns.search(run.id, query)).map(({ seq }) => seq);
    for (const [query, seqs] of HOSTILE) assert.deepEqual(await found(query), seqs, JSON.stringify(query));
    assert.deepEqual(await found("alpha ".repeat(20_000)), [2, 1]);
    assert.deepEqual(await found("a".repeat(1_000_000)), []);
    assert.deepEqual(await found(Array.from({ length: 5_000 }, (_, i) => `w${i}`).join(" ")), []);
    assert.deepEqual(await found(`${"(".repeat(5_000)}alpha${")".repeat(5_000)}`), [2, 1]);
  },

  "[P56] runs do not hear each other": async (store) => {
    const one = await drive(store, "one"), two = await drive(store, "two");
    await store.turns.add(one.run.id, [
      turn(1, { text: "secret" }),
      turn(2, { role: "tool", tool: "t", text: "mine" }),
    ]);
    await store.turns.add(two.run.id, [turn(1, { text: "other secret" })]);
    assert.deepEqual(textsOf(await store.turns.search(one.run.id, "secret")), ["secret"]);
    assert.deepEqual(textsOf(await store.turns.search(two.run.id, "secret")), ["other secret"]);
    assert.deepEqual(textsOf(await store.turns.range(two.run.id, { from: 0, to: 99 })), ["other secret"]);
    assert.deepEqual(await store.turns.calls(two.run.id), []);
    assert.deepEqual([await store.turns.last(one.run.id), await store.turns.last(two.run.id)], [2, 1]);
    assert.deepEqual([await store.turns.last(999), await store.turns.search(999, "secret")], [0, []]);
    await assert.rejects(store.turns.add(999, [turn(1)]), fails("not-found", /999/));
  },

  "calls of tools are told newest first, of all tools or of one": async (store) => {
    const { run } = await drive(store, "calls");
    await store.turns.add(run.id, [
      turn(1, { text: "I read it" }),
      ...Array.from(
        { length: 14 },
        (_, i) => turn(2 + i, { role: "tool", tool: i % 2 === 0 ? "read_file" : "shell", text: `${i}` }),
      ),
      turn(40, { role: "tool", text: "unnamed" }),
    ]);
    assert.deepEqual(textsOf(await store.turns.calls(run.id, { limit: 3 })), ["unnamed", "13", "12"]);
    assert.deepEqual(textsOf(await store.turns.calls(run.id, { tool: "shell", limit: 2 })), ["13", "11"]);
    assert.equal((await store.turns.calls(run.id)).length, 10);
    assert.deepEqual(await store.turns.calls(run.id, { tool: "none" }), []);
  },

  "thousands of turns are added at once": async (store) => {
    const { run } = await drive(store, "long");
    const many = Array.from({ length: 2_300 }, (_, i) => turn(i + 1, { text: `said ${i}`, n: i }));
    await store.turns.add(run.id, many);
    assert.deepEqual(await store.turns.range(run.id, { from: 0, to: 9_999 }), many);
    assert.deepEqual((await store.turns.search(run.id, "said 2299")).map(({ seq }) => seq), [2_300]);
  },

  "what was said goes with its run": async (store) => {
    const gone = await drive(store, "gone"), stays = await drive(store, "stays"), { turns } = store;
    for (const { run } of [gone, stays]) await turns.add(run.id, [turn(1, { text: "the word" })]);
    await store.release(gone.run.id, gone.epoch);
    assert.equal(await store.remove({ run: gone.run.id, epoch: gone.epoch, forks: [] }), true);
    await assert.rejects(turns.add(gone.run.id, [turn(2)]), fails("not-found"));
    await sweepAll(store);
    assert.deepEqual([await turns.search(gone.run.id, "word"), await turns.last(gone.run.id)], [[], 0]);
    assert.deepEqual(textsOf(await turns.search(stays.run.id, "word")), ["the word"]);
  },
};

/** What a store promises about what was said whose data outlive it. */
export const DURABLE_TURNS: DurablePromises = {
  "what was said is found through every connection, and after all are closed": async (store, connect) => {
    const { run } = await drive(store, "heard"), other = await connect();
    await Promise.all([store, other].map((one) => one.turns.add(run.id, [turn(1, { text: "once" }), turn(2)])));
    assert.deepEqual(textsOf(await other.turns.search(run.id, "once")), ["once"]);
    store.close();
    const again = await connect();
    assert.deepEqual(textsOf(await again.turns.search(run.id, "once")), ["once"]);
    assert.equal(await again.turns.last(run.id), 2);
  },
};

/** Queries that would be something else than words in some language, and the rows they find. */
const HOSTILE: readonly (readonly [string, readonly number[]])[] = [
  ['"', []],
  ["", []],
  [" \t\n", []],
  ["'; DROP TABLE turn; --", []],
  ["alpha'", [2, 1]],
  ['alpha"', [2, 1]],
  ['"alpha" OR "gamma"', [1]],
  ["alpha OR gamma", [1]],
  ["alpha AND beta", []],
  ["alpha NOT beta", []],
  ["NEAR(alpha beta)", []],
  ["NEAR alpha", [1]],
  ["text:alpha", []],
  ["{text} : alpha", []],
  ["-alpha", [2, 1]],
  ["^alpha", [2, 1]],
  ["alpha*", [2, 1]],
  ["(alpha", [2, 1]],
  ["alpha + beta", [1]],
  ["alpha\u0000 beta", [1]],
  ["\u0000", []],
  ["\ud800", []],
  ["%", []],
  ["al%a", []],
  ["alph_", [2, 1]],
  ["💣", []],
  ["rank MATCH 'bm25(10)'", []],
];

function turn(seq: number, more: Partial<Turn> = {}): Turn {
  return { seq, task: "fix", n: 1, role: "assistant", text: `turn ${seq}`, at: 1_700_000_000_000 + seq, ...more };
}

function textsOf(turns: Awaited<ReturnType<Store["turns"]["range"]>>): readonly string[] {
  return turns.map(({ text }) => text);
}
