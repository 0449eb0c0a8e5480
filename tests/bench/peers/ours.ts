/**
 * Loom itself, through the door that users of the library take: `mod.ts` and nothing else.
 *
 * Each method is one public call or two:
 *   open    a local engine on `file:${dir}/loom.db`, durability "normal", as the floor and most peers.
 *   loop    a program whose state is {n} (plus `log: string[]` when `plan.text` is given); each round is one
 *           durable `call` effect that runs `plan.body(n)` first and returns what it appends, then `commit`.
 *           Answers n and the length of the appended text as read back from the stored final state.
 *   resume  the same program, resumed by run id in a fresh process.
 *   improve `refine` over a function, scored; improveAgain resumes it by run id.
 *   fan     `plan.tasks` unpaid tasks of one DAG under `plan.width`, joined by one more task that counts them.
 * No model, no budget, no views: the step's own cost. `durability` says which settings were used.
 */
import type { Loom, OwnProgram } from "../../../mod.ts";
import type { Adapter, Engine, FanPlan, ImprovePlan, LoopPlan } from "../adapter.ts";

interface State {
  readonly n: number;
  readonly log?: readonly string[];
}

type Library = typeof import("../../../mod.ts");

function looping({ program, call, commit }: Library, { steps, text, body }: LoopPlan): OwnProgram<null, State, State> {
  return program("loop@1", function* (_: null, from?: State) {
    let state: State = from ?? (text ? { n: 0, log: [] } : { n: 0 });
    while (state.n < steps) {
      const { n, log } = state;
      const appended = yield* call(`step/${n}`, () => (body(n), text ? text(n) : null));
      state = log ? { n: n + 1, log: [...log, appended!] } : { n: n + 1 };
      yield* commit(state);
    }
    return state;
  });
}

function fanning({ program, call, all }: Library, { tasks, width, body }: FanPlan): OwnProgram<void, unknown, number> {
  return program("fan@1", function* () {
    const starts = Array.from({ length: tasks }, (_, i) => () => call(`task/${i}`, () => (body(i), i)));
    const done = yield* all(starts, { width });
    return yield* call("join", () => done.length);
  });
}

/** The loop over one's own function, as the library has it: a paid step and its score, one row told a round. */
interface Improved {
  readonly n: number;
  readonly score: number;
}

function improving({ refine }: Library, loom: Loom, { rounds, body }: ImprovePlan) {
  return refine<Improved>(
    { name: "improve", budget: { iterations: rounds }, score: ({ score }) => score, store: loom },
    ({ n }) => {
      const score = body(n);
      return { n: n + 1, score };
    },
  );
}

export const adapter: Adapter = {
  durability: "SQLite WAL, synchronous=NORMAL: no fsync per step; every step its own commit",
  async open(dir): Promise<Engine> {
    const library: Library = await import("../../../mod.ts");
    const loom = await library.openLoom({ db: `file:${dir}/loom.db` });
    const ended = (end: { readonly outputs: unknown }) => end.outputs as State;
    const improved = ({ steps, history }: { readonly steps: number; readonly history: readonly unknown[] }) => ({
      rounds: steps,
      scores: history.length,
    });
    const summary = ({ n, log = [] }: State) => ({ n, chars: log.join("").length });
    return {
      async loop(id, plan) {
        await (await loom.start(looping(library, plan), { name: id, input: null })).end;
        // The run has ended: what a resume gives is what is stored.
        return summary(ended(await (await loom.resume(id)).end));
      },
      async resume(id, plan) {
        const own = looping(library, plan) as unknown as OwnProgram;
        return summary(ended(await (await loom.resume(id, { program: own })).end));
      },
      async fan(id, plan) {
        const end = await (await loom.start(fanning(library, plan), { name: id })).end;
        return { joined: end.outputs as number };
      },
      improve: async (id, plan) => improved(await improving(library, loom, plan)({ n: 0, score: 0 }, { name: id })),
      improveAgain: async (id, plan) => improved(await improving(library, loom, plan).resume(id)),
      close: () => loom.close(),
    };
  },
};
