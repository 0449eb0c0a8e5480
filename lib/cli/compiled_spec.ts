import type { Plan } from "../plan/mod.ts";
import { render } from "../text/render.ts";
import type { Host } from "./host.ts";
import { databaseOf, pathFrom } from "./open.ts";
import { SpecError } from "./spec_error.ts";

/** A spec that can be run. */
export interface UsableSpec {
  readonly plan: Plan;
  /** The folder it stands in. */
  readonly home: string;
  /** The file itself. */
  readonly file: string;
}

/** Compiles a spec. Warnings are shown; throws a SpecError when there are errors. */
export async function compiledSpec(host: Host, path: string): Promise<UsableSpec> {
  const { compileFile } = await import("../app/compile_spec.ts"), { folder } = await databaseOf(host);
  const file = pathFrom(host, path), { plan, diagnostics, home } = await compileFile(file, { folder });
  if (!plan) throw new SpecError(diagnostics);
  const { err } = host;
  err.write(render(diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
  return { plan, home, file };
}
