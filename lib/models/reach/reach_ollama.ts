import type { Abilities } from "../../plan/mod.ts";
import { baseOf } from "../ollama/client.ts";
import { modelName } from "../remote/model_name.ts";
import type { Asking } from "./asking.ts";
import { ask, hostIn, isNotThere } from "./asking.ts";
import type { Fields } from "./fields.ts";
import { fieldsIn, itemsIn, known, tokensIn } from "./fields.ts";
import { notListed } from "./not_listed.ts";
import type { Reach, Told } from "./told.ts";

/** Asks Ollama for a model, and where it has none of the name, for those that it has. */
export async function reachOllama(asking: Asking): Promise<Reach> {
  const base = baseOf(asking.remote.baseUrl), name = modelName(asking.facts.id);
  try {
    const shown = fieldsIn(await ask(asking, `${base}/api/show`, { body: { model: name } }));
    const { supports, ...told } = toldBy(shown), { reasoning, ...others } = supports;
    // One that may not think does not, whatever it can.
    const thinks = asking.options["think"] === false || reasoning === undefined ? {} : { reasoning };
    return { state: "reachable", told: { ...told, supports: { ...others, ...thinks } } };
  } catch (error) {
    if (!isNotThere(error)) throw error;
    const { models } = fieldsIn(await ask(asking, `${base}/api/tags`));
    const others = itemsIn(models).flatMap((model) => {
      const { name } = fieldsIn(model);
      return typeof name === "string" ? [name.replace(/:latest$/, "")] : [];
    });
    return notListed({ host: hostIn(base), name, others });
  }
}

/** What Ollama calls what models can do. */
const CALLED: { readonly [A in keyof Abilities]?: string } = {
  complete: "completion",
  embed: "embedding",
  tools: "tools",
  images: "vision",
  reasoning: "thinking",
};

function toldBy({ capabilities, model_info: info, parameters }: Fields): Told {
  const can = itemsIn(capabilities);
  const supports = can.length === 0
    ? {}
    : Object.fromEntries(Object.entries(CALLED).map(([ability, called]) => [ability, can.includes(called)]));
  return { ...known<Told>({ holds: holdsOf(info), gives: givenBy(parameters) }), supports };
}

/** The window that the model's own file sets: lines such as `num_ctx 8192`. */
function givenBy(parameters: unknown): number | undefined {
  const told = typeof parameters === "string" ? /^num_ctx\s+(\d+)\s*$/m.exec(parameters)?.[1] : undefined;
  return tokensIn(Number(told));
}

/** The window of the architecture: `llama.context_length`. */
function holdsOf(info: unknown): number | undefined {
  return tokensIn(Object.entries(fieldsIn(info)).find(([name]) => name.endsWith(".context_length"))?.[1]);
}
