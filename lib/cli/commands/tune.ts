import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { openToSteer } from "../open.ts";
import { flag, several, word } from "../parameter.ts";
import { RUN } from "../shared_parameters.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage_error.ts";

/** `loom tune`. */
export const tune: Command = command({
  name: "tune",
  summary: "Change settings of a run while it goes on",
  details: [
    "Settings are written as in a spec, their parts joined by dots. They are checked like a spec, journaled, and hold from " +
    "the next round on; a run that rests takes them in when it is resumed. Without settings, those that can be changed " +
    "are listed with what they are now.",
  ],
  parameters: {
    run: RUN,
    settings: several("[SETTING=VALUE...]", {
      about: "A setting and its new value",
      read: word,
      suggest: async () => {
        const { TUNABLE } = await import("../../app/vocabulary.ts");
        return Object.keys(TUNABLE).map((setting) => `${setting}=`);
      },
    }),
    json: flag("--json", { about: "Print the settings as one JSON object" }),
  },
  examples: [
    {
      line: "loom tune @last expand.width=8 expand.sampling.temperature=0.9",
      does: "more candidates, and bolder ones",
    },
    { line: "loom tune @last 'grade.ask=Which is the strangest?'", does: "asks the judge something else" },
    { line: "loom tune @last", does: "lists what can be changed" },
  ],
  run: async (host, { run, settings, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { presentPlan } = await import("../../app/steer.ts");
    using loom = await openToSteer(host);
    const head = await findRun(loom.store, run);
    if (settings.length > 0) {
      const tuning = await loom.tune(head.name, readSettings(settings));
      if (json) host.out.write(`${safeJson(tuning)}\n`);
      note(host, `\`${head.name}\` goes on with ${settings.join(", ")} from its next round on`);
      return EXIT.ok;
    }
    const { settingsOf } = await import("../../plan/mod.ts");
    list(host, settingsOf(await presentPlan(loom.store, head)), json);
    return EXIT.ok;
  },
});

/** `NAME=VALUE` words as settings; the last of one name counts. Throws a UsageError. */
function readSettings(words: readonly string[]): { readonly [setting: string]: string } {
  return Object.fromEntries(words.map((word) => {
    const at = word.indexOf("=");
    if (at > 0) return [word.slice(0, at).trim(), word.slice(at + 1)];
    throw new UsageError(`Cannot read \`${word}\`: write a setting as SETTING=VALUE`, "tune");
  }));
}

function list({ out }: Host, settings: { readonly [setting: string]: string }, json: boolean): void {
  if (json) return void out.write(`${safeJson(settings)}\n`);
  const lines = table(Object.entries(settings), [
    { title: "SETTING", cell: ([setting]) => setting, style: () => "strong" },
    { title: "NOW", cell: ([, value]) => visible(value) },
  ], { paint: paintFor(out), ...(out.isTerminal ? { width: out.size().columns } : {}) });
  out.write(`${lines.join("\n")}\n`);
}
