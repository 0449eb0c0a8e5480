/**
 * The schema of models that do tasks.
 *
 * @module
 */
import { z } from "zod";
import { MAX_TOKENS, MODEL_NAME, samplers } from "./schema_model.ts";
import {
  DURATION,
  either,
  map,
  numeric,
  oneOf,
  several,
  SIZE,
  TEMPLATE,
  TEMPLATE_OR_FILE,
  text,
  whole,
} from "./schema_parts.ts";
import type { Samplers } from "./spec.ts";
import type { AgentSettingsSpec, AgentSpec, ApproveSpec, GenerateSpec } from "./spec_agent.ts";

const A_POLICY = "`always`, `risky` or `never`, or `{policy: risky, timeout: 10m}`";

const POLICY = oneOf("always", "risky", "never");

const APPROVE: z.ZodType<ApproveSpec> = either(
  A_POLICY,
  POLICY,
  map({
    policy: POLICY.describe("Before which calls a person is asked. `risky` unless said.").exactOptional(),
    timeout: DURATION.describe("After which time nobody's answer is a no.").exactOptional(),
  }, A_POLICY),
).meta({
  id: "approve",
  description:
    "When a person is asked first. always: before every call that may change or reach anything; risky: before those that may do harm; never.",
});

const DRAWING: z.ZodType<Samplers<number>> = map(
  samplers((bounds) => numeric(bounds)),
  "a map of samplers, such as `{temperature: 0.2}`",
);

/** How long an answer of a model may be that does a task. */
export const TASK_TOKENS: z.ZodExactOptional<z.ZodNumber> = numeric(MAX_TOKENS).describe(
  "The longest answer, in tokens. 4096 unless said, or what the model gives at most.",
).exactOptional();

const asked = {
  model: MODEL_NAME.describe("A name or a role in `models`, or `provider/model`. The role `executor` unless said.")
    .exactOptional(),
  system: TEMPLATE_OR_FILE.describe("What it is told to be.").exactOptional(),
  max_tokens: TASK_TOKENS,
  sampling: DRAWING.describe("How tokens are drawn. As the model's entry says, unless said.").exactOptional(),
  escalate: either("the name of a model, or a list of models", MODEL_NAME, several(MODEL_NAME, "at least one model"))
    .describe(
      "Models that take over from the third attempt on. Those of the same role and higher tiers, where the model was named by its role.",
    ).exactOptional(),
} as const;

const settings = {
  ...asked,
  tools: z.array(text("the name of a tool"), { error: "a list of tools, such as `[reading, git_log]`" })
    .describe(
      "Tools by name, `SERVER/*` for all of a server's, or a group: `reading`, `writing`, `running`, `web`, `all`.",
    )
    .exactOptional(),
  turns: whole(1, 1_000).describe("The most turns of an attempt. 20 unless said.").exactOptional(),
  context: SIZE.describe("The most tokens of conversation that it is shown: older answers of tools are left out first.")
    .exactOptional(),
  approve: APPROVE.exactOptional(),
  depth: whole(0, 10).describe("How deep it may hand work on to agents of its own. 1 unless said.").exactOptional(),
} as const;

const PROMPT = TEMPLATE_OR_FILE.describe("What it is to do. Names the values it needs: `tasks.NAME`.");

/** What holds for every agent of a spec. */
export const AGENT_SETTINGS: z.ZodType<AgentSettingsSpec> = map(settings, "a map of settings", ["prompt"]).meta({
  id: "agent-settings",
  description: "Settings that hold for every agent of the spec, unless a task says otherwise.",
});

const AN_AGENT = "a text, or a map with `prompt`";

/** A task of a model with tools. */
export const AGENT: z.ZodType<AgentSpec> = either(AN_AGENT, TEMPLATE, map({ prompt: PROMPT, ...settings }, AN_AGENT))
  .meta({ id: "agent", description: "A model that works on a task with tools, turn by turn. A text is its prompt." });

/** A task of a model that answers once. */
export const GENERATE: z.ZodType<GenerateSpec> = either(
  AN_AGENT,
  TEMPLATE,
  map({ prompt: PROMPT, ...asked }, AN_AGENT, ["tools", "turns", "context", "approve", "depth"]),
).meta({ id: "generate", description: "A single answer of a model. A text is its prompt." });
