import assert from "node:assert/strict";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { definitionOf, program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Entry, Generate, Limits, Program } from "../../lib/plan/mod.ts";
import { all, commit, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { NewRun, Store } from "../../lib/store/store.ts";
import { wordModel } from "../engine/models.ts";
import type { Choose } from "./explore.ts";
import { explore } from "./explore.ts";
import type { Play, Played, Trouble } from "./schedule.ts";
import { play } from "./schedule.ts";

interface State {
  readonly round: number;
  readonly best: number;
  readonly text: string;
}

function ask(key: string): Generate {
  const prompt = { form: "text", parts: [{ text: key }] } as const;
  return { do: "generate", key, model: "m", prompt, maxTokens: 20, sampling: {}, seed: 1 };
}

/** What a text is worth: the number it ends with. */
function worth(text: string): number {
  return Number(text.split(" ").at(-1));
}

/** A loop that makes candidates side by side and keeps the best of all. */
function keepBest(rounds: number, n: number): OwnProgram<Json, State, Json> {
  return program("keep@1", function* (_: Json, from: State | undefined): Program<Json> {
    let state = from ?? { round: 0, best: 0, text: "" };
    while (state.round < rounds) {
      const round = state.round + 1;
      const made = yield* all(Array.from({ length: n }, (_, i) => () => perform(ask(`round/${round}/make/${i}`))));
      for (const outcome of made) {
        if (outcome.type !== "value" || worth(outcome.value.text) <= state.best) continue;
        state = { ...state, best: worth(outcome.value.text), text: outcome.value.text };
      }
      state = { ...state, round };
      yield* commit(state);
    }
    return { best: state.best, text: state.text };
  });
}

/** A model whose answer depends on what it is asked alone. */
const model = wordModel(({ prompt }) => {
  const text = prompt.form === "text" ? prompt.text : "", [, round = 0, , i = 0] = text.split("/").map(Number);
  return `${text} is ${(round * 5 + i * 7) % 11 + 1}`;
});

let runs = 0;

function newRun(limits: Limits): NewRun {
  return {
    name: `r${++runs}`,
    title: "r",
    program: "keep@1",
    inputs: { input: null },
    limits,
    seed: 1,
    at: 1_700_000_000_000,
    durability: "normal",
  };
}

interface Size {
  readonly rounds: number;
  readonly n: number;
  readonly limits?: Limits;
  readonly troubles: readonly Trouble[];
  readonly most: number;
}

export function playing(
  store: () => Store,
  { rounds, n, limits = {}, troubles, most }: Size,
): (choose: Choose) => Promise<Played> {
  const own = keepBest(rounds, n);
  return (choose) => {
    const what: Play = {
      store: store(),
      run: newRun(limits),
      models: { m: model },
      define: () => Promise.resolve(definitionOf(own as never, null)),
      troubles,
      most,
    };
    return play(choose, what);
  };
}

export function endOf(rows: readonly Entry[]): Json {
  const { at: _, ...end } = rows.at(-1) ?? assert.fail("there is no row");
  assert.equal(end.type, "end");
  const { kind, outputs } = end.value as { readonly kind: string; readonly outputs: Json };
  return { kind, outputs };
}

/** What the results in the journal are worth: what a program that lost nothing must have seen. */
function bestOf(rows: readonly Entry[]): number {
  const texts = rows.flatMap(({ type, value }) => {
    const outcome = value as { readonly type?: string; readonly value?: { readonly text: string } };
    return type === "result" && outcome.type === "value" ? [outcome.value!.text] : [];
  });
  return Math.max(0, ...texts.map(worth));
}

Deno.test("whatever finishes first and whoever dies or is taken over, a run comes to the same end", async () => {
  const size: Size = { rounds: 2, n: 3, troubles: ["death", "usurper", "failure"], most: 1 };
  const calm = endOf((await playing(memoryStore, { ...size, most: 0 })(() => 0)).rows);
  const t = performance.now();
  const explored = await explore(async (choose) => {
    assert.deepEqual(endOf((await playing(memoryStore, size)(choose)).rows), calm);
  }, 20_000);
  console.log(explored, performance.now() - t, calm);
});
