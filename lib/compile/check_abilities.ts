import type { Models } from "./models.ts";
import type { Role } from "./refine.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** Holds what a refine spec asks of its models to what they can do. */
export function reportAbilities(unit: Unit, models: Models, roles: readonly Role[]): void {
  for (const { name, at, to } of roles) {
    const facts = models.get(name)?.facts;
    if (!facts) continue;
    const { id: use, supports } = facts, span = spanAt(unit, at);
    if (to === "tell texts apart") {
      if (!supports.embed) unit.report("cannot-embed", span, { model: name, use });
    } else if (!supports.instructs) unit.report("cannot-follow", span, { model: name, use, to });
  }
}
