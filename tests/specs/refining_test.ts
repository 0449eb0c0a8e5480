/** The ready specs that make something better: what their comments promise, held against what they do. */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { compileFile } from "../../lib/app/compile_spec.ts";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { readLoop } from "../../lib/app/read_loop.ts";
import type { RunEnd } from "../../lib/app/run_handle.ts";
import type { JsonObject } from "../../lib/base/json.ts";
import { countWords } from "../../lib/expr/text_measures.ts";
import type { RoundView } from "../../lib/views/rounds.ts";
import { inFolder, withEnv } from "../app/folders.ts";
import { SPECS } from "./ready.ts";

/** What a run came to, and what is left of it. */
interface Refined {
  readonly end: RunEnd;
  readonly outputs: JsonObject;
  readonly rounds: readonly RoundView[];
  /** The text it saved. */
  readonly saved: string;
}

/** Runs a ready spec to its end. `restAfter`: it is paused when this round is over, its steps broken off, and resumed. */
async function refined(
  name: string,
  { seed, restAfter }: { readonly seed: number; readonly restAfter?: number },
): Promise<Refined> {
  const { plan, home } = await compileFile(new URL(name, SPECS).pathname, { folder: SPECS.pathname });
  // A program of a spec is found by its name, also where `deno` was started by its path.
  const PATH = `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`;
  return await withEnv({ PATH }, () =>
    inFolder(async (project) => {
      const resting = Promise.withResolvers<void>(), told = `round/${restAfter}/told`;
      await using loom = await openLoom({
        memory: true,
        folder: project,
        on: (event) => {
          if (event.type === "entry" && event.entry.key === told) resting.resolve();
        },
      });
      const handle = await loom.start(plan!, { seed, home, name: "one" });
      if (restAfter !== undefined) {
        await resting.promise;
        handle.pause({ abort: true });
        assert.equal((await handle.end).kind, "paused");
      }
      const end = await (restAfter === undefined ? handle : await loom.resume("one")).end;
      return { end, outputs: end.outputs as JsonObject, rounds: await roundsOf(loom), saved: savedIn(project) };
    }));
}

async function roundsOf({ store }: Loom): Promise<readonly RoundView[]> {
  return (await readLoop(store, await store.findRun("one")))!.rounds;
}

function savedIn(project: string): string {
  const [saved] = [...Deno.readDirSync(`${project}/documents`)];
  return Deno.readTextFileSync(`${project}/documents/${saved!.name}`);
}

/** What does not depend on the clock. */
function course({ end: { kind, reason, outputs }, rounds, saved }: Refined): unknown {
  return {
    kind,
    reason,
    outputs,
    saved,
    told: rounds.map(({ round, verdict, score, best }) => [round, verdict, score, best]),
  };
}

/** The functions of a calendar program. */
interface Calendar {
  isLeap(year: number): boolean;
  daysIn(month: number, year: number): number;
  dayOfYear(day: number, month: number, year: number): number;
  weekday(day: number, month: number, year: number): string;
}

async function loaded(program: string): Promise<Calendar> {
  return await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/calendar.ts`, program);
    return await import(`file://${folder}/calendar.ts`) as Calendar;
  });
}

/** Days on which a calendar and this machine's do not agree. */
function disagreements({ isLeap, daysIn, dayOfYear, weekday }: Calendar): readonly string[] {
  const wrong: string[] = [], day = 86_400_000;
  for (let at = Date.UTC(1896, 0, 1); at < Date.UTC(2105, 0, 1); at += 5 * day) {
    const date = new Date(at), [year, month, of] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const length = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / day;
    const agrees = isLeap(year) === (length === 366) &&
      daysIn(month, year) === new Date(Date.UTC(year, month, 0)).getUTCDate() &&
      dayOfYear(of, month, year) === (at - Date.UTC(year, 0, 1)) / day + 1 &&
      weekday(of, month, year) === date.toUTCString().slice(0, 3);
    if (!agrees) wrong.push(date.toISOString().slice(0, 10));
  }
  return wrong;
}

Deno.test("specs/fixer.yaml mends a program that is wrong: it agrees with this machine's calendar for two centuries", async () => {
  const before = await loaded(Deno.readTextFileSync(new URL("fixer/calendar.ts", SPECS)));
  assert.ok(disagreements(before).length > 1_000);
  const { end, rounds, saved } = await refined("fixer.yaml", { seed: 7 });
  assert.equal(end.kind, "converged");
  assert.match(end.reason, /best\.total is 1, of round \d+$/);
  assert.ok(rounds[0]!.score! < 0.5);
  assert.ok(rounds.length <= 10, `${rounds.length} rounds`);
  assert.deepEqual(disagreements(await loaded(saved)), []);
});

Deno.test("specs/polish.toml makes its text plainer until nothing makes it plainer, and every fact is still there", async () => {
  const draft = Deno.readTextFileSync(new URL("polish/draft.txt", SPECS));
  const { plan } = await compileFile(new URL("polish.toml", SPECS).pathname, { folder: SPECS.pathname });
  const facts = plan!.inputs["facts"]!.default as readonly string[];
  const { end, outputs, rounds, saved } = await refined("polish.toml", { seed: 7 });
  assert.equal(end.kind, "converged", end.reason);
  assert.match(end.reason, /^none of the last 5 totals is better than all before by 0\.5: /);
  assert.ok(rounds.at(-1)!.best!.score < rounds[0]!.score! * 0.75);
  assert.deepEqual(facts.filter((fact) => !saved.includes(fact)), []);
  assert.deepEqual(outputs, { text: saved, cost: rounds.at(-1)!.best!.score, words: countWords(saved) });
  assert.ok(countWords(saved) < countWords(draft) * 0.6);
  assert.doesNotMatch(saved, /\b(in order to|the fact that|very|basically)\b/);
});

for (const name of ["fixer.yaml", "polish.toml"]) {
  Deno.test(`specs/${name} goes the same way with the same seed, also when it rests on the way`, async () => {
    const whole = course(await refined(name, { seed: 11 }));
    assert.deepEqual(course(await refined(name, { seed: 11, restAfter: 2 })), whole);
  });
}
