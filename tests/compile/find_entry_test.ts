import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { Origin } from "../../lib/compile/origin.ts";
import type { World } from "../../lib/compile/world.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import type { Parts } from "./compiling.ts";
import { findIn, found, planOf } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

/** A world with these `loom.toml`s, the nearest first. */
function worldWith(...texts: readonly string[]): World {
  return memoryWorld({ defaults: texts.map((text, i) => ({ name: `${i || ""}loom.toml`, text })) });
}

/** An entry of a small model that is told from others by its order. */
function entry(name: string, order: number, more = ""): string {
  return `[models.${name}]\nuse = "ngram/builtin"\norder = ${order}\n${more}\n`;
}

/** The order of the n-gram model that a name comes to. */
async function orderOf(name: string, world: World, more = ""): Promise<unknown> {
  const { models } = await planOf({ expand: `expand: {model: ${name}}`, ...(more === "" ? {} : { more }) }, world);
  return models[name]!.options["order"];
}

async function originsOf(parts: Parts, world: World): Promise<readonly Origin[]> {
  return (await compile({ name: "spec.yaml", text: spec(parts) }, world)).origins;
}

Deno.test("a spec may name a model by its role", async () => {
  const world = worldWith(entry("small", 3, 'roles = ["writer", "planner"]') + entry("large", 5, 'roles = "judge"'));
  assert.equal(await orderOf("writer", world), 3);
  assert.equal(await orderOf("planner", world), 3);
  assert.equal(await orderOf("judge", world), 5);
});

Deno.test("a name comes before a role, and the nearest document before both", async () => {
  const both = entry("other", 2, 'roles = "writer"') + entry("writer", 3);
  assert.equal(await orderOf("writer", worldWith(both)), 3);
  const user = entry("writer", 4);
  assert.equal(await orderOf("writer", worldWith(entry("mine", 5, 'roles = "writer"'), user)), 5);
  assert.equal(await orderOf("writer", worldWith(entry("mine", 5), user)), 4);
  const own = "models: {own: {use: ngram/builtin, order: 6, roles: [writer]}}";
  assert.equal(await orderOf("writer", worldWith(both), own), 6);
});

Deno.test("of several models with a role the lowest tier is taken, then the one that is written first", async () => {
  const role = (tier?: number) => `roles = "writer"${tier === undefined ? "" : `\ntier = ${tier}`}`;
  const of = async (...tiers: readonly (number | undefined)[]) =>
    await orderOf("writer", worldWith(tiers.map((tier, i) => entry(`m${i}`, i + 2, role(tier))).join("")));
  assert.equal(await of(3, 1, 2), 3);
  assert.equal(await of(2, 2), 2);
  assert.equal(await of(undefined, 3), 3);
  assert.equal(await of(undefined, undefined), 2);
});

Deno.test("a model of the spec that is named by its role is used", async () => {
  const models = "models: {own: {use: ngram/builtin, roles: writer}, other: ngram/builtin}";
  assert.deepEqual(await found({ more: models, expand: "expand: {model: writer}" }), [["unused-model", "other"]]);
});

Deno.test("a role that nobody has is an unknown model, and roles are among what may have been meant", async () => {
  const world = worldWith(entry("small", 3, 'roles = "writer"'));
  const [problem, ...rest] = await findIn(spec({ expand: "expand: {model: writre}" }), world);
  assert.deepEqual([problem!.code, problem!.hint, rest.length], ["unknown-model", "did you mean `writer`?", 0]);
  const [far] = await findIn(spec({ expand: "expand: {model: xyzzy}" }), world);
  assert.match(far!.hint!, /^models: small, writer;/);
});

Deno.test("roles and tiers that cannot be are told in the loom.toml, and nothing that follows from them", async () => {
  const wrong = async (more: string) =>
    await found({ expand: "expand: {model: writer}" }, worldWith(entry("m", 3, more)));
  assert.deepEqual(await wrong("roles = 5"), [["wrong-value", "5"]]);
  assert.deepEqual(await wrong('roles = ["a b"]'), [["wrong-value", '"a b"']]);
  assert.deepEqual(await wrong('roles = "writer"\ntier = 4'), [["wrong-value", "4"]]);
});

Deno.test("a setting of every model that is misspelt is told with what was meant", async () => {
  for (
    const [wrong, meant] of [['rolse = "writer"', "roles"], ["teir = 1", "tier"], ["temprature = 1", "temperature"]]
  ) {
    const [problem] = await findIn(spec({ expand: "expand: {model: m}" }), worldWith(entry("m", 3, wrong)));
    assert.deepEqual([problem!.code, problem!.hint], ["bad-model", `did you mean \`${meant}\`?`]);
  }
});

Deno.test("where a model comes from is told unless the spec says it", async () => {
  const world = worldWith(
    entry("base", 3) + entry("large", 5, 'roles = "judge"\ntier = 3') + entry("small", 4, 'roles = "judge"\ntier = 1'),
  );
  const expand = "expand: {model: [base, judge, own, ngram/builtin]}", more = "models: {own: ngram/builtin}";
  assert.deepEqual(await originsOf({ expand, more }, world), [
    { of: "model", name: "base", source: "loom.toml" },
    {
      of: "model",
      name: "judge",
      source: "loom.toml",
      among: [{ entry: "small", tier: 1 }, { entry: "large", tier: 3 }],
    },
  ]);
});

Deno.test("a role and a tier name the model of that tier, else the next above it, else the next below", async () => {
  const role = (tier?: number) => `roles = "writer"${tier === undefined ? "" : `\ntier = ${tier}`}`;
  const of = async (wanted: number, ...tiers: readonly (number | undefined)[]) =>
    await orderOf(`writer@${wanted}`, worldWith(tiers.map((tier, i) => entry(`m${i}`, i + 2, role(tier))).join("")));
  assert.equal(await of(2, 1, 2, 3), 3);
  assert.equal(await of(2, 1, 3), 3);
  assert.equal(await of(3, 1, 2), 3);
  assert.equal(await of(3, 2, 2, 1), 2);
  assert.equal(await of(1, 2, 3), 2);
  assert.equal(await of(3, 1, undefined), 3);
  assert.deepEqual(await found({ expand: "expand: {model: writer@4}" }, worldWith(entry("m", 2, role(1)))), [
    ["unknown-model", "writer@4"],
  ]);
});
