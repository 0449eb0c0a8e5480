import type { Json, JsonObject } from "../../base/json.ts";
import type { ToldCheck } from "../../plan/told_process.ts";
import { parameters } from "../files/input.ts";
import type { Tool, ToolContext } from "../tool.ts";
import { asResult, goOn } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { FileRule } from "./hold_rules.ts";
import { holdRules } from "./hold_rules.ts";
import type { LookedAt } from "./look_at_file.ts";
import { lookAtFile } from "./look_at_file.ts";
import { shownFiles } from "./shown_files.ts";
import type { SyntaxErrors } from "./syntax_check.ts";
import { syntaxChecks } from "./syntax_check.ts";

/** What `check_files` needs from elsewhere. */
export interface CheckFilesParts {
  /** What is wrong with the syntax of code. */
  readonly syntaxErrors: SyntaxErrors;
}

/** What `check_files` is given. */
interface Asked {
  /** Paths that have to be there. */
  readonly deliverables: readonly string[];
  /** Paths that were changed: what was deleted is not missed. */
  readonly changed: readonly string[];
  /** Whether it is told what is wrong with the files themselves. Default true. */
  readonly files?: boolean;
  /** Patterns that must not be found. */
  readonly rules: readonly FileRule[];
  /** What was answered: patterns are looked for in it as well. */
  readonly output: string;
  /** Characters of files that are given back; 0 by default. */
  readonly show?: number;
}

/** Files that are looked at. */
const MOST_FILES = 500;
/** Checks that are told: what does not hold comes first. */
const MOST_CHECKS = 300;

/**
 * The tool `check_files`, which no model is offered: whether what a task has left behind is there, holds something, can
 * be read as what its name says, and is free of what must not be found in it.
 */
export function checkFiles(parts: CheckFilesParts): Tool {
  return {
    name: "check_files",
    description: "Looks at files that a task has delivered or changed, and for patterns that must not be found.",
    parameters: parameters({
      deliverables: { type: "array", items: { type: "string" } },
      changed: { type: "array", items: { type: "string" } },
      files: { type: "boolean" },
      rules: { type: "array", items: { type: "object" } },
      output: { type: "string" },
      show: { type: "integer", minimum: 0 },
    }, ["deliverables", "changed", "rules", "output"]),
    acts: ["read"],
    timeout: 120_000,
    run: (input, context) => asResult(() => checked(input, context, parts)),
  };
}

async function checked(input: JsonObject, context: ToolContext, { syntaxErrors }: CheckFilesParts) {
  const { deliverables, changed, files = true, rules, output, show = 0 } = input as unknown as Asked;
  const workspace = await openWorkspace(context.workspace),
    { looked, left } = await lookAtAll(workspace, {
      wanted: new Set(deliverables),
      changed,
      context,
    });
  const checks: ToldCheck[] = [];
  if (files) checks.push(...await syntaxChecks(looked, { syntaxErrors, signal: context.signal }), ...left);
  checks.push(...await holdRules(rules, { output, files: looked }, context.signal));
  const shown = show > 0 ? { files: shownFiles(looked, show) } : {};
  const told = [...checks.filter(({ passed }) => !passed), ...checks.filter(({ passed }) => passed)];
  const failed = checks.filter(({ passed }) => !passed).length;
  return {
    ok: true,
    output: `${checks.length} checks, ${failed} of them do not hold`,
    data: { checks: told.slice(0, MOST_CHECKS), ...shown } as unknown as Json,
  } as const;
}

async function lookAtAll(
  workspace: Workspace,
  { wanted, changed, context }: {
    readonly wanted: ReadonlySet<string>;
    readonly changed: readonly string[];
    readonly context: ToolContext;
  },
): Promise<{ readonly looked: readonly LookedAt[]; readonly left: readonly ToldCheck[] }> {
  const paths = [...new Set([...wanted, ...changed])], looked: LookedAt[] = [];
  for (const path of paths.slice(0, MOST_FILES)) {
    goOn(context.signal, "Cannot check the files");
    const one = await lookAtFile(workspace, path, { isWanted: wanted.has(path) });
    if (one) looked.push(one);
  }
  const more = paths.length - MOST_FILES;
  const detail = `${more} files more were changed than are looked at, which is ${MOST_FILES}`;
  return { looked, left: more > 0 ? [{ name: "files", passed: false, severity: "warning", detail }] : [] };
}
