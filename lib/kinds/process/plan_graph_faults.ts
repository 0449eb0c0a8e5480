import { unreachable } from "../../base/unreachable.ts";
import { quote } from "../../expr/describe.ts";
import type { GraphFault, PlanTask } from "../../plan/mod.ts";
import { faultsOf } from "../../plan/mod.ts";

/** Everything that is wrong with a graph, in sentences for whoever wrote it. */
export function graphFaults(tasks: readonly PlanTask[]): readonly string[] {
  return [...faultsOf(tasks).map(wordsOf), ...writtenTwice(tasks)];
}

function wordsOf(fault: GraphFault): string {
  switch (fault.fault) {
    case "twice":
      return `two tasks are called \`${fault.name}\``;
    case "unknown":
      return `\`${fault.name}\` needs ${quote(fault.needs)}, and there is no such task`;
    case "cycle":
      return `these wait for each other for ever: ${fault.path.map((name) => `\`${name}\``).join(" → ")}`;
    default:
      return unreachable(fault);
  }
}

/** Two tasks that leave the same file behind write over each other. */
function writtenTwice(tasks: readonly PlanTask[]): readonly string[] {
  const owners = new Map<string, string>(), faults: string[] = [];
  for (const { name, deliverables } of tasks) {
    for (const path of deliverables) {
      const owner = owners.get(path);
      if (owner === undefined) owners.set(path, name);
      else if (owner !== name) {
        faults.push(`\`${owner}\` and \`${name}\` both leave ${quote(path)} behind; let one of them do it`);
      }
    }
  }
  return faults;
}
