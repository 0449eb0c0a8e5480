import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { commandHelp, programHelp } from "../help_text.ts";
import type { HelpOptions } from "../help_text.ts";
import type { Sink } from "../host.ts";
import { paintFor } from "../ansi.ts";
import { several, word } from "../parameter.ts";
import { COMMAND_NAMES, GROUPS, loadCommand } from "../registry.ts";
import { nearest } from "../../base/near.ts";
import { UsageError } from "../usage_error.ts";

/** `loom help`. */
export const help: Command = command({
  name: "help",
  summary: "Say what the program or a command does and takes",
  parameters: {
    names: several("[COMMAND]", { about: "The command", read: word, suggest: () => Promise.resolve(COMMAND_NAMES) }),
  },
  run: async (host, { names: [name] }) => {
    if (name === undefined) await writeProgramHelp(host.out);
    else writeCommandHelp(await known(name), host.out);
    return EXIT.ok;
  },
});

async function known(name: string): Promise<Command> {
  const found = await loadCommand(name);
  if (found) return found;
  const near = nearest(name, COMMAND_NAMES);
  throw new UsageError(`Unknown command \`${name}\`${near ? `: did you mean \`${near}\`?` : ""}`);
}

/** Writes the help of the whole program. */
export async function writeProgramHelp(sink: Sink): Promise<void> {
  sink.write(programHelp(await helpGroups(), optionsFor(sink)));
}

/** Writes the help of one command. */
export function writeCommandHelp(one: Command, sink: Sink): void {
  sink.write(commandHelp(one, optionsFor(sink)));
}

/** All commands with what they do, by group. */
export async function helpGroups(): Promise<Parameters<typeof programHelp>[0]> {
  return await Promise.all(GROUPS.map(async ({ title, commands }) => ({
    title,
    commands: await Promise.all(
      Object.values(commands).map(async (load) => {
        const { name, summary } = await load();
        return { name, summary };
      }),
    ),
  })));
}

/** The widest that help is set: longer lines are hard to read. */
const WIDEST = 100;

function optionsFor(sink: Sink): HelpOptions {
  const paint = paintFor(sink);
  return {
    width: sink.isTerminal ? Math.max(40, Math.min(WIDEST, sink.size().columns)) : 80,
    heading: (text) => paint("strong", text),
  };
}
