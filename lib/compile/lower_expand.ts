import type { AutoloomPlan, Expand, Fit } from "../plan/mod.ts";
import { continuationOf } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import { MAX_TOKENS } from "../spec/schema_model.ts";
import type { Window } from "../spec/spec.ts";
import type { AutoloomSpec, ExpandModel, ExpandSpec } from "../spec/spec_autoloom.ts";
import type { Mention } from "./find_entry.ts";
import { lowerQuantity, lowerSampling } from "./lower_quantity.ts";
import { tokensOf } from "./model_entry.ts";
import type { Models } from "./models.ts";
import type { AutoloomScopes } from "./scopes.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";

/** Candidates of a round, unless the spec says. */
const WIDTH = 5;
/** Tokens of a candidate. */
const DEFAULT_TOKENS = 128;
/** Tokens of the text that a model sees. */
const CONTEXT = 8_000;

/** What lowering a part needs beside the spec. */
export interface Around {
  /** The models that could be had. */
  readonly models: Models;
  /** What each field may speak of. */
  readonly scopes: AutoloomScopes;
}

/** How candidates are made; undefined where something is wrong, which has been reported. */
export function lowerExpand(unit: Unit<AutoloomSpec>, { models, scopes }: Around): AutoloomPlan["expand"] | undefined {
  const { expand } = unit.spec;
  if (!expand) return undefined;
  const by = widthsOf(unit, expand), sampling = lowerSampling(unit, scopes.expand);
  const tokens = { value: expand.max_tokens ?? DEFAULT_TOKENS, scope: scopes.expand, bounds: MAX_TOKENS };
  const maxTokens = lowerQuantity(unit, ["expand", "max_tokens"], tokens);
  const context = windowOf(expand.context, CONTEXT);
  reportModels(unit, models, { context });
  if (!by || !sampling || maxTokens === undefined || !context) return undefined;
  return { by, maxTokens, sampling, extra: expand.sampling?.extra ?? {}, context, stop: [expand.stop ?? []].flat() };
}

/** Where a spec names the models that make candidates. */
export function expandMentions({ spec: { expand } }: Unit<AutoloomSpec>): readonly Mention[] {
  const at: Path = ["expand", "model"], model = expand?.model;
  if (model === undefined) return [];
  if (typeof model === "string") return [{ name: model, at }];
  return model.flatMap((one, i): Mention[] => {
    if (typeof one === "string") return [{ name: one, at: [...at, i] }];
    return one.model === undefined ? [] : [{ name: one.model, at: [...at, i, "model"] }];
  });
}

/** A window of the plan; undefined where a part of it was wrong. */
export function windowOf(window: Window | undefined, otherwise: number): Fit | undefined {
  if (window === undefined) return { tail: otherwise };
  if (typeof window !== "object") return { tail: tokensOf(window) };
  const { head, tail } = window;
  if (tail === undefined) return undefined;
  return { ...(head === undefined ? {} : { head: tokensOf(head) }), tail: tokensOf(tail) };
}

/** The candidates of each model. Models without a width of their own share what the others leave, the first ones more. */
function widthsOf(unit: Unit<AutoloomSpec>, expand: ExpandSpec): readonly Expand[] | undefined {
  const { model, width } = expand;
  if (model === undefined || isWidthFlawed(unit, expand)) return undefined;
  const models: readonly ExpandModel[] = typeof model === "string"
    ? [{ model }]
    : model.map((one) => typeof one === "string" ? { model: one } : one);
  const taken = models.reduce((sum, one) => sum + (one.width ?? 0), 0),
    free = models.filter((one) => !one.width).length;
  const total = width ?? (free === 0 ? taken : Math.max(WIDTH, taken + free)), left = total - taken;
  if (left < free || (free === 0 && left !== 0)) return reportWidths(unit, { total, taken, free });
  let shared = 0;
  return models.flatMap(({ model, width }): Expand[] => {
    const share = width ?? Math.floor(left / free) + (shared++ < left % free ? 1 : 0);
    return model === undefined ? [] : [{ model, width: share }];
  });
}

/** Whether a width was wrong, and has been reported and left out. */
function isWidthFlawed(unit: Unit, { model, width }: ExpandSpec): boolean {
  if (width === undefined && isWritten(unit, ["expand", "width"])) return true;
  if (typeof model !== "object") return false;
  return model.some((one, i) =>
    typeof one === "object" && one.width === undefined && isWritten(unit, ["expand", "model", i, "width"])
  );
}

interface Widths {
  readonly total: number;
  readonly taken: number;
  readonly free: number;
}

function reportWidths(unit: Unit, { total, taken, free }: Widths): undefined {
  const sum = `the widths of the models come to ${taken}`,
    at = isWritten(unit, ["expand", "width"]) ? "width" : "model";
  const reason = free === 0
    ? `${sum}, and \`width\` is ${total}`
    : `${
      taken === 0 ? `there are ${free} models` : `${sum}, with ${free} more to share the rest`
    }, and \`width\` is ${total}`;
  const advice = free === 0 ? "leave `width` out: it is their sum" : `make it ${taken + free} or more`;
  unit.report("bad-width", spanAt(unit, ["expand", at]), { reason, advice });
}

/** Every model must continue texts or be able to be made to, and should hold the context that is asked for. */
function reportModels(
  unit: Unit<AutoloomSpec>,
  models: Models,
  { context }: { readonly context: Fit | undefined },
): void {
  for (const { name, at } of expandMentions(unit)) {
    const model = models.get(name);
    if (!model) continue;
    const { facts, emulate } = model, way = continuationOf(facts.supports, emulate);
    if (!way.ok) {
      unit.report("cannot-continue", spanAt(unit, at), { model: name, use: facts.id, lacks: way.lacks, emulate });
    }
    reportWindow(unit, { model: name, window: facts.context, asked: context, at: ["expand", "context"] });
  }
}

/** A window to be shown to a model. */
export interface Shown {
  /** Name of the model in the plan. */
  readonly model: string;
  /** What the model holds, where that is known. */
  readonly window: number | undefined;
  /** What it is to be shown. */
  readonly asked: Fit | undefined;
  /** Where that is written. */
  readonly at: Path;
}

/** Warns of a context that was written down and that a model cannot hold. */
export function reportWindow(unit: Unit, { model, window, asked, at }: Shown): void {
  const tokens = asked && (asked.head ?? 0) + asked.tail;
  if (window === undefined || tokens === undefined || tokens <= window || !isWritten(unit, at)) return;
  unit.report("small-window", spanAt(unit, at), { model, asked: tokens, window });
}
