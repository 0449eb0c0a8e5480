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
export const LOOM_TOML =
  `# Settings for every spec in this folder and below; a spec's own entry of the same name wins. What needs something else
# is commented out: take away the marks of a block that fits you. \`loom models\` lists what holds here, and
# \`loom models --check\` asks the servers for it.

# Models by name: specs write \`model: NAME\`, or one of its roles.

# The n-gram model that is built in. It continues text, needs no key and no network, and costs nothing.
[models.base]
use = "ngram/builtin"

# The same over texts of your own.
# [models.mine]
# use = "ngram/mine"
# files = ["corpus.txt"]

# A base model on OpenRouter: \`loom keys set openrouter\` stores the key, which is named here and never written. A price
# is dollars for a million tokens, the most that a call may cost; \`loom models --check\` tells it.
# [models.deepseek]
# use = "openai/deepseek/deepseek-v3-base"
# base_url = "https://openrouter.ai/api/v1"
# key = { key = "openrouter" }
# abilities = { complete = true }
# price = { input = 0.25, output = 1 }
# temperature = 1.0
# min_p = 0.02
# roles = ["writer"]
# tier = 2

# A judge on OpenRouter. A spec that names a role gets the model of the lowest tier that has it.
# [models.kimi]
# use = "openai/moonshotai/kimi-k2"
# base_url = "https://openrouter.ai/api/v1"
# key = { key = "openrouter" }
# price = { input = 1, output = 4 }
# roles = ["judge"]
# tier = 2

# A base model on a llama.cpp server of your own. vLLM and LM Studio are written the same way, with their own host.
# [models.llama]
# use = "openai/llama"
# base_url = "http://localhost:8080/v1"
# host = "llama.cpp"
# abilities = { chat = false, instructs = false }
# context = "8k"
# concurrency = 4
# roles = ["writer"]
# tier = 1

# A model of Ollama. It takes memory for all of its context.
# [models.qwen]
# use = "ollama/qwen3:8b"
# context = "16k"
# keep_alive = "30m"
# roles = ["judge"]
# tier = 1

# A model of Anthropic, its key in a variable of the environment. At most so many calls are in flight at a time, and so
# many begin in a minute; a call is given up when nothing has come for so long.
# [models.claude]
# use = "anthropic/claude-haiku-4-5"
# key = { env = "ANTHROPIC_API_KEY" }
# concurrency = 4
# rate = "50/m"
# timeout = "90s"
# roles = ["judge", "planner"]
# tier = 3

# Answers that you write, to try a spec out. A price makes them cost something.
# [models.echo]
# use = "scripted/echo"
# replies = ["1", "2", "3"]
# price = { input = 1, output = 5 }

# What holds for a spec that does not say it: what a run may use up, and where its text is saved.
# [defaults]
# save = "documents/\${{ run.date }}-\${{ run.name }}.txt"
# [defaults.budget]
# usd = 1.0
# wall = "2h"
`;
