import { nameOfValue } from "../plan/begin.ts";
import type { Plan } from "../plan/mod.ts";
import { PLAN_VERSION } from "../plan/mod.ts";
import type { StartOptions } from "./loom_options.ts";
import type { AnyProgram } from "./own_program.ts";
import { checkOwn, takesInput } from "./own_program.ts";

/** Throws a TypeError for what cannot be started, and for an input that is not given or given in the wrong place. */
export function checkStart(what: Plan | AnyProgram, { input, inputs }: StartOptions): void {
  const problem = problemOf(what);
  if (problem !== undefined) throw new TypeError(`Cannot start ${problem}`);
  if (!("body" in what)) {
    if (input === undefined) return;
    throw new TypeError(`Cannot start \`${what.name}\` with \`input\`: a plan takes \`inputs\`, by their names`);
  }
  checkOwn(what);
  const { program } = what;
  if (inputs !== undefined) {
    throw new TypeError(`Cannot start \`${program}\` with \`inputs\`: a program of your own takes one \`input\``);
  }
  if (input === undefined && takesInput(what)) {
    throw new TypeError(
      `Cannot start \`${program}\` without its \`input\`: its function takes one; \`null\` is one too`,
    );
  }
}

/** Why a value is nothing that can be started: it comes from users without a compiler. */
function problemOf(what: unknown): string | undefined {
  if (typeof what === "function") return 'a function: make it a program, `program("name@1", function* () { … })`';
  if (what === undefined) return "`undefined`: a spec with errors has no plan; its `diagnostics` tell them";
  if (typeof what !== "object" || what === null) return `${nameOfValue(what)}: ${GIVE}`;
  if ("body" in what) return undefined;
  if ("diagnostics" in what) {
    return "what `compile` gave: hand on its `plan`, which is there when the spec has no errors";
  }
  const { version, name, program, inputs, budget, models } = what as Partial<Plan>;
  if (version === undefined || !name || !program || !inputs || !budget || !models) {
    return `an object that is no plan: ${GIVE}`;
  }
  if (version === PLAN_VERSION) return undefined;
  return `a plan of version ${nameOfValue(version)}: this is ${PLAN_VERSION}; compile its spec anew`;
}

const GIVE = "give a plan that `compile` made, or what `program` made";
