import type { Plan } from "../plan/mod.ts";
import type { Source } from "../text/source.ts";
import { readText } from "./read_text.ts";
import type { Unit } from "./unit.ts";
import { keyAt, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Specs on one way of imports. */
const DEEPEST = 30;

/** How the specs behind imports are compiled. */
export interface Importing {
  /** Where files come from. */
  readonly world: World;
  /** Names of the specs that lead here, this one last. */
  readonly chain: readonly string[];
  /** Compiles a spec, once. */
  compile(source: Source, chain: readonly string[]): Promise<Plan | undefined>;
}

/** The plans of the specs that a spec imports; one that cannot be had has been reported. */
export async function compileImports(
  unit: Unit,
  { world, chain, compile }: Importing,
): Promise<{ readonly [name: string]: Plan }> {
  const plans: [string, Plan][] = [];
  for (const [name, path] of Object.entries(unit.spec.import ?? {})) {
    const at = ["import", name], source = await readText(unit, world, at, path);
    if (!source) continue;
    if (chain.includes(source.name)) {
      const cycle = [...chain.slice(chain.indexOf(source.name)), source.name];
      unit.report("import-cycle", spanAt(unit, at), { chain: cycle });
      continue;
    }
    if (chain.length >= DEEPEST) {
      unit.report("imports-too-deep", spanAt(unit, at), { limit: DEEPEST });
      continue;
    }
    const plan = await compile(source, [...chain, source.name]);
    if (plan) plans.push([name, plan]);
  }
  return Object.fromEntries(plans);
}

/** The imports that a spec runs. */
export interface Run {
  /** The kind of the spec. */
  readonly kind: Plan["kind"];
  /** Their names. */
  readonly used: readonly string[];
}

/** Warns of imports that nothing calls. */
export function reportUnusedImports(unit: Unit, { kind, used }: Run): void {
  for (const name of Object.keys(unit.spec.import ?? {})) {
    if (!used.includes(name)) unit.report("unused-import", keyAt(unit, ["import", name]), { name, kind });
  }
}
