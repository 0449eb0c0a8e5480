import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { completionScript, SHELLS } from "../completion_script.ts";
import { EXIT } from "../exit_codes.ts";
import { argument, word } from "../parameter.ts";
import { UsageError } from "../usage_error.ts";

/** `loom completions`. */
export const completions: Command = command({
  name: "completions",
  summary: "Print a script that completes loom's words in your shell",
  details: [
    "The script asks loom itself for words, and so it always knows the runs and specs there are. Nothing that stands on " +
    "the line is run.",
  ],
  parameters: {
    shell: argument("SHELL", {
      about: `One of ${SHELLS.join(", ")}`,
      read: word,
      suggest: () => Promise.resolve(SHELLS),
    }),
  },
  examples: [
    { line: "loom completions bash >> ~/.bashrc", does: "bash" },
    { line: "loom completions fish > ~/.config/fish/completions/loom.fish", does: "fish" },
  ],
  run: async (host, { shell: name }) => {
    const shell = SHELLS.find((known) => known === name);
    if (!shell) {
      throw new UsageError(`Cannot complete in \`${name}\`: write one of ${SHELLS.join(", ")}`, "completions");
    }
    host.out.write(await completionScript(shell));
    return EXIT.ok;
  },
});
