import type { Command } from "../command.ts";
import { command } from "../command.ts";
import type { Suggestion } from "../completion.ts";
import { EXIT } from "../exit_codes.ts";
import { several, word } from "../parameter.ts";

/** `loom complete`: what completion scripts ask. Not in the help. */
export const complete: Command = command({
  name: "complete",
  summary: "Answer a completion script",
  parameters: { words: several("[WORDS...]", { about: "The command line so far, after `--`", read: word }) },
  run: async (host, { words }) => {
    const { suggestionsFor } = await import("../completion.ts");
    const { suggestions, directive } = await suggestionsFor(host, words);
    for (const { word, about } of suggestions.filter(isOneLine)) {
      host.out.write(about ? `${word}\t${about}\n` : `${word}\n`);
    }
    host.out.write(`:${directive}\n`);
    return EXIT.ok;
  },
});

/** A name with a line end or a tab in it could pass for something else. */
function isOneLine({ word }: Suggestion): boolean {
  return !/\p{Cc}/u.test(word);
}
