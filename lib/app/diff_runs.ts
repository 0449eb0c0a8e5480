/** Reads two runs and compares them. */
import type { Json, JsonObject } from "../base/json.ts";
import { canonical } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";
import { restore } from "../engine/restore.ts";
import type { Entry } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { roundIn, Rounds } from "../views/rounds.ts";
import type { RoundScore, RunDiff, RunSide } from "../views/run_diff.ts";
import { runDiff } from "../views/run_diff.ts";
import type { RunView } from "../views/run_view.ts";
import type { ComparedStep } from "../views/steps_diff.ts";
import type { StepView } from "../views/step_view.ts";
import { bestText } from "./best_text.ts";
import { lastEnd } from "./ended_earlier.ts";
import { readRun } from "./read_run.ts";
import { setupOf } from "./setup_of.ts";

/** What differs between two runs of a store, the first told as the older one. */
export async function diffRuns(store: Store, before: RunHead, after: RunHead): Promise<RunDiff> {
  return runDiff(await sideOf(store, before), await sideOf(store, after));
}

async function sideOf(store: Store, head: RunHead): Promise<RunSide> {
  const plan = await store.plan(head.id), view = await readRun(store, head), entries = await store.entries(head.id, 0);
  const ended = await lastEnd(store, head), best = await bestText(store, head);
  const outputs = ended && besides(ended.outputs, best?.text);
  const { state } = plan ? { state: undefined } : await restore(store, head);
  return {
    head,
    status: view.status,
    ...(plan ? { plan } : {}),
    inputs: (await setupOf(store, head)).inputs as JsonObject,
    steps: await comparedSteps(store, head, view),
    scores: scoresOf(entries, view),
    ...(ended ? { end: ended.end } : {}),
    ...(best ? { text: best.text } : {}),
    ...(outputs === undefined ? {} : { outputs }),
    ...(state === undefined ? {} : { state }),
  };
}

/** What a run came to, without the text that is compared by itself. */
function besides(outputs: Json, text: string | undefined): Json | undefined {
  if (outputs === null || outputs === text) return undefined;
  if (typeof outputs !== "object" || Array.isArray(outputs)) return outputs;
  const rest = Object.entries(outputs as JsonObject).filter(([name, value]) => name !== "text" || value !== text);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** Rounds as the run told them; those of a text that grows by what was chosen in them. */
function scoresOf(entries: readonly Entry[], { steps }: RunView): readonly RoundScore[] {
  const rounds = new Rounds();
  for (const entry of entries) rounds.take(entry);
  const told = rounds.rounds.map(({ round, seq, score, verdict }): RoundScore => ({ round, seq, score, verdict }));
  return told.length > 0 ? told : chosenScores(steps);
}

function chosenScores(steps: readonly StepView[]): readonly RoundScore[] {
  const best = new Map<number, RoundScore>();
  for (const { key, seq, score, chosen } of steps) {
    const round = roundIn(key);
    if (round === undefined || score === undefined || !chosen) continue;
    if (score > (best.get(round)?.score ?? -Infinity)) best.set(round, { round, seq, score });
  }
  return [...best.values()].sort((a, b) => a.round - b.round);
}

/** Where the steps of a run stand among those of the run that is compared. */
interface Place {
  /** Stands before their keys. */
  readonly prefix: string;
  /** Row of the step that the run is. */
  readonly seq?: number;
}

async function comparedSteps(
  store: Store,
  head: RunHead,
  view: RunView,
  { prefix, seq }: Place = { prefix: "" },
): Promise<readonly ComparedStep[]> {
  const hashes = new Map((await store.entries(head.id, 0)).map((entry) => [entry.seq, entry.hash]));
  const texts = await store.texts(view.steps.flatMap(({ node }) => node ?? []));
  const children = (await store.runs({ parent: head.id })).toReversed(), compared: ComparedStep[] = [];
  for (const step of view.steps) {
    const { key, state, reused, cost } = step, hash = hashes.get(step.seq), outcome = outcomeOf(step, texts);
    const place = { key: prefix + key, seq: seq ?? step.seq };
    compared.push({
      ...place,
      state,
      reused,
      cost,
      ...(hash === undefined ? {} : { hash }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    const child = step.type === "run" ? view.children.find(({ parentKey }) => parentKey === key) : undefined;
    const own = child && children.find(({ name }) => name === child.name);
    if (child && own) {
      compared.push(...await comparedSteps(store, own, child, { prefix: `${place.key} > `, seq: place.seq }));
    }
  }
  return compared;
}

/** What came of a step, without the names of the run and of its nodes: the texts of these instead. */
function outcomeOf(
  { state, error, value, node, type }: StepView,
  texts: ReadonlyMap<string, string>,
): string | undefined {
  if (state === "open" || state === "dropped") return undefined;
  const text = node === undefined ? null : texts.get(node) ?? null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return sha256(canonical({ error: error ?? null, value: value ?? null, text }));
  }
  const { node: _, run, ...rest } = value as JsonObject;
  const kept = type === "run" || run === undefined ? rest : { ...rest, run };
  return sha256(canonical({ error: error ?? null, value: kept, text }));
}
