/** The smallest loop there is: candidates side by side, the best of all is kept. Answers depend on what is asked alone. */
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { definitionOf, program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Model } from "../../lib/models/model.ts";
import type { Definition } from "../../lib/plan/definition.ts";
import type { Entry, Generate, Program } from "../../lib/plan/mod.ts";
import { all, commit, perform } from "../../lib/plan/mod.ts";
import { wordModel } from "../engine/models.ts";

interface State {
  readonly round: number;
  readonly best: number;
  readonly text: string;
}

/** A priced model: what it answers to a step's key ends with a number. */
export const answering: Model = wordModel(({ prompt }) => {
  const text = prompt.form === "text" ? prompt.text : "", [, round = 0, , i = 0] = text.split("/").map(Number);
  return `${text} is ${(round * 5 + i * 7) % 11 + 1}`;
});

/** Name and version of the loop. */
export const KEEP_BEST = "keep@1";

/** So many rounds of so many candidates. */
export function keepBest({ rounds, n }: { readonly rounds: number; readonly n: number }): Definition {
  const own: OwnProgram<Json, State, Json> = program(KEEP_BEST, function* (_: Json, from?: State): Program<Json> {
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
  return definitionOf(own as never, null);
}

/** What a text is worth: the number it ends with. */
function worth(text: string): number {
  return Number(text.split(" ").at(-1));
}

function ask(key: string): Generate {
  const prompt = { form: "text", parts: [{ text: key }] } as const;
  return { do: "generate", key, model: "m", prompt, maxTokens: 20, sampling: {}, seed: 1 };
}

/** The best of all results in a journal: what a loop that lost none of them has kept. */
export function bestIn(rows: readonly Entry[]): number {
  const texts = rows.flatMap(({ type, value }) => {
    const outcome = value as { readonly type?: string; readonly value?: { readonly text: string } };
    return type === "result" && outcome.type === "value" ? [outcome.value!.text] : [];
  });
  return Math.max(0, ...texts.map(worth));
}
