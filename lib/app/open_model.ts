import type { Json } from "../base/json.ts";
import type { Plan, PlanModel, SecretRef } from "../plan/mod.ts";
import { continuationOf } from "../plan/mod.ts";
import type { Model, ModelOptions } from "../models/model.ts";
import { ModelError } from "../models/model.ts";
import { maskedModel, withoutSecrets } from "./masked_model.ts";
import type { Secrets } from "./secrets.ts";
import { SecretError } from "./secrets.ts";

/** Where models come from. */
export interface ModelSources {
  /** Where secrets of the plan's settings are found. */
  readonly secrets: Secrets;
  /** Models handed in by a library user, by their name in plans and effects. */
  readonly models: { readonly [name: string]: Model };
  /** The plan; absent for a program of a library user's own. */
  readonly plan: Plan | undefined;
}

/** Opens a model by its name in the plan; one that was handed in takes its place. */
export async function openModel({ secrets, models, plan }: ModelSources, name: string): Promise<Model> {
  const planned = plan && Object.hasOwn(plan.models, name) ? plan.models[name] : undefined;
  if (Object.hasOwn(models, name)) return await continuing(priced(models[name]!, planned), planned?.emulate);
  if (!planned) {
    throw new ModelError(
      "model",
      `Cannot find the model \`${name}\`: it is not in the plan, and none of that name was handed to openLoom`,
    );
  }
  return await continuing(await openPlanned(planned, secrets), planned.emulate);
}

/** One that was handed in costs what the plan says of it, where it tells no price itself: a wall of dollars is to hold. */
function priced(model: Model, planned: PlanModel | undefined): Model {
  const price = planned?.facts.price;
  if (!price || model.facts.price) return model;
  const facts = { ...model.facts, price };
  return new Proxy(model, {
    get(own, name) {
      const value: unknown = name === "facts" ? facts : Reflect.get(own, name, own);
      return typeof value === "function" ? value.bind(own) : value;
    },
  });
}

/** A model that only answers messages is made to continue texts as well, where it can be. */
async function continuing(model: Model, emulate: PlanModel["emulate"]): Promise<Model> {
  const way = continuationOf(model.facts.supports, emulate);
  if (way.ok && way.by === "itself") return model;
  const { emulated } = await import("../models/emulate/emulated.ts");
  return emulated(model, emulate === undefined ? {} : { by: emulate });
}

/** Secrets that a plan's models need, those that were handed in aside. */
export function secretsOf({ models, plan }: Omit<ModelSources, "secrets">): readonly SecretRef[] {
  return Object.entries(plan?.models ?? {}).flatMap(([name, { options }]) =>
    Object.hasOwn(models, name) ? [] : secretsIn(options)
  );
}

async function openPlanned({ facts, options, concurrency, rate }: PlanModel, secrets: Secrets): Promise<Model> {
  try {
    const { openModel } = await import("../models/registry.ts"), settings = await resolved(options, secrets);
    const model = maskedModel(await openModel(facts, settings as ModelOptions), secrets);
    if (concurrency === undefined && rate === undefined) return model;
    const [{ sharedGate }, { limited }] = await Promise.all([
      import("../models/shared_gate.ts"),
      import("../models/limited.ts"),
    ]);
    const limits = { ...(concurrency === undefined ? {} : { concurrency }), ...(rate ? { rate } : {}) };
    return limited(model, sharedGate({ id: facts.id, settings }, limits));
  } catch (error) {
    if (error instanceof SecretError) throw new ModelError("auth", error.message);
    throw withoutSecrets(error, secrets);
  }
}

/** Settings with secrets in the place of their names, however deep they stand. */
export async function resolved(value: Json, secrets: Secrets): Promise<Json> {
  if (value === null || typeof value !== "object") return value;
  if (isSecret(value)) return await secrets.find(value);
  if (Array.isArray(value)) return await Promise.all(value.map((item) => resolved(item, secrets)));
  const entries = Object.entries(value).map(async ([key, item]) =>
    [key, await resolved(item as Json, secrets)] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

function secretsIn(value: Json): readonly SecretRef[] {
  if (value === null || typeof value !== "object") return [];
  return isSecret(value) ? [value] : Object.values(value).flatMap(secretsIn);
}

function isSecret(value: object): value is SecretRef {
  const [key, ...more] = Object.keys(value);
  if (more.length > 0 || (key !== "env" && key !== "key")) return false;
  return typeof (value as { readonly [key: string]: unknown })[key] === "string";
}
