/**
 * Days of the Gregorian calendar, as somebody wrote them down from memory. `fixer.yaml` mends it.
 *
 * @module
 */

const WEEKDAYS: readonly string[] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MONTHS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Whether a year has a 29th of February. */
export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 && year % 400 === 0);
}

/** How many days a month has, from 1 for January. */
export function daysIn(month: number, year: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return (month > 8 ? month + 1 : month) % 2 === 1 ? 31 : 30;
}

/** The place of a day in its year, from 1. */
export function dayOfYear(day: number, month: number, year: number): number {
  return MONTHS.slice(0, month).reduce((days, before) => days + daysIn(before, year), day);
}

/** The day of the week, as its first three letters. */
export function weekday(day: number, month: number, year: number): string {
  const past = year - 1, leaps = Math.floor(past / 4) + Math.floor(past / 100) + Math.floor(past / 400);
  return WEEKDAYS[(past * 365 + leaps + dayOfYear(day, month, year)) % 7]!;
}
