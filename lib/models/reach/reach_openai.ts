import { ModelError } from "../model.ts";
import type { Host } from "../openai/options.ts";
import { baseOf, hostOf } from "../openai/options.ts";
import { modelName } from "../remote/model_name.ts";
import type { Asking } from "./asking.ts";
import { ask, hostIn, isNotThere } from "./asking.ts";
import type { Fields } from "./fields.ts";
import { fieldsIn, itemsIn, known, tokensIn } from "./fields.ts";
import { notListed } from "./not_listed.ts";
import { reachOpenrouter } from "./reach_openrouter.ts";
import type { Reach, Told } from "./told.ts";

/** Asks a host that speaks OpenAI's protocol for its list of models, and llama.cpp for what it was started with. */
export async function reachOpenai(asking: Asking): Promise<Reach> {
  const host = hostOf(asking.options), base = baseOf(asking.remote.baseUrl, host).replace(/\/+$/, "");
  if (host === "openrouter") return await reachOpenrouter(asking, base);
  const name = modelName(asking.facts.id), models = await listed(asking, base);
  const model = models.find(({ id }) => isCalled(id, name)) ?? onlyOne(models);
  if (!model) return notListed({ host: hostIn(base), name, others: models.map(({ id }) => id) });
  const is = MAKERS[model.owner] ?? host, props = is === "llama.cpp" ? await propsOf(asking, base) : undefined;
  return {
    state: "reachable",
    told: {
      ...known<Told>({
        serves: isCalled(model.id, name) ? undefined : model.id,
        host: is === host ? undefined : is,
        context: props?.context ?? model.context,
      }),
      supports: props?.supports ?? {},
    },
  };
}

/** What servers call themselves in their lists. */
const MAKERS: { readonly [owner: string]: Host } = { llamacpp: "llama.cpp", vllm: "vllm" };

interface Listed {
  readonly id: string;
  readonly owner: string;
  readonly context: number | undefined;
  /** A server of several models says of each whether it is loaded. */
  readonly isOneOfSeveral: boolean;
}

async function listed(asking: Asking, base: string): Promise<readonly Listed[]> {
  const answer = await ask(asking, `${base}/models`).catch((error) => {
    throw isNotThere(error) ? noList(asking, base) : error;
  });
  const { data, models } = fieldsIn(answer), list = [data, models, answer].find(Array.isArray);
  if (!list) throw noList(asking, base);
  return itemsIn(list).flatMap((item): Listed[] => {
    const fields = fieldsIn(item), { id = fields["name"], owned_by: owner, status } = fields;
    if (typeof id !== "string") return [];
    return [{ id, owner: String(owner), context: contextIn(fields), isOneOfSeveral: status !== undefined }];
  });
}

function noList({ facts: { id } }: Asking, base: string): ModelError {
  const message = `Cannot look for \`${id}\`: ${hostIn(base)} gives no list of models; check \`base_url\` of the model`;
  return new ModelError("request", message);
}

/** Hosts differ in what they call the window of a model. */
const WINDOWS = ["max_model_len", "context_length", "context_window", "max_context_length"] as const;

function contextIn(fields: Fields): number | undefined {
  return WINDOWS.map((name) => tokensIn(fields[name])).find((tokens) => tokens !== undefined);
}

/** Some hosts list a name with what everybody leaves out. */
function isCalled(id: string, name: string): boolean {
  return id === name || id === `${name}:latest` || id === `models/${name}`;
}

/** llama.cpp serves the one model it was started with, whatever it is called. */
function onlyOne([model, ...others]: readonly Listed[]): Listed | undefined {
  return model?.owner === "llamacpp" && others.length === 0 && !model.isOneOfSeveral ? model : undefined;
}

/** What llama.cpp tells of itself; it shows its list to anybody, and this to those with a key. */
async function propsOf(asking: Asking, base: string): Promise<Pick<Told, "context" | "supports">> {
  const name = encodeURIComponent(modelName(asking.facts.id)), root = base.replace(/\/v1$/, "");
  try {
    // A server of several models is not to load one for this.
    const props = fieldsIn(await ask(asking, `${root}/props?model=${name}&autoload=false`));
    const { default_generation_settings: settings, modalities, chat_template_caps: template } = props;
    return {
      ...known<Told>({ context: tokensIn(fieldsIn(settings)["n_ctx"]) }),
      supports: known({
        images: flagIn(fieldsIn(modalities)["vision"]),
        tools: flagIn(fieldsIn(template)["supports_tools"]),
      }),
    };
  } catch (error) {
    if (error instanceof ModelError && error.failure !== "auth") return { supports: {} };
    throw error;
  }
}

function flagIn(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
