import type { Host } from "./host.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";

/** A command of the program, its parameters typed. */
export interface CommandOf<P extends Parameters> {
  /** As it is written. */
  readonly name: string;
  /** One line: what it does. */
  readonly summary: string;
  /** More of it, for its own help; paragraphs. */
  readonly details?: readonly string[];
  /** In the order in which help names them. */
  readonly parameters: P;
  /** Command lines and what they do. */
  readonly examples?: readonly Example[];
  /** Runs it and gives the exit code. What it throws is put into words at the edge. */
  run(host: Host, args: ValuesOf<P>): Promise<number>;
}

/** A command line and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** A command as the program keeps it: values go in as its own parameters have read them. */
export type Command = CommandOf<Parameters>;

/** Makes a command; gives its `run` the types that its parameters read. */
export function command<const P extends Parameters>(parts: CommandOf<P>): Command {
  return parts as unknown as Command;
}
