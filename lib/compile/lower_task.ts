/**
 * A task of a process: when it is done, what it does, and what becomes of it.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import type { Fields, Type } from "../expr/types.ts";
import { ANY, BOOL, listOf, typeName } from "../expr/types.ts";
import type { PlanTask, TaskFailure, TaskWork, Verification } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { TaskSpec, Work } from "../spec/spec_task.ts";
import { reportReferences } from "./check_secrets.ts";
import { reportIdleKeys } from "./check_task_keys.ts";
import { checkedExpression, typedExpression } from "./check_text.ts";
import { lowerDeliverables } from "./lower_deliverables.ts";
import { lowerValue } from "./lower_value.ts";
import { FILES_ALONE, lowerVerify } from "./lower_verify.ts";
import type { WorkWith } from "./lower_work.ts";
import { lowerWork } from "./lower_work.ts";
import type { Chosen } from "./process_models.ts";
import { itemNames, TAKEN, taskNames } from "./scopes_process.ts";
import type { NeedsOf } from "./task_needs.ts";
import type { KnownTasks, Speaking } from "./task_scope.ts";
import { scopesFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt, spanAt } from "./unit.ts";

/** Milliseconds before a second attempt, and that an agent may work, unless the spec says. */
const PAUSE = 1_000, AGENT_TIMEOUT = 600_000;

/** Attempts of a task whose result is verified, unless the spec says. */
const ATTEMPTS = 3;

/** What is known of a task before it is looked at closely. */
export interface TaskDraft {
  /** Its name. */
  readonly name: string;
  /** What is written. */
  readonly spec: TaskSpec;
  /** Where. */
  readonly at: Path;
  /** What it does. */
  readonly by: Work;
  /** The type that its spec says it gives; absent: as its work does. */
  readonly returns: Type | undefined;
  /** The type of what it gives, for one item. */
  readonly out: Type;
  /** Models that do and verify it. */
  readonly models: { readonly worker?: Chosen | undefined; readonly verifier?: Chosen | undefined };
}

/** What lowering a task needs beside it. */
export interface TaskWith extends WorkWith {
  /** What every field may speak of. */
  readonly common: Fields;
  /** All tasks. */
  readonly tasks: KnownTasks;
}

/** A task as the plan keeps it; undefined where something is wrong, which has been reported. */
export async function lowerTask(
  unit: Unit,
  draft: TaskDraft,
  { needs, ...around }: TaskWith & { readonly needs: NeedsOf },
): Promise<PlanTask | undefined> {
  const { name, spec, at, by, models } = draft, { missable, hear } = needs;
  const before: Speaking = { names: taskNames(around.common), tasks: around.tasks, missable, hear };
  const condition = lowerIf(unit, draft, before), each = lowerEach(unit, draft, before);
  const speaking = each ? { ...before, names: taskNames(around.common, each.names) } : before;
  const work = await lowerWork(unit, { spec, at, by, speaking, chosen: models.worker }, around);
  const verify = await lowerVerification(unit, draft, { ...around, speaking });
  const failure = lowerFailure(unit, draft, before), deliverables = lowerDeliverables(unit, draft);
  const attempts = attemptsOf(spec);
  reportIdleKeys(unit, at, { attempts, by });
  if (!work || !failure || condition === null || each === null || verify === null) return undefined;
  return {
    name,
    needs: needs.list(),
    ...(spec.description === undefined ? {} : { about: spec.description }),
    ...(condition === undefined ? {} : { if: condition }),
    ...(each ? { each: each.plan } : {}),
    work,
    ...(draft.returns ? { returns: typeName(draft.returns) } : {}),
    attempts,
    pause: spec.pause === undefined ? PAUSE : parseDuration(spec.pause)!,
    ...timeoutOf(spec, work),
    failure,
    critical: spec.critical ?? false,
    deliverables,
    ...(spec.criteria === undefined ? {} : { criteria: spec.criteria }),
    ...(verify ? { verify } : {}),
  };
}

function attemptsOf({ attempts, verify }: TaskSpec): number {
  const own = typeof verify === "object" ? verify.attempts : undefined;
  return attempts ?? own ?? (verify === undefined ? 1 : ATTEMPTS);
}

function timeoutOf({ timeout }: TaskSpec, { by }: TaskWork): { readonly timeout?: number } {
  if (by === "ask") return {};
  if (timeout !== undefined) return { timeout: parseDuration(timeout)! };
  return by === "agent" ? { timeout: AGENT_TIMEOUT } : {};
}

function lowerIf(unit: Unit, { spec, at }: TaskDraft, speaking: Speaking): string | null | undefined {
  return typeof spec.if === "boolean" ? String(spec.if) : conditionAt(unit, [...at, "if"], speaking);
}

function conditionAt(unit: Unit, path: Path, speaking: Speaking): string | null | undefined {
  const placed = placedAt(unit, path);
  if (!placed) return isWritten(unit, path) ? null : undefined;
  const scope = scopesFor(unit, speaking)(placed, "expression");
  return checkedExpression(unit, placed, { scope, expects: BOOL }) ?? null;
}

interface Each {
  readonly plan: NonNullable<PlanTask["each"]>;
  readonly names: Fields;
}

function lowerEach(unit: Unit, { spec, at }: TaskDraft, speaking: Speaking): Each | null | undefined {
  const path = [...at, "each"], placed = placedAt(unit, path), { as = "item", concurrency } = spec;
  if (!placed) return isWritten(unit, path) ? null : undefined;
  if (TAKEN.has(as)) unit.report("name-taken", spanAt(unit, [...at, "as"]), { name: as });
  const scope = scopesFor(unit, speaking)(placed, "expression");
  const list = typedExpression(unit, placed, { scope, expects: listOf(ANY) });
  const item = list?.type.kind === "list" ? list.type.of : ANY;
  return {
    plan: { list: list?.text ?? "[]", as, ...(concurrency === undefined ? {} : { width: concurrency }) },
    names: itemNames(as, item),
  };
}

async function lowerVerification(
  unit: Unit,
  { spec: { verify, deliverables }, at, out, models }: TaskDraft,
  around: TaskWith & { readonly speaking: Speaking },
): Promise<Verification | null | undefined> {
  const place = [...at, "verify"];
  if (verify === undefined) {
    if (isWritten(unit, place)) return null;
    // Files that are promised are looked at: they cost nothing to look at.
    return deliverables === undefined ? undefined : FILES_ALONE;
  }
  return await lowerVerify(unit, { spec: verify, at: place, out, chosen: models.verifier, ...around }) ?? null;
}

function lowerFailure(unit: Unit, { spec, at, out }: TaskDraft, speaking: Speaking): TaskFailure | undefined {
  const { on_error: written = "fail", each } = spec, path = [...at, "on_error"];
  if (typeof written === "string") {
    return isWritten(unit, path) && spec.on_error === undefined ? undefined : { then: written };
  }
  const place = [...path, "otherwise"], value: Json | undefined = written.otherwise;
  if (value === undefined) return undefined;
  reportReferences(unit, place);
  const type = each === undefined ? out : listOf(out);
  const lowered = lowerValue(unit, place, { value, type, scopeFor: scopesFor(unit, speaking) });
  return lowered === undefined ? undefined : { then: "otherwise", value: lowered };
}
