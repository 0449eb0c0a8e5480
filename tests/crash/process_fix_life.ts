/** One life of the run of `process_fix.ts`: goes on with it, and kills itself at the moment it is given. */
import { join } from "node:path";
import { openDatabase } from "../../lib/app/database.ts";
import type { Store, Write } from "../../lib/store/store.ts";
import { workAt } from "../process_scenarios/workshop.ts";
import type { TestedBy } from "./process_fix.ts";
import { fixPlan, modelsFor } from "./process_fix.ts";

/** When a life ends. */
export type Moment =
  /** A row of this step is durable. */
  | { readonly at: "row"; readonly key: string; readonly type: string }
  /** A row of this step is made and not written: what it tells of has happened, and nobody knows. */
  | { readonly at: "unwritten"; readonly key: string; readonly type: string }
  /** A change that this step is about to make is being recorded, or is recorded, and not made. */
  | { readonly at: "recording" | "recorded"; readonly key: string }
  /** The command of this step runs: so many milliseconds after it may, or when there is this file in the workspace. */
  | { readonly at: "running"; readonly key: string; readonly after: number | string }
  /** The command of this step has ended, and what it has changed is not recorded. */
  | { readonly at: "unsettled"; readonly key: string };

/** What a life is given. */
export interface Birth {
  readonly root: string;
  readonly db: string;
  /** The file that every request to a model is noted in. */
  readonly bought: string;
  readonly by: TestedBy;
  readonly moment?: Moment;
}

function die(): never {
  Deno.kill(Deno.pid, "SIGKILL");
  // Nothing runs until the signal is there.
  for (;;);
}

/** A store that ends the process at a moment that it sees. */
function mortal(store: Store, { root, moment }: Birth): Store {
  const { changes } = store, of = (key: string) => moment?.key === key ? moment : undefined;
  const guards = new Map<number, string>();
  return {
    ...store,
    append: async (run, epoch, writes) => {
      const tells = ({ entry: { key, type } }: Write) => moment?.at === "unwritten" && isOf(moment, key, type);
      if (writes.some(tells)) die();
      return await store.append(run, epoch, writes);
    },
    changes: {
      ...changes,
      add: async (run, epoch, change) => {
        if (of(change.by)?.at === "recording") die();
        const id = await changes.add(run, epoch, change);
        if (of(change.by)?.at === "recorded") die();
        return id;
      },
      guard: async (run, epoch, guard) => {
        const id = await changes.guard(run, epoch, guard), mine = of(guard.by);
        guards.set(id, guard.by);
        if (mine?.at === "running") watch(root, mine.after);
        return id;
      },
      settle: async (run, epoch, settled) => {
        if (of(guards.get(settled.guard) ?? "")?.at === "unsettled") die();
        return await changes.settle(run, epoch, settled);
      },
    },
  };
}

function isOf(moment: Moment & { readonly type: string }, key: string | undefined, type: string): boolean {
  return moment.key === key && moment.type === type;
}

/** Dies after so many milliseconds, or when a file is there. */
function watch(root: string, after: number | string): void {
  if (typeof after === "number") return void setTimeout(die, after);
  setInterval(() => {
    try {
      Deno.lstatSync(join(root, after));
    } catch {
      return;
    }
    die();
  }, 1);
}

if (import.meta.main) {
  const birth = JSON.parse(Deno.args[0]!) as Birth, { root, db, bought, by, moment } = birth;
  const store = await openDatabase({ db, create: true });
  const models = modelsFor(by, (seed) => Deno.writeTextFileSync(bought, `${seed}\n`, { append: true }));
  const { end } = await workAt({ root }, await fixPlan(by), models, {
    store: mortal(store, birth),
    row: ({ key, type }) => {
      if (moment?.at === "row" && isOf(moment, key, type)) die();
    },
  });
  store.close();
  console.log(JSON.stringify({ kind: end.kind, reason: end.reason, outputs: end.outputs }));
}
