import type { ListedModel } from "../../app/list_models.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import { safeJson } from "../../text/render_json.ts";
import { render } from "../../text/render.ts";
import { visible } from "../../text/visible.ts";
import { count } from "../amounts.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import { note } from "../note.ts";
import { databaseOf } from "../open.ts";
import { JSON_LINES } from "../shared_parameters.ts";
import { table } from "../table.ts";

/** `loom models`. */
export const models: Command = command({
  name: "models",
  summary: "List the models that specs here may name",
  details: [
    "They are those of the loom.toml files that hold here, and those that are built in. A spec may also name any model of a " +
    "provider as `provider/model`. Prices are dollars for a million tokens, prompt and answer.",
  ],
  parameters: { json: JSON_LINES },
  run: async (host, { json }) => {
    const { availableModels } = await import("../../app/list_models.ts"), { folder } = await databaseOf(host);
    const { models, diagnostics } = await availableModels({ home: host.folder, folder }), { out, err } = host;
    if (json) { for (const model of models) out.write(`${safeJson(asJson(model))}\n`); }
    else if (models.length > 0) {
      const width = out.isTerminal ? { width: out.size().columns } : {};
      out.write(`${listed(models, { paint: paintFor(out), ...width }).join("\n")}\n`);
    }
    err.write(render(diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
    if (!models.some(({ from }) => from !== undefined)) {
      note(host, "No loom.toml names a model: `loom init` writes one to start from");
    }
    return diagnostics.some(({ severity }) => severity === "error") ? EXIT.usage : EXIT.ok;
  },
});

function listed(models: readonly ListedModel[], options: Parameters<typeof table>[2]): readonly string[] {
  return table(models, [
    { title: "NAME", cell: ({ name }) => visible(name), style: () => "strong" },
    { title: "MODEL", cell: ({ facts }) => visible(facts.id) },
    { title: "PRICE", cell: ({ facts }) => priceOf(facts) },
    {
      title: "CONTEXT",
      cell: ({ facts }) => facts.context === undefined ? "" : count(facts.context),
      side: "right",
      spare: 3,
    },
    { title: "CAN", cell: ({ facts }) => abilitiesOf(facts).join(" "), spare: 1 },
    {
      title: "FROM",
      cell: ({ from }) => from === undefined ? "built in" : visible(from),
      style: () => "faint",
      spare: 2,
    },
  ], options);
}

/** Dollars for a million tokens. */
function priceOf({ price, local }: ModelFacts): string {
  if (price) return price.input + price.output === 0 ? "free" : `$${dollars(price.input)} / $${dollars(price.output)}`;
  return local ? "free" : "unpriced";
}

function dollars(nanos: number): string {
  return String(Number((nanos / 1e9).toFixed(4)));
}

function abilitiesOf({ supports }: ModelFacts): readonly string[] {
  return Object.entries(supports).filter(([_, can]) => can).map(([ability]) => ability);
}

function asJson({ name, facts, from }: ListedModel): unknown {
  const { price, ...rest } = facts;
  return {
    name,
    ...rest,
    price: price ? { input: price.input / 1e9, output: price.output / 1e9, source: price.source } : null,
    from: from ?? null,
  };
}
