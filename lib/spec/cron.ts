/**
 * The times of a schedule: five fields of cron.
 *
 * @module
 */

/** What is expected of a schedule; a field that is wrong is told by itself. */
export const A_CRON =
  "five fields of cron, minute, hour, day of the month, month and day of the week, such as `0 3 * * *`";

interface Field {
  readonly min: number;
  readonly max: number;
  /** What it holds, as a sentence says it. */
  readonly about: string;
  /** Names of its numbers, from the least on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59, about: "a minute from 0 to 59" },
  { min: 0, max: 23, about: "an hour from 0 to 23" },
  { min: 1, max: 31, about: "a day of the month from 1 to 31" },
  {
    min: 1,
    max: 12,
    about: "a month from 1 to 12, or JAN to DEC",
    names: words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  },
  {
    min: 0,
    max: 7,
    about: "a day of the week from 0 to 7, or SUN to SAT",
    names: words("SUN MON TUE WED THU FRI SAT"),
  },
];

/** The days of each month, in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What a schedule should be that is not sound; undefined for a sound one. */
export function cronProblem(text: string): string | undefined {
  const parts = text.trim().split(/[ \t]+/);
  if (parts.length !== FIELDS.length) return A_CRON;
  const fields = FIELDS.map((field, i) => numbersOf(field, parts[i]!)), wrong = fields.indexOf(undefined);
  if (wrong >= 0) return `five fields of cron with ${FIELDS[wrong]!.about}`;
  const [, , days, months] = fields, least = Math.min(...days!);
  const never = parts[4] === "*" && months!.every((month) => least > DAYS[month - 1]!);
  return never ? "five fields of cron with a day that its months have" : undefined;
}

/** The numbers that a field stands for: `*`, `3`, `1-5`, steps such as `10-50/5`, and lists of these. */
function numbersOf(field: Field, text: string): readonly number[] | undefined {
  const parts = text.split(",").map((part) => stepsOf(field, part));
  return parts.every((numbers) => numbers !== undefined) ? parts.flat() : undefined;
}

function stepsOf(field: Field, text: string): readonly number[] | undefined {
  const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [], by = Number(step);
  const [from, to] = range === "*" ? [field.min, field.max] : rangeOf(field, range);
  // A step goes over a range: that of a single number would be that number.
  if (from === undefined || to === undefined || from > to || by < 1) return undefined;
  if (text.includes("/") && !/^\*$|-/.test(range)) return undefined;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

function rangeOf(field: Field, text: string): readonly (number | undefined)[] {
  const [from = "", to = from, ...more] = text.split("-");
  return more.length > 0 ? [] : [numberOf(field, from), numberOf(field, to)];
}

function numberOf({ min, max, names = [] }: Field, text: string): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? min + named : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  return number >= min && number <= max ? number : undefined;
}

function words(list: string): readonly string[] {
  return list.split(" ");
}

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
