import type { Values } from "../../expr/evaluate.ts";
import type { Program, PromptParts, Proposing, Sampling } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { samplingOf, tokensOf } from "../sampling.ts";
import { textOf } from "../value_of.ts";
import { speaksOf } from "./mentions.ts";
import type { Candidate, Slot } from "./propose.ts";
import type { Round, State } from "./state.ts";
import { guidanceOf } from "./values.ts";

/** A proposal that a model makes. */
type ByModel = Extract<Proposing, { by: "model" }>;

/** Asks a model for a candidate: the plan's in turn, unless the run has turned to another. */
export function* byModel(round: Round, { index, key, values, state }: Slot, propose: ByModel): Program<Candidate> {
  const { context: { document }, plan: { models } } = round;
  const name = state.model ?? propose.models[index % propose.models.length]!, model = models[name]!;
  const { maxTokens, sampling, extra = {} } = propose, drawing = { field: "propose", maxTokens, sampling, extra };
  const generated = yield* demand({
    do: "generate",
    key,
    model: name,
    prompt: promptOf(round, propose, { state, values }),
    maxTokens: tokensOf(round, drawing, values),
    sampling: heated(samplingOf(round, { ...drawing, model }, values), state),
    seed: values["seed"] as number,
    weave: { document, parent: null, role: "draft" },
  });
  const { node, text, tokens, finish } = generated;
  return { index, node: node!, text, model: name, tokens: tokens.output, finish };
}

/** What people have said is put under a prompt that does not speak of it. */
function promptOf(
  round: Round,
  { system, prompt }: ByModel,
  { state, values }: { readonly state: State; readonly values: Values },
): PromptParts {
  const asked = textOf(round, { field: "propose.prompt", expression: prompt }, values), guidance = guidanceOf(state);
  const isSaid = guidance === "" || [prompt, system ?? ""].some((text) => speaksOf(text, "guidance"));
  const user = isSaid ? asked : `${asked}\n\nHeed this above all else:\n${guidance}`;
  const told = system === undefined ? [] : [textOf(round, { field: "propose.system", expression: system }, values)];
  return {
    form: "chat",
    messages: [
      ...told.map((text) => ({ role: "system" as const, parts: [{ text }] })),
      { role: "user", parts: [{ text: user }] },
    ],
  };
}

/** Where nothing says how warm a model is, it is held to draw from its own distribution. */
const WARMTH = 1;
/** No provider takes more. */
const HOTTEST = 2;

function heated(sampling: Sampling, { heat }: State): Sampling {
  if (heat === 0) return sampling;
  const { temperature = WARMTH } = sampling;
  return { ...sampling, temperature: temperature > HOTTEST ? temperature : Math.min(HOTTEST, temperature + heat) };
}
