import type { CompiledSpec } from "../app/compile_spec.ts";
import type { Plan } from "../plan/mod.ts";
import { render } from "../text/render.ts";
import type { Host } from "./host.ts";
import { namedSpec } from "./named_spec.ts";
import { databaseOf } from "./open.ts";
import { SpecError } from "./spec_error.ts";

/** A spec that can be run. */
export interface UsableSpec {
  readonly plan: Plan;
  /** The folder it stands in. */
  readonly home: string;
  /** The folder whose `loom.toml`s hold for it. */
  readonly around: string;
  /** The file itself. */
  readonly file: string;
  /** Where parts of the plan come from that the spec does not say itself. */
  readonly origins: CompiledSpec["origins"];
}

/** Compiles a spec. Warnings are shown unless it is to be quiet; throws a SpecError when there are errors. */
export async function compiledSpec(
  host: Host,
  path: string,
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<UsableSpec> {
  const { compileFile } = await import("../app/compile_spec.ts"), { folder } = await databaseOf(host);
  const { file, ...more } = await namedSpec(host, path, folder),
    compiled = await compileFile(file, { folder, ...more });
  const { plan, diagnostics, home, origins } = compiled, { around = home } = more;
  if (!plan) throw new SpecError(diagnostics);
  const { err } = host;
  if (!quiet) err.write(render(diagnostics, { format: "human", colour: err.ansi, width: err.size().columns }));
  return { plan, home, around, file, origins };
}
