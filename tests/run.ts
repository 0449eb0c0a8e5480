/**
 * `deno task test`: everything that has to hold before a change is done, in the order that fails soonest.
 * `--quick` leaves out the tests that kill processes.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { testParts } from "./project/parts.ts";
import { runSteps, type Step } from "./project/steps.ts";
import { roots } from "./project/tree.ts";

/** Modules that write generated files; each compares instead of writing when it is called with `--check`. */
const GENERATORS: readonly string[] = ["tests/project/gen.ts"];

/** Parts are processes of their own, for tests set variables of their process; more at a time than this gain nothing. */
const JOBS = Math.min(navigator.hardwareConcurrency, 4);

const quick = Deno.args.includes("--quick");
const here = (paths: readonly string[]) => paths.filter((path) => existsSync(new URL(`../${path}`, import.meta.url)));
const entries = here(["mod.ts", "cli.ts", "lib/store/conformance/store_conformance.ts"]);
const examples = here(["lib", "mod.ts", "README.md", "docs"]);

const { failed } = await runSteps([
  { name: "format", counts: "one", args: ["fmt", "--check", ...roots(".ts", ".md", "deno.json")] },
  { name: "lint", counts: "one", args: ["lint", ...roots(".ts")] },
  { name: "types", counts: "one", args: ["check", "--quiet", ...roots(".ts")] },
  ...here(GENERATORS).map(fresh),
  withLibrary({ name: "documentation", counts: "one", args: ["doc", "--lint", ...entries] }),
  withLibrary({ name: "package", counts: "one", args: ["publish", "--dry-run", "--allow-dirty"] }),
  withLibrary({ name: "examples", counts: "tests", args: unit("--doc", ...examples) }),
  {
    name: "tests",
    counts: "tests",
    jobs: JOBS,
    parts: testParts({ quick }).map((part) => unit("--no-check", ...part)),
  },
], (text) => void Deno.stdout.writeSync(new TextEncoder().encode(text)));
Deno.exitCode = failed > 0 ? 1 : 0;

/** A test run with the permissions that `test:unit` names; the types were checked by a step before. */
function unit(...args: readonly string[]): readonly string[] {
  return ["task", "--quiet", "test:unit", ...args];
}

function fresh(generator: string): Step {
  const args = ["run", "--allow-read", "--allow-run", generator, "--check"];
  return { name: "generated files", counts: "one", args };
}

function withLibrary(step: Step): Step {
  return existsSync(new URL("../mod.ts", import.meta.url)) ? step : { name: step.name, skip: "there is no mod.ts" };
}
