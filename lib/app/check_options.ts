/** What every option of the library may be. */
import { isObject } from "../base/is_object.ts";
import { NANO, nanos } from "../base/money.ts";
import type { Fields, Rule } from "./check_fields.ts";
import { ANYTHING, checkFields, number, oneOf, TEXT, whole, withMethods, YES_OR_NO } from "./check_fields.ts";
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

const START: RulesOf<StartOptions> & Fields = {
  inputs: { each: ANYTHING, of: "names" },
  input: ANYTHING,
  name: TEXT,
  budget: { fields: BUDGET },
  home: TEXT,
  workspace: TEXT,
  spec: TEXT,
  seed: SEED,
  durability: oneOf("full", "normal"),
};

const FORK: RulesOf<ForkOptions> & Fields = { ...START, program: PROGRAM };

const PLAN: Rule = {
  expected: "`true`, or the plan that `compile` made of its spec",
  is: (value) => value === true || typeof (value as { readonly version?: unknown } | null)?.version === "number",
};

const RESUME: RulesOf<ResumeOptions> & Fields = { program: PROGRAM, addBudget: { fields: BUDGET }, adopt: PLAN };

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
