/**
 * Which models work for a process definition: it names none, so those of `loom.toml`s are taken by their roles and tiers.
 *
 * @module
 */
import type { ModelEntry } from "../spec/spec.ts";
import type { Defaults } from "./find_entry.ts";
import { inFull, rolesOf } from "./find_entry.ts";
import type { ModelOrigin } from "./origin.ts";

/** What a model does for a process. */
export type Role = "planner" | "executor" | "verifier" | "extractor";

/** Roles that stand in for one that no model has, the first one first. */
export const STAND_INS: { readonly [R in Role]: readonly Role[] } = {
  planner: ["executor", "verifier", "extractor"],
  executor: ["planner", "verifier", "extractor"],
  verifier: ["planner", "executor", "extractor"],
  extractor: ["verifier", "executor", "planner"],
};

/** A model that was taken. */
export interface Chosen {
  /** Name of its entry. */
  readonly name: string;
  /** What the entry says. */
  readonly entry: ModelEntry;
}

/** Models by what they do. */
export interface Cast {
  /** Makes graphs. */
  readonly planner: Chosen;
  /** Do tasks, by tier. */
  readonly executors: readonly [Chosen, Chosen, Chosen];
  /** Judges. */
  readonly verifier: Chosen;
  /** Notes what was found out. */
  readonly extractor: Chosen;
  /** Where each of them stands, and what it was taken for. */
  readonly origins: readonly ModelOrigin[];
}

/** Tiers that the roles ask for where a process does not say it. */
const PLANNER_TIER = 2, VERIFIER_TIER = 1, EXTRACTOR_TIER = 1;

/** Who does what; undefined where no model has any of the roles and none is without. */
export function castOf(defaults: readonly Defaults[]): Cast | undefined {
  const documents = documentsOf(defaults), taken: Taken[] = [];
  if (!holdersOf(documents, "executor")) return undefined;
  const choose = (role: Role, tier: number): Chosen => {
    // Roles stand in for each other, so where one has a holder all have.
    const { held, instead } = holdersOf(documents, role)!, model = ofTier(held, tier);
    taken.push({ model, role, tier, instead });
    return model;
  };
  return {
    planner: choose("planner", PLANNER_TIER),
    executors: [choose("executor", 1), choose("executor", 2), choose("executor", 3)],
    verifier: choose("verifier", VERIFIER_TIER),
    extractor: choose("extractor", EXTRACTOR_TIER),
    origins: originsOf(taken),
  };
}

/** A model that was taken, and what for. */
interface Taken {
  readonly model: Held;
  readonly role: Role;
  readonly tier: number;
  /** The role that it has, where no model has the one it was taken for; empty: it has none. */
  readonly instead: string | undefined;
}

function originsOf(taken: readonly Taken[]): readonly ModelOrigin[] {
  const models = new Map(taken.map(({ model }) => [model.name, model]));
  return [...models.values()].map(({ name, source }) => {
    const roles = Map.groupBy(taken.filter(({ model }) => model.name === name), ({ role }) => role);
    return { of: "model", name, source, parts: [...roles].map(([role, uses]) => partWords(role, uses)) };
  });
}

function partWords(role: Role, uses: readonly Taken[]): string {
  const tiers = uses.map(({ tier }) => tier), isSome = role === "executor" && tiers.length < 3;
  const part = isSome ? `${role} of tier ${tiers.join(" and ")}` : role, { instead } = uses[0]!;
  return instead === undefined ? part : `${part} (no model has that role)`;
}

/** A model and where it stands. */
interface Held extends Chosen {
  readonly source: string;
  readonly roles: readonly string[];
  readonly tier: number;
}

/** Models of each `loom.toml` that no nearer one hides. A model without roles does tasks, unless it cannot follow a word. */
function documentsOf(defaults: readonly Defaults[]): readonly (readonly Held[])[] {
  const seen = new Set<string>();
  return defaults.map(({ value: { models = {} }, source }) => {
    const own = Object.entries(models).filter(([name]) => !seen.has(name));
    for (const [name] of own) seen.add(name);
    return own.flatMap(([name, model]): readonly Held[] => {
      const entry = inFull(model), roles = rolesOf(model);
      if (entry.use === undefined || (roles.length === 0 && entry.use.startsWith("ngram/"))) return [];
      return [{ name, entry, source: source.name, roles, tier: entry.tier ?? tierOfName(entry.use) }];
    });
  });
}

/** Those of the nearest `loom.toml` that have the role; or one that stands in for it; or those that have none at all. */
function holdersOf(
  documents: readonly (readonly Held[])[],
  role: Role,
): { readonly held: readonly Held[]; readonly instead?: string } | undefined {
  for (const tried of [role, ...STAND_INS[role]]) {
    for (const document of documents) {
      const held = document.filter(({ roles }) => roles.includes(tried));
      if (held.length > 0) return tried === role ? { held } : { held, instead: tried };
    }
  }
  const bare = documents.map((held) => held.filter(({ roles }) => roles.length === 0)).find((held) => held.length > 0);
  return bare && { held: bare, instead: "" };
}

/** The least able model that is able enough, else the ablest; of several alike the first. */
function ofTier(held: readonly Held[], tier: number): Held {
  const able = held.filter((one) => one.tier >= tier);
  const best = (able.length > 0 ? able : held).toSorted((a, b) => able.length > 0 ? a.tier - b.tier : b.tier - a.tier);
  return best[0]!;
}

/** How able a model is whose entry does not say it: what its name tells of its size, in thousands of millions. */
export function tierOfName(use: string): number {
  const name = use.toLowerCase(), found = name.matchAll(/(?<![\d.a-wyz])(\d+(?:\.\d+)?)b\b/g);
  const size = Math.max(...[...found].map(([, digits]) => Number(digits)));
  if (size >= 65 || (size < 0 && /\blarge\b/.test(name))) return 3;
  return size >= 13 || (size < 0 && /\bmedium\b/.test(name)) ? 2 : 1;
}
