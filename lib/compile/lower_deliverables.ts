import type { Path } from "../spec/located.ts";
import type { TaskSpec } from "../spec/spec_task.ts";
import { savePathProblem } from "./save_path.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** A task and the files that it promises. */
export interface Delivering {
  /** What is written. */
  readonly spec: TaskSpec;
  /** Where. */
  readonly at: Path;
}

/** Paths inside the workspace; those that cannot be one are reported and left out. */
export function lowerDeliverables(unit: Unit, { spec: { deliverables = [] }, at }: Delivering): readonly string[] {
  return deliverables.filter((path, i) => {
    const reason = path.includes("${{") ? "it is no template" : savePathProblem(path);
    if (reason !== undefined) unit.report("bad-deliverable", spanAt(unit, [...at, "deliverables", i]), { reason });
    return reason === undefined;
  }).map(plainPath);
}

/** Reports files that several tasks promise: they would overwrite each other's. */
export function reportSharedFiles(unit: Unit, tasks: readonly (Delivering & { readonly name: string })[]): void {
  const owners = new Map<string, string>();
  for (const { name, spec: { deliverables = [] }, at } of tasks) {
    for (const [i, path] of deliverables.entries()) {
      const owner = owners.get(plainPath(path));
      if (owner === undefined) owners.set(plainPath(path), name);
      else {unit.report("same-deliverable", spanAt(unit, [...at, "deliverables", i]), {
          path,
          task: owner,
          own: owner === name,
        });}
    }
  }
}

/** A path without steps that lead nowhere. */
function plainPath(path: string): string {
  return path.split(/[/\\]/).filter((part) => part !== "." && part !== "").join("/");
}
