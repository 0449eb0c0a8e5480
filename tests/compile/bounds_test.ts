import assert from "node:assert/strict";
import { findIn, found, planOf } from "./compiling.ts";
import { spec } from "../project/gen/diagnostic_example.ts";

Deno.test("no amount of a budget is so large that sums of it are not exact", async () => {
  const at = async (budget: string) => await found({ more: `budget: {${budget}}` });
  const most = "usd: 1000000, tokens: 1000000m, calls: 1000000000, iterations: 1000000000, wall: 36500d";
  const { budget } = await planOf({ more: `budget: {${most}}` });
  assert.deepEqual(budget, { usd: 1e15, tokens: 1e12, calls: 1e9, iterations: 1e9, wall: 3_153_600_000_000 });
  assert.ok(Object.values(budget).every((limit) => Number.isSafeInteger(2 * limit)));
  assert.deepEqual(await at("usd: 1000001"), [["wrong-value", "1000001"]]);
  assert.deepEqual(await at("usd: 9007199255"), [["wrong-value", "9007199255"]]);
  assert.deepEqual(await at("usd: 1e30"), [["wrong-value", "1e30"]]);
  assert.deepEqual(await at("tokens: 1000001m"), [["wrong-value", "1000001m"]]);
  assert.deepEqual(await at("calls: 1000000001"), [["wrong-value", "1000000001"]]);
  assert.deepEqual(await at("wall: 36501d"), [["wrong-value", "36501d"]]);
});

Deno.test("no price, window or pause is so large that a plan cannot hold it", async () => {
  const at = async (entry: string) =>
    await found({ more: `models: {m: {use: openai/davinci, ${entry}}}`, expand: "expand: {model: m}" });
  assert.deepEqual(await at("price: {input: 100000, output: 0}"), []);
  assert.deepEqual(await at("price: {input: 1e300, output: 1}"), [["wrong-value", "1e300"]]);
  assert.deepEqual(await at("price: {input: 1, output: 1, cached: 1e6}"), [["wrong-value", "1e6"]]);
  assert.deepEqual(await at("context: 9000000m"), [["wrong-value", "9000000m"]]);
  assert.deepEqual(await found({ more: "select: {veto: 99999d}" }), [["wrong-value", "99999d"]]);
});

Deno.test("an expression that is always the same is held to the bounds of its field", async () => {
  const tokens = async (text: string) =>
    await found({ expand: `expand:\n  model: ngram/builtin\n  max_tokens: ${text}` });
  const sampler = async (name: string, text: string) =>
    await found({ expand: `expand:\n  model: ngram/builtin\n  sampling:\n    ${name}: ${text}` });
  assert.deepEqual(await tokens("0-2"), [["wrong-value", "0-2"]]);
  assert.deepEqual(await tokens("1 + 0.5"), [["wrong-value", "1 + 0.5"]]);
  assert.deepEqual(await tokens("pow(10, 15)"), [["wrong-value", "pow(10, 15)"]]);
  assert.deepEqual(await tokens("1 / 0"), [["wrong-value", "1 / 0"]]);
  assert.deepEqual(await tokens("2 * 64"), []);
  assert.deepEqual(await tokens("size(spec.name) - 999"), []);
  assert.deepEqual(await tokens("rand('a') - 2"), []);
  assert.deepEqual(await sampler("min_p", "1-2"), [["wrong-value", "1-2"]]);
  assert.deepEqual(await sampler("min_p", "t - 2"), []);
  assert.deepEqual(await sampler("frequency_penalty", "1-2"), []);
  const said = (await findIn(spec({ expand: 'expand: {model: ngram/builtin, max_tokens: "0-2"}' })))[0]!.message;
  assert.equal(said, "`max_tokens` must be a whole number from 1 to 1,000,000, not -2, which `0-2` gives");
});

Deno.test("a text that looks like a number keeps its quotes in what is said of it", async () => {
  const said = async (width: string) =>
    (await findIn(spec({ expand: `expand: {model: ngram/builtin, width: ${width}}` })))[0]!.message;
  assert.match(await said('"5"'), /, not `"5"`$/);
  assert.match(await said('"true"'), /, not `"true"`$/);
  assert.match(await said('""'), /, not `""`$/);
  assert.match(await said("five"), /, not `five`$/);
  assert.match(await said("5.5"), /, not `5\.5`$/);
});

Deno.test("a deadline that has passed is a warning, and one to come is none", async () => {
  const at = async (deadline: string) => await found({ more: `budget: {deadline: "${deadline}"}` });
  assert.deepEqual(await at("2026-02-28T23:59:59Z"), [["past-deadline", '"2026-02-28T23:59:59Z"']]);
  assert.deepEqual(await at("2026-03-01T01:00:00+02:00"), [["past-deadline", '"2026-03-01T01:00:00+02:00"']]);
  assert.deepEqual(await at("2026-03-01T00:00:01Z"), []);
});

Deno.test("a schedule is checked, though nothing is started by it", async () => {
  const at = async (on: string) => await found({ more: `on: {${on}}` });
  assert.deepEqual(await at("cron: 0 3 * * 1-5, tz: Europe/London, missed: once"), [["schedule-ignored", "on"]]);
  assert.deepEqual(await at("cron: nope"), [["schedule-ignored", "on"], ["wrong-value", "nope"]]);
  assert.deepEqual(await at("cron: 0 3 * * *, tz: Nowhere/At"), [["schedule-ignored", "on"], [
    "wrong-value",
    "Nowhere/At",
  ]]);
});
