/** Parameters of the commands that drive a run. */
import type { Option } from "./parameter.ts";
import { flag, value, word } from "./parameter.ts";
import { readWhole } from "./shared_parameters.ts";
import { UsageError } from "./usage_error.ts";

/** What a new run is called, and what seeds it. */
export const NAMING: {
  readonly name: Option<string | undefined>;
  readonly seed: Option<number | undefined>;
} = {
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
  about: "The folder that tools and agents of a process work in. Default: as the spec says, else the project folder",
  read: word,
});

/** How a run is told of. */
export const TELLING: { readonly json: Option<boolean>; readonly quiet: Option<boolean> } = {
  json: flag("--json", { about: "Print every event as one JSON object on a line" }),
  quiet: flag("--quiet", { short: "-q", about: "Print nothing but the text, and what goes wrong" }),
};

/** The naming among a command's values. */
export function namingOf(
  { name, seed }: { readonly name: string | undefined; readonly seed: number | undefined },
): { readonly name?: string; readonly seed?: number } {
  return { ...(name === undefined ? {} : { name }), ...(seed === undefined ? {} : { seed }) };
}

/** Seeds are 31 bits, as models take them. */
function readSeed(text: string): number {
  const seed = readWhole(text);
  if (seed !== undefined && seed < 2 ** 31) return seed;
  throw new UsageError(`Cannot read \`--seed ${text}\`: expected a whole number below 2147483648`);
}
