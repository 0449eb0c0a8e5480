/**
 * A process to be killed: `grow.ts DB LOG KILL`. Grows a text by rounds of parallel candidates, with a child run in
 * every third; kills itself at commit point KILL (odd: before the batch, even: after it), or never when KILL is 0.
 */
import { openLoom } from "../../../lib/app/loom.ts";
import type { OwnProgram } from "../../../lib/app/own_program.ts";
import { program } from "../../../lib/app/own_program.ts";
import { openDatabase } from "../../../lib/app/database.ts";
import type { RunEnd } from "../../../lib/app/run_handle.ts";
import { seedFor } from "../../../lib/base/seeded.ts";
import type { Generate, Generated, Program } from "../../../lib/plan/mod.ts";
import { all, call, commit, demand } from "../../../lib/plan/mod.ts";
import type { Store } from "../../../lib/store/store.ts";
import { meteredModel } from "./purchases.ts";

/** Rounds the text grows. */
export const ROUNDS = 4;
/** Candidates a round. */
export const WIDTH = 4;

interface Grown {
  readonly round: number;
  readonly node: string;
  readonly kept: readonly string[];
}

function generate(key: string, parent: string, document: string): Generate {
  return {
    do: "generate",
    key,
    model: "m",
    prompt: { form: "text", parts: [{ path: { document, node: parent } }] },
    maxTokens: 16,
    sampling: {},
    seed: seedFor(7, key),
    weave: { document, parent, role: "candidate" },
  };
}

/** Grows by the candidate whose text sorts first. */
export const grow: OwnProgram<{ readonly document: string }, Grown, Grown> = program(
  "grow@1",
  function* (input: { readonly document: string }, from?: Grown): Program<Grown> {
    const { document } = input;
    let state: Grown | undefined = from;
    if (!state) {
      const { node } = yield* demand({
        do: "weave",
        key: "seed",
        weave: { document, parent: null, role: "seed" },
        text: "once upon",
      });
      state = { round: 0, node, kept: [] };
      yield* commit(state);
    }
    while (state.round < ROUNDS) {
      const { round, node, kept }: Grown = state;
      const made: Generated[] = yield* all(
        Array.from({ length: WIDTH }, (_, i) => () => demand(generate(`round/${round}/${i}`, node, document))),
      );
      const best: Generated = [...made].sort((a, b) => a.text < b.text ? -1 : 1)[0]!;
      const seen: string = yield* call(`round/${round}/pick`, () => best.text);
      yield* demand({
        do: "annotate",
        key: `round/${round}/note`,
        notes: [{ document, node: best.node!, kind: "choice", value: { round } }],
      });
      if (round % 3 === 2) {
        yield* demand({ do: "run", key: `round/${round}/child`, plan: "side", inputs: { document, node: best.node! } });
      }
      state = { round: round + 1, node: best.node!, kept: [...kept, seen] };
      yield* commit(state);
    }
    return state;
  },
);

/** A child that buys twice side by side. */
export const side: OwnProgram<{ readonly document: string; readonly node: string }, never, string> = program(
  "side@1",
  function* (input: { readonly document: string; readonly node: string }): Program<string> {
    const made = yield* all([0, 1].map((i) => () => demand(generate(`side/${i}`, input.node, input.document))));
    return made.map(({ text }) => text).join("|");
  },
);

/** Kills this process around its n-th batch. */
function deadly(store: Store, killAt: number): Store {
  let batches = 0;
  const die = () => Deno.kill(Deno.pid, "SIGKILL");
  return {
    ...store,
    append: async (run, epoch, writes) => {
      const batch = ++batches;
      if (killAt === 2 * batch - 1) die();
      const accepted = await store.append(run, epoch, writes);
      if (killAt === 2 * batch) die();
      return accepted;
    },
  };
}

/** Where a run is kept, and which batch its process dies at. */
export interface Life {
  readonly db: string;
  /** A file of purchases. */
  readonly log: string;
  /** 0: it comes to its end. */
  readonly kill: number;
}

/** Begins the run, or goes on with it, until it ends. */
export async function live({ db, log, kill }: Life): Promise<RunEnd> {
  const store = deadly(await openDatabase({ db, create: true }), kill);
  try {
    const loom = await openLoom({ store, models: { m: meteredModel(log) }, programs: [side as never] });
    await store.createDocument("d");
    const isNew = (await store.runs()).length === 0;
    const run = isNew
      ? await loom.start(grow as never, { name: "g", input: { document: "d" }, budget: { usd: 1 } })
      : await loom.resume("g", { program: grow as never });
    return await run.end;
  } finally {
    store.close();
  }
}

if (import.meta.main) {
  const [db, log, kill] = Deno.args as [string, string, string];
  await live({ db, log, kill: Number(kill) });
}
