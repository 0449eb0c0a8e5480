import type { ExplainFormat } from "../../app/explain_plan.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { EXIT } from "../exit_codes.ts";
import { value } from "../parameter.ts";
import { writeText } from "../payload.ts";
import { SPEC } from "../shared_parameters.ts";

const FORMATS: readonly ExplainFormat[] = ["text", "mermaid", "json"];

/** `loom explain`. */
export const explain: Command = command({
  name: "explain",
  summary: "Say what a spec does, step by step",
  details: ["Every default is filled in. Nothing is run and nothing is asked of any provider."],
  parameters: {
    spec: SPEC,
    format: value("--format", {
      label: "FORMAT",
      about: "How to say it",
      choices: FORMATS,
      read: (text) => text as ExplainFormat,
    }),
  },
  examples: [{ line: "loom explain story.yaml --format mermaid", does: "a flow chart" }],
  run: async (host, { spec, format = "text" }) => {
    const { explainPlan } = await import("../../app/explain_plan.ts"), compiled = await compiledSpec(host, spec);
    writeText(host.out, await explainPlan(compiled.plan, format, compiled.origins));
    return EXIT.ok;
  },
});
