/** Runs that go in rounds, made by a program that tells of them: the way every loop does. */
import { openLoom } from "../../lib/app/loom.ts";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Generate, Program } from "../../lib/plan/mod.ts";
import { commit, perform, take } from "../../lib/plan/mod.ts";
import type { ToldRound } from "../../lib/plan/told.ts";
import { wordModel } from "../engine/models.ts";

/** A round, and how many calls it makes at a dollar a thousand words. */
export type Told = Partial<ToldRound> & { readonly round: number; readonly calls?: number };

/** What a test wants of a loop. */
export interface LoopParts {
  readonly name?: string;
  readonly rounds: readonly Told[];
  /** What it does at its end. Default: it returns. */
  readonly then?: () => Program<unknown>;
  readonly budget?: { readonly usd?: number; readonly calls?: number; readonly iterations?: number };
}

/** Runs a loop to its end and gives what it came to. */
export async function loops(folder: string, { name = "one", rounds, then, budget }: LoopParts): Promise<string> {
  const body = looping("fixer@1", rounds, then);
  const words = wordModel(() => "one two", { bill: 5_000 });
  await using loom = await openLoom({ folder, models: { words } });
  const run = await loom.start(body, { name, ...(budget ? { budget } : {}) });
  return (await run.end).kind;
}

/** A program that goes through rounds, and on from the last one when it is resumed. */
export function looping(name: string, rounds: readonly Told[], then?: () => Program<unknown>): OwnProgram<void> {
  // Without an input, a program's function names none.
  const body = (_: unknown = null, from: { readonly round: number } | undefined = undefined) =>
    loop(rounds.filter(({ round }) => round > (from?.round ?? -1)), then);
  return program(name, body as () => Program<unknown>);
}

/** The rounds of a loop. */
export function* loop(rounds: readonly Told[], then: () => Program<unknown> = nothing): Program<unknown> {
  for (const { calls = 0, ...told } of rounds) {
    yield* take(`round/${told.round}/heed`);
    for (let i = 0; i < calls; i++) yield* perform(asked(`round/${told.round}/propose/${i}`));
    yield* perform({ do: "tell", key: `round/${told.round}/told`, value: toldRound(told) as unknown as Json });
    yield* commit({ round: told.round });
  }
  return yield* then();
}

// deno-lint-ignore require-yield
function* nothing(): Program<unknown> {
  return null;
}

/** A call of the model `words`: a cent. */
export function asked(key: string): Generate {
  return {
    do: "generate",
    key,
    model: "words",
    prompt: { form: "text", parts: [{ text: "say something" }] },
    maxTokens: 5_000,
    sampling: {},
    seed: 1,
  };
}

/** A round with all that has to be there. */
export function toldRound(
  { round, score = null, ...more }: Partial<ToldRound> & { readonly round: number },
): ToldRound {
  return {
    round,
    verdict: "accepted",
    score,
    best: score === null ? null : { score, round },
    from: Math.max(0, round - 1),
    ...more,
  };
}
