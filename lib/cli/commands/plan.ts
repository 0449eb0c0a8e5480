import { safeJson } from "../../text/render_json.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { EXIT } from "../exit_codes.ts";
import { flag } from "../parameter.ts";
import { writeText } from "../payload.ts";
import { SPEC } from "../shared_parameters.ts";

/** `loom plan`. */
export const plan: Command = command({
  name: "plan",
  summary: "Say how many calls a spec makes and what they cost at most, before it runs",
  details: [
    "By step, by model and in all. What has no price is said to be unpriced, what has no bound to be unbounded; the " +
    "budget holds in any case.",
    "With --pinned it prints the plan itself: all that a run depends on, files, imports, scripts and prices included. " +
    "Secrets stand by name.",
  ],
  parameters: {
    spec: SPEC,
    json: flag("--json", { about: "As one JSON object" }),
    pinned: flag("--pinned", { about: "The plan itself, as JSON" }),
  },
  examples: [
    { line: "loom plan story.yaml", does: "a table of calls, tokens and cost" },
    { line: "loom plan story.yaml --pinned > plan.json", does: "what a run would be pinned to" },
  ],
  run: async (host, { spec, json, pinned }) => {
    const { plan } = await compiledSpec(host, spec),
      { boundOfPlan, costOfPlan } = await import("../../app/explain_plan.ts");
    if (pinned) host.out.write(`${safeJson(plan, 2)}\n`);
    else if (json) host.out.write(`${safeJson(await boundOfPlan(plan))}\n`);
    else writeText(host.out, await costOfPlan(plan));
    return EXIT.ok;
  },
});
