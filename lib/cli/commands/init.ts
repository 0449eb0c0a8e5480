import { join } from "node:path";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { UsageError } from "../usage_error.ts";

/** `loom init`. */
export const init: Command = command({
  name: "init",
  summary: "Write a loom.toml with your models to start from",
  details: ["It never replaces a file. Models in a loom.toml hold for every spec in its folder and below."],
  parameters: {},
  run: async (host) => {
    const path = join(host.folder, "loom.toml");
    try {
      await Deno.writeTextFile(path, LOOM_TOML, { createNew: true });
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) {
        throw new UsageError("Cannot write `loom.toml`: there is one here already, and it stays as it is", "init");
      }
      throw new UsageError(
        `Cannot write \`${path}\`: ${error instanceof Error ? error.message : String(error)}`,
        "init",
      );
    }
    note(host, `${path} is written: \`loom models\` lists what it names`);
    return EXIT.ok;
  },
});

/** What is written: it holds as it is, and everything that needs something else is commented out. */
export const LOOM_TOML = `# Settings for every spec in this folder and below. A spec's own entry of the same name wins.

# Models by name: specs write \`model: NAME\`.

# The n-gram model that is built in. It continues text, needs no key and no network, and costs nothing.
[models.base]
use = "ngram/builtin"

# The same over texts of your own.
# [models.mine]
# use = "ngram/mine"
# files = ["corpus.txt"]

# Answers that you write, to try a spec out. delay_ms makes a call take its time, price makes it cost something.
# [models.judge]
# use = "scripted/judge"
# replies = ["1", "2", "3"]
# price = { input = 1, output = 5 }

# What every model takes: the most calls at a time, how tokens are drawn, and a price in dollars for a million tokens
# where loom does not know one. A key or a header is named, never written: { env = "NAME" } is a variable of the
# environment, { key = "NAME" } what \`loom keys set NAME\` has stored.
# concurrency = 4
# temperature = 0.9
`;
