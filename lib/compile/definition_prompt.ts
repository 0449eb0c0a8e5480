import { plainPath } from "./definition_deliverable.ts";
import type { DefinedPhase } from "../spec/definition.ts";

/** Characters that all results together may take in a prompt, and the least that each gets. */
const ROOM = 24_000, LEAST = 1_500;

/** A text as a template that renders to it. */
export function literally(text: string): string {
  return text.replaceAll("${{", '${{ "${{" }}');
}

/** What the goal of a process is: a template over its inputs. */
export const GOAL: string = '${{ inputs.goal }}${{ inputs.context == "" ? "" : "\\n\\n" + inputs.context }}';

/** What the agent of a phase is asked: a template. `needs`: names of tasks whose results it is given. */
export function promptOf(
  { description, deliverables }: Pick<DefinedPhase, "description" | "deliverables">,
  needs: readonly string[],
): string {
  const files = deliverables.filter(({ about }) => about !== "").map(({ name, about }) =>
    `- ${plainPath(name)}: ${about}`
  );
  const room = Math.max(LEAST, Math.floor(ROOM / Math.max(1, needs.length)));
  const results = needs.map((name) => `## ${name}\n\${{ tasks[${JSON.stringify(name)}].text.substring(0, ${room}) }}`);
  return [
    literally(description),
    ...(files.length > 0 ? [`What is to be in the files:\n${literally(files.join("\n"))}`] : []),
    ...(results.length > 0 ? ["What the phases before this one came to:", ...results] : []),
  ].join("\n\n");
}
