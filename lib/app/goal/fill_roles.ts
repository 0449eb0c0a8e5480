/**
 * Roles that nobody has go to a model that is there, so that a process that names its models by what they do finds them.
 *
 * @module
 */
import type { World } from "../../compile/world.ts";
import type { Json } from "../../base/json.ts";
import type { ListedModel } from "../list_models.ts";
import { configuredModels } from "../list_models.ts";

/** What models are there for in a process. */
const ROLES = ["planner", "executor", "verifier", "extractor"] as const;

type Role = typeof ROLES[number];

/** Who does something for which nobody is there: those who plan can work, and those who work can plan. */
const INSTEAD: { readonly [R in Role]: readonly Role[] } = {
  planner: ["executor", "verifier", "extractor"],
  executor: ["planner", "verifier", "extractor"],
  verifier: ["extractor", "planner", "executor"],
  extractor: ["verifier", "planner", "executor"],
};

/** A world in which every role is somebody's. */
export interface FilledWorld {
  /** The world; as it was where no model can do what it is told. */
  readonly world: World;
  /** Whether there is a model that can. */
  readonly hasModel: boolean;
}

/** Name of the settings that give away the roles. */
const FILLED = "roles";

/** Gives roles that nobody has to a model that follows instructions; what a `loom.toml` says comes first. */
export async function fillRoles(world: World): Promise<FilledWorld> {
  const { models } = await configuredModels(world), able = models.filter(({ model }) => model.facts.supports.instructs);
  const [first] = able;
  if (!first) return { world, hasModel: false };
  const missing = ROLES.filter((role) => !models.some(({ name, roles }) => name === role || roles.includes(role)));
  if (missing.length === 0) return { world, hasModel: true };
  const filled = Object.fromEntries(missing.map((role) => [role, entryOf(standIn(able, role) ?? first)]));
  const { stringify } = await import("smol-toml"), text = stringify({ models: filled });
  return { world: { ...world, defaults: [...world.defaults, { name: FILLED, text }] }, hasModel: true };
}

/** The model of another role: to plan the ablest, for all else the one of the lowest tier. */
function standIn(models: readonly ListedModel[], role: Role): ListedModel | undefined {
  for (const other of INSTEAD[role]) {
    const among = models.filter(({ name, roles }) => name === other || roles.includes(other));
    const ranked = among.toSorted((a, b) => (a.entry.tier ?? UNTIERED) - (b.entry.tier ?? UNTIERED));
    const found = role === "planner" ? ranked.at(-1) : ranked[0];
    if (found) return found;
  }
  return undefined;
}

/** Behind every tier. */
const UNTIERED = 4;

/** What an entry says of its model, without what it is there for. */
function entryOf({ entry: { roles: _, tier: __, ...entry } }: ListedModel): { readonly [key: string]: Json } {
  return entry as unknown as { readonly [key: string]: Json };
}
