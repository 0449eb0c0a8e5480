import type { Json } from "../../base/json.ts";
import type { AskedStop, CodeCondition, StopResult } from "../../kinds/refine_code/code.ts";
import { stateAt } from "../../kinds/refine_code/state.ts";
import type { Truth } from "../../kinds/refine/combined.ts";
import { conditionsOf, unknownsOf } from "../../kinds/refine/combined.ts";
import { cosineDistance, textDistance } from "../../kinds/refine/distance.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { RefineContext } from "./context.ts";
import type { JudgeContext, LeafDetector } from "./detector.ts";
import type { History } from "./history.ts";
import type { Loop } from "./loop.ts";
import { stepRecord } from "./record.ts";
import { typed } from "./state_shape.ts";
import { textOf } from "./text_of_state.ts";

/** What the conditions of a loop are asked after a step. */
export interface Question<S> {
  readonly loop: Loop<S>;
  readonly asked: AskedStop;
  readonly ctx: RefineContext<S>;
  /** The state that the run began with. */
  readonly start: Json;
  readonly history: History;
}

/** What costs nothing comes first, and judges last. */
const ORDER: readonly CodeCondition["stop"][] = ["plateau", "predicate", "similar", "judge"];

/** Asks the conditions that are not known and that matter, the cheap ones first. */
export async function decideStops<S>(question: Question<S>): Promise<StopResult["truths"]> {
  const { loop, asked } = question, stop = loop.code.stop!, conditions = conditionsOf(stop);
  const known = new Map(asked.known), truths: (readonly [number, boolean, number?])[] = [];
  const leaves = loop.leaves;
  const truth = (condition: CodeCondition): Truth => {
    const holds = known.get(conditions.indexOf(condition));
    return holds === undefined ? "unknown" : holds ? "true" : "false";
  };
  const find = async (place: number) => {
    const [holds, distance] = await held(leaves[place]!, question);
    known.set(place, holds);
    truths.push(distance === undefined ? [place, holds] : [place, holds, distance]);
  };
  for (let open = unknownsOf(stop, truth); open.length > 0; open = unknownsOf(stop, truth)) {
    const next = ORDER.flatMap((sort) => open.filter((one) => one.stop === sort))[0]!;
    await find(conditions.indexOf(next));
  }
  return truths;
}

async function held<S>(
  leaf: LeafDetector<S>,
  question: Question<S>,
): Promise<readonly [holds: boolean, distance?: number]> {
  const { loop: { options: { state: shape } }, asked: { made } } = question;
  switch (leaf.stop) {
    case "predicate": {
      const { history, asked: { state: { log }, record } } = question;
      return [yesOrNo(await leaf.holds([...history.of(log), stepRecord(record)]), leaf.name)];
    }
    case "similar": {
      const distance = await distanceOf(leaf, question);
      return [distance < leaf.threshold, distance];
    }
    case "judge":
      return [yesOrNo(await leaf.decide(typed(shape, made), judgeContext(question)), leaf.name)];
    case "plateau":
      return [false];
  }
}

async function distanceOf<S>(
  { text, embed }: Extract<LeafDetector<S>, { stop: "similar" }>,
  question: Question<S>,
): Promise<number> {
  const { loop: { options: { state: shape } }, asked: { made, state }, start } = question;
  const words = (json: Json) => text ? text(typed(shape, json)) : textOf(json);
  const before = words(stateAt(state, state.last?.step ?? 0, start)), now = words(made);
  if (!embed) return textDistance(before, now);
  const context = judgeContext(question);
  return cosineDistance(await embed(before, context), await embed(now, context));
}

function judgeContext<S>({ ctx: { signal, spend, step } }: Question<S>): JudgeContext {
  return { signal, spend, step };
}

function yesOrNo(answer: unknown, name: string): boolean {
  if (typeof answer === "boolean") return answer;
  throw new TypeError(
    `Cannot tell whether the loop ends: ${name} gave ${nameOfValue(answer)}; give \`true\` or \`false\``,
  );
}
