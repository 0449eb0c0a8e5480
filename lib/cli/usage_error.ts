/** The command line says something that cannot be done. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The command whose help is worth reading; absent: the program's. */
  readonly command: string | undefined;

  /** `message` names what was written, and what to write instead. */
  constructor(message: string, command?: string) {
    super(message);
    this.command = command;
  }
}
