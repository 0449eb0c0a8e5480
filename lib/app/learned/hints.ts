/**
 * What earlier runs have shown that fits a new one, as lines for planners and agents.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { ProcessPlan } from "../../plan/mod.ts";
import type { Pattern, Store } from "../../store/store.ts";
import { GOAL_WORDS, KINDS, templateOf } from "./run_patterns.ts";
import { likeness, shortWords } from "./short_words.ts";

/** What hints are for. */
export interface Hinted {
  /** The plan of the run. */
  readonly plan: ProcessPlan;
  /** What it is all for; empty where nobody says. */
  readonly goal: string;
}

/** Lines in all, and of each sort. */
const MOST = 10, GRAPHS = 2, RETRIES = 4, FAILURES = 3;
/** Patterns that are looked through. */
const LOOKED_AT = 300;
/** How alike goals have to be, and templates of tasks. */
const LIKE_GOAL = 0.5, LIKE_TASK = 0.5;
/** Runs in which a model has failed before it is worth a word: once is chance. */
const OFTEN = 2;

/** What of earlier runs fits; at most ten lines, none where nothing is known. */
export async function hintsFor({ learned }: Pick<Store, "learned">, hinted: Hinted): Promise<readonly string[]> {
  const { plan } = hinted, of = (kind: string) => learned.list({ kind, limit: LOOKED_AT });
  const [graphs, retries, failures] = await Promise.all([
    plan.planner ? of(KINDS.graph) : [],
    of(KINDS.retry),
    of(KINDS.modelFailure),
  ]);
  return [
    ...graphHints(graphs, hinted),
    ...retryHints(retries, hinted),
    ...failureHints(failures, plan),
  ].slice(0, MOST);
}

function graphHints(patterns: readonly Pattern[], { goal }: Hinted): readonly string[] {
  const words = shortWords(goal, GOAL_WORDS);
  return nearest(patterns, (key) => likeness(words, key), LIKE_GOAL).slice(0, GRAPHS).flatMap(
    ({ value, key, count }) => {
      const tasks = tasksIn(value);
      return tasks.length === 0
        ? []
        : [`A goal of this kind (${key}) was reached with this graph ${times(count)}: ${tasks.join("; ")}`];
    },
  );
}

/** Tasks of a graph that was kept, each with what it needs. */
function tasksIn(value: Json | undefined): readonly string[] {
  const { tasks } = (value ?? {}) as {
    readonly tasks?: readonly { readonly name: string; readonly needs: readonly string[] }[];
  };
  return (tasks ?? []).map(({ name, needs }) => needs.length === 0 ? name : `${name} after ${needs.join(" and ")}`);
}

function retryHints(patterns: readonly Pattern[], { plan, goal }: Hinted): readonly string[] {
  const about = [...plan.tasks, ...plan.planner?.phases ?? []].flatMap(({ name }) => templateOf(name) ?? []);
  const templates = about.map((template) => template.split(" ")), words = shortWords(goal, 2 * GOAL_WORDS);
  const like = (key: readonly string[]) =>
    Math.max(0, ...templates.map((template) => likeness(template, key)), shareOf(key, plan.planner ? words : []));
  return nearest(patterns, like, LIKE_TASK).slice(0, RETRIES).map(({ key, value, count }) => {
    const { attempts = 2, because = [], done = true } = (value ?? {}) as {
      readonly attempts?: number;
      readonly because?: readonly string[];
      readonly done?: boolean;
    };
    const why = because.filter((kind) => kind !== "unknown").map(plain).join(", ");
    const what = done ? `took ${attempts} attempts` : `failed after ${attempts} attempts`;
    return `Work of this kind (${key}) ${what}, ${seen(count)}${why === "" ? "" : `; what went wrong first: ${why}`}`;
  });
}

function failureHints(patterns: readonly Pattern[], { models }: ProcessPlan): readonly string[] {
  const ids = new Set(Object.values(models).map(({ facts }) => facts.id));
  return patterns.flatMap(({ key, count }) => {
    const [id = "", kind = ""] = key.split(" ");
    return count < OFTEN || !ids.has(id) || kind === "unknown"
      ? []
      : [`${id} has failed with a ${plain(kind)}, ${seen(count)}`];
  }).slice(0, FAILURES);
}

/** Patterns whose words are near enough, the nearest first; of those as near, those that more runs have shown. */
function nearest(
  patterns: readonly Pattern[],
  like: (words: readonly string[]) => number,
  least: number,
): readonly Pattern[] {
  const known = patterns.map((pattern) => ({ pattern, near: like(pattern.key.split(" ")) }));
  return known.filter(({ near }) => near >= least).sort((a, b) => b.near - a.near || b.pattern.count - a.pattern.count)
    .map(({ pattern }) => pattern);
}

/** Which part of some words are among others. */
function shareOf(some: readonly string[], others: readonly string[]): number {
  return some.length === 0 ? 0 : some.filter((word) => others.includes(word)).length / some.length;
}

function plain(kind: string): string {
  return kind.replaceAll("_", " ");
}

function seen(count: number): string {
  return count === 1 ? "in one run" : `in ${count} runs`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
