/**
 * Models: the interface every provider adapts to, and what goes around one.
 *
 * @module
 */
export type { Rate } from "../base/rate.ts";
export type { Gate, GateClock, GateLimits } from "./gate.ts";
export { gate } from "./gate.ts";
export type { EmulatedOptions } from "./emulate/emulated.ts";
export { emulated } from "./emulate/emulated.ts";
export { limited } from "./limited.ts";
export * from "./model.ts";
export type { Check, Problem } from "./options.ts";
export type { Known, Provider } from "./registry.ts";
export { addProvider, modelFacts, openModel } from "./registry.ts";
export type { Replying } from "./scripted/follow.ts";
export type { Reply, ReplyCall, ReplyFailure } from "./scripted/options.ts";
export type { ScriptedOptions } from "./scripted/scripted.ts";
export { scripted } from "./scripted/scripted.ts";
export type { Append } from "./tape.ts";
export { record, replay } from "./tape.ts";
export type { Counter } from "./counters.ts";
