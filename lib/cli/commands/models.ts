import type { CheckedModel } from "../../app/check_models.ts";
import type { ListedModel } from "../../app/list_models.ts";
import { render } from "../../text/render.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { modelJson, modelTable } from "../model_table.ts";
import { note } from "../note.ts";
import { databaseOf } from "../open.ts";
import { flag } from "../parameter.ts";
import { JSON_LINES } from "../shared_parameters.ts";

/** `loom models`. */
export const models: Command = command({
  name: "models",
  summary: "List the models that specs here may name",
  details: [
    "They are those of the loom.toml files that hold here, and those that are built in. A spec may also name any model of a " +
    "provider as `provider/model`. Prices are dollars for a million tokens, prompt and answer, and where they come from.",
    "With --check every server is asked for its model, all at once and for nothing: is it there, is the key taken, what " +
    "does it say of the model? What a loom.toml should say then is printed as a line to put into it. The exit code is 1 " +
    "unless all of them can be had.",
  ],
  parameters: {
    check: flag("--check", { about: "Ask the servers which of them can be had" }),
    json: JSON_LINES,
  },
  examples: [{ line: "loom models --check", does: "finds a missing key before a run does" }],
  run: async (host, { check, json }) => {
    const { availableModels } = await import("../../app/list_models.ts"), { folder } = await databaseOf(host);
    const { models, diagnostics } = await availableModels({ home: host.folder, folder }), { err } = host;
    const checked = check ? await (await import("../../app/check_models.ts")).checkModels(models) : undefined;
    if (json) writeJson(host, models, checked);
    else writeTable(host, models, checked);
    err.write(render(diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
    if (!models.some(({ from }) => from !== undefined)) {
      note(host, "No loom.toml names a model: `loom init` writes one to start from");
    }
    if (diagnostics.some(({ severity }) => severity === "error")) return EXIT.usage;
    return checked?.some(({ reach: { state } }) => state !== "reachable" && state !== "here") ? EXIT.failed : EXIT.ok;
  },
});

type Checked = readonly CheckedModel[] | undefined;

function writeJson({ out }: Host, models: readonly ListedModel[], checked: Checked): void {
  for (const [i, model] of models.entries()) out.write(`${safeJson(modelJson(model, checked?.[i]))}\n`);
}

function writeTable({ out }: Host, models: readonly ListedModel[], checked: Checked): void {
  if (models.length === 0) return;
  const width = out.isTerminal ? { width: out.size().columns } : {};
  const rows = modelTable(models, checked, { paint: paintFor(out), ...width });
  const more = (checked ?? []).flatMap((one) => [...reasonLines(one), ...settingLines(one)]);
  out.write(`${[...rows, ...(more.length > 0 ? [""] : []), ...more].join("\n")}\n`);
}

/** Why a model cannot be had. */
function reasonLines({ listed: { name }, reach }: CheckedModel): readonly string[] {
  return "why" in reach ? [visible(`${name}: ${reach.why}`)] : [];
}

/** What a server says of its model that nobody knew. */
function settingLines({ listed: { name, from }, reach, settings }: CheckedModel): readonly string[] {
  if (reach.state !== "reachable") return [];
  const { serves } = reach.told, about = serves === undefined ? "" : ` serves ${serves} and`;
  if (settings.length === 0) return serves === undefined ? [] : [visible(`${name}: its server serves ${serves}`)];
  return [
    visible(`${name}: its server${about} says more than ${from ?? "is known"}, which should have`),
    visible(`  [models.${name}]`),
    ...settings.map((line) => visible(`  ${line}`)),
  ];
}
