/**
 * Words that explanations of plans of every kind are made of.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Combined, ModelFacts, Plan, PlanInput, PlanModel, StartText } from "../plan/mod.ts";
import { limitsOf } from "./cost_table.ts";
import type { ExplainedStep } from "./explain.ts";

/** The step that everything begins with. */
export function startStep(
  { start, inputs }: { readonly start: StartText; readonly inputs: Plan["inputs"] },
  to: string,
): ExplainedStep {
  const says = start.from === "text"
    ? `begin with the text ${quoted(start.text)}`
    : `go on from node ${quoted(start.node)} of document ${quoted(start.document)}`;
  return { id: "start", says, details: Object.entries(inputs).map(inputWords), next: [{ to }] };
}

/** What a declared input is. */
export function inputWords([name, { type, default: value }]: readonly [string, PlanInput]): string {
  return `input ${name}: ${type}${
    value === undefined ? ", must be given" : `, ${quoted(JSON.stringify(value))} unless given`
  }`;
}

/** The step that decides whether there is another round, which begins with `to`. */
export function stopStep({ budget }: Plan, when: string | undefined, to: string): ExplainedStep {
  const limits = limitsOf(budget);
  return {
    id: "stop",
    says: when ? `stop when ${when}` : "never stop",
    details: [limits.length > 0 ? `the budget ends it in any case: ${limits.join(", ")}` : "there is no budget"],
    next: [{ to, when: "go on" }, { to: "finish", when: when ? "stop" : "budget" }],
  };
}

/** The step that gives what a run is worth; `otherwise` is that when the plan does not say it. */
export function endStep({ outputs }: Plan, otherwise: readonly (readonly [string, string])[]): ExplainedStep {
  const named = Object.entries(outputs), shown = named.length > 0 ? named : otherwise;
  return {
    id: "finish",
    says: "give what it is worth",
    details: shown.map(([name, value]) => `${name}: ${value}`),
    next: [],
  };
}

/** When a run ends, as a part of a sentence; `leaf` says it of one condition. */
export function stopWords<C extends { readonly stop: string }>(
  stop: Combined<C>,
  leaf: (condition: C) => string,
): string {
  const { stop: sort, of } = stop as { readonly stop: string; readonly of?: unknown };
  const inner = (one: Combined<C>): string => {
    const words = stopWords(one, leaf);
    return one.stop === "any" || one.stop === "all" ? `(${words})` : words;
  };
  switch (sort) {
    case "any": {
      const all = of as readonly Combined<C>[];
      return all.length === 0 ? "nothing holds" : all.map(inner).join(", or ");
    }
    case "all":
      return (of as readonly Combined<C>[]).map(inner).join(" and ");
    case "not":
      return `it is not so that ${inner(of as Combined<C>)}`;
    default:
      return leaf(stop as C);
  }
}

/** So many rounds. */
export function rounds(count: number): string {
  return count === 1 ? "1 round" : `${count.toLocaleString("en-US")} rounds`;
}

/** What a model is and how it is set. */
export function modelWords({ facts, options, sampling, concurrency }: PlanModel): string {
  const own = Object.entries(sampling).map(([name, value]) => `${name} ${value} unless said`);
  const most = concurrency === undefined ? [] : [`${concurrency} calls at a time`];
  const settings = Object.entries(options).map(([name, value]) => optionWords(name, value));
  return [facts.id, facts.local ? "runs here" : "remote", priceWords(facts), ...settings, ...own, ...most].join(", ");
}

/** A setting of a provider; what is long is named alone, and a secret by where it comes from. */
function optionWords(name: string, value: Json): string {
  if (value === null || typeof value !== "object") return `${name} ${quoted(String(value))}`;
  if ("env" in value) return `${name} from the environment (${String(value["env"])})`;
  return "key" in value ? `${name} from the stored keys (${String(value["key"])})` : `${name} as given`;
}

function priceWords({ price, local }: ModelFacts): string {
  if (!price) return local ? "free" : "price not known";
  return `$${price.input / 1e9} in and $${price.output / 1e9} out a million tokens (${price.source})`;
}

const LONGEST = 60;

/** A text on one line, cut as {@link quoted} does it, without quotes. */
export function shortened(text: string): string {
  return quoted(text).slice(1, -1);
}

/** A text on one line, cut where it would bury the sentence. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim(), letters = [...line];
  return `\`${letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : line}\``;
}
