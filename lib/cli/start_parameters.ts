/** Parameters of the commands that drive a run. */
import type { BudgetOptions, StartOptions } from "../app/loom_options.ts";
import type { Option } from "./parameter.ts";
import { flag, value, word } from "./parameter.ts";
import type { BudgetDimension } from "./shared_parameters.ts";
import { readAmount, readWhole } from "./shared_parameters.ts";
import { UsageError } from "./usage_error.ts";

/** Limits of a new run. */
const BUDGET: {
  readonly usd: Option<number | undefined>;
  readonly calls: Option<number | undefined>;
  readonly tokens: Option<number | undefined>;
  readonly wall: Option<number | undefined>;
} = {
  usd: limit("usd", "USD", "Dollars it may cost"),
  calls: limit("calls", "N", "Model calls it may make"),
  tokens: limit("tokens", "N", "Tokens it may use, prompts included: 20000 or 20k"),
  wall: limit("wall", "TIME", "Working time it may take: 90s, 10m, 1h30m"),
};

function limit(dimension: BudgetDimension, label: string, about: string): Option<number | undefined> {
  const long = `--budget-${dimension}`;
  return value(long, {
    label,
    about: `${about}, in place of what the spec says`,
    read: (text) => readAmount(dimension, text, long),
  });
}

/** Limits of a new run, what it is called, and what seeds it. */
export const STARTING: typeof BUDGET & {
  readonly name: Option<string | undefined>;
  readonly seed: Option<number | undefined>;
} = {
  ...BUDGET,
  name: value("--name", {
    label: "NAME",
    about: "Name of the run. Default: the spec's name and six random letters",
    read: word,
  }),
  seed: value("--seed", {
    label: "N",
    about: "Seeds everything random. Default: random",
    read: readSeed,
  }),
};

/** The folder that a run works in. */
export const WORKSPACE: Option<string | undefined> = value("--workspace", {
  short: "-w",
  label: "FOLDER",
  about:
    "The folder that tools and agents of a process work in. Default: as the spec says, else as a loom.toml says, " +
    "else the project folder",
  read: word,
});

/** How a run is told of. */
export const TELLING: { readonly json: Option<boolean>; readonly quiet: Option<boolean> } = {
  json: flag("--json", { about: "Print every event as one JSON object on a line" }),
  quiet: flag("--quiet", { short: "-q", about: "Print nothing but the text, and what goes wrong" }),
};

/** What the values of {@link STARTING} among those of a command say of a new run. */
export function startingOf(
  { name, seed, ...others }: { readonly [O in keyof typeof STARTING]: ValueOf<(typeof STARTING)[O]> },
): Pick<StartOptions, "budget" | "name" | "seed"> {
  const budget = budgetOf(others);
  return {
    ...(budget ? { budget } : {}),
    ...(name === undefined ? {} : { name }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** The limits among a command's values; undefined when none was given. */
function budgetOf(
  values: { readonly [D in keyof typeof BUDGET]: number | undefined },
): BudgetOptions | undefined {
  // A command hands over all its values, and only some of them are limits.
  const given = Object.entries(values).filter(([name, amount]) => amount !== undefined && Object.hasOwn(BUDGET, name));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

type ValueOf<O> = O extends Option<infer T> ? T : never;

/** Seeds are 31 bits, as models take them. */
function readSeed(text: string): number {
  const seed = readWhole(text);
  if (seed !== undefined && seed < 2 ** 31) return seed;
  throw new UsageError(`Cannot read \`--seed ${text}\`: expected a whole number below 2147483648`);
}
