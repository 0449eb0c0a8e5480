/**
 * From the text of a spec to its plan. Reads nothing but what the world gives it, reports everything at once, and throws
 * on no text whatever.
 *
 * @module
 */
import { unreachable } from "../base/unreachable.ts";
import { toJson } from "../base/json.ts";
import type { Plan } from "../plan/mod.ts";
import type { ReadSpec } from "../spec/read_spec.ts";
import { readDefaults, readSpec } from "../spec/read_spec.ts";
import { arrange } from "../text/arrange.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { compileAutoloom } from "./autoloom.ts";
import { compileDefinition } from "./definition.ts";
import type { Defaults } from "./find_entry.ts";
import type { Findings } from "./findings.ts";
import { findings as noFindings } from "./findings.ts";
import type { Surroundings } from "./frame.ts";
import { hideSecrets } from "./hide_secrets.ts";
import type { Origin } from "./origin.ts";
import { compileProcess } from "./process.ts";
import { compileRefine } from "./refine.ts";
import type { Unit } from "./unit.ts";
import type { World } from "./world.ts";

/** What came of a spec. */
export interface Compiled {
  /** Present when there is no error. */
  readonly plan?: Plan;
  /** Errors and warnings, by source and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where parts of the plan come from that the spec does not say itself. */
  readonly origins: readonly Origin[];
}

/** Compiles a spec. The same text in the same world gives the same plan. */
export async function compile(source: Source, world: World): Promise<Compiled> {
  const findings = noFindings(), defaults = await readAllDefaults(world, findings), origins: Origin[] = [];
  const plan = await compileSpec(source, { world, findings, defaults, origins, chain: [source.name], done: new Map() });
  const diagnostics = hideSecrets(arrange(findings.all));
  if (!plan || diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, origins };
  return { plan: toJson(plan) as unknown as Plan, diagnostics, origins };
}

interface Compiling {
  readonly world: World;
  readonly findings: Findings;
  readonly defaults: readonly Defaults[];
  readonly origins: Origin[];
  /** Names of the specs that lead to this one, itself last. */
  readonly chain: readonly string[];
  /** What came of specs that were imported before. */
  readonly done: Map<string, Plan | undefined>;
}

async function compileSpec(source: Source, compiling: Compiling): Promise<Plan | undefined> {
  const { findings, done } = compiling;
  if (done.has(source.name)) return done.get(source.name);
  const report = findings.about(source), read = await readSpec(source, report);
  if (!read) return undefined;
  const unit = { source, located: read.located, report, findings, seen: [] };
  const compile = (source: Source, chain: readonly string[]) =>
    compileSpec(source, { ...compiling, chain, origins: [] });
  const plan = await compileKind(read, unit, { ...compiling, compile });
  done.set(source.name, plan);
  return plan;
}

function compileKind(
  read: ReadSpec,
  common: Omit<Unit, "spec" | "drawing">,
  around: Surroundings,
): Promise<Plan | undefined> {
  switch (read.kind) {
    case "autoloom": {
      const spec = read.value, drawing = { value: spec.expand?.sampling, at: ["expand", "sampling"] };
      return compileAutoloom({ ...common, spec, drawing }, around);
    }
    case "refine": {
      const spec = read.value, { propose } = spec, own = propose && "model" in propose ? propose.sampling : undefined;
      return compileRefine({ ...common, spec, drawing: { value: own, at: ["propose", "sampling"] } }, around);
    }
    case "process":
      return compileProcess({ ...common, spec: read.value }, around);
    case "definition":
      return compileDefinition(read.value, common, around);
    default:
      return unreachable(read);
  }
}

async function readAllDefaults({ defaults, unread = [] }: World, findings: Findings): Promise<readonly Defaults[]> {
  findings.all.push(...unread);
  const read = await Promise.all(defaults.map(async (source): Promise<Defaults[]> => {
    const found = await readDefaults(source, findings.about(source));
    return found ? [{ ...found, source }] : [];
  }));
  return read.flat();
}
