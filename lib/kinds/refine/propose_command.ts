import type { Program, Proposing } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import type { Slot } from "./propose.ts";
import { lastWords } from "../last_words.ts";
import { runCommand } from "./run_command.ts";
import type { Round } from "./state.ts";

/** Has a program make a candidate: it changes its file, or prints the text; one that does neither leaves it as it is. */
export function* byCommand(
  round: Round,
  { key, values }: Slot,
  { command }: Extract<Proposing, { by: "command" }>,
): Program<string> {
  const text = values["text"] as string;
  const result = yield* runCommand(round, { key, field: "propose.command.run", command, text, values });
  if (result.code !== 0) {
    throw new EffectFailed(key, "exit", `\`${command.run[0]}\` made no candidate: ${lastWords(result)}`);
  }
  const { file, stdout } = result;
  if (file !== undefined && file !== text) return file;
  return stdout.trim() === "" && command.file !== undefined ? file ?? "" : stdout;
}
