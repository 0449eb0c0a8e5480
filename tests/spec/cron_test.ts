import assert from "node:assert/strict";
import { A_CRON, cronProblem, isTimeZone } from "../../lib/spec/cron.ts";

Deno.test("five fields of numbers, names, ranges, steps and lists are a schedule", () => {
  const sound = [
    "0 3 * * *",
    "*/5 * * * *",
    "0,15,30-40/5 0-23/2 1 jan-mar,DEC mon-Fri",
    " 59\t23 31 12 7 ",
    "0 0 29 2 *",
    "0 0 31 2 1",
  ];
  for (const text of sound) assert.equal(cronProblem(text), undefined, text);
});

Deno.test("a schedule that is none says which field is wrong", () => {
  for (const text of ["", "nope", "0 3 * *", "0 0 3 * * *", "@daily"]) assert.equal(cronProblem(text), A_CRON, text);
  const wrong: Readonly<Record<string, RegExp>> = {
    "60 * * * *": /a minute from 0 to 59/,
    "-1 * * * *": /a minute/,
    "1.5 * * * *": /a minute/,
    "5/10 * * * *": /a minute/,
    "*/0 * * * *": /a minute/,
    "1,,2 * * * *": /a minute/,
    "0 24 * * *": /an hour from 0 to 23/,
    "0 5-3 * * *": /an hour/,
    "0 0 0 * *": /a day of the month from 1 to 31/,
    "0 0 * 13 *": /a month from 1 to 12/,
    "0 0 * JANUARY *": /a month/,
    "0 0 * * 8": /a day of the week from 0 to 7/,
    "0 0 * * FRI-MON": /a day of the week/,
    "0 0 30 2 *": /a day that its months have/,
    "0 0 31 APR,JUN *": /a day that its months have/,
  };
  for (const [text, says] of Object.entries(wrong)) assert.match(cronProblem(text) ?? "sound", says, text);
});

Deno.test("a time zone is one that the system knows by name", () => {
  for (const name of ["UTC", "Europe/London", "America/Argentina/Buenos_Aires"]) assert.ok(isTimeZone(name), name);
  for (const name of ["", "Nowhere/At", "+05:00", "Europe"]) assert.ok(!isTimeZone(name), name);
});
