import { baseOf } from "../anthropic/client.ts";
import { modelName } from "../remote/model_name.ts";
import type { Asking } from "./asking.ts";
import { ask, hostIn, isNotThere } from "./asking.ts";
import type { Fields } from "./fields.ts";
import { fieldsIn, known, tokensIn } from "./fields.ts";
import { notListed } from "./not_listed.ts";
import type { Reach, Told } from "./told.ts";

/** The version of the protocol. */
const VERSION = "2023-06-01";

/** Asks Anthropic, or a host that speaks its protocol, for one model. */
export async function reachAnthropic(asking: Asking): Promise<Reach> {
  const base = baseOf(asking.remote.baseUrl), name = modelName(asking.facts.id), { key } = asking.remote;
  const also = { "anthropic-version": VERSION, ...(key === undefined ? {} : { "x-api-key": key }) };
  try {
    const model = fieldsIn(await ask(asking, `${base}/v1/models/${encodeURIComponent(name)}`, { also }));
    if (model["lifecycle"] !== "retired") return { state: "reachable", told: toldBy(model) };
    return { state: "model-missing", why: `\`${name}\` is retired: ${hostIn(base)} answers for it no more` };
  } catch (error) {
    if (isNotThere(error)) return notListed({ host: hostIn(base), name });
    throw error;
  }
}

function toldBy(
  { max_input_tokens: context, max_tokens: maxOutput, ...model }: Fields,
): Told {
  const can = fieldsIn(model["capabilities"]);
  return {
    ...known<Told>({ context: tokensIn(context), maxOutput: tokensIn(maxOutput) }),
    supports: known({ images: supported(can["image_input"]), structured: supported(can["structured_outputs"]) }),
  };
}

function supported(capability: unknown): boolean | undefined {
  const { supported: told } = fieldsIn(capability);
  return typeof told === "boolean" ? told : undefined;
}
