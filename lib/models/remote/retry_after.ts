import { parseDuration } from "../../base/duration.ts";

/** Milliseconds that `Retry-After` asks to wait, in seconds or until a date, or `retry-after-ms`; undefined: neither. */
export function pauseTold(headers: Headers, now: number = Date.now()): number | undefined {
  const exact = Number(headers.get("retry-after-ms") ?? NaN);
  if (exact >= 0) return exact;
  return waitOf(headers.get("retry-after") ?? "", now);
}

/** Milliseconds until the limit that was reached is lifted, as the `ratelimit` headers of a provider tell. */
export function resetTold(headers: Headers, now: number = Date.now()): number | undefined {
  const waits = [...headers].flatMap(([name, value]) => {
    const limit = /^(?:x-|anthropic-)?ratelimit-(?:(.+)-)?reset(?:-(.+))?$/.exec(name);
    if (!limit || !isUsedUp(headers, name)) return [];
    const wait = waitOf(value, now);
    return wait === undefined ? [] : [wait];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Of several limits those count of which nothing remains. */
function isUsedUp(headers: Headers, reset: string): boolean {
  const remaining = headers.get(reset.replace("reset", "remaining"));
  return remaining === null || Number(remaining) <= 0;
}

/** Seconds, a duration such as `6m0s`, a moment in seconds or milliseconds since 1970, or a date. */
function waitOf(value: string, now: number): number | undefined {
  const told = value.trim(), number = told === "" ? NaN : Number(told);
  if (number > 1e11) return Math.max(0, number - now);
  if (number > 1e9) return Math.max(0, number * 1000 - now);
  if (number >= 0) return Math.ceil(number * 1000);
  const duration = parseDuration(told);
  if (duration !== undefined) return duration;
  const date = Date.parse(told);
  return Number.isNaN(date) || !Number.isNaN(number) ? undefined : Math.max(0, date - now);
}
