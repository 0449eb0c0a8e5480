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
  summary: "Say how many calls a spec can make and what they can cost at most",
  details: [
    "Nothing is run and nothing is asked of any provider. With --json the plan itself is printed: all that a run depends " +
    "on, with files, imports, scripts and prices pinned, and secrets by name.",
  ],
  parameters: { spec: SPEC, json: flag("--json", { about: "Print the plan that the engine would run, as JSON" }) },
  run: async (host, { spec, json }) => {
    const { plan } = await compiledSpec(host, spec);
    if (json) host.out.write(`${safeJson(plan, 2)}\n`);
    else writeText(host.out, await (await import("../../app/explain_plan.ts")).costOfPlan(plan));
    return EXIT.ok;
  },
});
