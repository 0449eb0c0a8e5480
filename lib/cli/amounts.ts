/** Numbers as people read them. */
import { formatDuration } from "../base/duration.ts";
import { formatUsd } from "../base/money.ts";
import type { Booking, Limits } from "../plan/mod.ts";

/** A whole number with commas: `12,400`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en");
}

/** A number and what it counts: `1 call`, `12,400 calls`. */
export function counted(n: number, one: string, many: string = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** How long a step took: milliseconds where that is little. */
export function took(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)}ms` : span(milliseconds);
}

/** A time span in two units at most: `0.4s`, `12s`, `3m05s`, `2h14m`, `5d03h`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds), two = (n: number) => String(n).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)}h${two(Math.floor(whole % 3_600 / 60))}m`;
  return `${Math.floor(whole / 86_400)}d${two(Math.floor(whole % 86_400 / 3_600))}h`;
}

/** A moment on the clock of this machine: `2026-03-01 18:04:09`. */
export function moment(at: number): string {
  const date = new Date(at), two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(at)}`;
}

/** The time of a moment: `18:04:09`. */
export function timeOfDay(at: number): string {
  const date = new Date(at), two = (n: number) => String(n).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A grade in few digits: `0.83`, `7`, `-1.2e-7`. */
export function grade(score: number): string {
  if (Number.isInteger(score) && Math.abs(score) < 1e6) return String(score);
  const size = Math.abs(score);
  return size >= 1e6 || size < 1e-3 ? score.toExponential(1) : score.toFixed(size >= 100 ? 1 : 2);
}

/** What a budget is used up to: a part for every dimension that is limited or has been used. */
export function spending(spent: Booking, limits: Limits, wall?: number): readonly string[] {
  const { usd, calls, tokens, wall: wallLimit } = limits;
  return [
    ...(spent.usd > 0 || usd !== undefined ? [of(spent.usd, usd, formatUsd, "")] : []),
    of(spent.calls, calls, count, spent.calls === 1 && calls === undefined ? " call" : " calls"),
    of(spent.tokens, tokens, count, " tokens"),
    ...(wall === undefined
      ? []
      : [wallLimit === undefined ? span(wall) : `${span(wall)} of ${formatDuration(wallLimit)}`]),
  ];
}

/** What is added to a budget: `$0.50`, `20 calls`, `10m of working time`. */
export function additions({ usd, calls, tokens, iterations, wall, deadline }: Limits): readonly string[] {
  return [
    ...(usd === undefined ? [] : [formatUsd(usd)]),
    ...(calls === undefined ? [] : [counted(calls, "call")]),
    ...(tokens === undefined ? [] : [counted(tokens, "token")]),
    ...(iterations === undefined ? [] : [counted(iterations, "iteration")]),
    ...(wall === undefined ? [] : [`${formatDuration(wall)} of working time`]),
    ...(deadline === undefined ? [] : [`time until ${moment(deadline)}`]),
  ];
}

function of(used: number, limit: number | undefined, say: (n: number) => string, unit: string): string {
  return limit === undefined ? `${say(used)}${unit}` : `${say(used)} of ${say(limit)}${unit}`;
}
