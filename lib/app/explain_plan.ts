import type { Json } from "../base/json.ts";
import type { Origin } from "../compile/origin.ts";
import type { Plan } from "../plan/mod.ts";
import { unreachable } from "../base/unreachable.ts";

/** A way to explain a plan: in sentences, as a Mermaid flow chart, or as JSON with what it can cost. */
export type ExplainFormat = "text" | "mermaid" | "json";

/**
 * Says what a plan does, step by step with every default, and where parts of it come from that its spec does not say.
 * Ends with a line end.
 */
export async function explainPlan(
  plan: Plan,
  format: ExplainFormat,
  origins: readonly Origin[] = [],
): Promise<string> {
  const { explain } = await import("../compile/explain.ts"), explained = explain(plan, origins);
  const { explainedText, explainedMermaid } = await import("../compile/render_explained.ts");
  switch (format) {
    case "text":
      return explainedText(explained);
    case "mermaid":
      return explainedMermaid(explained);
    case "json": {
      const { bound } = await import("../compile/cost.ts");
      return `${JSON.stringify({ ...explained, origins, cost: bound(plan) }, null, 2)}\n`;
    }
    default:
      return unreachable(format);
  }
}

/** What a plan can cost at most, as a table. Ends with a line end. */
export async function costOfPlan(plan: Plan): Promise<string> {
  const { bound } = await import("../compile/cost.ts"), { renderCost } = await import("../compile/cost_table.ts");
  return renderCost(bound(plan));
}

/** What a plan can cost at most, as data: calls, tokens and nano-dollars by step, by model and in all. */
export async function boundOfPlan(plan: Plan): Promise<Json> {
  const { bound } = await import("../compile/cost.ts");
  return bound(plan) as unknown as Json;
}
