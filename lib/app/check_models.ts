/**
 * Which models can be had at this moment.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Abilities } from "../plan/mod.ts";
import type { ModelOptions } from "../models/model.ts";
import type { Reach } from "../models/reach/told.ts";
import type { ListedModel } from "./list_models.ts";
import { resolved } from "./open_model.ts";
import { SecretError, Secrets } from "./secrets.ts";

/** What came of asking for a model. */
export interface CheckedModel {
  /** The model. */
  readonly listed: ListedModel;
  /** Whether it can be had, and what its server says of it. No text of it holds a key. */
  readonly reach: Reach;
  /** Lines of TOML for its entry, so that it says what its server says. */
  readonly settings: readonly string[];
}

/** How models are asked for. */
export interface CheckOptions {
  /** Where keys are found. Default: the environment and the user's key file. */
  readonly secrets?: Secrets;
  /** Milliseconds that each may take. Default: 10 s. */
  readonly patience?: number;
}

/** Asks for all models at once, each with a request or two that cost nothing. One without its key is not asked for. */
export async function checkModels(
  models: readonly ListedModel[],
  { secrets = new Secrets(), ...how }: CheckOptions = {},
): Promise<readonly CheckedModel[]> {
  return await Promise.all(models.map(async (listed) => {
    const found = await reachOf(listed, { secrets, ...how });
    const reach = secrets.maskJson(found as unknown as Json) as unknown as Reach;
    return { listed, reach, settings: await settingsOf(listed, reach) };
  }));
}

async function reachOf({ model: { facts, options } }: ListedModel, { secrets, ...how }: Looking): Promise<Reach> {
  const { reach } = await import("../models/reach/reach.ts");
  try {
    return await reach(facts, await resolved(options, secrets) as ModelOptions, how);
  } catch (error) {
    if (error instanceof SecretError) return { state: "key-missing", why: error.message };
    throw error;
  }
}

interface Looking extends CheckOptions {
  readonly secrets: Secrets;
}

async function settingsOf({ model: { facts }, entry }: ListedModel, reach: Reach): Promise<readonly string[]> {
  if (reach.state !== "reachable") return [];
  const { settingsTold } = await import("../models/reach/settings_told.ts");
  const abilities = (entry.abilities ?? {}) as Partial<Abilities>;
  return settingsTold(reach.told, { facts, keys: Object.keys(entry), abilities });
}
