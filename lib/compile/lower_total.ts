import type { Fields } from "../expr/types.ts";
import type { Goal } from "../plan/mod.ts";
import type { Scorers } from "./scopes_refine.ts";

/** The number that counts when the spec does not say it, or why there is no such number. */
export type DefaultTotal =
  | { readonly total: string }
  | {
    /** Why it is not clear which number counts. */
    readonly reason: string;
    /** An expression that could be meant. */
    readonly example: string;
  };

/** The one number that scorers give. A comparison moves the best total up or down; without scorers all is worth 0. */
export function defaultTotal({ judge, script, command, compare }: Scorers, goal: Goal): DefaultTotal {
  const given = [
    ...(judge ? [{ who: "the judge", ...numberIn("judge", judge) }] : []),
    ...(script?.kind === "object" ? [{ who: "the script", ...numberIn("script", script.fields) }] : []),
    ...(script && script.kind !== "object" ? [{ who: "the script", numbers: ["script"] }] : []),
    ...(command ? [{ who: "the command", numbers: ["command"] }] : []),
    ...(compare ? [{ who: "the comparison", numbers: [`best.total ${goal === "max" ? "+" : "-"} compare`] }] : []),
  ];
  const [first, ...others] = given;
  if (!first) return { total: "0" };
  if (others.length > 0) {
    const names = given.map(({ who }) => who), all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    return { reason: `${all} score`, example: given.flatMap(({ numbers }) => numbers[0] ?? []).join(" + ") };
  }
  const [only, ...more] = first.numbers;
  if (only !== undefined && more.length === 0) return { total: only };
  if (only === undefined) return { reason: `${first.who} gives no number`, example: "size(candidate.text)" };
  return { reason: `${first.who} gives several numbers`, example: first.numbers.join(" + ") };
}

/** The field that is called `score`, or else every number there is. */
function numberIn(of: string, fields: Fields): { readonly numbers: readonly string[] } {
  const names = Object.keys(fields).filter((name) => fields[name]!.kind === "number");
  return { numbers: (names.includes("score") ? ["score"] : names).map((name) => `${of}.${name}`) };
}
