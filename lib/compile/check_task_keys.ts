/**
 * Which keys of a task go together: it does one thing, and says of that what can be said.
 *
 * @module
 */
import type { Path } from "../spec/located.ts";
import { find } from "../spec/located.ts";
import type { TaskSpec, Work } from "../spec/spec_task.ts";
import { WORKS } from "../spec/spec_task.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt } from "./unit.ts";

/** Keys that only some sorts of work take. */
const TAKEN_BY: { readonly [K in keyof TaskSpec]?: readonly Work[] } = {
  with: ["tool", "script", "run"],
  choices: ["ask"],
  otherwise: ["ask"],
  returns: ["agent", "generate", "tool", "script", "run"],
  attempts: ["agent", "generate", "tool", "command", "script", "run"],
  pause: ["agent", "generate", "tool", "command", "script", "run"],
  deliverables: ["agent", "tool", "command", "script", "run"],
  criteria: ["agent", "generate", "tool", "command", "script", "run"],
  verify: ["agent", "generate", "tool", "command", "script", "run"],
};

/** Keys that say more of another one. */
const BESIDE: readonly (readonly [string, string])[] = [["as", "each"], ["concurrency", "each"]];

/** What a task does, held to doing one thing; undefined where that is not clear, which has been reported. */
export function workOf(unit: Unit, at: Path): Work | undefined {
  const keys = keysAt(unit, at), [work, ...others] = WORKS.filter((key) => keys.has(key));
  if (work === undefined) {
    // A key that may be meant for one of them has been reported.
    if ([...keys].every((key) => KNOWN.has(key))) unit.report("no-work", keyAt(unit, at), { task: String(at.at(-1)) });
    return undefined;
  }
  for (const key of others) unit.report("keys-apart", keyAt(unit, [...at, key]), { key, beside: [work] });
  if (others.length > 0) return undefined;
  for (const [key, takers] of Object.entries(TAKEN_BY)) {
    if (keys.has(key) && !takers.includes(work)) {
      unit.report("keys-apart", keyAt(unit, [...at, key]), { key, beside: [work] });
    }
  }
  for (const [key, other] of BESIDE) {
    if (keys.has(key) && !keys.has(other)) unit.report("lonely-key", keyAt(unit, [...at, key]), { key, needs: other });
  }
  return work;
}

/** Keys of a task that say nothing of what it does. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(TAKEN_BY),
  ..."description needs if each as concurrency timeout on_error critical".split(" "),
]);

function keysAt(unit: Unit, at: Path): ReadonlySet<string> {
  const { value } = find(unit.located, at);
  return new Set(value.kind === "map" ? value.entries.map(({ key }) => key) : []);
}

/** Warns of keys of a task that change nothing. */
export function reportIdleKeys(
  unit: Unit,
  at: Path,
  { attempts, by }: { readonly attempts: number; readonly by: Work },
): void {
  const tell = (key: readonly string[], why: string) => {
    if (isWritten(unit, [...at, ...key])) {
      unit.report("no-effect", keyAt(unit, [...at, ...key]), { key: key.at(-1)!, why });
    }
  };
  if (attempts === 1) tell(["pause"], "it is tried once; `attempts` says how often");
  if (isWritten(unit, [...at, "attempts"])) tell(["verify", "attempts"], "the task says itself how often it is tried");
  const judged = by === "agent" || by === "generate" || isWritten(unit, [...at, "verify", "llm"]);
  if (!judged) tell(["criteria"], "no model does it or judges it");
}
