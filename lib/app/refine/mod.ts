/**
 * Loops over functions of a library user: {@link refine} and what its options are made of.
 *
 * @module
 */
export type { Backtrack } from "./backtrack.ts";
export { bestScore, lastGood, noBacktrack } from "./backtrack.ts";
export type { BudgetNow, RefineContext, ScoredState } from "./context.ts";
export type { Detector, EmbedFunction, JudgeContext, JudgeOptions, LeafDetector } from "./detector.ts";
export { allOf, anyOf, judge, not, plateau, predicate, similar } from "./detectors.ts";
export type { RefineEnd, RefineStep } from "./end.ts";
export type { AskRung, Escalation } from "./escalate.ts";
export { ask, escalate } from "./escalate.ts";
export type { RefineBudget, RefineErrors, RefineOptions, ReserveContext, StepFunction } from "./options.ts";
export type { StepRecord } from "./record.ts";
export { refine } from "./refine.ts";
export type { RefineCall, RefineHandle, Refiner, RefineResume } from "./refiner.ts";
export type { Spend, Spending } from "./spend.ts";
export type { CodeRung, CodeStall } from "../../kinds/refine_code/code.ts";
export type { StateShape } from "./state_shape.ts";
export type { RefineStream } from "./stream.ts";
export { anthropicCost } from "./adapters/anthropic_cost.ts";
export type { AnthropicClient, ModelJudge, OpenAIClient } from "./adapters/judges.ts";
export { anthropicJudge, openaiJudge } from "./adapters/judges.ts";
export { meter } from "./adapters/meter.ts";
export { openaiCost } from "./adapters/openai_cost.ts";
export type { CostOptions, PricePerMillion } from "./adapters/priced.ts";
