import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { argument, word } from "../parameter.ts";
import { UsageError } from "../usage_error.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** `loom completions`. */
export const completions: Command = command({
  name: "completions",
  summary: "Print a script that completes loom's words in your shell",
  details: [
    "bash needs the package bash-completion. The script asks loom itself for words, and so it always knows the runs and " +
    "specs there are.",
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
  run: async (host, { shell }) => {
    if (!SHELLS.some((name) => name === shell)) {
      throw new UsageError(`Cannot complete in \`${shell}\`: write one of ${SHELLS.join(", ")}`, "completions");
    }
    const { script } = await import("@bomb.sh/tab");
    await host.out.flush();
    // The package writes to standard output by itself.
    script(shell, "loom", "loom");
    return EXIT.ok;
  },
});
