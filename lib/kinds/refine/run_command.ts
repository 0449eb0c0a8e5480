import type { Values } from "../../expr/evaluate.ts";
import type { Command, CommandLine, CommandResult, Program } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { textOf } from "../value_of.ts";
import type { Round } from "./state.ts";

/** A program to run on a text. */
export interface Running {
  readonly key: string;
  /** The field of the spec that holds its arguments: `propose.command.run`. */
  readonly field: string;
  readonly command: CommandLine;
  /** What it works on: in its file, else on standard input. */
  readonly text: string;
  /** What its arguments may speak of. */
  readonly values: Values;
}

/** Runs a program of the plan on a text, whatever its exit code. */
export function* runCommand(round: Round, running: Running): Program<CommandResult> {
  return yield* demand(effectOf(round, running));
}

function effectOf(
  round: Round,
  { key, field, command: { run, file, files, timeout }, text, values }: Running,
): Command {
  const argv = run.map((expression, i) => textOf(round, { field: `${field}[${i}]`, expression }, values));
  const copy = files.length > 0 ? { scratch: { write: {}, copy: files } } : {};
  return {
    do: "command",
    key,
    argv,
    ...(file === undefined
      ? { stdin: text, ...copy }
      : { scratch: { write: { [file]: text }, copy: files, read: file } }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}
