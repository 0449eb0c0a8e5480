/** Loops as specs say them, compiled and run for real. */
import assert from "node:assert/strict";
import { compile, memoryStore, openLoom, scripted } from "../../mod.ts";
import type { End, Entry, Loom, Model, Plan, Replying, RunEnd, StartOptions, Store, ToldRound } from "../../mod.ts";
import type { Json } from "../../mod.ts";
import type { Diagnostic, RunHead } from "../../mod.ts";
import { lines, toldIn } from "../kinds/refining.ts";

/** Keys of a spec and their values, as they are written. */
export type Parts = Readonly<Record<string, string>>;

/** Texts are numbers, and worth what they say. Nothing ends the loop. */
const USUAL: Parts = {
  loom: "1",
  kind: "refine",
  name: "fix",
  models: "{writer: {use: scripted/writer, replies: ['1']}}",
  start: "'0'",
  propose: "{model: writer, prompt: '${{ current.text }}', max_tokens: 30}",
  score: "double(candidate.text)",
  stop: "never",
};

/** A spec that says this, and otherwise what is usual. */
export function specOf(parts: Parts = {}): string {
  return Object.entries({ ...USUAL, ...parts }).map(([key, value]) => `${key}: ${value}\n`).join("");
}

/** What is wrong with a spec. */
export async function errorsOf(parts: Parts): Promise<readonly Diagnostic[]> {
  return (await compile(specOf(parts))).diagnostics.filter(({ severity }) => severity === "error");
}

/** The plan of a spec without errors. */
export async function planOf(parts: Parts, home?: string): Promise<Plan> {
  const where = home === undefined ? {} : { folder: home, home };
  const { plan, diagnostics } = await compile(specOf(parts), where);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message), []);
  return plan!;
}

/** With what a spec is run. */
export interface Stage {
  readonly models?: { readonly [name: string]: Model };
  readonly store?: Store;
  readonly start?: StartOptions;
  /** The folder that the spec stands in, with its scripts. */
  readonly home?: string;
}

/** A run of a spec that came to rest, and what it left. */
export interface Played {
  readonly end: RunEnd;
  /** What the last row of its journal names as the cause. */
  readonly cause: string;
  readonly told: readonly ToldRound[];
  /** The same, in a line each. */
  readonly lines: readonly string[];
  readonly rows: readonly Entry[];
  readonly head: RunHead;
  readonly loom: Loom;
  readonly store: Store;
}

/** Runs a spec to its end. */
export async function play(
  parts: Parts,
  { models = {}, store = memoryStore(), start, home }: Stage = {},
): Promise<Played> {
  const plan = await planOf(parts, home), loom = await openLoom(opening({ models, store, home }));
  const run = await loom.start(plan, { name: "r", seed: 7, ...start, ...(home === undefined ? {} : { home }) });
  return await settled(loom, await run.end);
}

/** Goes on with the run. `models` take the place of those it had. */
export async function again(
  { store, loom }: Pick<Played, "store" | "loom">,
  how: NonNullable<Parameters<Loom["resume"]>[1]> = {},
  models?: NonNullable<Stage["models"]>,
): Promise<Played> {
  const next = models ? await openLoom(opening({ models, store })) : loom;
  return await settled(next, await (await next.resume("r", how)).end);
}

/** How looms of scenarios are opened: nothing waits long before it is tried again. */
export function opening(
  { models, store, home }: {
    readonly models: Stage["models"];
    readonly store: Store;
    readonly home?: string | undefined;
  },
): NonNullable<Parameters<typeof openLoom>[0]> {
  const folder = home === undefined ? {} : { folder: home };
  return { store, ...(models ? { models } : {}), ...folder, retry: { base: 1, cap: 2, attempts: 2 } };
}

/** What a run left. */
export async function settled(loom: Loom, end: RunEnd): Promise<Played> {
  const { store } = loom,
    head = await store.findRun(end.run),
    rows = await store.entries(head.id, 0),
    told = toldIn(rows);
  const cause = (rows.findLast(({ type }) => type === "end")?.value as unknown as End | undefined)?.cause ?? "";
  return { end, cause, told, lines: lines(told), rows, head, loom, store };
}

/** How a run ended, in few words. */
export function brief({ end, cause, told }: Played): readonly unknown[] {
  return [end.kind, cause, told.at(-1)?.round];
}

/** A model whose calls are noted. */
export interface Noted {
  readonly model: Model;
  /** What it was shown, call by call. */
  readonly shown: readonly string[];
}

/** A model that answers as a function says, at a cent for each token it says it used. */
export function noted(reply: Replying): Noted {
  const shown: string[] = [];
  const model = scripted({
    price: CENTS,
    reply: (request, index) => {
      const { prompt } = request;
      shown.push(prompt.form === "text" ? prompt.text : prompt.messages.at(-1)!.text);
      return reply(request, index);
    },
  });
  return { model, shown };
}

/** A cent for each generated token, and prompts for nothing. */
export const CENTS = { input: 0, output: 10_000 } as const;

/** One of {@link noted} that says these in turn, the last one again and again; each costs so many cents. */
export function says(texts: readonly (string | number)[], cents = 0): Noted {
  return noted((_, index) => saying(texts[Math.min(index, texts.length - 1)]!, cents));
}

/** An answer and what it costs, in cents. */
export function saying(
  text: string | number,
  cents = 0,
): { readonly text: string; readonly usage: { readonly input: number; readonly output: number } } {
  return { text: String(text), usage: { input: 0, output: cents } };
}

/** No answer, but an error. */
export const REFUSAL = { fail: { failure: "request", message: "no luck" } } as const;

/** An answer that does not come before it is broken off. */
export const NEVER = { text: "too late", delay_ms: 1_000_000_000 } as const;

/** What outputs of a run hold. */
export function outputsOf({ outputs }: RunEnd): { readonly [name: string]: Json } {
  return outputs as { readonly [name: string]: Json };
}
