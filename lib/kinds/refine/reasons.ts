/** Why a loop ends, in sentences that hold the numbers. */
import type { Json } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Values } from "../../expr/evaluate.ts";
import { parse } from "../../expr/parse.ts";
import { referencesOf } from "../../expr/references.ts";
import type { End, RefineCondition, RefineStop } from "../../plan/mod.ts";
import type { Truth } from "./combined.ts";
import { reasonsOf } from "./combined.ts";
import type { Sight } from "./sight.ts";

/** The end that a stop makes; undefined when it does not hold. Several conditions end it the way the first would. */
export function endFor(
  stop: RefineStop,
  sight: Sight,
  truth: (condition: RefineCondition) => Truth,
): End | undefined {
  const ends = reasonsOf(stop, truth).map((one) => endOf(one, sight));
  return ends[0] && { ...ends[0], reason: ends.map(({ reason }) => reason).join(" and ") };
}

function endOf(stop: RefineStop, sight: Sight): End {
  const { state: { depth, best } } = sight, cause = `stop.${stop.stop}`;
  switch (stop.stop) {
    case "any":
    case "all":
    case "not":
      return { kind: "done", reason: `${wordsOf(stop)} holds`, cause };
    case "depth":
      return { kind: "done", reason: `depth ${stop.depth} is reached`, cause };
    case "done":
      return { kind: "done", reason: holding(stop.when, sight.values), cause };
    case "converged":
      return { kind: "converged", reason: holding(stop.when, sight.values), cause };
    case "plateau":
      return { kind: "converged", reason: flatness(stop, sight), cause };
    case "similar": {
      const [before] = sight.state.drafts!, { distance } = sight.findings.get(stop)!;
      const reason = `the text of round ${depth} is ${shown(distance!)} from that of round ${before!.round}` +
        `, less than ${stop.threshold}`;
      return { kind: "converged", reason, cause };
    }
    case "judge": {
      const reason = `the judge \`${stop.model}\` says yes to the text of round ${best.round}` +
        `, whose total is ${shown(best.total)}`;
      return { kind: "done", reason, cause };
    }
    default:
      return unreachable(stop);
  }
}

function flatness(
  { patience, minDelta }: Extract<RefineCondition, { stop: "plateau" }>,
  { state: { scores = [], best } }: Sight,
): string {
  const recent = scores.slice(-patience).map(shown).join(", ");
  const by = minDelta > 0 ? ` by ${minDelta}` : "";
  const totals = patience === 1 ? "the last total is not better" : `none of the last ${patience} totals is better`;
  return `${totals} than all before${by}: ${recent}; best.total is ${shown(best.total)}, of round ${best.round}`;
}

/** Values of an expression that a sentence can hold. */
const MOST_VALUES = 3;
/** Characters of a text that a sentence can hold. */
const LONGEST = 40;

function holding(when: string, values: Values): string {
  const parsed = parse(when), paths = parsed.ok ? referencesOf(parsed.expr.root).map(({ path }) => path) : [];
  const names = new Set(paths.map((path) => path.join(".")));
  const told = [...names].flatMap((name) => toldOf(name.split("."), values)).slice(0, MOST_VALUES);
  return `\`${when}\` holds${told.length === 0 ? "" : `: ${told.join(", ")}`}`;
}

function toldOf(path: readonly string[], values: Values): readonly string[] {
  const value = at(path, values);
  const isShort = typeof value === "number" || typeof value === "boolean" ||
    (typeof value === "string" && value.length <= LONGEST);
  if (!isShort) return [];
  const round = path.length > 1 ? at([path[0]!, "round"], values) : undefined;
  const of = typeof round === "number" && path[1] !== "round" ? `, of round ${round}` : "";
  return [`${path.join(".")} is ${typeof value === "number" ? shown(value) : JSON.stringify(value)}${of}`];
}

function at(path: readonly string[], values: Values): Json | undefined {
  let value: Json | undefined = values;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as { readonly [name: string]: Json })[name];
  }
  return value;
}

/** A number as people read it: what floating point adds to it is left out. */
export function shown(number: number): string {
  return String(Number(number.toPrecision(12)));
}

/** A stop as people would write it. */
function wordsOf(stop: RefineStop): string {
  switch (stop.stop) {
    case "any":
    case "all":
      return `${stop.stop} of ${stop.of.map(wordsOf).join(", ")}`;
    case "not":
      return `not ${wordsOf(stop.of)}`;
    case "done":
    case "converged":
      return `\`${stop.when}\``;
    case "depth":
      return `\`depth: ${stop.depth}\``;
    case "plateau":
      return `\`plateau: ${stop.patience}\``;
    case "similar":
      return `\`similar: ${stop.threshold}\``;
    case "judge":
      return `the judge's yes to \`${stop.ask}\``;
    default:
      return unreachable(stop);
  }
}
