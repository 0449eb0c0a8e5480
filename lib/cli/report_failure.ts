import { unreachable } from "../base/unreachable.ts";
import { paintFor } from "./ansi.ts";
import { bugReport, linesOf } from "./bug_report.ts";
import type { ExitCode } from "./exit_codes.ts";
import { EXIT } from "./exit_codes.ts";
import type { Host } from "./host.ts";
import { SpecError } from "./spec_error.ts";
import { UsageError } from "./usage_error.ts";

/** The one place where anything thrown becomes words and an exit code. */
export async function reportFailure(error: unknown, host: Host): Promise<ExitCode> {
  if (error instanceof UsageError) {
    const help = error.command === undefined ? "loom help" : `loom help ${error.command}`;
    say(host, `${error.message}\n  \`${help}\` says what it takes`);
    return EXIT.usage;
  }
  if (error instanceof SpecError) {
    const { render } = await import("../text/render.ts"), { err } = host;
    err.write(render(error.diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
    return EXIT.usage;
  }
  const { failureKind } = await import("../app/failure_kind.ts"), kind = failureKind(error);
  if (kind === "bug") host.err.write(bugReport(error, host.err));
  else say(host, messageOf(error));
  switch (kind) {
    case "request":
      return EXIT.usage;
    case "locked":
      return EXIT.locked;
    case "store":
      return EXIT.store;
    case "work":
    case "bug":
      return EXIT.failed;
    default:
      return unreachable(kind);
  }
}

/** Says that something failed, in words without secrets: not all that fails has come past what masks. */
export function say({ err }: Host, message: string): void {
  err.write(`${paintFor(err)("bad", "error:")} ${linesOf(message)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
