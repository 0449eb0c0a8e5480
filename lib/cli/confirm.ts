import type { Host } from "./host.ts";
import { UsageError } from "./usage_error.ts";

/** What is asked before something is done. */
export interface Question {
  /** The question, without what may be answered. */
  readonly ask: string;
  /** Whether it has been answered on the command line. */
  readonly yes: boolean;
  /** The command, for the help of those who cannot be asked. */
  readonly command: string;
}

/** Whether a person wants it. Where nobody can be asked, it has to be said on the command line. */
export async function confirm({ input, err }: Host, { ask, yes, command }: Question): Promise<boolean> {
  if (yes) return true;
  if (!input.isTerminal) throw new UsageError(`Cannot ask here: say \`--yes\` to ${command}`, command);
  err.write(`${ask} [y/N] `);
  return /^y(es)?$/i.test((await input.readLine()).trim());
}
