import type { Plan } from "../plan/mod.ts";
import { unreachable } from "../base/unreachable.ts";

/** A way to explain a plan: in sentences with a table of costs, as a Mermaid flow chart, or as JSON. */
export type ExplainFormat = "text" | "mermaid" | "json";

/** Says what a plan does, step by step with every default, and what it can cost at most. Ends with a line end. */
export async function explainPlan(plan: Plan, format: ExplainFormat): Promise<string> {
  const { explain } = await import("../compile/explain.ts"), { bound } = await import("../compile/cost.ts");
  const { explainedText, explainedMermaid } = await import("../compile/render_explained.ts");
  const explained = explain(plan);
  switch (format) {
    case "text": {
      const { renderCost } = await import("../compile/cost_table.ts");
      return `${explainedText(explained)}\n${renderCost(bound(plan))}`;
    }
    case "mermaid":
      return explainedMermaid(explained);
    case "json":
      return `${JSON.stringify({ ...explained, cost: bound(plan) }, null, 2)}\n`;
    default:
      return unreachable(format);
  }
}
