/** How driving one run comes to its end: what is written last, and what the run is worth. */
import type { Json } from "../base/json.ts";
import { toJson } from "../base/json.ts";
import type { Conclusion, Definition, End } from "../plan/mod.ts";
import type { Children } from "./children.ts";
import type { Deck } from "./deck.ts";
import type { JournalWriter } from "./journal_writer.ts";
import { readOnly } from "./read_only.ts";
import type { Rest } from "./rest.ts";
import { failureOf, isTrouble } from "./retry.ts";
import type { Stop } from "./stop.ts";
import { endOf, failedEnd } from "./stop.ts";
import type { Ended } from "./turn.ts";

/** A run all of whose flights are down. */
export interface Grounded {
  readonly deck: Deck;
  readonly journal: JournalWriter;
  readonly definition: Definition;
  readonly children: Children;
  /** Whether there were earlier lives, which may have left children behind. */
  readonly isResumed: boolean;
  /** What became of the program, when it has ended. */
  readonly ended: Ended<Conclusion> | undefined;
  /** Why it stopped, when it has not. */
  readonly stop: Stop | undefined;
}

/** Writes how the run stands. */
export async function finish(run: Grounded): Promise<Rest> {
  const { ended, stop, journal } = run;
  if (ended?.ok) return await conclude(run, ended.value);
  const end = ended ? failedEnd(ended.error) : endOf(stop!);
  if (end) return await endEarly(run, end);
  if (stop!.stop === "pause") await journal.write("pause");
  else if (journal.riding > 0) await journal.write("cursor");
  await journal.save();
  return stop!.stop === "suspended" ? { rest: "suspended", used: stop!.used } : { rest: "paused" };
}

async function conclude(run: Grounded, { end, outputs }: Conclusion): Promise<Rest> {
  let stored: Json;
  try {
    stored = toJson(outputs);
  } catch (error) {
    return await endEarly(run, failedEnd(error));
  }
  return await endWith(run, end, stored);
}

/** An end that the program did not come to by itself: it is worth what it last committed. */
async function endEarly(run: Grounded, end: End): Promise<Rest> {
  const { definition, journal, deck: { texts } } = run;
  let outputs: Json;
  try {
    outputs = toJson(await readOnly(definition.outputs(journal.state), texts));
  } catch (error) {
    if (isTrouble(error)) throw error;
    const reason = `${end.reason}; its outputs could not be made: ${failureOf(error).message}`;
    return await endWith(run, { ...end, reason }, null);
  }
  return await endWith(run, end, outputs);
}

async function endWith(run: Grounded, end: End, outputs: Json): Promise<Rest> {
  const { deck: { world }, journal, children, isResumed } = run, said = world.clean({ end, outputs });
  const mayGoOn = end.kind === "exhausted" || end.kind === "failed";
  if (isResumed && !mayGoOn) await children.endLeft();
  await journal.write("end", { ...said.end, outputs: journal.encode(said.outputs) } as unknown as Json);
  await journal.save();
  return { rest: "ended", ...said };
}
