import type { PinnedScript } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { ScriptRef } from "../spec/spec.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** The scripts of a spec. */
export interface Scripts {
  /** Name in the plan, by what the spec writes. */
  readonly names: ReadonlyMap<string, string>;
  /** Pinned, by their names. */
  readonly pinned: { readonly [name: string]: PinnedScript };
}

/** Pins the script that a field names. */
export async function compileScripts(
  unit: Unit,
  world: World,
  mentions: readonly { readonly at: Path; readonly ref: ScriptRef }[],
): Promise<Scripts> {
  const names = new Map<string, string>(), pinned: [string, PinnedScript][] = [];
  for (const { at, ref: { script: written } } of mentions) {
    if (written === undefined || names.has(written)) continue;
    const script = await pinScript(unit, world, { at: [...at, "script"], written });
    if (!script) continue;
    const name = `${script.entry}#${script.name}`;
    names.set(written, name);
    pinned.push([name, script]);
  }
  return { names, pinned: Object.fromEntries(pinned) };
}

interface Named {
  readonly at: Path;
  /** `./score.ts#name`; the default export where there is no `#`. */
  readonly written: string;
}

async function pinScript(unit: Unit, world: World, { at, written }: Named): Promise<PinnedScript | undefined> {
  const [entry = "", name = "default"] = written.split("#"), span = spanAt(unit, at);
  if (entry.includes("\0")) return void unit.report("missing-file", span, { path: entry });
  const pinned = await world.pin({ entry, name, from: unit.source.name });
  if (pinned.ok) return pinned.script;
  for (const { path, message, line, column } of pinned.problems) {
    const where = line === undefined ? "" : `${path}:${line}:${column ?? 1}`;
    unit.report("bad-script", span, { where, reason: message });
  }
  return undefined;
}
