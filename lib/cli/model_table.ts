import type { CheckedModel } from "../app/check_models.ts";
import type { ListedModel } from "../app/list_models.ts";
import type { Abilities, ModelFacts } from "../plan/mod.ts";
import { visible } from "../text/visible.ts";
import { count } from "./amounts.ts";
import type { Style } from "./ansi.ts";
import type { Column, TableOptions } from "./table.ts";
import { table } from "./table.ts";

type Checked = readonly CheckedModel[] | undefined;

interface Row {
  readonly listed: ListedModel;
  readonly reach: CheckedModel["reach"] | undefined;
}

/** Models as a table; whether they can be had, where they were asked for. */
export function modelTable(
  models: readonly ListedModel[],
  checked: Checked,
  options: TableOptions,
): readonly string[] {
  const rows = models.map((listed, i): Row => ({ listed, reach: checked?.[i]?.reach }));
  return table(rows, checked ? [NAME, MODEL, CHECK, ...OTHERS] : [NAME, MODEL, ...OTHERS], options);
}

const NAME: Column<Row> = { title: "NAME", cell: ({ listed }) => visible(listed.name), style: () => "strong" };

const MODEL: Column<Row> = { title: "MODEL", cell: ({ listed: { model } }) => visible(model.facts.id) };

/** How it is told whether a model can be had. */
const STATES: Readonly<Record<CheckedModel["reach"]["state"], readonly [string, Style]>> = {
  "reachable": ["reachable", "good"],
  "here": ["runs here", "good"],
  "model-missing": ["model not there", "bad"],
  "key-missing": ["key missing", "bad"],
  "key-refused": ["key refused", "bad"],
  "unreachable": ["not reachable", "bad"],
};

const CHECK: Column<Row> = {
  title: "CHECK",
  cell: ({ reach }) => reach ? STATES[reach.state][0] : "",
  style: ({ reach }) => reach && STATES[reach.state][1],
};

const OTHERS: readonly Column<Row>[] = [
  { title: "ROLES", cell: ({ listed: { roles } }) => visible(roles.join(" ")), spare: 3 },
  {
    title: "TIER",
    cell: ({ listed: { entry: { tier } } }) => tier === undefined ? "" : String(tier),
    side: "right",
    spare: 5,
  },
  { title: "PRICE", cell: ({ listed: { model } }) => priceOf(model.facts) },
  { title: "PRICED BY", cell: ({ listed: { model } }) => visible(model.facts.price?.source ?? ""), spare: 4 },
  {
    title: "CONTEXT",
    cell: ({ listed: { model: { facts: { context } } } }) => context === undefined ? "" : count(context),
    side: "right",
    spare: 3,
  },
  { title: "CAN", cell: ({ listed: { model } }) => abilitiesOf(model.facts).join(" "), spare: 1 },
  {
    title: "FROM",
    cell: ({ listed: { from } }) => from === undefined ? "built in" : visible(from),
    style: () => "faint",
    spare: 2,
  },
];

/** Dollars for a million tokens. */
function priceOf({ price, local }: ModelFacts): string {
  if (price) return price.input + price.output === 0 ? "free" : `$${dollars(price.input)} / $${dollars(price.output)}`;
  return local ? "free" : "unpriced";
}

function dollars(nanos: number): string {
  return String(Number((nanos / 1e9).toFixed(4)));
}

function abilitiesOf({ supports }: ModelFacts): readonly (keyof Abilities)[] {
  return (Object.keys(supports) as (keyof Abilities)[]).filter((ability) => supports[ability]);
}

/** A model as JSON: prices in dollars, and the outcome of the check where there was one. */
export function modelJson(
  { name, model, entry, roles, from }: ListedModel,
  checked: CheckedModel | undefined,
): unknown {
  const { price, ...rest } = model.facts, { tier, concurrency, rate } = entry;
  return {
    name,
    ...rest,
    price: price ? { ...inDollars(price), source: price.source } : null,
    roles,
    tier: tier ?? null,
    concurrency: concurrency ?? null,
    rate: rate ?? null,
    from: from ?? null,
    ...(checked ? { check: checkJson(checked) } : {}),
  };
}

function checkJson({ reach, settings }: CheckedModel): unknown {
  if (reach.state !== "reachable") return reach;
  const { price, ...told } = reach.told;
  return { state: reach.state, told: { ...told, ...(price ? { price: inDollars(price) } : {}) }, settings };
}

function inDollars({ input, output }: { readonly input: number; readonly output: number }): {
  readonly input: number;
  readonly output: number;
} {
  return { input: input / 1e9, output: output / 1e9 };
}
