import type { Mention } from "./find_entry.ts";
import { findEntry } from "./find_entry.ts";
import { inputsSeen } from "./looks.ts";
import type { Used } from "./finish.ts";
import type { Unit } from "./unit.ts";
import { keyAt } from "./unit.ts";

/** Warns of models and inputs that a sound spec declares and never uses. A script is given every input. */
export function reportUnused(unit: Unit, { mentions, scripted }: Pick<Used, "mentions" | "scripted">): void {
  const { inputs = {}, models = {} } = unit.spec;
  const named = new Set(mentions.map((mention) => ownEntry(unit, mention)));
  for (const name of Object.keys(models)) {
    if (!named.has(name)) unit.report("unused-model", keyAt(unit, ["models", name]), { name });
  }
  const seen = inputsSeen(unit.seen);
  if (!seen || scripted) return;
  for (const name of Object.keys(inputs)) {
    if (!seen.has(name)) unit.report("unused-input", keyAt(unit, ["inputs", name]), { name });
  }
}

/** The entry of the spec's own that a name comes to; a name without one stays as it is. */
function ownEntry(unit: Unit, mention: Mention): string {
  const found = findEntry(unit, mention, []);
  return typeof found === "object" ? String(found.entry.at.at(-1)) : mention.name;
}
