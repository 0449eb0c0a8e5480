/**
 * Runs the steps of `deno task test` one after the other and counts what they found. A step may consist of parts, each a
 * process of its own: those run side by side.
 *
 * @module
 */

/** One thing that has to hold. */
export type Step =
  | {
    readonly name: string;
    /** What `deno` is called with. */
    readonly args: readonly string[];
    /** A step counts as one test, unless it runs tests and says how many. */
    readonly counts: "tests" | "one";
  }
  | {
    readonly name: string;
    /** What `deno` is called with for each part; those that take longest come first. */
    readonly parts: readonly (readonly string[])[];
    /** How many parts may run at a time. */
    readonly jobs: number;
    readonly counts: "tests";
  }
  /** A step that has nothing to look at yet. */
  | { readonly name: string; readonly skip: string };

/** How many tests held, and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** A step that takes longer has met something that never ends; it is stopped, so that what it said can be read. */
const LIMIT_MS = 26 * 60_000;

/** Runs every step, also after one has failed, and writes a line for each; what a failing step said is written whole. */
export async function runSteps(
  steps: readonly Step[],
  write: (text: string) => void,
  limit: () => AbortSignal = () => AbortSignal.timeout(LIMIT_MS),
): Promise<Tally> {
  let passed = 0, failed = 0;
  for (const step of steps) {
    write(`${step.name.padEnd(16)} `);
    if ("skip" in step) {
      write(`skipped: ${step.skip}\n`);
      continue;
    }
    const { tally, said, seconds } = await runStep(step, limit());
    passed += tally.passed, failed += tally.failed;
    write(`${sentence(step, tally)} (${seconds} s)\n`);
    if (tally.failed > 0) write(`\n${said}\n`);
  }
  write(`\n${passed} passed, ${failed} failed\n`);
  return { passed, failed };
}

type RunnableStep = Exclude<Step, { skip: string }>;

/** What one process found, and all that it wrote. */
interface Report extends Tally {
  readonly said: string;
}

async function runStep(step: RunnableStep, signal: AbortSignal) {
  const began = performance.now(), parts = "parts" in step ? [...step.parts] : [step.args], reports: Report[] = [];
  const lane = async () => {
    for (let args = parts.shift(); args; args = parts.shift()) {
      reports.push(await reportOf(args, { counts: step.counts, signal }));
    }
  };
  await Promise.all(Array.from({ length: "jobs" in step ? step.jobs : 1 }, lane));
  const sum = (count: (report: Report) => number) => reports.reduce((all, report) => all + count(report), 0);
  return {
    tally: { passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed) },
    said: reports.filter(({ failed }) => failed > 0).map(({ said }) => said).join("\n"),
    seconds: ((performance.now() - began) / 1_000).toFixed(1),
  };
}

async function reportOf(
  args: readonly string[],
  { counts, signal }: { readonly counts: "tests" | "one"; readonly signal: AbortSignal },
): Promise<Report> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
    stdin: "null",
    signal,
  }).output();
  const out = new TextDecoder().decode(stdout), err = new TextDecoder().decode(stderr);
  return { ...(counts === "tests" ? countTests(out, success) : one(success)), said: err + out };
}

function one(success: boolean): Tally {
  return success ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Reads the closing line of `deno test`. Tests that never began, for a type error or a crash, are one failure. */
export function countTests(output: string, success: boolean): Tally {
  const closing = [...output.matchAll(/^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed/gm)].at(-1);
  const passed = Number(closing?.[1] ?? 0), failed = Number(closing?.[2] ?? 0);
  return { passed, failed: success && closing ? failed : Math.max(failed, 1) };
}

function sentence({ counts }: RunnableStep, { passed, failed }: Tally): string {
  if (failed > 0) return counts === "tests" ? `FAILED: ${failed} of ${passed + failed}` : "FAILED";
  return counts === "tests" ? `ok, ${passed} tests` : "ok";
}
