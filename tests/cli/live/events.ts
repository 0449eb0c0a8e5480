import type { RunEvent } from "../../../lib/app/vocabulary.ts";
import type { Effect, Entry, Note } from "../../../lib/plan/mod.ts";
import type { Beginning } from "../../../lib/cli/live/progress.ts";

/** A run at its beginning. */
export function beginning(more: Partial<Beginning> = {}): Beginning {
  return {
    at: 0,
    name: "story-1",
    models: ["test/words"],
    limits: {},
    spent: { usd: 0, tokens: 0, calls: 0 },
    wall: 0,
    ...more,
  };
}

/** Makes the events of one run. */
export interface RunEvents {
  entry(more: Omit<Entry, "seq" | "at">): RunEvent;
  started(effect: Effect): RunEvent;
  /** A candidate's outcome, or a judge's. */
  result(key: string, node?: string, usd?: number): RunEvent;
  text(key: string, text: string): RunEvent;
  seed(text: string): readonly RunEvent[];
  expand(round: number, index: number, parent: string): RunEvent;
  /** Grades by node, and the nodes that were chosen, the best first. */
  annotate(round: number, scores: { readonly [node: string]: number }, ...chosen: readonly string[]): RunEvent;
}

/** The events of one run. */
export function eventsOf(run = "story-1"): RunEvents {
  let seq = 0;
  const entry = (more: Omit<Entry, "seq" | "at">): RunEvent => ({
    type: "entry",
    run,
    entry: { seq: ++seq, at: 0, ...more },
  });
  const started = (effect: Effect): RunEvent => ({ type: "started", run, key: effect.key, effect });
  const result = (key: string, node?: string, usd = 0): RunEvent =>
    entry({
      type: "result",
      key,
      ref: 1,
      booking: { usd, tokens: 4, calls: 1 },
      value: { type: "value", value: { ...(node ? { node } : {}), finish: "end", tokens: { input: 2, output: 2 } } },
    });
  return {
    entry,
    started,
    result,
    text: (key: string, text: string): RunEvent => ({ type: "text", run, key, text }),
    seed: (text: string): RunEvent[] => [
      started({ do: "weave", key: "start", text, weave: { document: "d", parent: null, role: "seed" } }),
      entry({ type: "done", key: "start", value: { type: "value", value: { node: "root" } } }),
    ],
    expand: (round: number, index: number, parent: string): RunEvent =>
      started({
        do: "generate",
        key: `round/${round}/expand/${index}`,
        model: "base",
        prompt: { form: "text", parts: [] },
        maxTokens: 8,
        sampling: {},
        seed: 1,
        weave: { document: "d", parent, role: "candidate" },
      }),
    annotate: (round: number, scores: { readonly [node: string]: number }, ...chosen: readonly string[]): RunEvent =>
      started({
        do: "annotate",
        key: `round/${round}/notes`,
        notes: [
          ...Object.entries(scores).map(([node, score]): Note => ({
            document: "d",
            node,
            kind: "grade",
            value: { round, score },
          })),
          ...chosen.map((node, rank): Note => ({ document: "d", node, kind: "choice", value: { round, rank } })),
        ],
      }),
  };
}
