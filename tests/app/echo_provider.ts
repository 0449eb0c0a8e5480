import type { Model, ModelOptions } from "../../lib/models/model.ts";
import { ModelError } from "../../lib/models/model.ts";
import { addProvider } from "../../lib/models/registry.ts";
import type { Abilities, ModelFacts } from "../../lib/plan/mod.ts";
import { model } from "../kinds/growing.ts";

/** What the models of the provider were opened with, in order. */
export const opened: ModelOptions[] = [];

/** How many calls of one model are in flight, and were at most. */
export const flights = { now: 0, most: 0 };

/** A provider that repeats its key wherever it can: in its text, piece by piece, in its thoughts, in its errors. */
export function addEcho(name: string): void {
  const { supports } = model(() => "").facts;
  addProvider(name, {
    about: "repeats its key",
    supports: supports as Abilities,
    local: true,
    counter: "words",
    open: (facts, options) => {
      opened.push(options);
      return Promise.resolve(echo(facts, options));
    },
  });
}

/** Facts of a model of the provider. */
export function echoFacts(name: string): ModelFacts {
  return { ...model(() => "").facts, id: `${name}/any`, provider: name };
}

function echo(facts: ModelFacts, options: ModelOptions): Model {
  const key = String(options["key"] ?? "");
  let calls = 0;
  return {
    ...model(() => ""),
    facts,
    async *generate({ seed = 0 }) {
      flights.most = Math.max(flights.most, ++flights.now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      flights.now--;
      if (++calls % 3 === 0) throw new ModelError("request", `the key ${key} is refused`);
      yield { type: "reasoning", text: `I was given ${key}` };
      const said = ` Bearer ${key} and ${encodeURIComponent(key)} ${seed}`, cut = 1 + seed % 5;
      for (let at = 0; at < said.length; at += cut) yield { type: "text", text: said.slice(at, at + cut) };
      yield { type: "end", finish: "end", usage: { input: 1, output: 5 } };
    },
    score: () => Promise.reject(new ModelError("request", `cannot score with ${key}`)),
  };
}
