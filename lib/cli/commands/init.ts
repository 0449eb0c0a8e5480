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

/** What is written: it compiles as it is, with everything that needs a key commented out. */
export const LOOM_TOML = `# Settings for every spec in this folder and below. A spec's own entry of the same name wins.

# Models by name: specs use them as \`model: NAME\`.

# A small n-gram model that is built in. It needs no key and no network, and costs nothing.
[models.base]
use = "ngram/builtin"

# OpenAI, and everything that speaks its protocol. Keys are named here and kept elsewhere:
# in a variable of the environment, or with \`loom keys set NAME\` and \`key = { key = "NAME" }\`.
# [models.judge]
# use = "openai/gpt-5.2"
# key = { env = "OPENAI_API_KEY" }
# temperature = 0

# A server of your own that speaks OpenAI's protocol. One on this machine costs nothing unless you say so.
# [models.local]
# use = "openai/my-model"
# base_url = "http://127.0.0.1:8080/v1"

# Ollama on this machine.
# [models.small]
# use = "ollama/qwen3:8b"

# Anthropic. Prices are dollars for a million tokens; give them where loom does not know them.
# [models.strong]
# use = "anthropic/claude-opus-4-6"
# key = { env = "ANTHROPIC_API_KEY" }
# price = { input = 5, output = 25 }
`;
