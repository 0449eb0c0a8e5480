/**
 * The command line: finds the command, reads its words, runs it, and turns all that can go wrong into words.
 *
 * @module
 */
import { resolve } from "node:path";
import { nearest } from "../base/near.ts";
import type { Command } from "./command.ts";
import { EXIT } from "./exit_codes.ts";
import type { Host } from "./host.ts";
import { hostWith } from "./host.ts";
import { findCommand, parseArguments } from "./parse_arguments.ts";
import { COMMAND_NAMES, loadCommand } from "./registry.ts";
import { reportFailure, say } from "./report_failure.ts";
import { UsageError } from "./usage_error.ts";

/** Runs a command line and gives its exit code; everything it wrote has left by then. */
export async function main(words: readonly string[], host: Host): Promise<number> {
  const code = await run(words, host).catch((error) => reportFailure(error, host));
  await host.out.flush();
  const isLost = reportLostOutput(host);
  await host.err.flush();
  return isLost && code === EXIT.ok ? EXIT.failed : code;
}

/** What was asked for is not all there: that is a failure, however well the command itself went. */
function reportLostOutput(host: Host): boolean {
  const failure = host.out.failure();
  if (failure) say(host, `Cannot write to standard output: ${reasonOf(failure)}`);
  return failure !== undefined;
}

function reasonOf(error: Error & { readonly code?: unknown }): string {
  return error.code === "ENOSPC" ? "the disk is full; free some space, or write elsewhere" : error.message;
}

async function run(words: readonly string[], host: Host): Promise<number> {
  const { name, rest } = findCommand(words);
  if (name === undefined) return await withoutCommand(words, host);
  const command = await loadCommand(name);
  if (!command) throw unknownCommand(name);
  const { args, globals } = parseArguments(command, rest);
  const folder = globals.folder === undefined ? undefined : await existingFolder(host, globals.folder);
  const inside = hostWith(host, {
    ...(folder === undefined ? {} : { folder }),
    ...(globals.db === undefined ? {} : { db: globals.db }),
    ansi: !globals.noColor,
  });
  if (globals.help) return await showHelp(command, inside);
  return await command.run(inside, args);
}

/** `loom` alone shows the help; what asks for it by name is obeyed, anything else is a mistake. */
async function withoutCommand(words: readonly string[], host: Host): Promise<number> {
  const { help, writeProgramHelp } = await import("./commands/help.ts");
  const isAsked = parseArguments(help, words).globals.help;
  await writeProgramHelp(isAsked ? host.out : host.err);
  return isAsked ? EXIT.ok : EXIT.usage;
}

async function showHelp(command: Command, host: Host): Promise<number> {
  const { writeCommandHelp } = await import("./commands/help.ts");
  writeCommandHelp(command, host.out);
  return EXIT.ok;
}

async function existingFolder(host: Host, path: string): Promise<string> {
  const folder = resolve(host.folder, path);
  const found = await Deno.stat(folder).catch(() => undefined);
  if (!found?.isDirectory) throw new UsageError(`Cannot work in \`${path}\`: there is no such folder`);
  return folder;
}

function unknownCommand(name: string): UsageError {
  const near = nearest(name, COMMAND_NAMES);
  if (near !== undefined) return new UsageError(`Unknown command \`${name}\`: did you mean \`${near}\`?`);
  const isSpec = /\.(ya?ml|toml)$/.test(name);
  return new UsageError(
    isSpec ? `Unknown command \`${name}\`: write \`loom run ${name}\` to run it` : `Unknown command \`${name}\``,
  );
}
