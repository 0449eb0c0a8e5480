/** Reading the graph that a planner has written. Everything that is wrong with it is named; nothing is made up for it. */
import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { count, describe, quote } from "../../expr/describe.ts";
import { isList } from "../../expr/types.ts";
import { deliverablePath } from "./read_graph_path.ts";

/** A task as a planner writes it. What it leaves out is absent. */
export interface Draft {
  /** What it is called. */
  readonly id: string;
  /** What is to be done; empty where that is known from elsewhere. */
  readonly description: string;
  /** Ids of tasks that come first. */
  readonly needs?: readonly string[];
  /** How able its model has to be: 1 to 3. */
  readonly tier?: number;
  /** How strictly it is verified: 1 to 3. */
  readonly verification?: number;
  /** Whether its failure ends the run. */
  readonly critical?: boolean;
  /** Whether it brings all others together. */
  readonly synthesis?: boolean;
  /** When it is done well. */
  readonly criteria?: string;
  /** Paths that it is to leave behind. */
  readonly deliverables: readonly string[];
  /** Ids of tasks whose place it takes. */
  readonly replaces: readonly string[];
}

/** What a planner has written. */
export interface ReadGraph {
  /** Its tasks, as far as they have ids. */
  readonly drafts: readonly Draft[];
  /** Ids of tasks that are to go. */
  readonly drop: readonly string[];
  /** What is wrong with it. */
  readonly faults: readonly string[];
}

/** What a graph is held to. */
export interface GraphLimits {
  /** The most tasks. */
  readonly most: number;
  /** Ids whose tasks are known without a description. */
  readonly known: ReadonlySet<string>;
}

/** Characters of an id, of a description, of criteria. */
const ID = 64, DESCRIPTION = 10_000, CRITERIA = 5_000;
/** Files that one task may leave behind. */
const FILES = 50;

/** Names of fields, and those that are taken for the same. */
const FIELDS = {
  tasks: ["tasks", "subtasks"],
  needs: ["needs", "depends_on"],
  tier: ["tier", "model_tier"],
  verification: ["verification", "verification_tier"],
  critical: ["critical", "is_critical_path"],
  synthesis: ["synthesis", "is_synthesis"],
  criteria: ["criteria", "acceptance_criteria"],
} as const;

/** Reads the graph of an answer: a list of tasks, or an object that holds one. */
export function readGraph(answer: Json, limits: GraphLimits): ReadGraph {
  const object = isObject(answer) ? answer : undefined, tasks = object ? fieldOf(object, FIELDS.tasks) : answer;
  const faults: string[] = [], drop = object ? textsIn({ faults, of: "the answer" }, "drop", object["drop"]) ?? [] : [];
  if (tasks === undefined && drop.length > 0) return { drafts: [], drop, faults };
  if (tasks === undefined || !isList(tasks)) {
    return { drafts: [], drop, faults: [`\`tasks\` is a list of tasks, and it is ${describe(tasks)}`] };
  }
  const { most } = limits;
  if (tasks.length > most) {
    return { drafts: [], drop, faults: [`there are ${count(tasks.length, "task")}; ${most} are allowed`] };
  }
  const drafts = tasks.flatMap((task, i) => draftOf(task, i + 1, { limits, faults }));
  return { drafts, drop, faults };
}

interface Reading {
  readonly limits: GraphLimits;
  readonly faults: string[];
}

function draftOf(task: Json, place: number, { limits, faults }: Reading): readonly Draft[] {
  const object = isObject(task) ? task : undefined, id = object?.["id"];
  if (!object) return faulty(faults, `task ${place} is ${describe(task)}; each is an object with an \`id\``);
  if (typeof id !== "string") return faulty(faults, `task ${place} has no \`id\``);
  if (!isName(id)) {
    return faulty(
      faults,
      `the id ${quote(id)} cannot be used: give one that begins with a letter and has at most ${ID} letters, digits, ` +
        "`-` and `_`",
    );
  }
  const at: Field = { faults, of: `\`${id}\`` };
  return [{
    id,
    description: described(at, object["description"], limits.known.has(id)),
    ...given("needs", textsIn(at, "needs", fieldOf(object, FIELDS.needs), limits.most)),
    ...given("tier", levelIn(at, "tier", fieldOf(object, FIELDS.tier))),
    ...given("verification", levelIn(at, "verification", fieldOf(object, FIELDS.verification))),
    ...given("critical", flagIn(at, "critical", fieldOf(object, FIELDS.critical))),
    ...given("synthesis", flagIn(at, "synthesis", fieldOf(object, FIELDS.synthesis))),
    ...given("criteria", wordsIn(at, "criteria", fieldOf(object, FIELDS.criteria))),
    deliverables: pathsIn(at, object["deliverables"]),
    replaces: textsIn(at, "replaces", object["replaces"], limits.most) ?? [],
  }];
}

interface Field {
  readonly faults: string[];
  /** Whose field it is, for messages. */
  readonly of: string;
}

function faulty(faults: string[], fault: string): readonly never[] {
  faults.push(fault);
  return [];
}

/** Whether a task may be called that: it becomes a part of keys and the name of a field. */
export function isName(id: string): boolean {
  return id.length <= ID && /^[A-Za-z][\w-]*$/.test(id) && !(id in {});
}

function described({ faults, of }: Field, value: Json | undefined, isKnown: boolean): string {
  const isThere = typeof value === "string" && value.trim() !== "";
  if (!isThere) {
    if (!isKnown || !isAbsent(value) && typeof value !== "string") {
      faults.push(`${of} has no \`description\`; say what is to be done`);
    }
    return "";
  }
  if (value.length <= DESCRIPTION) return value.trim().toWellFormed();
  faults.push(tooLong(of, "description", { has: value.length, most: DESCRIPTION }));
  return "";
}

function tooLong(of: string, field: string, { has, most }: { readonly has: number; readonly most: number }): string {
  const [found, allowed] = [has, most].map((number) => number.toLocaleString("en-US"));
  return `the \`${field}\` of ${of} has ${found} characters; ${allowed} are allowed`;
}

/** A text alone is a list of one. */
function textsIn(
  { faults, of }: Field,
  field: string,
  value: Json | undefined,
  most = Infinity,
): readonly string[] | undefined {
  if (isAbsent(value)) return undefined;
  const list = typeof value === "string" ? [value] : isList(value!) ? value : undefined;
  if (!list || list.some((item) => typeof item !== "string")) {
    return void faults.push(`\`${field}\` of ${of} is a list of texts, and it is ${describe(value)}`);
  }
  if (list.length > most) {
    return void faults.push(`\`${field}\` of ${of} has ${list.length} items; ${most} are allowed`);
  }
  return [...new Set(list as readonly string[])];
}

function levelIn({ faults, of }: Field, field: string, value: Json | undefined): number | undefined {
  if (isAbsent(value) || value === 1 || value === 2 || value === 3) return value ?? undefined;
  return void faults.push(`\`${field}\` of ${of} is 1, 2 or 3, and it is ${describe(value)}`);
}

function flagIn({ faults, of }: Field, field: string, value: Json | undefined): boolean | undefined {
  if (isAbsent(value) || typeof value === "boolean") return value ?? undefined;
  return void faults.push(`\`${field}\` of ${of} is true or false, and it is ${describe(value)}`);
}

/** Words, or a list of points. */
function wordsIn(at: Field, field: string, value: Json | undefined): string | undefined {
  const points = textsIn(at, field, value), words = points?.map((point) => point.trim()).join("\n");
  if (words === undefined || words === "") return undefined;
  if (words.length <= CRITERIA) return words.toWellFormed();
  return void at.faults.push(tooLong(at.of, field, { has: words.length, most: CRITERIA }));
}

function pathsIn(at: Field, value: Json | undefined): readonly string[] {
  const paths: string[] = [];
  for (const text of textsIn(at, "deliverables", value, FILES) ?? []) {
    const path = deliverablePath(text);
    if (path !== undefined) paths.push(path);
    else at.faults.push(`${at.of} cannot leave ${quote(text)} behind: give the path of a file in the workspace`);
  }
  return paths;
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function given<N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } {
  return value === undefined ? {} : { [name]: value } as { readonly [K in N]: T };
}

/** The first of these fields that an object has itself. */
function fieldOf(object: JsonObject, names: readonly string[]): Json | undefined {
  const name = names.find((name) => Object.hasOwn(object, name));
  return name === undefined ? undefined : object[name];
}
