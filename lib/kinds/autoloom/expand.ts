import { seedFor } from "../../base/seeded.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Generate, Generated, Outcome, Program } from "../../plan/mod.ts";
import { all, EffectFailed, perform } from "../../plan/mod.ts";
import { samplingOf, tokensOf } from "../sampling.ts";
import type { Candidate, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** One candidate to be made: a place among its siblings, a model, a path to continue. */
interface Slot {
  readonly index: number;
  /** Place among the candidates of its path. */
  readonly i: number;
  readonly model: string;
  readonly path: Path;
}

/** Makes all candidates of a round, side by side. Empty ones are left out; when every call fails, so does the run. */
export function* expand(round: Round, state: State): Program<readonly Candidate[]> {
  const slots = slotsOf(round, state);
  const outcomes = yield* all(slots.map((slot) => () => perform(generateOf(round, state, slot))));
  const candidates = slots.flatMap((slot, at) => candidateOf(slot, outcomes[at]!));
  const failed = outcomes.find((outcome) => outcome.type === "failed");
  if (failed && outcomes.every((outcome) => outcome.type === "failed")) {
    throw new EffectFailed(keyOf(state, slots[0]!), failed.failure.code, failed.failure.message);
  }
  return candidates;
}

function slotsOf({ plan: { expand: { by } } }: Round, { paths }: State): readonly Slot[] {
  const models = by.flatMap(({ model, width }) => Array.from({ length: width }, () => model));
  return paths.flatMap((path, p) => models.map((model, i) => ({ index: p * models.length + i, i, model, path })));
}

function keyOf(state: State, { index }: Slot): string {
  return `round/${roundOf(state)}/expand/${index}`;
}

function generateOf(round: Round, state: State, slot: Slot): Generate {
  const { plan: { expand }, context } = round, key = keyOf(state, slot), values = slotValues(round, state, slot);
  const { document } = context, drawing = { field: "expand", ...expand };
  return {
    do: "generate",
    key,
    model: slot.model,
    prompt: { form: "text", parts: [{ path: { document, node: slot.path.node }, fit: expand.context }] },
    maxTokens: tokensOf(round, drawing, values),
    sampling: samplingOf(round, { ...drawing, model: round.plan.models[slot.model]! }, values),
    ...(expand.stop.length > 0 ? { stop: expand.stop } : {}),
    seed: seedFor(context.seed, key),
    ...(round.plan.models[slot.model]!.facts.supports.logprobs ? { logprobs: 0 } : {}),
    weave: { document, parent: slot.path.node, role: "candidate" },
  };
}

/** `i` counts the siblings from 0, `t` goes from 0 to 1 over them and is 0.5 for an only one. */
function slotValues({ plan, context: { inputs } }: Round, state: State, { i }: Slot): Values {
  const n = plan.expand.by.reduce((sum, { width }) => sum + width, 0);
  return {
    inputs,
    spec: { name: plan.name },
    i,
    n,
    t: n === 1 ? 0.5 : i / (n - 1),
    round: roundOf(state),
    depth: state.depth,
  };
}

function candidateOf({ index, model, path }: Slot, outcome: Outcome<Generated>): Candidate[] {
  if (outcome.type !== "value") return [];
  const { text, node, finish, tokens, logprob } = outcome.value;
  if (text.trim() === "") return [];
  const known = { index, node: node!, text, tokens: tokens.output, finish, model, path };
  return [logprob === undefined ? known : { ...known, logprob }];
}
