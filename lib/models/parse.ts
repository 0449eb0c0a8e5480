/**
 * Reading what judges answer. Strict on purpose: what could be meant in two ways is a problem, to be asked again, and
 * never a guess.
 *
 * @module
 */
export type { Unread } from "./parse/answer.ts";
export { parseChoice } from "./parse/choice.ts";
export { parseJson } from "./parse/json.ts";
export { parseScore, type Scale } from "./parse/score.ts";
