import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { ANTHROPIC_FIELDS, isOfficial, thinkingOf } from "../../../lib/models/anthropic/options.ts";
import { fields } from "../../../lib/models/options.ts";

const check = (options: Json) => fields(ANTHROPIC_FIELDS)(options, "");

Deno.test("the settings of the provider are checked, and what is wrong is named", () => {
  assert.equal(check({ base_url: "https://host.example", key: { env: "KEY" }, timeout: "90s" }), undefined);
  assert.equal(check({ thinking: { budget: 2048 }, effort: "high" }), undefined);
  assert.equal(check({ thinking: "adaptive" }), undefined);
  assert.match(check({ thinking: { budget: 100 } })!.problem, /`thinking\.budget` is 100: expected a whole number/);
  assert.match(check({ thinking: {} })!.problem, /`thinking` has no `budget`/);
  assert.equal(check({ thinking: "adaptve" })!.near, "adaptive");
  assert.match(check({ effort: "huge" })!.problem, /`effort` is "huge": expected one of low, medium/);
});

Deno.test("without settings a model thinks as it does by itself", () => {
  assert.deepEqual(thinkingOf({}), {});
});

Deno.test("the official address is known in every spelling", () => {
  for (const url of [undefined, "https://api.anthropic.com", "https://api.anthropic.com/v1/"]) {
    assert.ok(isOfficial(url));
  }
  assert.ok(!isOfficial("https://openrouter.ai/api"));
});
