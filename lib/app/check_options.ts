/** What every option of the library may be. */
import { isObject } from "../base/is_object.ts";
import { NANO, nanos } from "../base/money.ts";
import { nameOfValue } from "../plan/begin.ts";
import type { PatternFilter } from "../store/store.ts";
import type { UndoOptions } from "./changes/undo_run.ts";
import type { Fields, Rule } from "./check_fields.ts";
import { ANYTHING, checkFields, number, oneOf, TEXT, whole, withMethods, YES_OR_NO } from "./check_fields.ts";
import type { GoalOptions } from "./goal/goal_options.ts";
import type { BudgetOptions, LoomOptions, StartOptions } from "./loom_options.ts";
import { checkOwn } from "./own_program.ts";
import type { ForkOptions, ResumeOptions } from "./resume_options.ts";

/** Rules for all the fields of an interface. */
type RulesOf<T> = { readonly [K in keyof T]-?: Rule };

const MOST = Number.MAX_SAFE_INTEGER;

const BUDGET: RulesOf<BudgetOptions> & Fields = {
  usd: number(`dollars from 0 to ${Math.floor(MOST / NANO)}`, (usd) => usd >= 0 && nanos(usd) <= MOST),
  tokens: whole("a whole number", 0),
  calls: whole("a whole number", 0),
  iterations: whole("a whole number", 0),
  wall: whole("a whole number of milliseconds", 0),
  deadline: whole("a whole number of milliseconds since 1970,", 0),
};

/** Seeds are 31 bits, as models take them. */
const SEED = whole("a whole number", 0, 2 ** 31 - 1);

const PROGRAM = withMethods("what `program` made", "body");

/** What holds for every run that is begun. */
const BEGUN = {
  name: TEXT,
  budget: { fields: BUDGET },
  workspace: TEXT,
  seed: SEED,
  durability: oneOf("full", "normal"),
};

const START: RulesOf<StartOptions> & Fields = {
  inputs: { each: ANYTHING, of: "names" },
  input: ANYTHING,
  ...BEGUN,
  home: TEXT,
  spec: TEXT,
};

const GOAL: RulesOf<GoalOptions> & Fields = {
  process: TEXT,
  context: TEXT,
  approve: oneOf("always", "risky", "never"),
  ...BEGUN,
};

const FORK: RulesOf<ForkOptions> & Fields = { ...START, program: PROGRAM };

const PLAN: Rule = {
  expected: "`true`, or the plan that `compile` made of its spec",
  is: (value) => value === true || typeof (value as { readonly version?: unknown } | null)?.version === "number",
};

const RESUME: RulesOf<ResumeOptions> & Fields = { program: PROGRAM, addBudget: { fields: BUDGET }, adopt: PLAN };

const UNDO: RulesOf<UndoOptions> & Fields = {
  task: TEXT,
  change: whole("the number of a change,", 1),
  takenBack: YES_OR_NO,
  dryRun: YES_OR_NO,
  project: TEXT,
  signal: { expected: "an `AbortSignal`", is: (value) => value instanceof AbortSignal },
};

const PATTERNS: RulesOf<PatternFilter> & Fields = { kind: TEXT, key: TEXT };

const MILLISECONDS = number("milliseconds from 0 on", (time) => time >= 0 && time < Infinity);

const TOOL: Rule = {
  expected: "a tool, `{description, run}`, its `timeout` in milliseconds",
  is: (tool) => isObject(tool) && typeof tool["run"] === "function" && isPatience(tool["timeout"]),
};

function isPatience(timeout: unknown): boolean {
  return timeout === undefined || typeof timeout === "number" && timeout > 0;
}

const LOOM: RulesOf<LoomOptions> & Fields = {
  db: TEXT,
  memory: YES_OR_NO,
  store: withMethods("a store, such as `memoryStore()`", "createRun", "append", "acquire"),
  create: YES_OR_NO,
  folder: TEXT,
  models: { each: withMethods("a model", "generate", "count"), of: "names" },
  tools: { each: TOOL, of: "names" },
  programs: { each: PROGRAM, of: "list" },
  retry: { fields: { attempts: whole("a whole number", 1), base: MILLISECONDS, cap: MILLISECONDS } },
  on: { expected: "a function", is: (value) => typeof value === "function" },
};

/** Throws a TypeError or a RangeError that names the first option that does not hold. */
export function checkLoomOptions(options: LoomOptions): void {
  checkFields("Cannot open a loom", options, LOOM);
  for (const own of options.programs ?? []) checkOwn(own);
  const named = [
    ...(options.db === undefined ? [] : ["db"]),
    ...(options.memory ? ["memory"] : []),
    ...(options.store ? ["store"] : []),
  ];
  if (named.length < 2) return;
  throw new TypeError(`Cannot open a loom: it has one database, and ${named.map(inTicks).join(" and ")} name several`);
}

/** The same for the options of a start. */
export function checkStartOptions(options: StartOptions): void {
  checkFields("Cannot start a run", options, START);
}

/** The same for those of a resume. */
export function checkResumeOptions(options: ResumeOptions): void {
  checkFields("Cannot resume a run", options, RESUME);
  if (options.program) checkOwn(options.program);
}

/** The same for those of a fork. */
export function checkForkOptions(options: ForkOptions): void {
  checkFields("Cannot fork a run", options, FORK);
  if (options.program) checkOwn(options.program);
}

/** The same for a goal and how it is carried out. */
export function checkGoalOptions(goal: unknown, options: GoalOptions): void {
  if (typeof goal !== "string") {
    throw new TypeError(`Cannot carry the goal out: \`goal\` is ${nameOfValue(goal)}; give a text`);
  }
  checkFields("Cannot carry the goal out", options, GOAL);
}

/** The same for what of a run is undone; what cannot be meant together is refused as well. */
export function checkUndoOptions(options: UndoOptions): void {
  checkFields("Cannot undo what a run changed", options, UNDO);
  const { task, change, takenBack } = options;
  if (change === undefined) return;
  const other = task !== undefined ? "task" : takenBack ? "takenBack" : undefined;
  if (other === undefined) return;
  throw new TypeError(
    `Cannot undo what a run changed: \`change\` is one change, and \`${other}\` means others; give one of them`,
  );
}

/** The same for which patterns are listed. */
export function checkListedPatterns(filter: PatternFilter & { readonly limit?: number }): void {
  checkFields("Cannot list what was learned", filter, { ...PATTERNS, limit: whole("a whole number", 0) });
}

/** The same for which patterns are forgotten. */
export function checkForgottenPatterns(filter: PatternFilter): void {
  checkFields("Cannot forget what was learned", filter, PATTERNS);
}

/** The same for amounts that are added. */
export function checkAmounts(amounts: BudgetOptions): void {
  checkFields("Cannot add to the budget of a run", amounts, BUDGET);
}

/** The name of a run as it is given to a method. */
export function checkName(name: unknown): void {
  if (typeof name === "string" && name !== "") return;
  throw new TypeError("Cannot find a run without its name: give the text that `run.name` holds");
}

function inTicks(name: string): string {
  return `\`${name}\``;
}
