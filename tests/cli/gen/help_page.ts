/**
 * Writes `docs/cli.md`: all commands in the words of their own help.
 *
 * @module
 */
import type { Command } from "../../../lib/cli/command.ts";
import { helpGroups } from "../../../lib/cli/commands/help.ts";
import { commandHelp, programHelp } from "../../../lib/cli/help_text.ts";
import { GROUPS } from "../../../lib/cli/registry.ts";

/** Where it stands. */
export const HELP_PAGE = "docs/cli.md";

const HEAD = `# The command line

This page is made of the program's own help: \`tests/cli/gen/help_page.ts\` writes it.

Standard output carries what was asked for and nothing else: a text, a table or JSON. Everything that is said beside it
goes to standard error, so \`loom run story.yaml > story.txt\` saves a story and still shows how it grows. Escape codes
are written to terminals alone, and to none when \`NO_COLOR\` is set or \`--no-color\` is given. What a model has written
never steers a terminal: control characters are shown, not obeyed.

A run prints its text as it is, or else its outputs as JSON; one that has failed and come to nothing prints nothing
there. Where both streams go to one place, as into a log, what is said begins on a line of its own.

With \`--quiet\` a run says nothing beside its text, except why there is none: how it ended where it did not come to its
end, and what could not be saved.

A run is named by its name, by the beginning of it where only one run begins so, or by its age: \`@last\` or \`@1\` is the
newest, \`@2\` the one before. Commands that only look never make a database or a folder.

With \`--json\`, \`run\`, \`do\`, \`resume\`, \`fork\` and \`logs\` print one event a line: \`entry\` is a row of the journal; while a
run is driven, \`started\`, \`text\`, \`retry\`, \`saved\`, \`unsaved\` and \`log\` tell what happens between rows, and \`end\` comes
last. \`runs\`, \`show\`, \`why\`, \`status\`, \`inbox\`, \`settle\` and \`models\` print one object a line. \`export\` prints a whole
run, in the shape of [export.schema.json](export.schema.json).

The first Ctrl-C, a SIGTERM, a reader that goes away, or a disk that is full lets a run rest: calls in the air are
broken off, what was paid for is kept, and \`loom resume\` goes on. A second Ctrl-C ends the process at once.
[Exit codes](exit-codes.md) tell how a run ended.
`;

const OPTIONS = { width: 100, heading: (text: string) => text };

/** What the page has to say now. */
export async function helpPage(): Promise<string> {
  const parts = [HEAD, block(programHelp(await helpGroups(), OPTIONS))];
  for (const { title, commands } of GROUPS) {
    parts.push(`## ${title}\n`);
    for (const load of Object.values(commands)) parts.push(section(await load()));
  }
  return parts.join("\n");
}

function section(command: Command): string {
  const globals = /\nOptions of every command\n(?: .*\n)+/;
  return `### loom ${command.name}\n\n${block(commandHelp(command, OPTIONS).replace(globals, ""))}`;
}

function block(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

if (import.meta.main) {
  const path = new URL(`../../../${HELP_PAGE}`, import.meta.url), page = await helpPage();
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(path, page);
  else if (await Deno.readTextFile(path).catch(() => "") !== page) {
    console.error(`${HELP_PAGE} is stale: run \`deno run -A tests/cli/gen/help_page.ts\``);
    Deno.exitCode = 1;
  }
}
