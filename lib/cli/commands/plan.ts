import { safeJson } from "../../text/render_json.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { EXIT } from "../exit_codes.ts";
import { flag } from "../parameter.ts";
import { SPEC } from "../shared_parameters.ts";

/** `loom plan`. */
export const plan: Command = command({
  name: "plan",
  summary: "Print the plan a spec compiles to, as JSON",
  details: [
    "It is all that a run depends on: files, imports, scripts and prices are pinned in it. Secrets stand by name.",
  ],
  parameters: { spec: SPEC, compact: flag("--compact", { about: "On one line" }) },
  run: async (host, { spec, compact }) => {
    const { plan } = await compiledSpec(host, spec);
    host.out.write(`${safeJson(plan, compact ? undefined : 2)}\n`);
    return EXIT.ok;
  },
});
