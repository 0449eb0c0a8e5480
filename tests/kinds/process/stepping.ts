/** Parts of processes without an engine: each effect is answered by hand. */
import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import type { Effect, Fiber, Instruction, Outcome, Program, Start } from "../../../lib/plan/mod.ts";
import { EffectFailed } from "../../../lib/plan/mod.ts";

/** What came of a program, and what it asked for, in its order. */
export interface Stepped<T> {
  readonly value: T;
  readonly effects: readonly Effect[];
}

/** Answers an effect. A tell is told without it. */
export type Answering = (effect: Effect) => Outcome<unknown>;

/** Runs a program to its end; what it forks is run at once, one after the other. No time passes meanwhile. */
export function stepped<T>(program: Program<T>, answer: Answering): Stepped<T> {
  const effects: Effect[] = [], ends: (() => unknown)[] = [];
  const run = (program: Program<unknown>): unknown => {
    let turn = program.next();
    while (!turn.done) {
      const given = reply(turn.value);
      turn = given.ok ? program.next(given.value) : program.throw(given.error);
    }
    return turn.value;
  };
  const reply = (said: Instruction): { ok: true; value: unknown } | { ok: false; error: unknown } => {
    if (said.say === "perform") {
      if (said.effect.do === "worked") return { ok: false, error: new Error("time passed") };
      effects.push(said.effect);
      const isTold = said.effect.do === "tell";
      return { ok: true, value: isTold ? { type: "value", value: said.effect.value } : answer(said.effect) };
    }
    if (said.say === "fork") return { ok: true, value: forked(said.start) };
    assert.ok(said.say === "join" || said.say === "race");
    const fiber = said.say === "join" ? said.fiber : said.fibers[0]!;
    try {
      return { ok: true, value: ends[fiber.id]!() };
    } catch (error) {
      return { ok: false, error };
    }
  };
  const forked = (start: Start<unknown>): Fiber<unknown> => {
    let end: () => unknown;
    try {
      const value = run(start());
      end = () => value;
    } catch (error) {
      end = () => {
        throw error;
      };
    }
    return { id: ends.push(end) - 1 };
  };
  return { value: run(program) as T, effects };
}

/** Answers by keys; an effect without an answer is a mistake. */
export function by(answers: { readonly [key: string]: Outcome<unknown> }): Answering {
  return ({ key }) => {
    assert.ok(Object.hasOwn(answers, key), `nothing is answered to \`${key}\``);
    return answers[key]!;
  };
}

/** A model's answer as JSON, read already. */
export function says(value: Json): Outcome<unknown> {
  const text = JSON.stringify(value);
  return { type: "value", value: { text, value, finish: "end", tokens: { input: 1, output: 1 } } };
}

/** A model's answer that cannot be read. */
export function mumbles(text = "hm"): Outcome<unknown> {
  return { type: "unparsed", text, problem: `Cannot read JSON in \`${text}\`` };
}

/** A step that failed for good. */
export function fails(code = "auth", message = "the key was refused"): Outcome<unknown> {
  return { type: "failed", failure: { code, message } };
}

/** What a tool of ours says. */
export function found(data: Json, output = ""): Outcome<unknown> {
  return { type: "value", value: { ok: true, output, data } };
}

/** Keys of effects, tells aside. */
export function keysOf(effects: readonly Effect[]): readonly string[] {
  return effects.filter((effect) => effect.do !== "tell").map(({ key }) => key);
}

/** What was told under a key. */
export function toldAt(effects: readonly Effect[], key: string): Json {
  const effect = effects.find((one) => one.do === "tell" && one.key === key);
  assert.ok(effect?.do === "tell", `nothing is told at \`${key}\`: ${effects.map((one) => one.key).join(", ")}`);
  return effect.value;
}

/** Everything that a model was shown at a key, as one text. */
export function shownAt(effects: readonly Effect[], key: string): string {
  const effect = effects.find((one) => one.key === key);
  assert.ok(effect?.do === "generate" && effect.prompt.form === "chat", `no model is asked at \`${key}\``);
  return effect.prompt.messages.flatMap(({ parts }) => parts.map((part) => "text" in part ? part.text : "")).join("\n");
}

/** The error that a program ends with. */
export function failureOf(work: () => unknown): EffectFailed {
  try {
    work();
  } catch (error) {
    if (error instanceof EffectFailed) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
